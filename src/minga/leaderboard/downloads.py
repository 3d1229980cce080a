"""The numbers as files: JSON with everything, CSV and Parquet with one row for each model and task."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from minga.leaderboard.standings import Standings
from minga.spreadsheets import inert

__all__ = ["score_rows", "write_downloads"]


def write_downloads(standings: Standings, folder: Path) -> None:
    """Write `scores.json`, `scores.csv` and `scores.parquet`."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = score_rows(standings)
    (folder / "scores.json").write_text(standings.model_dump_json(indent=1) + "\n", encoding="utf-8")
    (folder / "scores.csv").write_text(_csv(rows), encoding="utf-8", newline="")
    pq.write_table(pa.Table.from_pylist(rows, schema=_schema()), folder / "scores.parquet", compression="zstd")


def score_rows(standings: Standings) -> list[dict[str, Any]]:
    """One row for each model and task; where there is no score, the reason."""
    scores = {(score.model, score.task): score for score in standings.scores}
    gaps = {(hole.model, hole.task): hole.gap for hole in standings.holes}
    rows = []
    for model in standings.models:
        for task in standings.tasks:
            score, gap = scores.get((model.slug, task.task)), gaps.get((model.slug, task.task))
            interval = score.interval if score else None
            rows.append(
                {
                    "model": model.name,
                    "task": task.task,
                    "benchmark": task.benchmark,
                    "language": task.language,
                    "metric": task.metric,
                    "score": score.value if score else None,
                    "low": interval.low if interval else None,
                    "high": interval.high if interval else None,
                    "normalised": score.normalised if score else None,
                    "group": score.group if score else "",
                    "items": task.items,
                    "validated": task.validated,
                    "missing": " ".join([gap.reason, gap.detail]).strip() if gap else "",
                }
            )
    return rows


def _schema() -> Any:
    import pyarrow as pa

    numbers = {"score", "low", "high", "normalised", "validated"}
    names = (
        "model", "task", "benchmark", "language", "metric", "score", "low", "high", "normalised", "group", "items",
        "validated", "missing",
    )  # fmt: skip
    kinds = {"items": pa.int64()} | dict.fromkeys(numbers, pa.float64())
    return pa.schema([pa.field(name, kinds.get(name, pa.string())) for name in names])


def _csv(rows: list[dict[str, Any]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, _schema().names, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: inert(value) for name, value in row.items()} for row in rows)
    return text.getvalue()
