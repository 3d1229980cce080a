"""A small real HTTP server on loopback that answers like an OpenAI-compatible one, or as badly as it is told to."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Reply:
    """What to send: bytes as they are, after `delay` seconds; with `drip`, one byte at a time with that pause."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    drip: float = 0.0


def completion(text: str, *, finish: str = "stop", tokens: tuple[int, int] = (7, 3)) -> Reply:
    choice = {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": text}}
    usage = {"prompt_tokens": tokens[0], "completion_tokens": tokens[1], "total_tokens": sum(tokens)}
    body = {"id": "1", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice], "usage": usage}
    return Reply(body=json.dumps(body).encode())


def problem(status: int, message: str, **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, json.dumps({"error": {"message": message, "type": "x"}}).encode(), named)


def echo(body: dict[str, Any]) -> Reply:
    return completion(f"eco: {body['messages'][-1]['content']}")


Script = Callable[[dict[str, Any]], Reply]


class StandIn:
    """The server with what it saw: `bodies`, `headers`, and how many requests were under way at most (`busiest`)."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.bodies: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.busiest = 0
        self.closing = threading.Event()
        self._busy = 0
        self._lock = threading.Lock()
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.http.daemon_threads = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http.server_address[1]}/v1"

    def answer(self, body: dict[str, Any], headers: dict[str, str]) -> Reply:
        with self._lock:
            self.bodies.append(body)
            self.headers.append(headers)
            self._busy += 1
            self.busiest = max(self.busiest, self._busy)
        try:
            reply = self.script(body)
            self.closing.wait(reply.delay)
            return reply
        finally:
            with self._lock:
                self._busy -= 1


def in_turn(*replies: Reply) -> Script:
    """Each reply once, the last one for ever."""
    rest = list(replies)
    return lambda body: rest.pop(0) if len(rest) > 1 else rest[0]


@contextmanager
def standing_in(script: Script = echo) -> Iterator[StandIn]:
    server = StandIn(script)
    thread = threading.Thread(target=server.http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.http.shutdown()
        server.http.server_close()
        thread.join()


def _handler(server: StandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["content-length"]))
            reply = server.answer(json.loads(raw), {key.lower(): value for key, value in self.headers.items()})
            try:
                self._send(reply)
            except OSError:
                self.close_connection = True

        def _send(self, reply: Reply) -> None:
            self.send_response(reply.status)
            for name, value in {"content-type": "application/json", **reply.headers}.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(reply.body)))
            if not reply.drip:
                # head and body in one packet, or Nagle's algorithm adds 40 ms to each answer
                self._headers_buffer += [b"\r\n", reply.body]  # type: ignore[attr-defined]  # of http.server
                return self.flush_headers()
            self.end_headers()
            for byte in reply.body:
                self.wfile.write(bytes([byte]))
                if server.closing.wait(reply.drip):
                    return None
            return None

        def log_message(self, *arguments: object) -> None:
            pass

    return Handler


class Clock:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.time = 1_700_000_000.0
        self.sleeps: list[float] = []

    def now(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        self.time += seconds


def wait_until(true: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Whether it became true in that time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.02)
    return true()
