"""Records that say the same."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

__all__ = ["first_twins"]


def first_twins(digests: pa.ChunkedArray) -> np.ndarray:
    """For each 16-byte digest, the position of the first that is equal to it (its own when it is the first)."""
    fixed = pa.concat_arrays(digests.cast(pa.binary(16)).chunks) if len(digests) else pa.array([], pa.binary(16))
    halves = np.frombuffer(fixed.buffers()[1] or b"", np.uint64).reshape(-1, 2)[fixed.offset :][: len(fixed)]
    order = np.lexsort((halves[:, 1], halves[:, 0]))  # stable: the first of equals stays first
    ordered = halves[order]
    starts = np.ones(len(order), bool)
    starts[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    twins = np.empty(len(order), np.int64)
    twins[order] = order[starts][np.cumsum(starts) - 1]
    return twins
