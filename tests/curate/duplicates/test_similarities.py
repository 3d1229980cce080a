from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minga.curate.duplicates.shingle_sets import ShingleSets
from minga.curate.duplicates.similarities import KnownSimilarities, LeastSimilarity, Similarities
from minga.words import shingles

TEXTS = [
    "ayudar en la minga del pueblo",
    "ayudar en la minga de la comunidad",
    "ayudar en la minga del pueblo vecino",
    "pelar las papas y freírlas",
]
PAIRS = [(first, second) for first in range(4) for second in range(4) if first != second]


class Shelf:
    """Texts in rows, and which of them were read."""

    def __init__(self, texts: list[str]) -> None:
        self.texts = texts
        self.read: list[int] = []

    def __call__(self, rows: np.ndarray) -> Iterator[pa.Array]:
        assert (np.diff(rows) > 0).all()
        self.read += rows.tolist()
        yield pa.array([self.texts[row] for row in rows])


def _similarities(shelf: Shelf, folder: Path, rows: list[int] | None = None) -> Similarities:
    rows = list(range(len(shelf.texts))) if rows is None else rows
    names = np.array([zlib.crc32(shelf.texts[row].encode()) for row in rows], np.uint64)
    return Similarities(
        names, np.array(rows), shelf, ShingleSets(2, folder / "shingles"), KnownSimilarities(folder / "cache", 2)
    )


def _columns(pairs: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    first, second = np.array(pairs, np.int64).reshape(-1, 2).T
    return first, second


def _asked(similarities: Similarities, pairs: list[tuple[int, int]]) -> list[float]:
    return similarities(*_columns(pairs)).tolist()


def _true(first: str, second: str) -> float:
    one, other = shingles(first, 2), shingles(second, 2)
    return len(one & other) / len(one | other)


@settings(deadline=None)
@given(
    rows=st.permutations([0, 1, 2, 3]),
    before=st.lists(st.sampled_from(PAIRS), max_size=8),
    after=st.lists(st.sampled_from(PAIRS)),
    are_expected=st.booleans(),
)
def test_what_is_known_is_what_would_be_counted(
    rows: list[int], before: list[tuple[int, int]], after: list[tuple[int, int]], are_expected: bool
) -> None:
    with TemporaryDirectory() as name:
        earlier = _similarities(Shelf(TEXTS), Path(name))
        _asked(earlier, before)
        earlier.known.save()
        now = _similarities(Shelf(TEXTS), Path(name), rows)
        if are_expected:
            now.expect(*_columns(after), 0.5)
        assert _asked(now, after) == [_true(TEXTS[rows[first]], TEXTS[rows[second]]) for first, second in after]


def test_of_pairs_that_were_compared_before_nothing_is_read(tmp_path: Path) -> None:
    earlier, shelf = _similarities(Shelf(TEXTS), tmp_path), Shelf(TEXTS)
    found = _asked(earlier, PAIRS)
    earlier.known.save()
    again = _similarities(shelf, tmp_path)
    again.expect(*_columns(PAIRS), 0.5)
    assert _asked(again, PAIRS) == found
    assert shelf.read == []


def test_a_text_that_comes_later_is_read_with_those_it_is_compared_with(tmp_path: Path) -> None:
    earlier = _similarities(Shelf(TEXTS), tmp_path)
    _asked(earlier, PAIRS)
    earlier.known.save()
    shelf = Shelf([*TEXTS, "freír las papas y pelarlas"])
    later = _similarities(shelf, tmp_path)
    may = later.expect(np.array([1, 2, 3]), np.array([2, 3, 4]), 0.9)
    assert may.tolist() == [False, False, True]
    may = later.expect(np.array([0]), np.array([2]), 0.9)
    assert may.tolist() == [False]
    assert shelf.read == []
    _asked(later, [(0, 1), (4, 3)])
    assert shelf.read == [1, 2, 3, 4]
    _asked(later, [(4, 0)])
    assert shelf.read == [1, 2, 3, 4, 0]
    later.known.save()
    assert _asked(_similarities(Shelf([]), tmp_path, []), []) == []
    last = _similarities(Shelf(shelf.texts), tmp_path)
    assert _asked(last, [(3, 4), (0, 1)]) == [_true(TEXTS[3], shelf.texts[4]), _true(TEXTS[0], TEXTS[1])]


@pytest.mark.parametrize(
    "damaged", [b"", b"no numbers", b"PK\x03\x04 no archive", b"\x93NUMPY\x01\x00v\x00{'descr': '<u8'"]
)
def test_a_damaged_file_counts_as_none_and_is_written_anew(tmp_path: Path, damaged: bytes) -> None:
    earlier = _similarities(Shelf(TEXTS), tmp_path)
    _asked(earlier, PAIRS)
    earlier.known.save()
    (path,) = (tmp_path / "cache").iterdir()
    whole = path.read_bytes()
    for content in (damaged, whole[:-8], whole[:100]):
        path.write_bytes(content)
        shelf = Shelf(TEXTS)
        again = _similarities(shelf, tmp_path)
        _asked(again, PAIRS)
        again.known.save()
        assert shelf.read == [0, 1, 2, 3]
        assert path.read_bytes() == whole


def test_sets_of_other_shingles_are_known_apart(tmp_path: Path) -> None:
    earlier = _similarities(Shelf(TEXTS), tmp_path)
    _asked(earlier, PAIRS)
    earlier.known.save()
    found, similarity = KnownSimilarities(tmp_path / "cache", 3).look_up(np.arange(5, dtype=np.uint64))
    assert not found.any()
    assert np.isnan(similarity).all()


def test_the_least_similarity_asks_of_close_pairs_only(tmp_path: Path) -> None:
    wholes, parts = Shelf(TEXTS), Shelf([text.split(" del ")[-1] for text in TEXTS])
    for name in ("whole", "part"):
        (tmp_path / name).mkdir()
    least = LeastSimilarity([_similarities(wholes, tmp_path / "whole"), _similarities(parts, tmp_path / "part")], 0.7)
    least.expect(np.array([0, 0]), np.array([2, 3]))
    found = least(np.array([0, 0, 1]), np.array([2, 3, 3])).tolist()
    assert found == [0.0, 0.0, 0.0]
    assert _true(TEXTS[0], TEXTS[2]) > 0.7
    assert wholes.read == [0, 1, 2, 3]
    assert parts.read == [0, 2, 3]
