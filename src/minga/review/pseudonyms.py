"""What exports call people: a pseudonym that joins one export with another, and with nothing else.

A pseudonym is an HMAC of the person's number under a secret of the project. The secret is in the project's state
folder and nowhere in the data: who has an export cannot tell who somebody is, and who has two exports of the same
project can tell that somebody is the same.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import uuid
from pathlib import Path

from minga.community.tokens import sign
from minga.errors import ProjectError
from minga.storage import storage_errors

__all__ = ["Pseudonyms", "project_pseudonyms"]

_FILE = "pseudonyms.key"
_LENGTH = 64


class Pseudonyms:
    """The pseudonyms of one project.

    >>> Pseudonyms("secret").of(1) == Pseudonyms("secret").of(1) != Pseudonyms("another").of(1)
    True
    """

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def of(self, person_id: int) -> str:
        """16 hexadecimal digits: even among a million people two share one by a chance below 1 in 10 million."""
        return sign(self._secret, f"person {person_id}")[:16]

    def uuid_of(self, person_id: int) -> str:
        """The same as a UUID (version 8, RFC 9562), for formats whose users have one."""
        number = int(sign(self._secret, f"person {person_id}")[:32], 16)
        number = number & ~(0xF << 76) & ~(0x3 << 62) | (0x8 << 76) | (0x2 << 62)
        return str(uuid.UUID(int=number))


def project_pseudonyms(state: Path) -> Pseudonyms:
    """The pseudonyms of the project whose state folder this is; its secret is made at the first call.

    Raises ProjectError when the secret is damaged: with another one, earlier exports could not be joined any more.
    """
    path = state / _FILE
    with storage_errors(path):
        state.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _make(path)
        secret = path.read_text(encoding="ascii", errors="replace").strip()
    if len(secret) != _LENGTH or not set(secret) <= set("0123456789abcdef"):
        raise ProjectError(
            "the secret of the project's pseudonyms is damaged",
            where=path,
            hint="put a backup of it back, or delete it: then people get other pseudonyms from now on",
        )
    return Pseudonyms(secret)


def _make(path: Path) -> None:
    """Written whole and then linked into place: of two programs that start at once, one makes it."""
    fresh = path.with_name(f".{path.name}-{os.getpid()}-{secrets.token_hex(4)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(_LENGTH // 2) + "\n")
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
