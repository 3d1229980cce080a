"""Secrets that people hold: made at random, shown once, kept only as a hash."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable

__all__ = ["TokenMaker", "hash_token", "new_token", "sign"]

TokenMaker = Callable[[], str]
"""A function that makes a fresh token that fits in an address."""


def new_token() -> str:
    """A token of 256 random bits, 43 characters that fit in an address."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """What is kept of a token. A plain SHA-256 is enough: nobody can guess 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def sign(secret: str, message: str) -> str:
    """A code over a message that only the holder of the secret can make (HMAC-SHA256, hexadecimal)."""
    return hmac.new(secret.encode(), message.encode(), hashlib.sha256).hexdigest()
