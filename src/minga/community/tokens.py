"""Secrets that people hold: made at random, shown once, kept only as a hash."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable

__all__ = ["TokenMaker", "hash_code", "hash_token", "new_code", "new_token", "plain_code", "shown_code", "sign"]

TokenMaker = Callable[[], str]
"""A function that makes a fresh token that fits in an address."""


def new_token() -> str:
    """A token of 256 random bits, 43 characters that fit in an address."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """What is kept of a token. A plain SHA-256 is enough: nobody can guess 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


_SIGNS = "23456789BCDFGHJKMNPQRSTVWXYZ"
"""Of codes that people type: nothing that looks like something else, and no vowels, so that no code is a word."""
_CODE_LENGTH = 9


def new_code(maker: TokenMaker = new_token) -> str:
    """A code to type on a phone: 43 random bits in 9 signs. So short a secret needs throttling wherever it is tried."""
    number = int.from_bytes(hashlib.sha256(maker().encode()).digest())
    signs = []
    for _ in range(_CODE_LENGTH):
        number, place = divmod(number, len(_SIGNS))
        signs.append(_SIGNS[place])
    return "".join(signs)


def shown_code(code: str) -> str:
    """A code in groups, as it is read out.

    >>> shown_code("7BKX4MPQT")
    '7BK-X4M-PQT'
    """
    return "-".join(code[start : start + 3] for start in range(0, len(code), 3))


def plain_code(typed: str) -> str | None:
    """The code that somebody typed, whatever case and signs between; None when it cannot be one.

    >>> plain_code(" 7bk x4m-pqt"), plain_code("a-word")
    ('7BKX4MPQT', None)
    """
    code = "".join(sign for sign in typed[:40].upper() if sign.isalnum())
    return code if len(code) == _CODE_LENGTH and set(code) <= set(_SIGNS) else None


def hash_code(code: str) -> str:
    """What is kept of a code."""
    return hash_token(f"code {code}")


def sign(secret: str, message: str) -> str:
    """A code over a message that only the holder of the secret can make (HMAC-SHA256, hexadecimal)."""
    return hmac.new(secret.encode(), message.encode(), hashlib.sha256).hexdigest()
