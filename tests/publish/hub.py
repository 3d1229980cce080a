"""A stand-in for the Hub on loopback: the four calls that an upload makes, and what it was told."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Hub:
    """What the stand-in holds; `files` by repository."""

    address: str = ""
    token: str = "hf_right"
    files: dict[str, dict[str, bytes]] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)


@contextmanager
def stand_in() -> Iterator[Hub]:
    """A Hub that answers until the block ends."""
    hub = Hub()

    class Handler(_Handler):
        pass

    Handler.hub = hub
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    hub.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    hub: Hub
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = self.path.partition("?")[0]
        self.hub.asked.append(f"{self.command} {path}")
        if self.headers.get("Authorization") != f"Bearer {self.hub.token}":
            return self._send(401, {"error": "Invalid username or password."})
        return self._send(*self._handle(path, body))

    def _handle(self, path: str, body: bytes) -> tuple[int, Any]:
        if path == "/api/repos/create":
            wish = json.loads(body)
            name = f"{wish['organization']}/{wish['name']}" if wish.get("organization") else wish["name"]
            if name.startswith("others/"):
                return 403, {"error": "You don't have the rights to create a repository under this namespace"}
            self.hub.types.setdefault(name, wish.get("type", "model"))
            return (409 if name in self.hub.files else 200), self._made(name)
        if path == "/api/validate-yaml":
            return 200, {"errors": [], "warnings": []}
        _, _, _, owner, name, call, *_ = [*path.split("/"), "", ""]
        files = self.hub.files.get(f"{owner}/{name}")
        if files is None:
            return 404, {"error": "Repository not found"}
        if call == "preupload":
            wishes = json.loads(body)["files"]
            return 200, {
                "files": [{"path": wish["path"], "uploadMode": "regular", "shouldIgnore": False} for wish in wishes]
            }
        if call == "tree":
            return 200, [
                {"type": "file", "path": each, "size": len(files[each]), "oid": "0" * 40} for each in sorted(files)
            ]
        if call == "commit":
            return 200, self._commit(f"{owner}/{name}", body)
        return 200, {"id": f"{owner}/{name}", "sha": "0" * 40, "siblings": [{"rfilename": each} for each in files]}

    def _made(self, name: str) -> dict[str, str]:
        self.hub.files.setdefault(name, {})
        place = {"dataset": "datasets/", "space": "spaces/"}.get(self.hub.types[name], "")
        return {"url": f"{self.hub.address}/{place}{name}"}

    def _commit(self, name: str, body: bytes) -> dict[str, str]:
        for line in map(json.loads, body.splitlines()):
            if line["key"] == "file":
                self.hub.files[name][line["value"]["path"]] = base64.b64decode(line["value"]["content"])
            if line["key"] == "deletedFile":
                del self.hub.files[name][line["value"]["path"]]
        return {"commitUrl": f"{self.hub.address}/{name}/commit/{'1' * 40}", "commitOid": "1" * 40}

    def _send(self, status: int, answer: Any) -> None:
        data = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
