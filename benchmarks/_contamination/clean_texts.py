"""Records that hold no benchmark item: manuals of Debian packages, recipes and school problems."""

from __future__ import annotations

import csv
import gzip
import html
import re
from collections.abc import Iterator
from pathlib import Path

from _language_texts.packages import debian_package

__all__ = ["PACKAGES", "clean_records", "fetch"]

PACKAGES = {
    "debian-handbook": r"/(es-ES|en-US)/.*\.html$",
    "debian-reference-es": r"\.es\.html$",
    "debian-reference-en": r"\.en\.html$",
    "libreoffice-help-es": r"\.html$",
    "libreoffice-help-en-us": r"\.html$",
    "manpages-es": r"/man\d/.*\.gz$",
    "gnome-user-docs": r"/(es|C)/.*\.page$",
}
"""Debian packages with manuals, and which of their files are texts."""
_TAG = re.compile(r"<(script|style|head)\b.*?</\1>|<[^>]*>", re.DOTALL)
_ROFF = re.compile(r"(?m)^\.\S*|\\f\w|\\[-&]")
_WORDS, _LEAST = 150, 60


def fetch(folder: Path) -> list[Path]:
    """The packages, unpacked under `folder`; those that apt cannot get are left out."""
    there = []
    for name in PACKAGES:
        unpacked = debian_package(name, folder)
        if unpacked is not None:
            there.append(unpacked)
        else:
            print(f"{name} is left out: apt-get download does not get it")
    return there


def clean_records(packages: list[Path], data: Path) -> Iterator[tuple[str, str]]:
    """Where a text is from, and the text: pieces of 150 words, every one different."""
    seen: set[str] = set()
    for source, text in [*_manuals(packages), *_donations(data)]:
        said = text.split()
        for start in range(0, len(said), _WORDS):
            piece = said[start : start + _WORDS]
            joined = " ".join(piece)
            if (len(piece) >= _LEAST or source == "mgsm") and joined not in seen:
                seen.add(joined)
                yield source, joined


def _manuals(packages: list[Path]) -> Iterator[tuple[str, str]]:
    for package in packages:
        wanted = re.compile(PACKAGES[package.name])
        for path in sorted(package.rglob("*")):
            if path.is_file() and not path.is_symlink() and wanted.search(str(path)):
                data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
                text = data.decode("utf-8", "replace")
                markup = _ROFF if path.suffix == ".gz" else _TAG
                yield package.name, html.unescape(markup.sub(" ", text))


def _donations(data: Path) -> Iterator[tuple[str, str]]:
    with (data / "recetas" / "recetasabuela_es.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield "recetas", "\n".join(value or "" for value in row.values() if isinstance(value, str))
    for language in ("en", "es"):
        for line in (data / "mgsm" / f"mgsm_{language}.tsv").read_text(encoding="utf-8").splitlines():
            yield "mgsm", line.replace("\t", "\n")
