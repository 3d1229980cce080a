"""Of what characters an answer consists: the shares of symbols and of capitals."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from minga.curate.example import Example
from minga.curate.rules import Row

__all__ = ["CharacterShares", "SYMBOLS", "UPPERCASE"]

SYMBOLS, UPPERCASE = "quality.symbols", "quality.uppercase"
_KINDS = 5
_OTHER, _SPACE, _SYMBOL, _UPPER, _LOWER = range(_KINDS)
_LETTERS = 20
"""A text of fewer letters says nothing by its capitals: an abbreviation, a name."""
_SAMPLE = 100_000
_PLANES = 0x20000
"""Code points of the table: beyond them are Chinese characters and what is not assigned."""


@dataclass(frozen=True)
class CharacterShares:
    """The shares (0 to 1) of symbols among what is no space, and of capitals among letters; code is left out."""

    @property
    def columns(self) -> Mapping[str, pa.DataType]:
        """Both null where there is nothing to count; capitals also where there are few letters."""
        return {SYMBOLS: pa.float32(), UPPERCASE: pa.float32()}

    def __call__(self, example: Example) -> Row:
        """The shares of the first 100,000 characters."""
        return self.of_all([example])[0]

    def of_all(self, examples: Sequence[Example]) -> list[Row]:
        """The same of each of many."""
        texts = [example.prose[:_SAMPLE] for example in examples]
        codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
        owners = np.repeat(np.arange(len(texts)) * _KINDS, [len(text) for text in texts])
        kinds = _kinds()[np.minimum(codes, _PLANES - 1)]
        counts = np.bincount(owners + kinds, minlength=_KINDS * len(texts)).reshape(-1, _KINDS)
        return [_shares(row) for row in counts.tolist()]


def _shares(counts: list[int]) -> Row:
    visible = sum(counts) - counts[_SPACE]
    letters = counts[_UPPER] + counts[_LOWER]
    return {
        SYMBOLS: counts[_SYMBOL] / visible if visible else None,
        UPPERCASE: counts[_UPPER] / letters if letters >= _LETTERS else None,
    }


@lru_cache(maxsize=1)
def _kinds() -> npt.NDArray[np.uint8]:
    """The kind of each character."""
    return np.array([_kind(chr(code)) for code in range(_PLANES)], np.uint8)


def _kind(character: str) -> int:
    category = unicodedata.category(character)
    if character.isspace():
        return _SPACE
    if category in ("Lu", "Lt"):
        return _UPPER
    if category == "Ll":
        return _LOWER
    return _SYMBOL if category[0] in "PSC" else _OTHER
