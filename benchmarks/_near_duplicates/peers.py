"""What is measured beside minga: each in an environment of its own, run whole as its users run it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

__all__ = ["PEERS", "Parameters", "Peer", "kept_rows"]

_JUICER = """
import sys
from data_juicer.core.data import NestedDataset
from data_juicer.ops.deduplicator.document_minhash_deduplicator import DocumentMinhashDeduplicator
source, out, hashes, bands, shingle = *sys.argv[1:3], *map(int, sys.argv[3:6])
operator = DocumentMinhashDeduplicator(
    tokenization="space", window_size=shingle, num_permutations=hashes, jaccard_threshold=float(sys.argv[6]),
    num_bands=bands, num_rows_per_band=hashes // bands,
)
data = NestedDataset.from_parquet(source, cache_dir=out + "-cache")
data = data.map(operator.compute_hash)
data, _ = operator.process(data)
data.to_parquet(out)
"""

_TROVE = """
import sys
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.dedup.minhash import (
    MinhashConfig, MinhashDedupBuckets, MinhashDedupCluster, MinhashDedupFilter, MinhashDedupSignature)
from datatrove.pipeline.readers import ParquetReader
from datatrove.pipeline.writers import ParquetWriter
source, out, hashes, bands, shingle = *sys.argv[1:3], *map(int, sys.argv[3:6])
config = MinhashConfig(n_grams=shingle, num_buckets=bands, hashes_per_bucket=hashes // bands)
name = source.rpartition("/")
reader = ParquetReader(name[0], glob_pattern=name[2])
stages = [
    ([reader, MinhashDedupSignature(output_folder=out + "/signatures", config=config, language="spa")], 1),
    ([MinhashDedupBuckets(input_folder=out + "/signatures", output_folder=out + "/buckets", config=config)], bands),
    ([MinhashDedupCluster(input_folder=out + "/buckets", output_folder=out + "/remove", config=config)], 1),
    ([reader, MinhashDedupFilter(input_folder=out + "/remove"), ParquetWriter(out + "/kept")], 1),
]
for number, (pipeline, tasks) in enumerate(stages):
    LocalPipelineExecutor(pipeline=pipeline, tasks=tasks, workers=1, logging_dir=f"{out}/logs/{number}").run()
"""


@dataclass(frozen=True)
class Parameters:
    """Alike for all."""

    hashes: int = 112
    bands: int = 14
    shingle: int = 5
    threshold: float = 0.85

    @property
    def arguments(self) -> list[str]:
        """As the scripts take them."""
        return [str(value) for value in (self.hashes, self.bands, self.shingle, self.threshold)]


@dataclass(frozen=True)
class Peer:
    """One program."""

    name: str
    requirements: tuple[str, ...]
    arguments: Callable[[Path, Path, Parameters], list[str]]
    """What Python is started with, for documents and a folder that is not there yet."""

    def install(self, environments: Path) -> Path:
        """The Python of an environment that has it; made when it is not there."""
        folder = environments / self.name
        if not (folder / "ready").exists():
            subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
            subprocess.run([folder / "bin/pip", "install", "-q", *self.requirements], check=True, capture_output=True)
            (folder / "ready").touch()
        return folder / "bin/python"


def _text_dedup(source: Path, out: Path, given: Parameters) -> list[str]:
    options = {
        "path": "parquet", "data_files": source, "split": "train", "cache_dir": f"{out}-cache", "output": out,
        "column": "text", "ngram": given.shingle, "num_perm": given.hashes, "b": given.bands,
        "r": given.hashes // given.bands, "threshold": given.threshold, "num_proc": 1,
        "hash_func": "xxh3", "hash_bits": 32,
    }  # fmt: skip
    return [
        "-m",
        "text_dedup.minhash",
        *(str(part) for name, value in options.items() for part in (f"--{name}", value)),
    ]


def kept_rows(out: Path) -> int:
    """How many documents a run has left."""
    files = [path for pattern in ("*.parquet", "kept/*.parquet") for path in out.glob(pattern)]
    return sum(int(pq.read_metadata(path).num_rows) for path in ([out] if out.is_file() else files))


PEERS = (
    Peer("text_dedup", ("text-dedup==0.4.0",), _text_dedup),
    Peer(
        "data_juicer",
        ("py-data-juicer==1.6.1", "aiohttp"),
        lambda source, out, given: ["-c", _JUICER, str(source), str(out), *given.arguments],
    ),
    Peer(
        "datatrove",
        ("datatrove==0.10.1", "regex", "spacy", "tokenizers", "orjson", "pyarrow", "xxhash<4"),
        lambda source, out, given: ["-c", _TROVE, str(source), str(out), *given.arguments],
    ),
)
