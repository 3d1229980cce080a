"""The words that near duplicates are compared by, of many texts at once."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from minga.curate.duplicates.text_parts import offsets_of, parts_of
from minga.words import normalised, words

__all__ = ["compared_words"]

_BYTES, _TEXTS = 1 << 19, 1 << 16
"""What is looked at together."""
_UNKNOWN, _BREAK, _WORD, _JOINER = range(4)
"""What a character is to the pattern of `minga.words`; the first kind is left to that."""
_KNOWN = ((0x80, 0x300), (0x370, 0x530), (0x1E00, 0x1F00), (0x2010, 0x2C00), (0x1F300, 0x1FB00))
"""Code points that normalising never joins to the one before: Latin, Greek, Cyrillic, signs, emoji."""
_PLAIN = re.compile(r"[^\w\u0300-\u036f'’·]+")
_LOWER = bytes(range(256)).lower()
_ASCII_WORDS = bytes(code < 0x80 and bool(re.match(r"\w", chr(code))) for code in range(256))


def compared_words(texts: pa.Array, least: int = 0) -> pa.LargeStringArray:
    """Of each text `" ".join(words(normalised(text)))`, as `minga.words` has them, in a fraction of the time.

    Null where there are fewer than `least` words; `texts` has no nulls.

    >>> compared_words(pa.array(["¿Qué ÉS l'ull?", "…"])).to_pylist()
    ["qué és l'ull", '']
    """
    found = [_compared(part, least) for part in parts_of(texts.cast(pa.large_string()), _BYTES, _TEXTS)]
    return pa.concat_arrays(found) if found else pa.array([], pa.large_string())


def _compared(texts: pa.LargeStringArray, least: int, *, composed: bool = False) -> pa.LargeStringArray:
    end, nothing = pa.scalar("\n", texts.type), pa.scalar("", texts.type)
    lines = pc.binary_join_element_wise(texts, end, nothing)  # a text's last word ends before its line feed
    bounds = offsets_of(lines)
    raw = bytearray(memoryview(lines.buffers()[2])[: bounds[-1]])
    folded, inside, unknown = _characters(raw)
    spaces = np.flatnonzero(inside[:-1] > inside[1:]) + 1  # the first byte behind each word
    last = np.searchsorted(spaces, bounds)
    counts = np.diff(last)
    folded[spaces] = ord(" ")
    inside[spaces] = True
    inside[spaces[last[1:][counts > 0] - 1]] = False  # but not behind the last word
    lengths = np.add.reduceat(inside, bounds[:-1], dtype=np.int64)
    ends = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
    valid = np.packbits(counts >= least, bitorder="little")
    buffers = map(pa.py_buffer, (valid, ends, folded[inside]))
    found = pa.Array.from_buffers(pa.large_string(), len(texts), list(buffers))
    rows = np.unique(np.searchsorted(bounds, unknown, "right") - 1)
    if not len(rows):
        return found
    rest = texts.take(pa.array(rows)).to_pylist()
    others = _said(rest, least) if composed else _compared(_in_composed_form(rest), least, composed=True)
    return pc.replace_with_mask(found, pa.array(np.isin(np.arange(len(texts)), rows)), others)


def _in_composed_form(texts: list[str]) -> pa.LargeStringArray:
    """With letters and their marks in one, which makes most of them known."""
    return pa.array([unicodedata.normalize("NFKC", text) for text in texts], pa.large_string())


def _said(texts: list[str], least: int) -> pa.LargeStringArray:
    said = [words(normalised(text)) for text in texts]
    return pa.array([" ".join(one) if len(one) >= least else None for one in said], pa.large_string())


def _characters(raw: bytearray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of text in UTF-8 with a line feed at its end: folded bytes, whether each is part of a word, and the places of
    unknown characters."""
    data = np.frombuffer(raw, np.uint8)
    folded = np.frombuffer(raw.translate(_LOWER), np.uint8)
    inside = np.frombuffer(raw.translate(_ASCII_WORDS), np.bool_)
    starts = np.flatnonzero(data >= 0xC0)
    lengths, points = _decoded(data, starts)
    kinds, forms = _characters_known()
    kind = kinds[np.minimum(points, len(kinds) - 1)]
    for byte in range(3):
        changing = (kind >= _WORD) & (lengths > byte)
        folded[starts[changing] + byte] = forms[points[changing], byte]
        inside[starts[(kind == _WORD) & (lengths > byte)] + byte] = True
    apostrophes, others = np.flatnonzero(data == ord("'")), kind == _JOINER
    joiners = np.concatenate([apostrophes, starts[others]])
    sizes = np.concatenate([np.ones(len(apostrophes), np.int64), lengths[others]])
    between = inside[joiners - 1] & inside[joiners + sizes]  # around the text stand line feeds: the last is at -1
    for byte in range(3):
        inside[joiners[between & (sizes > byte)] + byte] = True
    return folded, inside, starts[kind == _UNKNOWN]


def _decoded(data: np.ndarray, starts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How many bytes the characters that begin at `starts` have, and their code points."""
    first = data[starts].astype(np.int64)
    lengths = 2 + (first >= 0xE0) + (first >= 0xF0)
    points = first & (0x7F >> lengths)
    for byte in (1, 2, 3):
        there = lengths > byte
        points[there] = points[there] << 6 | data[starts[there] + byte] & 0x3F
    return lengths, points


@lru_cache(maxsize=1)
def _characters_known() -> tuple[np.ndarray, np.ndarray]:
    """By code point a character's kind, and of words the folded form in UTF-8."""
    kinds, forms = np.zeros(_KNOWN[-1][1] + 1, np.uint8), np.zeros((_KNOWN[-1][0], 3), np.uint8)
    for point in (point for first, end in _KNOWN for point in range(first, end)):
        character = chr(point)
        form = unicodedata.normalize("NFKC", character).casefold()
        if unicodedata.combining(character):
            continue
        if _PLAIN.fullmatch(form):
            kinds[point] = _BREAK
        elif len(form) == 1 and len(form.encode()) == len(character.encode()) <= 3:
            kinds[point] = _WORD if form.isalnum() else _JOINER if form in "’·" else _UNKNOWN
            forms[point] = np.frombuffer(form.encode().ljust(3), np.uint8)
    return kinds, forms
