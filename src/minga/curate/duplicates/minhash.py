"""MinHash signatures and their LSH bands (Broder 1997; Leskovec, Rajaraman and Ullman 2014, chapter 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from minga.settings import NearDuplicateSettings

if TYPE_CHECKING:
    from daft import DataFrame

__all__ = ["band_hashes", "shared_band_curve", "threshold_curve", "with_signatures"]

_SEED = 1
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


def with_signatures(frame: DataFrame, text: str, settings: NearDuplicateSettings, name: str = "signature") -> DataFrame:
    """`frame` with a column `name`: `settings.hashes` minima (uint32) over the shingles of the column `text`.

    Words are separated by single spaces. A signature is null where `text` is null.
    """
    from daft.functions import minhash

    return frame.with_column(
        name, minhash(frame[text], num_hashes=settings.hashes, ngram_size=settings.shingle, seed=_SEED)
    )


def band_hashes(signatures: pa.Array, bands: int) -> list[pa.Array]:
    """For each of `bands` equal parts of signatures, one hash (uint64) a signature; null stays null.

    Two texts that share a hash in any band are likely to be similar.
    """
    absent = signatures.is_null().to_numpy(zero_copy_only=False)
    hashes = np.zeros((len(signatures), bands), np.uint64)
    if not absent.all():
        flat = signatures.drop_null().flatten().to_numpy()
        hashes[~absent] = _mixed(flat.reshape(np.count_nonzero(~absent), bands, -1).astype(np.uint64))
    return [pa.array(np.ascontiguousarray(band), mask=absent) for band in hashes.T]


def shared_band_curve(hashes: int, bands: int) -> dict[str, float]:
    """The probability that two texts share a band, and so are compared, by their Jaccard similarity (0.50 to 1.00).

    With r = `hashes` / `bands` it is 1 - (1 - s^r)^`bands` (Leskovec, Rajaraman and Ullman 2014, section 3.4.2).

    >>> shared_band_curve(112, 14)["0.85"]
    0.9884
    """
    likenesses = [number / 20 for number in range(10, 21)]
    return {f"{one:.2f}": round(_shared(one, hashes, bands), 4) for one in likenesses}


def threshold_curve(settings: NearDuplicateSettings) -> dict[str, Any]:
    """How likely pairs are to be compared: `found` by their similarity, at the `threshold`, and where it is `half`.

    >>> curve = threshold_curve(NearDuplicateSettings())
    >>> curve["threshold"], curve["found_at_threshold"], curve["half_found_at"]
    (0.85, 0.9884, 0.6847)
    """
    hashes, bands = settings.hashes, settings.bands
    return {
        "threshold": settings.threshold,
        "found_at_threshold": round(_shared(settings.threshold, hashes, bands), 4),
        "half_found_at": round((1 - 0.5 ** (1 / bands)) ** (bands / hashes), 4),
        "found": shared_band_curve(hashes, bands),
    }


def _shared(similarity: float, hashes: int, bands: int) -> float:
    return 1 - (1 - similarity ** (hashes / bands)) ** bands


def _mixed(parts: np.ndarray) -> np.ndarray:
    """One hash a row of the last axis; uint64 wraps around."""
    mixed = np.zeros(parts.shape[:2], np.uint64)
    for number in range(parts.shape[2]):
        mixed = (mixed ^ parts[:, :, number]) * _MULTIPLIER
        mixed ^= mixed >> np.uint64(29)
    return mixed
