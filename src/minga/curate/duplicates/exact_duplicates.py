"""Records that say the same."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

__all__ = ["first_twins", "halves"]


def first_twins(digests: pa.ChunkedArray) -> np.ndarray:
    """For each 16-byte digest, the position of the first that is equal to it (its own when it is the first)."""
    both = halves(digests)
    order = np.lexsort((both[:, 1], both[:, 0]))  # stable: the first of equals stays first
    ordered = both[order]
    starts = np.ones(len(order), bool)
    starts[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    twins = np.empty(len(order), np.int64)
    twins[order] = order[starts][np.cumsum(starts) - 1]
    return twins


def halves(digests: pa.ChunkedArray) -> np.ndarray:
    """16-byte digests as pairs of numbers (uint64, one pair a row)."""
    fixed = pa.concat_arrays(digests.cast(pa.binary(16)).chunks) if len(digests) else pa.array([], pa.binary(16))
    return np.frombuffer(fixed.buffers()[1] or b"", np.uint64).reshape(-1, 2)[fixed.offset :][: len(fixed)]
