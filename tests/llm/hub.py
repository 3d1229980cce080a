"""A small real stand-in for the Hub's API on loopback: enough to download a model or a data set from."""

from __future__ import annotations

import hashlib
import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

import yaml

COMMIT = "0123456789abcdef0123456789abcdef01234567"


class Hub:
    """`repositories` holds files by name; `asked` is every path that was asked for.

    `about` adds to what is told of a repository, `redirects` leads a path elsewhere, `delays` keeps one waiting.
    """

    def __init__(self, repositories: dict[str, dict[str, bytes]], gated: frozenset[str] = frozenset()) -> None:
        self.repositories = repositories
        self.gated = gated
        self.asked: list[str] = []
        self.tokens: list[str] = []
        self.sent = 0
        self.about: dict[str, dict[str, Any]] = {}
        self.redirects: dict[str, str] = {}
        self.delays: dict[str, float] = {}
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.http.daemon_threads = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http.server_address[1]}"

    def look_up(self, path: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body for a path."""
        self.asked.append(path)
        time.sleep(self.delays.get(path, 0))
        if path in self.redirects:
            return 302, {"location": self.redirects[path]}, b""
        words = re.sub(r"^/(api/models|api/datasets|datasets)/", "", path).strip("/").split("/")
        name = "/".join(words[:2])
        if name in self.gated:
            return 403, {"x-error-code": "GatedRepo", "x-error-message": "ask its authors"}, b"{}"
        if name not in self.repositories:
            return 404, {"x-error-code": "RepoNotFound", "x-error-message": "Repository not found"}, b"{}"
        files = self.repositories[name]
        if "revision" in words and words[-1] not in {"main", COMMIT}:
            return 404, {"x-error-code": "RevisionNotFound", "x-error-message": "Invalid rev id"}, b"{}"
        if path.startswith("/api/"):
            siblings = [{"rfilename": file, "size": len(content)} for file, content in files.items()]
            info = {"id": name, "modelId": name, "sha": COMMIT, "private": False, "siblings": siblings, "tags": []}
            info |= {"cardData": _card(files.get("README.md", b""))} | self.about.get(name, {})
            if "tree" in words:
                tree = [{"type": "file", "path": f, "size": len(c), "oid": digest(c)} for f, c in files.items()]
                return 200, {"content-type": "application/json"}, json.dumps(tree).encode()
            return 200, {"content-type": "application/json"}, json.dumps(info).encode()
        content = files.get("/".join(words[4:]))
        if content is None:
            return 404, {"x-error-code": "EntryNotFound"}, b""
        return 200, {"etag": f'"{digest(content)}"', "x-repo-commit": COMMIT}, content


def _card(readme: bytes) -> dict[str, Any]:
    """The fields at the head of a card."""
    parts = readme.decode().split("---\n")
    return dict(yaml.safe_load(parts[1])) if len(parts) > 2 else {}


def digest(content: bytes) -> str:
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()


@contextmanager
def hub(repositories: dict[str, dict[str, bytes]], gated: frozenset[str] = frozenset()) -> Iterator[Hub]:
    server = Hub(repositories, gated)
    thread = threading.Thread(target=server.http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.http.shutdown()
        server.http.server_close()
        thread.join()


def _handler(server: Hub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            server.tokens.append(self.headers.get("authorization", ""))
            status, headers, body = server.look_up(unquote(urlsplit(self.path).path))
            if status == 200 and (wanted := re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("range", ""))):
                status, body = 206, body[int(wanted[1]) : int(wanted[2]) + 1]
            self.send_response(status)
            for name, value in {**headers, "content-length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command == "GET":
                server.sent += len(body)
                self.wfile.write(body)

        do_HEAD = do_GET  # noqa: N815 - named by http.server

        def log_message(self, *arguments: object) -> None:
            pass

    return Handler
