"""How many items people must validate before a benchmark's score is known, in a planned order and in a random one.

TruthfulQA's 817 questions, translated by Apertium through minga's engine into Spanish and Catalan, beside the human
translations of the same questions: here the human version stands for what validation would make of the machine's. A
small model is scored on the English, the machine's and the human version (mc1: 0 or 1 an item; mc2: a share of the
likelihood). A simulated campaign knows the first two for all items, and the score on the human version of an item only
once it is validated. It wants the score on the whole human version.

Three ways, each in --campaigns simulated campaigns:

* plan: the planner's order, drawn by risk and drawn anew as verdicts come, with the planner's estimate;
* random, same estimate: a simple random order, with the planner's estimate (the machine's scores help as much);
* random: a simple random order, and the mean of the validated items' scores. This is the baseline of `budget_ratio`.

A number of items suffices when from there on 95 % of the campaigns are within one point of the truth. `budget_ratio` is
the plan's number over that of `random`, the mean over languages and models on mc1 and mc2; each is in `cells`.
`coverage` is the share of campaigns whose 95 % interval has the truth in it, at the number of items that the plan
needs, the least of all cells; `coverage_least` that at any number of items from 40 on.

Last line: JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import numpy as np
from _validation_plan.campaigns import Floats, Played, play, play_plain
from _validation_plan.scoring import Scores, score
from _validation_plan.versions import machine, read

from minga.llm import transformers_folder
from minga.translate.planning import Population

ROOT = Path(__file__).resolve().parent.parent
METRICS = ("mc1", "mc2")
GOAL = 0.01
FIRST = 40


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--cache", type=Path, default=ROOT / ".benchmarks" / "validation_plan")
    parser.add_argument("--model", action="append", default=[], help="NAME=FOLDER of a model; default: SmolLM2-135M")
    parser.add_argument("--languages", default="es,ca")
    parser.add_argument("--campaigns", type=int, default=500)
    parser.add_argument("--quick", action="store_true", help="60 campaigns")
    asked = parser.parse_args()
    folder = asked.data / "truthfulqa-multi"
    if not folder.is_dir():
        print(f"there is no {folder}: nothing was measured", file=sys.stderr)
        print(json.dumps({"skipped": "no data"}))
        raise SystemExit(1)
    asked.cache.mkdir(parents=True, exist_ok=True)
    campaigns = 60 if asked.quick else asked.campaigns
    models = dict(one.split("=", 1) for one in asked.model) or {"smollm2": transformers_folder("embedded", asked.cache)}
    started = time.monotonic()
    cells: list[dict[str, Any]] = []
    for language in asked.languages.split(","):
        cells += _language(
            language, folder, {name: Path(path) for name, path in models.items()}, asked.cache, campaigns
        )
    _show(cells)
    print(json.dumps(_summary(cells, campaigns) | {"seconds": round(time.monotonic() - started), "cells": cells}))


def _language(
    language: str, folder: Path, models: dict[str, Path], cache: Path, campaigns: int
) -> list[dict[str, Any]]:
    source, human = read(folder / "en.json"), read(folder / f"{language}.json")
    translated, risk = machine(source, language, cache)
    cells = []
    for name, path in models.items():
        english = score(name, path, "en", source, cache)
        before = score(name, path, f"machine-{language}", translated, cache)
        after = score(name, path, f"human-{language}", human, cache)
        population = Population(_columns(before), risk, _signals(english, before))
        for cell in _cells(population, _columns(after), campaigns):
            cells.append({"language": language, "model": name} | cell)
            print(json.dumps(cells[-1]), file=sys.stderr, flush=True)
    return cells


def _columns(scores: Scores) -> Floats:
    return np.stack([scores.mc1, scores.mc2], axis=1)


def _signals(english: Scores, before: Scores) -> Floats:
    """(items, 2, 3): how far ahead the right choice is, on the machine's version and in English, and mc2 in English."""
    both = np.stack([before.lead, english.lead, english.mc2], axis=1)
    return np.stack([both, both], axis=1)


def _cells(population: Population, after: Floats, campaigns: int) -> list[dict[str, Any]]:
    size = len(population)
    counts = [*range(FIRST, size, 10), size]
    kept, truth = np.ones(size), after.mean(axis=0)
    plain = play_plain(after, kept, counts, campaigns, seed=3)
    cells = []
    for column, metric in enumerate(METRICS):
        one = Population(
            population.machine[:, [column]],
            population.risk,
            None if population.signals is None else population.signals[:, [column]],
        )
        played = {
            "plan": play(one, after[:, [column]], kept, counts, campaigns, "risk", 1),
            "random, same estimate": play(one, after[:, [column]], kept, counts, campaigns, "random", 2),
            "random": Played(plain.values[..., [column]], plain.halves[..., [column]]),
        }
        moved = after[:, column] - population.machine[:, column]
        cells.append(
            {
                "metric": metric,
                "machine_score": round(float(population.machine[:, column].mean()), 4),
                "validated_score": round(float(truth[column]), 4),
                "changed": round(float((np.abs(moved) > 0.01).mean()), 3),
                "correlation": round(float(np.corrcoef(after[:, column], population.machine[:, column])[0, 1]), 3),
            }
            | _measures(played, truth[[column]], counts)
        )
    return cells


def _measures(played: dict[str, Played], truth: Floats, counts: list[int]) -> dict[str, Any]:
    needed = {name: one.needed(truth, counts, GOAL)[0] for name, one in played.items()}
    plan = played["plan"]
    covered = plan.coverage(truth)[:, 0]
    stopped, held = plan.at_stop(truth, counts, GOAL)
    return {
        "items_needed": needed,
        "budget_ratio": round(needed["plan"] / needed["random"], 3),
        "budget_ratio_same_estimate": round(needed["plan"] / needed["random, same estimate"], 3),
        "coverage": round(float(covered[counts.index(needed["plan"])]), 3),
        "coverage_least": round(float(covered[:-1].min()), 3),
        "coverage_mean": round(float(covered[:-1].mean()), 3),
        "coverage_random": round(float(played["random"].coverage(truth)[:-1, 0].mean()), 3),
        "stopped_after": round(float(stopped[0]), 1),
        "coverage_at_stop": round(float(held[0]), 3),
        "half_width_at_200": {
            name: round(float(one.halves[:, counts.index(200), 0].mean()), 4) for name, one in played.items()
        },
    }


def _summary(cells: list[dict[str, Any]], campaigns: int) -> dict[str, Any]:
    def mean(name: str) -> float:
        return round(float(np.mean([cell[name] for cell in cells])), 3)

    return {
        "budget_ratio": mean("budget_ratio"),
        "budget_ratio_worst": max(cell["budget_ratio"] for cell in cells),
        "budget_ratio_same_estimate": mean("budget_ratio_same_estimate"),
        "coverage": min(cell["coverage"] for cell in cells),
        "coverage_least": min(cell["coverage_least"] for cell in cells),
        "coverage_at_stop": min(cell["coverage_at_stop"] for cell in cells),
        "campaigns": campaigns,
    }


def _show(cells: list[dict[str, Any]]) -> None:
    for cell in cells:
        needed = ", ".join(f"{name} {count}" for name, count in cell["items_needed"].items())
        print(
            f"{cell['language']} {cell['model']} {cell['metric']}: items for ±1 point: {needed}; "
            f"ratio {cell['budget_ratio']}, coverage {cell['coverage']} (least {cell['coverage_least']})"
        )


if __name__ == "__main__":
    main()
