from __future__ import annotations

import dataclasses
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from pathlib import Path

import pytest

from minga.errors import EndpointError, MissingPart
from minga.llm import (
    Answer,
    AnswerCache,
    ChatRequest,
    Endpoint,
    LanguageModel,
    RequestFailed,
    answer_key,
    model_identity,
)
from tests.llm.stand_in import completion, in_turn, problem, standing_in, wait_until

SLEEPER = """
import sys
from pathlib import Path
from minga.llm import ChatRequest, Endpoint, LanguageModel
with LanguageModel(Endpoint(url=sys.argv[1], model="m", timeout=60), Path(sys.argv[2])) as model:
    try:
        list(model.complete_many(ChatRequest.ask(str(n)) for n in range(100)))
    except KeyboardInterrupt:
        print("interrupted", flush=True)
print("closed", flush=True)
"""


def numbered(count: int) -> Iterator[ChatRequest]:
    return (ChatRequest.ask(str(number), id=str(number)) for number in range(count))


def test_answers_come_in_order_and_the_second_run_asks_nobody(tmp_path: Path) -> None:
    with standing_in() as server:
        endpoint = Endpoint(url=server.url, model="m", concurrency=3)
        with LanguageModel(endpoint, tmp_path) as model:
            answers = [(request.id, answer) for request, answer in model.complete_many(numbered(25))]
            assert answers == [(str(n), Answer(f"eco: {n}", "stop", 7, 3)) for n in range(25)]
            assert (model.usage.misses, model.usage.tokens_out) == (25, 75)
        with LanguageModel(endpoint, tmp_path) as model:
            assert all(isinstance(answer, Answer) and answer.cached for _, answer in model.complete_many(numbered(25)))
        assert len(server.bodies) == 25
        assert server.busiest <= 3


def test_requests_are_made_in_the_callers_thread_a_little_ahead(tmp_path: Path) -> None:
    made: list[int] = []

    def endless() -> Iterator[ChatRequest]:
        while True:
            made.append(threading.get_ident())
            yield ChatRequest.ask(str(len(made)))

    with standing_in() as server, LanguageModel(Endpoint(url=server.url, concurrency=2), tmp_path) as model:
        answers = model.complete_many(endless())
        for _ in range(10):
            next(answers)
    assert set(made) == {threading.get_ident()}
    assert len(made) <= 10 + 4 * 2


def test_requests_go_on_while_the_caller_works(tmp_path: Path) -> None:
    with standing_in() as server, LanguageModel(Endpoint(url=server.url, concurrency=2), tmp_path) as model:
        answers = model.complete_many(numbered(8))
        next(answers)
        assert wait_until(lambda: len(server.bodies) == 8)
        assert len(list(answers)) == 7


def test_one_failure_is_a_value_and_a_useless_endpoint_an_error(tmp_path: Path) -> None:
    script = in_turn(completion("a"), problem(400, "no"), completion("b"), problem(401, "who are you?"))
    with standing_in(script) as server, LanguageModel(Endpoint(url=server.url, concurrency=1), tmp_path) as model:
        first, second, third = (answer for _, answer in model.complete_many(numbered(3)))
        assert [isinstance(answer, RequestFailed) for answer in (first, second, third)] == [False, True, False]
        with pytest.raises(EndpointError, match="who are you"):
            list(model.complete_many(numbered(9)))
        with pytest.raises(EndpointError, match="who are you"):
            model.complete(ChatRequest.ask("x"))


def wait_in_vain(answers: Iterator[object]) -> None:
    with pytest.raises(CancelledError):
        next(answers)


def test_a_slow_answer_does_not_hold_the_end_up(tmp_path: Path) -> None:
    started = time.monotonic()
    with standing_in(in_turn(dataclasses.replace(completion("a"), delay=30))) as server:
        model = LanguageModel(Endpoint(url=server.url), tmp_path)
        answers = model.complete_many(numbered(50))
        thread = threading.Thread(target=wait_in_vain, args=(answers,))
        thread.start()
        assert wait_until(lambda: len(server.bodies) >= 1)
        model.close()
        model.close()
        thread.join(5)
        assert not thread.is_alive()
    assert time.monotonic() - started < 15


def test_control_c_ends_the_waiting(tmp_path: Path) -> None:
    with standing_in(in_turn(dataclasses.replace(completion("a"), delay=60))) as server:
        command = [sys.executable, "-c", SLEEPER, server.url, str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as program:
            assert wait_until(lambda: len(server.bodies) >= 1, 30)
            program.send_signal(signal.SIGINT)
            out, err = program.communicate(timeout=20)
    assert out.split() == ["interrupted", "closed"]
    assert err == ""
    assert program.returncode == 0


def test_the_identity_of_a_server_is_address_and_model(tmp_path: Path) -> None:
    endpoint = Endpoint(url="http://127.0.0.1:9/v1/", model="m", timeout=3)
    assert model_identity(endpoint, tmp_path) == "http://127.0.0.1:9/v1#m"
    assert list(tmp_path.iterdir()) == []


def test_a_cached_run_does_not_start_the_embedded_server(tmp_path: Path) -> None:
    identity = model_identity(Endpoint(), tmp_path)
    assert identity.startswith("gguf:")
    with AnswerCache(tmp_path / "cache" / "answers.db") as cache:
        for request in numbered(3):
            cache.put(answer_key(identity, request), Answer("kept"))
    with LanguageModel(Endpoint(), tmp_path) as model:
        assert [answer.text for _, answer in model.complete_many(numbered(3)) if isinstance(answer, Answer)] == [
            "kept"
        ] * 3
        assert model.identity == identity
    assert not (tmp_path / "logs").exists()


def test_a_model_that_is_not_installed_is_said_before_anything_starts(tmp_path: Path) -> None:
    with pytest.raises(MissingPart, match="no package 'llm-nowhere' is installed"):
        LanguageModel(Endpoint(model="llm-nowhere"), tmp_path)
