"""Where a model is asked, and what asking costs."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from minga.errors import EndpointError

__all__ = ["EMBEDDED_MODEL", "Endpoint"]

EMBEDDED_MODEL = "SmolLM2-135M-Instruct"
"""The model that the embedded server answers with where nothing else is asked for."""

_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible server of language models.

    Raises EndpointError when `url` is not an address.

    >>> Endpoint(url="http://127.0.0.1:11434/v1", model="llama3.2").address
    'http://127.0.0.1:11434/v1'
    """

    url: str = ""
    """Base address, such as `http://127.0.0.1:11434/v1`; empty means the embedded server."""
    model: str = EMBEDDED_MODEL
    """The model's name as the server knows it; for the embedded server also a GGUF file."""
    key_env: str = ""
    """The environment variable that holds the key."""
    concurrency: int = 4
    """Requests under way at once; the embedded server always has one."""
    timeout: float = 120.0
    """Seconds to wait for one answer."""
    retries: int = 5
    """Further tries after a rate limit, a server error or a dropped connection."""
    price_in: float = 0.0
    """US dollars for a million tokens read."""
    price_out: float = 0.0
    """US dollars for a million tokens written."""
    licence: str = "Apache-2.0"
    """The licence of what the model writes, as SPDX."""
    key: str = field(default="", repr=False)
    """The key itself, for a server that minga starts; settings only ever name `key_env`."""

    @property
    def is_embedded(self) -> bool:
        """Whether minga itself starts the server."""
        return not self.url

    @property
    def is_local(self) -> bool:
        """Whether the server is on this machine, so that no proxy may come between."""
        return self.is_embedded or urlsplit(self.url).hostname in _LOOPBACK

    @property
    def address(self) -> str:
        """The address without user, password, query and last slash: safe to print and to compare."""
        parts = urlsplit(self.url)
        host = parts.netloc.rpartition("@")[2].lower()
        return f"{parts.scheme}://{host}{parts.path.rstrip('/')}" if self.url else "embedded"

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.url)
            valid = not self.url or (parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0)
        except ValueError:
            valid = False
        if not valid:
            raise EndpointError(
                "this is not the address of a server", where=self.url, hint="give one such as http://127.0.0.1:8080/v1"
            )

    def cost(self, tokens_in: int, tokens_out: int) -> float:
        """US dollars for so many tokens read and written; nothing on the embedded server."""
        if self.is_embedded:
            return 0.0
        return (tokens_in * self.price_in + tokens_out * self.price_out) / 1e6

    def secret(self) -> str:
        """The key to send.

        Raises EndpointError when `key_env` names a variable that is not set.
        """
        if self.key or not self.key_env:
            return self.key
        value = os.environ.get(self.key_env, "").strip()
        if not value:
            raise EndpointError(
                f"the key is not in the environment variable {self.key_env}",
                where=self.address,
                hint=f"export {self.key_env}=...",
            )
        return value
