"""An OpenID Connect provider on this machine, with keys of its own and tokens that are really signed."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet


@dataclass
class Provider:
    """What it knows, and how it is made to misbehave."""

    client_id: str = "minga-test"
    secret: str = "secret of the provider"
    subject: str = "user-4711"
    claims: dict[str, Any] = field(default_factory=dict)
    """Claims of tokens that are other than they should be."""
    configuration: dict[str, Any] = field(default_factory=dict)
    forged: bool = False
    """Whether tokens are signed with a key that is not the published one."""
    address: str = ""
    asked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", parameters={"kid": "one"}))

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            **self.configuration,
        }

    def consent(self, address: str) -> str:
        """Where the provider sends somebody who was sent to `address` and says yes."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert query["response_type"] == "code"
        assert query["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(8)
        self.codes[code] = query
        return f"{query['redirect_uri']}?code={code}&state={query['state']}&iss={self.address}"

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        scheme, _, pair = authorization.partition(" ")
        given = [unquote(part) for part in base64.b64decode(pair).decode().split(":")]
        query = self.codes.pop(form["code"], None)
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            query is None or scheme != "Basic" or given != [self.client_id, self.secret]
            or query["code_challenge"] != challenge or query["redirect_uri"] != form["redirect_uri"]
        ):  # fmt: skip
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": self.address, "sub": self.subject, "aud": self.client_id, "iat": now, "exp": now + 300,
            "nonce": query["nonce"], "email": "victim@example.org", **self.claims,
        }  # fmt: skip
        key = ECKey.generate_key("P-256", parameters={"kid": "one"}) if self.forged else self.key
        return 200, {"id_token": jwt.encode({"alg": "ES256", "kid": "one"}, claims, key), "token_type": "Bearer"}


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            provider.asked.append(self.path)
            if self.path == "/.well-known/openid-configuration":
                self.reply(200, provider.discovery())
            else:
                self.reply(200, dict(KeySet([provider.key]).as_dict(private=False)))

        def do_POST(self) -> None:
            provider.asked.append(self.path)
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self.reply(*provider.token(form, self.headers.get("authorization", "")))

        def reply(self, status: int, values: dict[str, Any]) -> None:
            body = json.dumps(values).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            pass

    return Handler


@contextmanager
def openid_provider() -> Iterator[Provider]:
    provider = Provider()
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider)) as server:
        provider.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield provider
        finally:
            server.shutdown()
            thread.join()
