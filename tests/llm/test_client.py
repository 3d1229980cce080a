from __future__ import annotations

import asyncio
import dataclasses
import json
import socket
from collections.abc import Awaitable, Callable, Iterator
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest

from minga.errors import EndpointError
from minga.llm import Answer, AnswerCache, ChatRequest, Client, Endpoint, RequestFailed, Timing
from tests.llm.stand_in import Clock, Reply, StandIn, completion, echo, in_turn, problem, standing_in

HELLO = ChatRequest.ask("hola", max_tokens=20)
OK = completion("buenas")


def run(
    server: StandIn | str, work: Callable[[Client], Awaitable[Any]], clock: Clock | None = None, **options: Any
) -> Any:
    cache = options.pop("cache", None)
    url = server if isinstance(server, str) else server.url
    clock = clock or Clock()
    timing = Timing(sleep=clock.sleep, now=clock.now, random=lambda: 0.5)

    async def main() -> Any:
        endpoint = Endpoint(url=url, **{"model": "m", "timeout": 5.0, **options})
        async with Client(endpoint, cache=cache, timing=timing) as client:
            result = await work(client)
            return result, client.usage

    return asyncio.run(main())


def ask(server: StandIn | str, request: ChatRequest = HELLO, **options: Any) -> tuple[Answer, Any]:
    return run(server, lambda client: client.complete(request), **options)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_an_answer_comes_with_its_tokens_and_cost() -> None:
    with standing_in(in_turn(completion("buenas", finish="length", tokens=(1000, 500)))) as server:
        answer, usage = ask(server, price_in=2.0, price_out=4.0)
    assert answer == Answer("buenas", "length", 1000, 500)
    assert (usage.hits, usage.misses, usage.tokens_in, usage.tokens_out) == (0, 1, 1000, 500)
    assert usage.cost == pytest.approx(0.004)


def test_everything_asked_for_reaches_the_server() -> None:
    schema = '{"type": "object", "properties": {"z": {"type": "string"}, "a": {"type": "string"}}}'
    request = ChatRequest.ask(
        "¿qué?", system="Responde.", temperature=0.7, max_tokens=9, seed=3, stop=("\n",), schema=schema, id="x"
    )
    with standing_in() as server:
        ask(server, request)
    assert server.bodies == [
        {
            "model": "m",
            "messages": [{"role": "system", "content": "Responde."}, {"role": "user", "content": "¿qué?"}],
            "temperature": 0.7,
            "max_tokens": 9,
            "seed": 3,
            "stop": ["\n"],
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "answer", "strict": True, "schema": json.loads(schema)},
            },
        }
    ]


def test_a_request_without_extras_sends_none() -> None:
    with standing_in() as server:
        ask(server, dataclasses.replace(HELLO, seed=None))
    assert sorted(server.bodies[0]) == ["max_tokens", "messages", "model", "temperature"]


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503, 529])
def test_a_passing_trouble_is_tried_again_later_and_later(status: int) -> None:
    clock = Clock()
    with standing_in(in_turn(problem(status, "a"), problem(status, "b"), problem(status, "c"), OK)) as server:
        answer, usage = ask(server, clock=clock)
    assert answer.text == "buenas"
    assert clock.sleeps == [0.375, 0.75, 1.5]
    assert (usage.retries, usage.failures, usage.misses) == (3, 0, 1)


def test_seconds_in_retry_after_are_waited_for() -> None:
    clock = Clock()
    with standing_in(in_turn(problem(429, "slow down", retry_after="7"), OK)) as server:
        ask(server, clock=clock)
    assert len(clock.sleeps) == 1
    assert 7 <= clock.sleeps[0] < 9


def test_a_date_in_retry_after_is_waited_for() -> None:
    clock = Clock()
    with standing_in(in_turn(problem(503, "busy", retry_after=formatdate(clock.time + 40, usegmt=True)), OK)) as server:
        ask(server, clock=clock)
    assert 40 <= clock.sleeps[0] < 46


def test_a_server_that_asks_for_an_hour_is_not_waited_for() -> None:
    clock = Clock()
    hour = in_turn(problem(429, "quota used up", retry_after="3600"))
    with standing_in(hour) as server, pytest.raises(EndpointError, match="quota used up"):
        ask(server, clock=clock)
    assert clock.sleeps == []


def test_a_rate_limit_that_stays_ends_the_run() -> None:
    with standing_in(in_turn(problem(429, "slow down"))) as server, pytest.raises(EndpointError) as caught:
        ask(server, retries=2)
    assert not isinstance(caught.value, RequestFailed)
    assert "HTTP 429: slow down, after 3 tries" in str(caught.value)
    assert "concurrency" in str(caught.value)


def test_a_server_error_that_stays_fails_that_request() -> None:
    with standing_in(in_turn(problem(500, "out of memory"))) as server, pytest.raises(RequestFailed) as caught:
        ask(server, retries=1)
    assert caught.value.reason == "server-error"
    assert len(server.bodies) == 2


