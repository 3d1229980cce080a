"""Result files in every form, small, as the harness and Inspect write them."""

from __future__ import annotations

import gzip
import json
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

CONFIG = {
    "output_type": "multiple_choice",
    "metric_list": [{"metric": "acc", "aggregation": "mean", "higher_is_better": True}],
    "target_delimiter": " ",
}
TIME = "2024-07-24T16-31-18.112356"
SECONDS = 1721838678.25


def document(
    model: str = "andes/llama-1b",
    results: Mapping[str, Mapping[str, Any]] | None = None,
    *,
    items: int = 4,
    original: int | None = None,
    date: float = SECONDS,
    version: float = 1.0,
    shots: int = 0,
    **more: Any,
) -> dict[str, Any]:
    """A results file of the harness, 0.4.3 or newer."""
    results = {"xcopa_es": {"acc,none": 0.75, "acc_stderr,none": 0.25}} if results is None else results
    return {
        "results": {task: {"alias": task, **numbers} for task, numbers in results.items()},
        "group_subtasks": {task: [] for task in results},
        "configs": {task: {"task": task, **CONFIG} for task in results},
        "versions": dict.fromkeys(results, version),
        "n-shot": dict.fromkeys(results, shots),
        "higher_is_better": {task: {"acc": True} for task in results},
        "n-samples": {task: {"original": original or items, "effective": items} for task in results},
        "config": {
            "model": "hf",
            "model_args": f"pretrained={model}",
            "model_num_parameters": 1_000_000,
            "model_sha": "2d74922e8a2961565b71fd5373081e9ecbf99c08",
            "limit": None,
        },
        "date": date,
        "pretty_env_info": "host: secreto",
        "model_name": model,
        **more,
    }


def write(path: Path, values: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(values if isinstance(values, str) else json.dumps(values), encoding="utf-8")
    return path


def results_file(folder: Path, model: str = "andes/llama-1b", *, time: str = TIME, **about: Any) -> Path:
    return write(folder / model.replace("/", "__") / f"results_{time}.json", document(model, **about))


def sample(number: int, right: bool = True, **more: Any) -> dict[str, Any]:
    """A question with two choices, of which the first is right."""
    replies = [["-1.0", "False"], ["-2.0", "False"]] if right else [["-3.0", "False"], ["-2.0", "False"]]
    return {
        "doc_id": number,
        "doc": {"id": f"q{number}", "passage": number // 2, "question": f"¿{number}?"},
        "target": "0",
        "arguments": {f"gen_args_{place}": {"arg_0": "¿?", "arg_1": f" {word}"} for place, word in enumerate("ab")},
        "resps": [[reply] for reply in replies],
        "filtered_resps": replies,
        "filter": "none",
        "doc_hash": f"{number:064d}",
        "acc": float(right),
        **more,
    }


def samples_file(
    results: Path, task: str, samples: Sequence[Mapping[str, Any]], *, packed: bool = False, time: str = TIME
) -> Path:
    path = results.parent / f"samples_{task}_{time}.jsonl{'.gz' if packed else ''}"
    lines = "".join(json.dumps(each) + "\n" for each in samples).encode()
    path.write_bytes(gzip.compress(lines) if packed else lines)
    return path


def inspect_log(
    *, model: str = "hf/andes/llama-1b", limit: int | None = None, status: str = "success"
) -> dict[str, Any]:
    """A log of Inspect: three questions, twice each, of which two and a half are right."""
    scores = {"q1": ("C", "C"), "q2": ("C", "I"), "q3": ("C", "C")}
    return {
        "version": 2,
        "status": status,
        "eval": {
            "task": "capitales_es", "model": model, "created": "2025-03-01T10:00:00+00:00", "task_version": 2,
            "dataset": {"name": "capitales", "samples": 3, "sample_ids": ["q1", "q2", "q3"][:limit]},
            "config": {"epochs": 2, "limit": limit}, "packages": {"inspect_ai": "0.3.285"},
        },
        "results": {
            "total_samples": 6, "completed_samples": 6,
            "scores": [
                {"name": "choice", "scorer": "choice", "scored_samples": limit or 3, "metrics": {
                    "accuracy": {"name": "accuracy", "value": 2.5 / 3}, "stderr": {"name": "stderr", "value": 0.16},
                }}
            ],
        },
        "samples": [
            {"id": item, "epoch": epoch, "input": "¿Capital?", "choices": ["Lima", "Quito", "Sucre", "Bogotá"],
             "target": "A", "scores": {"choice": {"value": value, "answer": "A"}}, "output": {"completion": "A"}}
            for item, values in scores.items()
            for epoch, value in enumerate(values, 1)
        ],
    }  # fmt: skip


def zstandard(path: Path) -> Path:
    """Pack the members of an archive anew by the method that Python does not know, as newer versions of Inspect do."""
    with zipfile.ZipFile(path) as archive:
        members = [(name.encode(), archive.read(name)) for name in archive.namelist()]
    body, directory = b"", b""
    for name, data in members:
        packed = pa.compress(data, codec="zstd", asbytes=True)
        shared = struct.pack("<HHHHHIIIHH", 45, 0, 93, 0, 33, zlib.crc32(data), len(packed), len(data), len(name), 0)
        directory += b"PK\1\2" + struct.pack("<H", 45) + shared + struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + name
        body += b"PK\3\4" + shared + name + packed
    end = struct.pack("<HHHHIIH", 0, 0, len(members), len(members), len(directory), len(body), 0)
    path.write_bytes(body + directory + b"PK\5\6" + end)
    return path


def inspect_archive(path: Path, log: Mapping[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in log["samples"]:
            archive.writestr(f"samples/{each['id']}_epoch_{each['epoch']}.json", json.dumps(each))
        archive.writestr("header.json", json.dumps({key: value for key, value in log.items() if key != "samples"}))
    return path
