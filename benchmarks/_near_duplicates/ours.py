"""A whole run of minga's parts on documents: `ours.py IN.parquet OUT HASHES BANDS SHINGLE THRESHOLD [floor]`.

Reads, normalises, hashes, fills buckets, verifies the true similarity, finds what hangs together, and writes what stays
(`kept.parquet`) and the first of what each document hangs together with (`roots.npy`). With `floor` nothing is looked
for: what remains is reading, normalising, hashing and writing.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from minga.curate.duplicates.compared_words import compared_words
from minga.curate.duplicates.minhash import band_hashes, with_signatures
from minga.curate.duplicates.near_duplicates import linked, side_by_side
from minga.curate.duplicates.shingle_sets import ShingleSets
from minga.engine import Engine
from minga.settings import NearDuplicateSettings


def _roots(
    texts: list[pa.Array], signatures: list[pa.Array], settings: NearDuplicateSettings, folder: Path
) -> np.ndarray:
    """For each document the first of what it hangs together with."""
    bands = range(settings.bands)
    parts = [band_hashes(signature, settings.bands) for signature in signatures]
    columns = [pa.chunked_array([part[number] for part in parts]).fill_null(0).to_numpy() for number in bands]
    has_words = np.concatenate([text.is_valid().to_numpy(zero_copy_only=False) for text in texts])
    likely = np.zeros(len(has_words), bool)
    for column in columns:
        likely[np.concatenate(side_by_side(column))] = True
    likely &= has_words
    starts = np.cumsum([0, *(len(text) for text in texts)])
    some = (
        text.filter(pa.array(likely[start : start + len(text)])) for text, start in zip(texts, starts[:-1], strict=True)
    )
    members = np.flatnonzero(likely)
    sets = ShingleSets(settings.shingle, folder / "shingles")
    sets.add(some)
    links = linked(len(members), (column[members] for column in columns), sets.jaccard, settings.threshold)
    roots = np.arange(len(likely))
    roots[members] = members[links]
    return roots


def main() -> None:
    source, folder = Path(sys.argv[1]), Path(sys.argv[2])
    hashes, bands, shingle = map(int, sys.argv[3:6])
    settings = NearDuplicateSettings(hashes=hashes, bands=bands, shingle=shingle, threshold=float(sys.argv[6]))
    folder.mkdir(exist_ok=True)
    engine = Engine()
    texts, signatures = [], []
    with pq.ParquetFile(source) as file:
        for batch in file.iter_batches(10_000, columns=["text"]):
            texts.append(compared_words(batch["text"], shingle))
            frame = with_signatures(engine.daft.from_arrow(pa.table({"text": texts[-1]})), "text", settings)
            signatures += [part["signature"] for part in engine.batches(frame.select("signature"))]
    floor = sys.argv[7:] == ["floor"]
    roots = np.arange(sum(map(len, texts))) if floor else _roots(texts, signatures, settings, folder)
    np.save(folder / "roots.npy", roots)
    _write(source, roots == np.arange(len(roots)), folder / "kept.parquet")


def _write(source: Path, staying: np.ndarray, path: Path) -> None:
    start = 0
    with pq.ParquetFile(source) as file, pq.ParquetWriter(path, file.schema_arrow) as writer:
        for batch in file.iter_batches(10_000):
            writer.write_batch(batch.filter(pa.array(staying[start : start + batch.num_rows])))
            start += batch.num_rows


if __name__ == "__main__":
    main()