def test_a_request_that_the_server_refuses_fails_at_once_with_its_words() -> None:
    with standing_in(in_turn(problem(400, "context too long"))) as server, pytest.raises(RequestFailed) as caught:
        ask(server)
    assert caught.value.reason == "refused"
    assert str(caught.value) == f"{server.url} (m): HTTP 400: context too long; the request does not suit this model"
    assert len(server.bodies) == 1


@pytest.mark.parametrize(("status", "hint"), [(401, "key_env"), (403, "key_env"), (402, "key"), (404, "model")])
def test_no_access_and_no_such_model_end_the_run_at_once(status: int, hint: str) -> None:
    with standing_in(in_turn(problem(status, "no"))) as server, pytest.raises(EndpointError) as caught:
        ask(server)
    assert not isinstance(caught.value, RequestFailed)
    assert hint in str(caught.value)
    assert len(server.bodies) == 1


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"detail": "Not authenticated"}', "Not authenticated"),
        (b'{"error": "model not found"}', "model not found"),
        (b'{"error": {"message": "bad key", "code": 7}}', "bad key"),
        (b"<html>\n  Forbidden\n</html>", "<html> Forbidden </html>"),
        (b"", "HTTP 401"),
    ],
)
def test_the_servers_words_are_found_whatever_their_shape(body: bytes, words: str) -> None:
    with standing_in(in_turn(Reply(401, body))) as server, pytest.raises(EndpointError, match=words):
        ask(server)


def test_a_server_that_hangs_is_left_after_the_timeout() -> None:
    with standing_in(in_turn(dataclasses.replace(OK, delay=30))) as server, pytest.raises(RequestFailed) as caught:
        ask(server, timeout=0.2, retries=1)
    assert caught.value.reason == "timed-out"
    assert "no answer within 0.2 s, after 2 tries" in str(caught.value)


def test_a_server_that_drips_is_left_after_the_timeout() -> None:
    with standing_in(in_turn(dataclasses.replace(OK, drip=0.05))) as server, pytest.raises(RequestFailed) as caught:
        ask(server, timeout=0.3, retries=0)
    assert caught.value.reason == "timed-out"


@pytest.mark.parametrize(
    "reply",
    [
        Reply(body=b'{"choices": [{"mess'),
        Reply(body=b"<html>proxy login</html>", headers={"content-type": "text/html"}),
        Reply(body=b'{"choices": []}'),
        Reply(body=b'{"error": {"message": "upstream failed"}}'),
        Reply(body=b"[]"),
        Reply(body=b'{"choices": [{"message": {"content": 7}}]}'),
        Reply(body=b"\xff\xfe"),
    ],
    ids=["cut off", "web page", "no choices", "error inside", "list", "number", "not text"],
)
def test_an_answer_that_is_none_is_tried_again_and_then_fails_that_request(reply: Reply) -> None:
    with standing_in(in_turn(reply)) as server, pytest.raises(RequestFailed) as caught:
        ask(server, retries=1)
    assert caught.value.reason == "unreadable-answer"
    assert len(server.bodies) == 2
    with standing_in(in_turn(reply, OK)) as server:
        assert ask(server)[0].text == "buenas"


def test_an_empty_answer_is_an_answer() -> None:
    body = json.loads(OK.body)
    body["choices"][0]["message"]["content"] = None
    del body["usage"]
    with standing_in(in_turn(Reply(body=json.dumps(body).encode()))) as server:
        assert ask(server)[0] == Answer("", "stop", 0, 0)


def test_half_a_surrogate_pair_does_not_get_in() -> None:
    with standing_in(in_turn(Reply(body=OK.body.replace(b"buenas", rb"\ud83d!")))) as server:
        assert ask(server)[0].text == "?!"


def test_a_server_that_is_not_there_ends_the_run_and_says_so() -> None:
    clock = Clock()
    url = f"http://127.0.0.1:{free_port()}/v1"
    with pytest.raises(EndpointError) as caught:
        ask(url, clock=clock, retries=2)
    assert not isinstance(caught.value, RequestFailed)
    assert url in str(caught.value)
    assert "is the server running" in str(caught.value)
    assert len(clock.sleeps) == 2


def test_a_redirect_is_not_followed_since_the_key_would_follow() -> None:
    with standing_in() as other:
        moved = Reply(308, b"", {"location": other.url})
        with standing_in(in_turn(moved)) as server, pytest.raises(EndpointError, match="moved to"):
            ask(server)
        assert other.bodies == []


def test_the_key_comes_from_the_named_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "meant for another server")
    monkeypatch.setenv("COMMUNITY_KEY", "s3cret")
    with standing_in() as server:
        ask(server, key_env="COMMUNITY_KEY")
        ask(server)
    assert [seen["authorization"] for seen in server.headers] == ["Bearer s3cret", "Bearer none"]


def test_a_key_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COMMUNITY_KEY", raising=False)
    with standing_in() as server, pytest.raises(EndpointError, match="export COMMUNITY_KEY"):
        ask(server, key_env="COMMUNITY_KEY")


def test_no_proxy_comes_between_minga_and_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{free_port()}")
    monkeypatch.setenv("ALL_PROXY", f"http://127.0.0.1:{free_port()}")
    with standing_in() as server:
        assert ask(server)[0].text == "eco: hola"


