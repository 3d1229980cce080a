"""What Firefox says, by language: the strings of its localisations."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection, Iterator
from pathlib import Path

__all__ = ["strings"]

_FLUENT = re.compile(r"^(?:[\w-]+|\s+\.[\w-]+) ?= ?(.*(?:\n[ \t]+(?![.\[*}])\S.*)*)", re.MULTILINE)
_PROPERTY = re.compile(r"^[\w.@-]+\s*=\s*(.+)$", re.MULTILINE)
_PATTERNS = {".ftl": _FLUENT, ".properties": _PROPERTY}
_MARKS = re.compile(r"<[^<>]*>|\{[^{}]*\}|%[\d$]*[A-Za-z]|&\w+;|https?://\S+|\\u[0-9A-Fa-f]{4}|\\n")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_CODE = re.compile(r"[{}<>=\[\]\\|]")


def strings(unpacked: Path, kinds: Collection[str] = (".ftl",)) -> Iterator[tuple[str, str]]:
    """File (without its language) and text of every string that has words; placeholders and markup are left out.

    What is not translated stands as English in files that end in `.properties`, and in previews.
    """
    for archive in sorted(unpacked.rglob("*.xpi")):
        tag = archive.name.removeprefix("langpack-").partition("@")[0]
        with zipfile.ZipFile(archive) as files:
            for name in sorted(files.namelist()):
                pattern = _PATTERNS.get(Path(name).suffix)
                if pattern and Path(name).suffix in kinds and "/preview/" not in name:
                    source = files.read(name).decode("utf-8", "replace")
                    file = name.replace(f"/{tag}/", "/*/")
                    yield from ((file, text) for text in _texts(pattern, source))


def _texts(pattern: re.Pattern[str], source: str) -> Iterator[str]:
    for found in pattern.finditer(source):
        text = " ".join(_MARKS.sub(" ", found[1]).split())
        if _LETTERS.search(text) and not _CODE.search(text):
            yield text
