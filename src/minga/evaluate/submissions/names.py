"""Names of models on the Hub, as people write them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from minga.evaluate.submissions.reasons import Refused

__all__ = ["HubModel", "parse_model"]

_NAME = re.compile(r"[A-Za-z0-9](?:[\w.-]{0,94}[A-Za-z0-9_])?", re.ASCII)
_REVISION = re.compile(r"[A-Za-z0-9][\w./-]{0,63}", re.ASCII)
_ADDRESS = re.compile(r"https://huggingface\.co/([^/@?#]+/[^/@?#]+)(?:/tree/([^?#]+))?/?")


@dataclass(frozen=True)
class HubModel:
    """`owner/name`, and a branch, tag or commit; an empty revision is the main branch."""

    repository: str
    revision: str = ""

    def __str__(self) -> str:
        return f"{self.repository}@{self.revision}" if self.revision else self.repository


def parse_model(text: str) -> HubModel:
    """The model that `owner/name[@revision]`, or the address of its page, names. Raises Refused.

    >>> parse_model(" https://huggingface.co/BSC-LT/salamandra-2b/tree/main ")
    HubModel(repository='BSC-LT/salamandra-2b', revision='main')
    """
    text = text.strip()
    if address := _ADDRESS.fullmatch(text):
        text = f"{address[1]}@{address[2]}" if address[2] else address[1]
    repository, at, revision = text.partition("@")
    owner, _, name = repository.partition("/")
    # what the Hub itself allows, of which nothing can be taken for a path or an address
    plain = all(_NAME.fullmatch(part) and "--" not in part and ".." not in part for part in (owner, name))
    if not plain or len(repository) > 96 or name.endswith(".git"):
        raise Refused("name")
    if at and (not _REVISION.fullmatch(revision) or ".." in revision or "//" in revision):
        raise Refused("name")
    return HubModel(repository, revision)
