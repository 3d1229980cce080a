"""The embedded server for real: each of these starts llama.cpp."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from minga.errors import EndpointError
from minga.llm import Answer, ChatRequest, Client, EmbeddedServer, Endpoint, LanguageModel, gguf_path, serving
from tests.llm.stand_in import wait_until

pytestmark = pytest.mark.slow

QUESTIONS = [
    ChatRequest.ask("¿Qué es la quinua?", max_tokens=24),
    ChatRequest.ask("Write a haiku about mountains.", max_tokens=24),
    ChatRequest.ask("Resume el texto: " + "La minga es un trabajo comunitario de los Andes. " * 30, max_tokens=24),
    ChatRequest.ask("List three animals of Peru.", max_tokens=24),
]

PARENT = """
import os, sys, time
from pathlib import Path
from minga.llm import EmbeddedServer, gguf_path
folder = Path(sys.argv[1])
server = EmbeddedServer(gguf_path("embedded", folder), folder / "model-server.log")
server.start()
fork = os.fork() if sys.argv[2] == "fork" else -1
if fork == 0:
    time.sleep(60)
print(os.getpid(), server.process_id, fork, flush=True)
if sys.argv[2] == "fail":
    raise RuntimeError("something else")
if sys.argv[2] != "leave":
    time.sleep(60)
"""

CONTEXT = """
import sys, time
from pathlib import Path
from minga.llm import serving
with serving(folder=Path(sys.argv[1])) as endpoint:
    print(endpoint.url, flush=True)
    time.sleep(60)
"""


def alive(process: int) -> bool:
    """Whether it runs: a zombie that nobody has waited for does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedServer]:
    folder = tmp_path_factory.mktemp("server")
    running = EmbeddedServer(gguf_path("embedded", folder), folder / "model-server.log")
    running.start()
    yield running
    running.stop()


def texts(folder: Path, requests: list[ChatRequest]) -> list[str]:
    with LanguageModel(Endpoint(), folder) as model:
        answers = [answer for _, answer in model.complete_many(requests)]
        assert model.usage.misses == len(requests)
    assert all(isinstance(answer, Answer) and answer.text for answer in answers)
    return [answer.text for answer in answers if isinstance(answer, Answer)]


def test_the_same_question_gets_the_same_bytes_whatever_was_asked_before(tmp_path: Path) -> None:
    forwards = texts(tmp_path / "one", QUESTIONS)
    backwards = texts(tmp_path / "two", QUESTIONS[::-1])
    assert forwards == backwards[::-1]
    assert len(set(forwards)) == len(QUESTIONS)


def test_a_question_that_does_not_fit_is_refused_and_the_next_is_answered(tmp_path: Path) -> None:
    requests = [ChatRequest.ask("hola " * 9000), ChatRequest.ask("Name a river.", max_tokens=8)]
    with LanguageModel(Endpoint(), tmp_path) as model:
        refused, answer = (answer for _, answer in model.complete_many(requests))
    assert "exceeds the available context size" in str(refused)
    assert isinstance(answer, Answer)
    assert (answer.finish, answer.tokens_out) == ("length", 8)


def test_a_schema_is_kept_to(tmp_path: Path) -> None:
    schema = {
        "type": "object",
        "properties": {"pregunta": {"type": "string"}, "dificultad": {"enum": ["baja", "alta"]}},
        "required": ["pregunta", "dificultad"],
        "additionalProperties": False,
    }
    request = ChatRequest.ask("Escribe una pregunta sobre el maíz.", schema=json.dumps(schema), max_tokens=160)
    with LanguageModel(Endpoint(), tmp_path) as model:
        written = json.loads(model.complete(request).text)
    assert set(written) == {"pregunta", "dificultad"}
    assert written["dificultad"] in {"baja", "alta"}


def test_it_listens_on_loopback_alone(server: EmbeddedServer) -> None:
    sockets = {str(link.readlink()) for link in Path(f"/proc/{server.process_id}/fd").iterdir() if link.is_symlink()}
    listening = [
        fields[1]
        for table in ("tcp", "tcp6")
        for fields in (
            line.split() for line in Path(f"/proc/{server.process_id}/net/{table}").read_text().splitlines()[1:]
        )
        if fields[3] == "0A" and f"socket:[{fields[9]}]" in sockets
    ]
    port = int(server.start().url.split(":")[2].split("/")[0])
    assert listening == [f"0100007F:{port:04X}"]


def test_nobody_else_may_ask(server: EmbeddedServer) -> None:
    endpoint = server.start()
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"{endpoint.url}/models")
    caught.value.close()
    assert caught.value.code == 401
    assert endpoint.key not in Path(f"/proc/{server.process_id}/cmdline").read_text()
    assert endpoint.key not in server.log.read_text()


@pytest.mark.parametrize("how", ["kill", "fork", "leave", "fail"])
def test_it_ends_with_its_parent_however_that_ends(how: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", PARENT, str(tmp_path), how]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        assert parent.stderr is not None
        process, server_process, fork = (int(word) for word in parent.stdout.readline().split())
        if how in {"kill", "fork"}:
            assert alive(server_process)
            os.kill(process, signal.SIGKILL)
        assert wait_until(lambda: not alive(server_process))
        if how == "fork":
            assert alive(fork), "it should have kept the pipe open all the time"
            os.kill(fork, signal.SIGKILL)


def test_control_c_ends_it_silently(tmp_path: Path) -> None:
    command = [sys.executable, "-c", CONTEXT, str(tmp_path)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as program:
        assert program.stdout is not None
        url = program.stdout.readline().strip()
        os.killpg(program.pid, signal.SIGINT)
        out, err = program.communicate(timeout=20)
    assert out == ""
    assert err.strip().splitlines()[-1] == "KeyboardInterrupt"
    assert "llama" not in err
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(f"{url}/models")


def test_it_ends_with_the_block_also_after_an_error(tmp_path: Path) -> None:
    block = serving(folder=tmp_path)
    url = block.__enter__().url
    assert not block.__exit__(ZeroDivisionError, ZeroDivisionError(), None)
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(f"{url}/models")


def test_nothing_is_printed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    texts(tmp_path, QUESTIONS[:1])
    assert capfd.readouterr() == ("", "")


def test_weights_that_cannot_be_read_are_named_with_the_log(tmp_path: Path) -> None:
    path = tmp_path / "broken.gguf"
    path.write_bytes(b"GGUF" + bytes(1000))
    with pytest.raises(EndpointError) as caught, serving(str(path), folder=tmp_path):
        pass
    assert str(path) in str(caught.value)
    assert "did not start" in str(caught.value)
    assert str(tmp_path / "logs" / "model-server.log") in str(caught.value)


def test_a_server_that_died_is_reported_as_such(tmp_path: Path) -> None:
    server = EmbeddedServer(gguf_path("embedded", tmp_path), tmp_path / "model-server.log")

    async def ask_a_dead_server() -> None:
        async with Client(Endpoint(), server=server) as client:
            await client.complete(ChatRequest.ask("hola", max_tokens=1))
            assert server.process_id is not None
            os.kill(server.process_id, signal.SIGKILL)
            await client.complete(ChatRequest.ask("adiós", max_tokens=1))

    with pytest.raises(EndpointError, match=r"ended by itself \(exit code -9\)"):
        asyncio.run(ask_a_dead_server())
    assert server.process_id is None