def numbered(count: int) -> Iterator[ChatRequest]:
    return (ChatRequest.ask(str(number), id=str(number)) for number in range(count))


async def gather(client: Client, requests: Iterator[ChatRequest]) -> list[tuple[str, Answer | RequestFailed]]:
    return [(request.id, answer) async for request, answer in client.complete_many(requests)]


def late_first(body: dict[str, Any]) -> Reply:
    number = int(body["messages"][-1]["content"])
    return dataclasses.replace(echo(body), delay=0.1 if number % 5 == 0 else 0.005)


def test_answers_come_in_the_order_of_the_requests() -> None:
    with standing_in(late_first) as server:
        answers, usage = run(server, lambda client: gather(client, numbered(30)), concurrency=4)
    assert [(name, answer.text) for name, answer in answers] == [(str(n), f"eco: {n}") for n in range(30)]
    assert usage.misses == 30
    assert 2 <= server.busiest <= 4


def test_requests_are_read_only_a_little_ahead() -> None:
    taken = 0

    def endless() -> Iterator[ChatRequest]:
        nonlocal taken
        while True:
            taken += 1
            yield ChatRequest.ask(str(taken))

    async def first_ten(client: Client) -> int:
        answers = client.complete_many(endless())
        for _ in range(10):
            await anext(answers)
        await answers.aclose()  # type: ignore[attr-defined]  # an async generator
        return taken

    with standing_in() as server:
        read, _ = run(server, first_ten, concurrency=2)
    assert read <= 10 + 4 * 2


def test_one_failure_is_a_value_and_the_others_go_on() -> None:
    def script(body: dict[str, Any]) -> Reply:
        return problem(422, "not that") if body["messages"][-1]["content"] == "2" else echo(body)

    with standing_in(script) as server:
        answers, usage = run(server, lambda client: gather(client, numbered(5)))
    assert [isinstance(answer, Answer) for _, answer in answers] == [True, True, False, True, True]
    failure = answers[2][1]
    assert isinstance(failure, RequestFailed)
    assert failure.reason == "refused"
    assert (usage.misses, usage.failures) == (5, 1)


def test_an_endpoint_where_everything_fails_ends_the_run() -> None:
    with standing_in(in_turn(problem(500, "broken"))) as server:
        with pytest.raises(EndpointError, match="12 requests in a row failed, the last with: HTTP 500: broken"):
            run(server, lambda client: gather(client, numbered(1000)), retries=0)
        assert len(server.bodies) < 40


def test_an_endpoint_that_refuses_everything_ends_the_run() -> None:
    refusal = in_turn(problem(400, "max_tokens is unknown"))
    with standing_in(refusal) as server, pytest.raises(EndpointError, match="20 requests in a row failed"):
        run(server, lambda client: gather(client, numbered(1000)))


def test_a_row_of_refusals_after_an_answer_does_not_end_the_run_nor_the_next(tmp_path: Path) -> None:
    def script(body: dict[str, Any]) -> Reply:
        number = int(body["messages"][-1]["content"])
        return echo(body) if number == 0 else problem(500 if number % 30 == 0 else 400, "too long")

    with standing_in(script) as server, AnswerCache(tmp_path / "answers.db") as cache:
        for hits in (0, 1):
            answers, usage = run(
                server, lambda client: gather(client, numbered(60)), concurrency=1, retries=0, cache=cache
            )
            assert len(answers) == 60
            assert (usage.failures, usage.hits) == (59, hits)


def test_what_was_answered_is_not_asked_again(tmp_path: Path) -> None:
    with AnswerCache(tmp_path / "answers.db") as cache, standing_in() as server:
        first, _ = ask(server, cache=cache)
        second, usage = ask(server, dataclasses.replace(HELLO, id="another name"), cache=cache)
        ask(server, dataclasses.replace(HELLO, seed=1), cache=cache)
        assert len(server.bodies) == 2
    assert second == dataclasses.replace(first, cached=True)
    assert (usage.hits, usage.misses, usage.tokens_in, usage.cost) == (1, 0, 0, 0.0)


def test_failures_are_not_kept(tmp_path: Path) -> None:
    with AnswerCache(tmp_path / "answers.db") as cache, standing_in(in_turn(problem(400, "no"), OK)) as server:
        with pytest.raises(RequestFailed):
            ask(server, cache=cache)
        assert len(cache) == 0
        assert ask(server, cache=cache)[0].text == "buenas"
        assert len(cache) == 1


@pytest.mark.parametrize("url", ["localhost:8080", "ftp://a/b", "http://", "http://a:99999/v1", "http://[::1"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(EndpointError, match="not the address of a server"):
        Endpoint(url=url)


def test_an_address_is_shown_without_password() -> None:
    assert Endpoint(url="https://ana:s3cret@Example.org/v1/?key=x").address == "https://example.org/v1"
    assert "s3cret" not in repr(Endpoint(key="s3cret"))


def test_an_endpoint_without_address_needs_a_server() -> None:
    with pytest.raises(TypeError):
        Client(Endpoint())
