"""What stands between a browser and the application: headers, limits on bodies, and forms that only we can send."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from minga.community.tokens import sign

__all__ = ["BodyLimit", "SecurityHeaders", "add_security_headers", "form_token", "is_form_token"]

_MAX_BODY = 256 * 1024
"""The longest item that a person may hand in has some 100 kB."""
_CODE = 16
"""Bytes of a form's code, and of the pad over it."""

_HEADERS = {
    "content-security-policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


def add_security_headers(headers: MutableHeaders, *, secure: bool) -> None:
    """Add what every answer carries, where it is not set yet."""
    for name, value in _HEADERS.items():
        headers.setdefault(name, value)
    if secure:
        headers.setdefault("strict-transport-security", "max-age=31536000")
    # Pages show what one person did; going back must not show what was there before an answer.
    headers.setdefault("cache-control", "no-store")


class SecurityHeaders:
    """Adds the headers that every answer carries, where the page did not set its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI call."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                add_security_headers(MutableHeaders(scope=message), secure=scope.get("scheme") == "https")
            await send(message)

        await self.app(scope, receive, send_with_headers)


class BodyLimit:
    """Answers 413 to a body that is longer than anything a person would write, before it fills the memory."""

    def __init__(self, app: ASGIApp, limit: int = _MAX_BODY, larger: Mapping[str, int] | None = None) -> None:
        self.app = app
        self.limit = limit
        self.larger = dict(larger or {})
        """Limits by path, where files are handed in."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI call."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        taken, limit = 0, self.larger.get(scope["path"], self.limit)

        async def receive_limited() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > limit:
                raise HTTPException(413)
            return message

        await self.app(scope, receive_limited, send)


def form_token(secret: str) -> str:
    """What a form carries so that only our own pages can send it.

    It is another one each time: a pad, and the code under that pad. Pages are compressed, and a text that stays the
    same beside words that somebody else chose can be guessed from the length of the page (BREACH, 2013).
    """
    pad = secrets.token_bytes(_CODE)
    return pad.hex() + _under(pad, _form_code(secret)).hex()


def is_form_token(secret: str, given: str) -> bool:
    """Whether `given` is a token of `secret`, compared in constant time."""
    try:
        sent = bytes.fromhex(given)
    except ValueError:
        return False
    return len(sent) == 2 * _CODE and hmac.compare_digest(_under(sent[:_CODE], _form_code(secret)), sent[_CODE:])


def _form_code(secret: str) -> bytes:
    return bytes.fromhex(sign(secret, "form"))[:_CODE]


def _under(pad: bytes, code: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(pad, code, strict=True))
