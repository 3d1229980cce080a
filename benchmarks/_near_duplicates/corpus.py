"""Documents of natural text with planted near-copies and shared boilerplate, whose true pairs are known.

The text is that of the Debian packages debian-handbook and gnome-user-docs in six languages. A document is a few
passages, each cut from a random place of one language's text; a third of the documents also have one of 40 paragraphs
that many share, in every place and of every length. A sixth are copies of another with some words replaced, dropped or
doubled, so that the true similarity of the two lies anywhere between 0.5 and 1.
"""

from __future__ import annotations

import html
import re
import subprocess
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from minga.words import normalised, shingles, words

__all__ = ["Truth", "edited", "fetch", "make", "passage", "streams"]

_PACKAGES = ("debian-handbook", "gnome-user-docs")
_HELP = ("es", "ca", "gl", "pt_BR")
_HANDBOOK = ("es-ES", "pt-BR", "it-IT", "fr-FR")
_PARAGRAPH = re.compile(r'<(?:p|div class="para")>(.*?)</(?:p|div)>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Truth:
    """What is to be found."""

    family: np.ndarray
    """Number of the document that each was copied from; its own where it is an original."""
    words: list[str]
    """Of each document, separated by spaces."""
    size: int
    """Words of a shingle."""
    threshold: float

    def similarity(self, first: int, second: int) -> float:
        """True Jaccard similarity, by sets of strings."""
        one, other = shingles(self.words[first], self.size), shingles(self.words[second], self.size)
        return len(one & other) / max(1, len(one | other))

    def pairs(self) -> set[tuple[int, int]]:
        """Pairs of one family that hang together, directly or through others of it."""
        members = defaultdict(list)
        for document, family in enumerate(self.family.tolist()):
            members[family].append(document)
        return {pair for family in members.values() if len(family) > 1 for pair in self._together(family)}

    def _together(self, family: list[int]) -> set[tuple[int, int]]:
        part = {document: document for document in family}
        for first, second in combinations(family, 2):
            if self.similarity(first, second) >= self.threshold:
                old, new = part[second], part[first]
                part = {document: new if one == old else one for document, one in part.items()}
        return {(first, second) for first, second in combinations(family, 2) if part[first] == part[second]}


def fetch(folder: Path) -> None:
    """Download and unpack the packages, once."""
    if (folder / "unpacked").is_dir():
        return
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["apt-get", "-q", "download", *_PACKAGES], cwd=folder, check=True, capture_output=True)
    for package in sorted(folder.glob("*.deb")):
        subprocess.run(["dpkg-deb", "-x", package, folder / "unpacking"], check=True)
    (folder / "unpacking").rename(folder / "unpacked")


def make(folder: Path, count: int, path: Path, size: int, threshold: float, seed: int = 1) -> Truth:
    """Write `count` documents (`id`, `text`) to a Parquet file."""
    rng = np.random.default_rng(seed)
    languages = streams(folder / "unpacked")
    boilerplate = [passage(languages, rng, (15, 70)) for _ in range(40)]
    texts: list[str] = []
    family = np.arange(count)
    for number in range(count):
        if number and rng.random() < 1 / 6:
            family[number] = family[int(rng.integers(number))]
            texts.append(edited(texts[family[number]], rng))
        else:
            texts.append(_document(languages, boilerplate, rng))
    ids = [f"{number:08d}" for number in range(count)]
    pq.write_table(pa.table({"id": ids, "text": texts}), path, row_group_size=10_000)
    return Truth(family, [" ".join(words(normalised(text))) for text in texts], size, threshold)


def streams(root: Path) -> list[list[str]]:
    """The words of each language's text, with their punctuation."""
    folders = [(root / "usr/share/help" / code, "*.page") for code in _HELP]
    folders += [(root / "usr/share/doc/debian-handbook/html" / code, "*.html") for code in _HANDBOOK]
    found = []
    for folder, pattern in folders:
        pages = [path.read_text(encoding="utf-8") for path in sorted(folder.rglob(pattern))]
        paragraphs = [one for page in pages for one in _PARAGRAPH.findall(page)]
        found.append(html.unescape(_TAG.sub("", "\n".join(paragraphs))).split())
    return found


def passage(languages: list[list[str]], rng: np.random.Generator, words: tuple[int, int]) -> str:
    """From `words[0]` to `words[1]` consecutive words of one of the languages."""
    stream = languages[int(rng.integers(len(languages)))]
    length = int(rng.integers(*words))
    start = int(rng.integers(len(stream) - length))
    return " ".join(stream[start : start + length])


def _document(languages: list[list[str]], boilerplate: list[str], rng: np.random.Generator) -> str:
    one = [languages[int(rng.integers(len(languages)))]]
    passages = [passage(one, rng, (15, 50)) for _ in range(int(rng.integers(2, 7)))]
    if rng.random() < 1 / 3:
        passages.insert(int(rng.integers(len(passages) + 1)), boilerplate[int(rng.integers(len(boilerplate)))])
    return "\n".join(passages)


def edited(text: str, rng: np.random.Generator) -> str:
    """A copy with some words replaced, dropped or doubled."""
    tokens = text.split(" ")
    # one changed word spoils `size` shingles: up to 8 % of the words take similarity down to about a half
    for place in rng.integers(len(tokens), size=int(rng.integers(0, max(2, len(tokens) // 12)))).tolist():
        change = rng.random()
        tokens[place] = f"{tokens[place]} {tokens[place]}" if change < 0.2 else "" if change < 0.4 else "otro"
    return " ".join(tokens)
