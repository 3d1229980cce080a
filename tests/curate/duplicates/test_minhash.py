from __future__ import annotations

import random

import numpy as np
import pyarrow as pa
import pytest

from minga.curate.duplicates.minhash import band_hashes, threshold_curve, with_signatures
from minga.engine import Engine
from minga.settings import NearDuplicateSettings
from minga.words import shingles

SETTINGS = NearDuplicateSettings()


def _bands(signatures: pa.Array, bands: int) -> list[list[int | None]]:
    return [list(row) for row in zip(*(band.to_pylist() for band in band_hashes(signatures, bands)), strict=True)]


def test_bands_are_equal_where_the_parts_of_signatures_are() -> None:
    signatures = pa.array([[1, 2, 3, 4], [1, 2, 9, 9], None, [2, 1, 3, 4]], pa.list_(pa.uint32(), 4))
    bands = _bands(signatures, 2)
    assert bands[0][0] == bands[1][0] != bands[3][0]
    assert bands[0][1] == bands[3][1] != bands[1][1]
    assert bands[2] == [None, None]
    assert _bands(signatures.slice(1, 2), 2) == bands[1:3]
    assert _bands(signatures.slice(2, 1), 2) == [[None, None]]


def _signatures(texts: list[str | None]) -> pa.Array:
    engine = Engine()
    frame = engine.daft.from_pydict({"number": list(range(len(texts))), "text": pa.array(texts, pa.large_string())})
    rows = pa.Table.from_batches(engine.batches(with_signatures(frame, "text", SETTINGS)))
    return rows.sort_by("number")["signature"].combine_chunks()


def _mutated(text: str, changes: int, rng: random.Random) -> str:
    tokens = text.split()
    for place in rng.sample(range(len(tokens)), changes):
        tokens[place] = f"otra{rng.randrange(10**9)}"
    return " ".join(tokens)


def test_similar_texts_share_a_band_and_unlike_texts_do_not() -> None:
    rng = random.Random(7)
    texts = [" ".join(f"palabra{rng.randrange(5000)}" for _ in range(150)) for _ in range(300)]
    # one word in 150 changes five shingles of 146: a similarity of about 0.93
    near = [_mutated(text, 1, rng) for text in texts]
    bands = np.array(_bands(_signatures(texts + near), SETTINGS.bands), np.uint64)
    assert bands.shape == (600, SETTINGS.bands)
    pairs = [(shingles(a, 5), shingles(b, 5)) for a, b in zip(texts, near, strict=True)]
    assert all(len(one & other) / len(one | other) > 0.9 for one, other in pairs)
    assert (bands[:300] == bands[300:]).any(axis=1).all()
    assert not (bands[:299] == bands[1:300]).any()


@pytest.mark.parametrize(("hashes", "bands"), [(112, 14), (64, 64), (128, 1), (8, 2)])
def test_half_of_the_pairs_are_compared_where_the_curve_says(hashes: int, bands: int) -> None:
    curve = threshold_curve(NearDuplicateSettings(hashes=hashes, bands=bands))
    rows = hashes // bands
    assert 1 - (1 - curve["half_found_at"] ** rows) ** bands == pytest.approx(0.5, abs=0.01)
    assert list(curve["found"].values()) == sorted(curve["found"].values())
    assert curve["found_at_threshold"] == curve["found"]["0.85"]


def test_a_text_that_is_null_has_no_bands() -> None:
    without, with_words = _bands(_signatures([None, "a b c d e f"]), SETTINGS.bands)
    assert set(without) == {None}
    assert None not in with_words
