"""Human translations into languages without a benchmark at hand: the messages of installed programs.

Debian's programs carry the work of their translators as compiled catalogues. Four sentences of one catalogue make an
item. What they say is no benchmark, but the languages are real; which catalogues there are depends on the machine.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path

from _translation_lint.pairs import Material, Pair
from minga.records import BenchmarkItem

__all__ = ["FOLDER", "catalogue", "holdouts"]

FOLDER = Path("/usr/share/locale")
_LANGUAGES = {"gl": ("pt", "es"), "eu": ("es",), "pt": ("gl", "es"), "es": ("pt", "ca"), "ca": ("es", "pt")}
_PROGRAMS = (
    "gtk30-properties",
    "gtk30",
    "gtk20",
    "glib20",
    "gsettings-desktop-schemas",
    "PackageKit",
    "appstream",
    "apt",
    "dpkg",
    "coreutils",
    "shadow",
    "tar",
    "wget",
    "bash",
    "git",
    "gnupg2",
    "systemd",
    "findutils",
    "sed",
    "grep",
    "man-db",
    "adduser",
    "software-properties",
    "gdk-pixbuf",
    "diffutils",
    "make",
)
_MAGIC = 0x950412DE
_SENTENCE = re.compile(r"^[A-Z][^\n|:;_<>\\]{20,160}[a-z.?]$")
_CHOICES = 3


def holdouts(limit: int, folder: Path = FOLDER) -> dict[str, Material]:
    """Material of up to `limit` items in Galician, Basque and Portuguese, where the machine has catalogues."""
    known = {language: _messages(folder, language) for language in _LANGUAGES}
    return {
        language: material for language in ("gl", "eu", "pt") if (material := _material(language, known, limit)).pairs
    }


def catalogue(data: bytes) -> Iterator[tuple[str, str]]:
    """Message and translation of a compiled little-endian gettext catalogue, without its header and plural forms."""
    magic, _, count, ours, theirs = struct.unpack_from("<5I", data)
    if magic != _MAGIC:
        return
    for index in range(count):
        message, translation = (_string(data, start + 8 * index) for start in (ours, theirs))
        if message and "\0" not in message and "\4" not in message:
            yield message, translation


def _string(data: bytes, place: int) -> str:
    length, start = struct.unpack_from("<2I", data, place)
    return data[start : start + length].decode("utf-8", "replace")


def _messages(folder: Path, language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for program in _PROGRAMS:
        path = folder / language / "LC_MESSAGES" / f"{program}.mo"
        if path.is_file():
            found |= {
                message: said
                for message, said in catalogue(path.read_bytes())
                if _SENTENCE.match(message) and len(message.split()) >= 4 and said != message
            }
    return found


def _material(language: str, known: Mapping[str, Mapping[str, str]], limit: int) -> Material:
    messages = list(known[language])
    groups = [messages[start : start + _CHOICES + 1] for start in range(0, len(messages), _CHOICES + 1)]
    groups = [group for group in groups if len(group) > _CHOICES][:: max(1, len(groups) // limit)][:limit]
    pairs = [
        Pair(number, _item(group, "en", number), _item([known[language][one] for one in group], language, number))
        for number, group in enumerate(groups)
    ]
    others = {
        other: {
            number: _item([known[other][one] for one in group], other, number)
            for number, group in enumerate(groups)
            if all(one in known[other] for one in group)
        }
        for other in _LANGUAGES[language]
    }
    return Material(language, pairs, others)


def _item(texts: list[str], language: str, number: int) -> BenchmarkItem:
    question, *choices = texts
    return BenchmarkItem(
        benchmark="messages", question=question, choices=tuple(choices), answer=number % _CHOICES, language=language,
        origin="human", licence="LicenseRef-various",
    )  # fmt: skip
