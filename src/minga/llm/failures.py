"""What goes wrong between minga and a server, and whether it ends one request or the whole run."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from minga.errors import EndpointError
from minga.llm.endpoint import Endpoint

__all__ = ["RequestFailed", "Trouble", "diagnose"]

_TRANSIENT = {"unreachable", "timed-out", "rate-limited", "server-error", "unreadable-answer"}
_ENDS_THE_RUN = {"unreachable", "rate-limited", "no-access", "wrong-address"}
HINTS = {
    "unreachable": "is the server running, and is `url` in minga.toml right?",
    "timed-out": "a larger `timeout` or a smaller `concurrency` of this endpoint may help",
    "rate-limited": "lower `concurrency` of this endpoint, or go on later: answers so far are kept",
    "no-access": "check the key in the variable that `key_env` names, and what it may use",
    "wrong-address": "check `url` (it usually ends in /v1) and `model` of this endpoint in minga.toml",
    "refused": "the request does not suit this model",
    "server-error": "the server's own log says more",
    "unreadable-answer": "is this an OpenAI-compatible server, and is a proxy in between?",
}
_LONGEST_MESSAGE = 300


class RequestFailed(EndpointError):
    """One request was given up; others may go on.

    `reason` is `refused`, `timed-out`, `server-error` or `unreadable-answer`: what a stage counts the row as dropped
    for.
    """

    def __init__(self, what: str, *, reason: str, where: object = None, hint: str | None = None) -> None:
        super().__init__(what, where=where, hint=hint)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Trouble:
    """One failed try."""

    reason: str
    """What kind it is: one of the keys of `HINTS`."""
    detail: str
    """Status and the server's own words."""
    retry_after: str | None = None
    """The server's `Retry-After`."""

    @property
    def is_transient(self) -> bool:
        """Whether another try may succeed."""
        return self.reason in _TRANSIENT

    def error(self, endpoint: Endpoint, tries: int) -> EndpointError:
        """The error after the last try: RequestFailed unless no other request can succeed either."""
        where = f"{endpoint.address} ({endpoint.model})"
        what = self.detail if tries == 1 else f"{self.detail}, after {tries} tries"
        hint = HINTS[self.reason]
        if self.reason in _ENDS_THE_RUN:
            return EndpointError(what, where=where, hint=hint)
        return RequestFailed(what, reason=self.reason, where=where, hint=hint)


def diagnose(error: Exception, timeout: float) -> Trouble | None:
    """What an exception of the `openai` client means, or None when it is not about the endpoint."""
    import openai

    if isinstance(error, (openai.APITimeoutError, TimeoutError)):
        return Trouble("timed-out", f"no answer within {timeout:g} s")
    if isinstance(error, openai.APIConnectionError):
        return Trouble("unreachable", f"no connection: {_innermost(error)}")
    if isinstance(error, openai.APIStatusError):
        return _of_status(error.status_code, _message(error.response.text), error.response.headers)
    if isinstance(error, (openai.APIError, ValueError)):
        return Trouble("unreadable-answer", f"the answer is not what the OpenAI API gives: {_shorten(str(error))}")
    return None


def _of_status(status: int, message: str, headers: Any) -> Trouble:
    detail = f"HTTP {status}: {message}" if message else f"HTTP {status}"
    if status < 400:
        return Trouble("wrong-address", f"HTTP {status}: it has moved to {headers.get('location', 'another address')}")
    if status == 404 or status == 405:
        return Trouble("wrong-address", detail)
    if status in {401, 402, 403}:
        return Trouble("no-access", detail)
    if status == 429:
        return Trouble("rate-limited", detail, headers.get("retry-after"))
    if status == 408:
        return Trouble("timed-out", detail, headers.get("retry-after"))
    if status == 409 or status >= 500:
        return Trouble("server-error", detail, headers.get("retry-after"))
    return Trouble("refused", detail)


def _message(body: str) -> str:
    """The words meant for people in an error's body: OpenAI's, FastAPI's and Ollama's shapes, or the text itself."""
    try:
        found = json.loads(body)
    except ValueError:
        return _shorten(body)
    for key in ("error", "message", "detail"):
        if isinstance(found, dict) and found.get(key):
            found = found[key]
    return _shorten(found if isinstance(found, str) else json.dumps(found, ensure_ascii=False))


def _shorten(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_MESSAGE else line[: _LONGEST_MESSAGE - 1] + "…"


def _innermost(error: BaseException) -> str:
    while error.__cause__ is not None or error.__context__ is not None:
        error = error.__cause__ or error.__context__  # type: ignore[assignment]  # one of both is there
    return _shorten(str(error)) or type(error).__name__
