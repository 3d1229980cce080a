"""A small HTTP/1.1 client: the load generator shares the machine with the server and must cost little."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["Connection", "ConnectionLost", "Reply"]

_SECONDS = 60.0
"""How long a person waits for a page before she presses the button again."""


class ConnectionLost(Exception):
    """The server was not there, or went away before it had answered."""


@dataclass(frozen=True)
class Reply:
    """What the server answered."""

    status: int
    headers: dict[str, str]
    """By lower-case name; of repeated ones the last."""
    body: bytes
    cookies: tuple[str, ...] = ()
    """Values of `set-cookie`."""


class Connection:
    """One browser: a connection that is kept open, and opened again when the server has closed it."""

    def __init__(self, host: str, port: int, headers: Mapping[str, str]) -> None:
        self._host, self._port = host, port
        fixed = {"host": f"{host}:{port}", **headers}
        self._fixed = "".join(f"{name}: {value}\r\n" for name, value in fixed.items()).encode()
        self._pipe: _Pipe | None = None

    async def request(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Reply:
        """Send a request and wait for its answer. Raises ConnectionLost when none comes."""
        own = "".join(f"{name}: {value}\r\n" for name, value in (headers or {}).items()).encode()
        length = b"content-length: %d\r\n" % len(body) if method != "GET" else b""
        message = b"%s %s HTTP/1.1\r\n%s%s%s\r\n%s" % (method.encode(), path.encode(), self._fixed, own, length, body)
        try:
            async with asyncio.timeout(_SECONDS):
                pipe = await self._open()
                return await pipe.exchange(message)
        except (OSError, TimeoutError) as error:
            self.close()
            raise ConnectionLost(f"{method} {path}: {error!r}") from error

    async def _open(self) -> _Pipe:
        if self._pipe is None or self._pipe.closed:
            _, self._pipe = await asyncio.get_running_loop().create_connection(_Pipe, self._host, self._port)
        return self._pipe

    def close(self) -> None:
        """Close the connection, if there is one."""
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None


class _Pipe(asyncio.Protocol):
    def __init__(self) -> None:
        self.closed = False
        self._transport: asyncio.Transport | None = None
        self._waiting: asyncio.Future[Reply] | None = None
        self._received = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        self._deliver(at_end=False)

    def eof_received(self) -> None:
        self._deliver(at_end=True)

    def connection_lost(self, error: Exception | None) -> None:
        self.closed = True
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(ConnectionResetError("closed before an answer came"))

    async def exchange(self, message: bytes) -> Reply:
        assert self._transport is not None
        self._received.clear()
        self._waiting = asyncio.get_running_loop().create_future()
        self._transport.write(message)
        return await self._waiting

    def close(self) -> None:
        self.closed = True
        if self._transport is not None:
            self._transport.abort()

    def _deliver(self, *, at_end: bool) -> None:
        reply = _parse(self._received, at_end)
        if reply is not None and self._waiting is not None and not self._waiting.done():
            if reply.headers.get("connection") == "close" or at_end:
                self.close()
            self._waiting.set_result(reply)


def _parse(received: bytearray, at_end: bool) -> Reply | None:
    """The whole answer; None while more of it must come."""
    end = received.find(b"\r\n\r\n")
    if end < 0:
        return None
    first, *lines = received[:end].decode("latin-1").split("\r\n")
    pairs = [(name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines)]
    headers = dict(pairs)
    body = _body(bytes(received[end + 4 :]), headers, at_end)
    if body is None:
        return None
    if headers.get("content-encoding") == "gzip":
        body = gzip.decompress(body)
    cookies = tuple(value for name, value in pairs if name == "set-cookie")
    return Reply(int(first.split(" ", 2)[1]), headers, body, cookies)


def _body(rest: bytes, headers: Mapping[str, str], at_end: bool) -> bytes | None:
    if headers.get("transfer-encoding") == "chunked":
        return _dechunked(rest)
    length = headers.get("content-length")
    if length is None:
        return rest if at_end else None if "content-type" in headers else b""
    return rest if len(rest) >= int(length) else None


def _dechunked(rest: bytes) -> bytes | None:
    body, place = b"", 0
    while (line := rest.find(b"\r\n", place)) >= 0:
        size = int(rest[place:line].split(b";")[0], 16)
        if size == 0:
            return body
        body, place = body + rest[line + 2 : line + 2 + size], line + 4 + size
    return None
