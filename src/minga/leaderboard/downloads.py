"""The numbers as files: JSON with everything, CSV and Parquet with one row for each score, average and pair."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from minga.leaderboard.computing import Findings
from minga.leaderboard.rankings import Judgement, Ranking
from minga.leaderboard.standings import ALL, Average, Score, Standings
from minga.spreadsheets import csv_text

__all__ = ["PAIRS", "average_rows", "score_rows", "write_downloads", "write_pairs"]

PAIRS = "pairs.parquet"
Row = dict[str, Any]

_SCORES = {
    "model": str, "task": str, "benchmark": str, "language": str, "family": str, "metric": str,
    "score": float, "low": float, "high": float, "interval": str, "normalised": float,
    "best_place": int, "worst_place": int, "group": str, "items": int, "shots": int,
    "origin": str, "validated": float, "licence": str, "model_licence": str, "contamination": str,
    "seconds": float, "energy_kwh": float, "co2_kg": float, "missing": str,
}  # fmt: skip
_OF_THE_TASK = {"task", "benchmark", "language", "family", "metric", "items", "origin", "validated", "licence"}
_AVERAGES = {
    "model": str, "scope": str, "language": str, "family": str, "average": float, "low": float, "high": float,
    "interval": str, "best_place": int, "worst_place": int, "group": str, "tasks_done": int, "tasks": int,
    "native": float, "human": float, "machine_validated": float, "machine": float, "kwh_per_point": float,
}  # fmt: skip


def write_downloads(standings: Standings, folder: Path) -> None:
    """Write `scores.json`, and `scores` and `averages` as CSV and Parquet."""
    (folder / "scores.json").write_text(standings.model_dump_json() + "\n", encoding="utf-8")
    for name, kinds, rows in (
        ("scores", _SCORES, list(score_rows(standings))),
        ("averages", _AVERAGES, list(average_rows(standings))),
    ):
        (folder / f"{name}.csv").write_text(csv_text(list(kinds), rows), encoding="utf-8", newline="")
        _write_parquet(folder / f"{name}.parquet", rows, kinds)


def score_rows(standings: Standings) -> Iterator[Row]:
    """One row for each model and task; where there is no score, the reason."""
    scores = {(score.model, score.task): score for score in standings.scores}
    gaps = {(hole.model, hole.task): hole.gap for hole in standings.holes}
    flags = {(flag.model, flag.task): flag.evidence for flag in standings.contamination}
    for model in standings.models:
        for task in standings.tasks:
            key = model.slug, task.task
            score, gap = scores.get(key), gaps.get(key)
            row: Row = {
                "model": model.name,
                "model_licence": model.licence,
                **task.model_dump(include=_OF_THE_TASK),
                "contamination": flags.get(key, ""),
                "missing": " ".join([gap.reason, gap.detail]).strip() if gap else "",
            }
            if score is not None:
                row |= {"score": score.value, "normalised": score.normalised, "shots": score.shots}
                row |= vars(score.cost) if score.cost else {}
                row |= _judged(score)
            yield row


def average_rows(standings: Standings) -> Iterator[Row]:
    """One row for each model and scope; without an average where the model lacks tasks, which are counted."""
    found = {(average.model, average.scope): average for average in standings.averages}
    per_point = {spent.model: spent.kwh_per_point for spent in standings.spending}
    for model in standings.models:
        for scope in standings.scopes:
            average, coverage = found.get((model.slug, scope.name)), standings.coverage(model.slug, scope)
            row: Row = {
                "model": model.name,
                "scope": scope.name,
                "language": scope.language,
                "family": scope.family,
                "tasks_done": coverage.done,
                "tasks": coverage.of,
                "native": scope.shares.native,
                "human": scope.shares.human,
                "machine_validated": scope.shares.validated,
                "machine": scope.shares.machine,
            }
            if average is not None:
                row |= {"average": average.value, **_judged(average)}
                row |= {"kwh_per_point": per_point.get(model.slug)} if scope.name == ALL else {}
            yield row


def _judged(number: Score | Average) -> Row:
    interval, places = number.interval, number.places
    return {
        "low": interval.low if interval else None,
        "high": interval.high if interval else None,
        "interval": interval.kind if interval else "",
        "best_place": places[0] if places else None,
        "worst_place": places[1] if places else None,
        "group": number.group,
    }


def write_pairs(found: Findings, folder: Path) -> None:
    """Write `pairs.parquet`: every two models on everything and in every language, with what tells them apart.

    Of 200 models these are 19,900 pairs a scope, which is why they are no part of `scores.json`; on a single task any
    two are compared by `compare_models`.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema(
        [*((name, pa.string()) for name in ("scope", "first", "second")),
         *((name, pa.float64()) for name in ("difference", "low", "high")),
         *((name, pa.bool_()) for name in ("distinct", "paired")), ("interval", pa.string())]
    )  # fmt: skip
    rankings = [ranking for scope, ranking in zip(found.scopes, found.wide, strict=True) if not scope.family]
    judged = ((ranking, found.judged[ranking.scope]) for ranking in rankings)
    tables = [pa.table(_pairs(ranking, one), schema=schema) for ranking, one in judged if one is not None]
    pq.write_table(pa.concat_tables(tables) if tables else schema.empty_table(), folder / PAIRS, compression="zstd")


def _pairs(ranking: Ranking, judged: Judgement) -> Row:
    first, second = np.triu_indices(len(judged.models), 1)
    models, values = np.array(judged.models), np.array([ranking.values[model] for model in judged.models])
    number = {block: place for place, block in enumerate(dict.fromkeys(judged.blocks.values()))}
    blocks = np.array([number[judged.blocks[model]] for model in judged.models])
    by_error = np.array([judged.kinds[model] == "standard-error" for model in judged.models])
    between = judged.differences
    return {
        "scope": np.full(len(first), ranking.scope),
        "first": models[first],
        "second": models[second],
        "difference": np.round(values[first] - values[second], 12),
        "low": np.round(between.low[first, second], 6),
        "high": np.round(between.high[first, second], 6),
        "distinct": between.distinct[first, second],
        "paired": blocks[first] == blocks[second],
        "interval": np.where(by_error[first] | by_error[second], "standard-error", "bootstrap"),
    }


def _write_parquet(path: Path, rows: Sequence[Mapping[str, Any]], kinds: Mapping[str, type]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {str: pa.string(), float: pa.float64(), int: pa.int64()}
    schema = pa.schema([pa.field(name, types[kind]) for name, kind in kinds.items()])
    pq.write_table(pa.Table.from_pylist(list(rows), schema=schema), path, compression="zstd")
