"""Passwords: how they are kept, and which are too easy to guess.

Kept with Argon2id under the parameters of the OWASP Password Storage Cheat Sheet (19 MiB, two passes, one lane).
Length, characters and what is not asked follow NIST SP 800-63B-4, section 3.1.1: any character counts, nothing is
demanded of their kinds, and nobody has to change a password because of its age.
"""

from __future__ import annotations

import secrets
import threading
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from minga.errors import CommunityError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

__all__ = ["MAX_LENGTH", "check_password", "hash_password", "is_outdated", "surprise", "verify_password"]

MAX_LENGTH = 256
"""Characters of a password. All of them count; a longer one is refused and never cut."""

_TURNS = threading.BoundedSemaphore(4)
"""Each hash takes 19 MiB: a crowd that signs in at once waits instead of filling the memory."""
_ROWS = ("1234567890", "qwertyuiop", "asdfghjklñ", "zxcvbnm", "azertyuiop", "qsdfghjklm", "qwertzuiop")
_WORDS = ("password", "contraseña", "contrasenya", "contrasinal", "pasahitza", "senha", "minga")
"""What people call a password in the languages of the interface, and what this program is called."""
_REPEAT = 4


def hash_password(password: str) -> str:
    """What is kept of a password: an Argon2id hash that names its own parameters."""
    with _TURNS:
        return _hasher().hash(_normal(password))


def verify_password(kept: str | None, password: str) -> bool:
    """Whether `password` is the one that `kept` was made from; without a hash it takes the same time and is False."""
    from argon2.exceptions import InvalidHashError, VerificationError

    usable, instead = len(password) <= MAX_LENGTH, _nobodys()
    with _TURNS:
        try:
            right = _hasher().verify(kept or instead, _normal(password) if usable else "")
        except (VerificationError, InvalidHashError):
            return False
    return right and usable and kept is not None


def is_outdated(kept: str) -> bool:
    """Whether a hash was made with other parameters than those of today."""
    return _hasher().check_needs_rehash(kept)


def check_password(password: str, *, least: int, known: Iterable[str] = ()) -> None:
    """Raise CommunityError for a password that is too short, too long, or easy to guess.

    `known` are words that an attacker tries first: the person's names, her e-mail address, the project's name.
    """
    length = len(_normal(password))
    if length < least:
        raise CommunityError(
            "the password is too short", hint=f"it needs {least} characters; a sentence is easy to keep"
        )
    if length > MAX_LENGTH:
        raise CommunityError("the password is too long", hint=f"at most {MAX_LENGTH} characters")
    if surprise(password, known) < (2 * least + 2) // 3:
        raise CommunityError(
            "the password is too easy to guess", hint="several words that do not belong together are better"
        )


def surprise(password: str, known: Iterable[str] = ()) -> int:
    """How many characters of a password do not follow from those before them or from what is known of its owner.

    What follows: a known word, the same character again, the next of a row (`abc`, `987`, `qwe`), and four or more
    characters that stood there already, forwards or backwards.

    >>> surprise("aaaaaaaaaaaaaaa"), surprise("abcdefghijklmno"), surprise("ada.lovelace.1815", ["Ada Lovelace"])
    (1, 2, 8)
    """
    text = _folded(password)
    expected = [False] * len(text)
    for word in sorted(_parts(known), key=len, reverse=True):
        _mark_word(text, word, expected)
    for place in range(1, len(text)):
        if _follows(text, place) or _stood_before(text, place):
            expected[place] = True
    return expected.count(False)


def _mark_word(text: str, word: str, expected: list[bool]) -> None:
    start = text.find(word)
    while start >= 0:
        expected[start + 1 : start + len(word)] = [True] * (len(word) - 1)
        start = text.find(word, start + 1)


def _follows(text: str, place: int) -> bool:
    """Whether a character repeats the one before it or goes on in a row that has begun."""
    if text[place] == text[place - 1]:
        return True
    step = _step(text[place - 1], text[place])
    return step != 0 and place > 1 and _step(text[place - 2], text[place - 1]) == step


def _step(one: str, other: str) -> int:
    """1 or -1 where `other` stands beside `one` in the alphabet, among the digits or on a keyboard; else 0."""
    if one.isalnum() and other.isalnum() and abs(ord(one) - ord(other)) == 1:
        return ord(other) - ord(one)
    for row in _ROWS:
        if one in row and other in row and abs(row.index(one) - row.index(other)) == 1:
            return row.index(other) - row.index(one)
    return 0


def _stood_before(text: str, place: int) -> bool:
    """Whether a character ends, or lies in, four characters that are there already before them."""
    for start in range(max(1, place - _REPEAT + 1), min(place, len(text) - _REPEAT) + 1):
        piece, before = text[start : start + _REPEAT], text[: start + _REPEAT - 1]
        if piece in before or piece[::-1] in text[:start]:
            return True
    return False


def _parts(known: Iterable[str]) -> set[str]:
    """The words of what is known, and all of it in one."""
    found: set[str] = set()
    for one in (*known, *_WORDS):
        folded = _folded(one)
        words = "".join(sign if sign.isalnum() else " " for sign in folded).split()
        found.update([*words, "".join(words), folded])
    return {word for word in found if len(word) > 2}


def _folded(text: str) -> str:
    """Without case and accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def _normal(password: str) -> str:
    # The same password typed on another keyboard may come in another Unicode form.
    return unicodedata.normalize("NFKC", password)


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher, Type

    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, hash_len=32, salt_len=16, type=Type.ID)


@lru_cache(maxsize=1)
def _nobodys() -> str:
    """The hash that is checked where there is no account: an attacker's clock must not tell."""
    return _hasher().hash(secrets.token_urlsafe(32))
