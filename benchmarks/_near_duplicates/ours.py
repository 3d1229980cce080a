"""A whole run of minga's parts on documents: `ours.py IN.parquet OUT HASHES BANDS SHINGLE THRESHOLD`.

Reads, normalises, hashes, fills buckets, verifies the true similarity, finds what hangs together, and writes what stays
(`kept.parquet`) and the first of what each document hangs together with (`roots.npy`).
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from minga.curate.duplicates.minhash import band_hashes, with_signatures
from minga.curate.duplicates.near_duplicates import colliding, linked
from minga.curate.duplicates.shingle_sets import ShingleSets
from minga.engine import Engine
from minga.settings import NearDuplicateSettings
from minga.words import normalised, words


def _words(texts: pa.Array, size: int) -> pa.Array:
    found = [words(normalised(text)) for text in texts.to_pylist()]
    return pa.array([" ".join(one) if len(one) >= size else None for one in found], pa.large_string())


def main() -> None:
    source, folder = Path(sys.argv[1]), Path(sys.argv[2])
    hashes, bands, shingle = map(int, sys.argv[3:6])
    settings = NearDuplicateSettings(hashes=hashes, bands=bands, shingle=shingle, threshold=float(sys.argv[6]))
    folder.mkdir(exist_ok=True)
    engine = Engine()
    texts, signatures = [], []
    with pq.ParquetFile(source) as file:
        for batch in file.iter_batches(10_000, columns=["text"]):
            texts.append(_words(batch["text"], shingle))
            frame = with_signatures(engine.daft.from_arrow(pa.table({"text": texts[-1]})), "text", settings)
            signatures += [part["signature"] for part in engine.batches(frame.select("signature"))]
    counts = pa.chunked_array(texts)
    parts = [band_hashes(signature, bands) for signature in signatures]
    columns = [pa.chunked_array([part[number] for part in parts]).fill_null(0).to_numpy() for number in range(bands)]
    likely = counts.is_valid().to_numpy() & np.any([colliding(column) for column in columns], axis=0)
    members = np.flatnonzero(likely)
    chosen = (counts.chunk(number) for number in range(counts.num_chunks))
    starts = np.cumsum([0, *(len(text) for text in texts)])
    some = (
        one.filter(pa.array(likely[start : start + len(one)])) for one, start in zip(chosen, starts[:-1], strict=True)
    )
    sets = ShingleSets(some, shingle, folder / "shingles")
    links = linked(len(members), (column[members] for column in columns), sets.jaccard, settings.threshold)
    roots = np.arange(len(likely))
    roots[members] = members[links]
    np.save(folder / "roots.npy", roots)
    pq.write_table(pq.read_table(source).filter(pa.array(roots == np.arange(len(roots)))), folder / "kept.parquet")


if __name__ == "__main__":
    main()
