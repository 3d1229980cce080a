"""Arrow's texts as numpy sees them: bytes and offsets, in parts that stay in the processor's cache."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

__all__ = ["offsets_of", "parts_of"]


def parts_of(texts: pa.LargeStringArray, size: int, most: int) -> Iterator[pa.LargeStringArray]:
    """Runs of whole texts, each of about `size` bytes (a longer text is a run of its own) and at most `most` texts."""
    offsets = offsets_of(texts)
    start = 0
    while start < len(texts):
        stop = int(np.searchsorted(offsets, offsets[start] + size, "right")) - 1
        stop = min(max(stop, start + 1), start + most, len(texts))
        yield texts.slice(start, stop - start)
        start = stop


def offsets_of(texts: pa.LargeStringArray) -> np.ndarray:
    """Where each text begins in the array's bytes, and where the last one ends (int64)."""
    return np.frombuffer(texts.buffers()[1], np.int64)[texts.offset : texts.offset + len(texts) + 1]
