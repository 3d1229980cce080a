from __future__ import annotations

import itertools
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minga.curate.duplicates import shingle_sets
from minga.curate.duplicates.shingle_sets import ShingleSets
from minga.words import shingles

WORDS = st.lists(st.sampled_from(["a", "ab", "b", "ñe'ẽ", "日本", "niño", "1"]), min_size=3, max_size=40)


def _jaccard(first: str, second: str, size: int) -> float:
    one, other = shingles(first, size), shingles(second, size)
    return len(one & other) / len(one | other)


def _all_pairs(texts: list[pa.Array], size: int, folder: Path) -> tuple[list[float], list[float]]:
    flat = [text.as_py() for array in texts for text in array]
    pairs = list(itertools.product(range(len(flat)), repeat=2))
    first, second = np.array(pairs).T
    sets = ShingleSets(size, folder / "shingles")
    for array in texts:
        sets.add([array])
    assert len(sets) == len(flat)
    return sets.jaccard(first, second).tolist(), [_jaccard(flat[a], flat[b], size) for a, b in pairs]


@settings(deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=12), st.integers(1, 3))
def test_similarity_is_that_of_the_sets_of_strings(words: list[list[str]], size: int) -> None:
    texts = pa.array([" ".join(text) for text in words], pa.large_string())
    with TemporaryDirectory() as folder:
        found, expected = _all_pairs([texts.slice(0, 4), texts.slice(4)], size, Path(folder))
    assert found == pytest.approx(expected)


def test_batches_of_texts_and_of_pairs_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(1)
    words = np.array(["la", "minga", "casa", "camino", "papa"])
    texts = pa.array([" ".join(rng.choice(words, rng.integers(2, 60))) for _ in range(40)])
    whole, expected = _all_pairs([texts], 2, tmp_path)
    for name, value in (("_BATCH", 7), ("_BYTES", 100), ("_ELEMENTS", 50)):
        monkeypatch.setattr(shingle_sets, name, value)
    assert _all_pairs([texts], 2, tmp_path)[0] == whole == pytest.approx(expected)


def test_a_text_that_is_longer_than_a_batch_is_hashed_whole(tmp_path: Path) -> None:
    long = " ".join(map(str, range(200_000)))
    assert len(long) > 1 << 20
    sets = ShingleSets(5, tmp_path / "shingles")
    sets.add([pa.array([long, long + " y más"])])
    assert sets.jaccard(np.array([0]), np.array([1])).tolist() == pytest.approx([199_996 / 199_998])


def test_a_text_that_is_shorter_than_a_shingle_is_like_its_equal_only(tmp_path: Path) -> None:
    texts = ["la Tierra", "", "la Tierra es", "la Tierra", "la", "", "uno dos tres cuatro cinco seis"]
    sets = ShingleSets(5, tmp_path / "shingles")
    sets.add([pa.array(texts[:4]), pa.array(texts[4:])])
    first, second = np.array(list(itertools.product(range(len(texts)), repeat=2))).T
    equal = [float(texts[one] == texts[other]) for one, other in zip(first, second, strict=True)]
    assert sets.jaccard(first, second).tolist() == equal


@pytest.mark.parametrize(
    "texts", [["no lo sé"], ["sí", "claro que"], ["sí"], ["a b c d"], ["a b", "c d"], ["a", "b c d e"]]
)
def test_a_few_words_in_all_are_fewer_than_a_shingle(tmp_path: Path, texts: list[str]) -> None:
    sets = ShingleSets(5, tmp_path / "shingles")
    sets.add([pa.array(texts)])
    both = np.arange(len(texts))
    assert sets.jaccard(both, both).tolist() == [1.0] * len(texts)
    assert sets.jaccard(both, both[::-1]).tolist() == [float(len(texts) == 1)] * len(texts)


def test_no_texts_are_no_sets(tmp_path: Path) -> None:
    sets = ShingleSets(5, tmp_path / "shingles")
    sets.add([])
    assert len(sets) == 0
