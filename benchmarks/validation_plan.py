"""How many items people must validate before a benchmark's score is known, in a planned order and in a random one.

TruthfulQA's 817 questions, translated by Apertium through minga's engine into Spanish and Catalan, beside the human
translations of the same questions: here the human version stands for what validation would make of the machine's.
SmolLM2-135M and Gemma 3 270M answered the English, the machine's and the human version of every question
(`validation_experiment.py`, about an hour on two cores; what they answered is kept in `_validation_plan/answers.csv`
and remade with its option --record). A simulated campaign knows the first two for all items, and the answer to the
human version of an item only once it is validated. It wants the score on the whole human version: mc1 (0 or 1 an item)
or the share of the likelihood that the right choice has.

Three ways, each in --campaigns simulated campaigns (the second in a fifth of them):

* plan: the planner's order, drawn by risk and leads before the first verdict (with --redrawn 150 drawn anew after 150
  verdicts and whenever there are 1.6 times as many), with the planner's estimate;
* random, same estimate: a simple random order, with the planner's estimate (the machine's scores help as much);
* random: a simple random order, and the mean of the validated items' scores. This is the baseline of `budget_ratio`.

A number of items suffices when from there on the estimates' standard error (root mean square over campaigns) is within
one point of the truth; what harnesses print after the sign ± is a standard error. `budget_ratio` is the plan's number
over that of `random`, the mean over languages, models and metrics; each is in `cells`. `budget_ratio_95` is the same
where 95 % of the campaigns have to be within one point: nearly all items of 817, whatever the order.
`coverage` is the share of campaigns whose 95 % interval has the truth in it, at the number of items that the plan
needs: the mean of all cells; `coverage_worst_cell` the least of them, `coverage_least` that at any number of items.

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
from _validation_plan.answers import Recorded, recorded
from _validation_plan.campaigns import Floats, Played, play, play_plain
from _validation_plan.versions import machine_risk

from minga.translate.planning import Population

ROOT = Path(__file__).resolve().parent.parent
GOAL = 0.01
COUNTS = (100, 150, 200, 250, 300, 350, 400, 450, 500, 550, 600, 625, 650, 675, 700, 725, 750, 775)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--cache", type=Path, default=ROOT / ".benchmarks" / "validation_plan")
    parser.add_argument("--languages", default="es,ca")
    parser.add_argument("--campaigns", type=int, default=500)
    parser.add_argument("--redrawn", type=float, default=np.inf, help="verdicts after which the order is drawn anew")
    parser.add_argument("--quick", action="store_true", help="60 campaigns")
    asked = parser.parse_args()
    folder = asked.data / "truthfulqa-multi"
    if not folder.is_dir():
        print(f"there is no {folder}: nothing was measured", file=sys.stderr)
        print(json.dumps({"skipped": "no data"}))
        raise SystemExit(1)
    asked.cache.mkdir(parents=True, exist_ok=True)
    campaigns = 60 if asked.quick else asked.campaigns
    started = time.monotonic()
    cells: list[dict[str, Any]] = []
    for language in asked.languages.split(","):
        risk = machine_risk(folder / "en.json", language, asked.cache)
        for known in recorded():
            cells += _cells(known, language, risk[known.questions], campaigns, asked.redrawn)
    _show(cells)
    print(json.dumps(_summary(cells, campaigns) | {"seconds": round(time.monotonic() - started), "cells": cells}))


def _cells(known: Recorded, language: str, risk: Floats, campaigns: int, redrawn: float) -> list[dict[str, Any]]:
    """One for each metric."""
    before, after = known.versions[f"machine-{language}"], known.versions[f"validated-{language}"]
    leads = np.stack([before.lead, known.versions["source-en"].lead], axis=1)[:, None]
    size = len(risk)
    counts = [*(count for count in COUNTS if count < size), size]
    cells = []
    for metric, truth in after.scores.items():
        machine, scores, kept = before.scores[metric], truth[:, None], np.ones(size)
        one = Population(machine[:, None], risk, None, leads)
        played = {
            "plan": play(one, scores, kept, counts, campaigns, "risk", 1, redrawn),
            "random, same estimate": play(one, scores, kept, counts, max(20, campaigns // 5), "random", 2),
            "random": play_plain(scores, kept, counts, campaigns, seed=3),
        }
        cell = {
            "language": language, "model": known.model, "metric": metric, "items": size,
            "machine_score": round(float(machine.mean()), 4),
            "validated_score": round(float(truth.mean()), 4),
            "changed": round(float((np.abs(truth - machine) > 0.01).mean()), 3),
            "correlation": round(float(np.corrcoef(truth, machine)[0, 1]), 3),
        }  # fmt: skip
        cells.append(cell | _measures(played, truth.mean(keepdims=True), counts))
        print(json.dumps(cells[-1]), file=sys.stderr, flush=True)
    return cells


def _measures(played: dict[str, Played], truth: Floats, counts: list[int]) -> dict[str, Any]:
    needed = {name: round(one.needed(truth, counts, GOAL)) for name, one in played.items()}
    strictly = {name: round(one.needed_by_most(truth, counts, GOAL)) for name, one in played.items()}
    plan = played["plan"]
    covered = plan.coverage(truth)[:, 0]
    stopped, held = plan.at_stop(truth, counts, GOAL)
    return {
        "items_needed": needed,
        "items_needed_95": strictly,
        "budget_ratio": round(needed["plan"] / needed["random"], 3),
        "budget_ratio_95": round(strictly["plan"] / strictly["random"], 3),
        "budget_ratio_same_estimate": round(needed["plan"] / needed["random, same estimate"], 3),
        "coverage": round(float(np.interp(needed["plan"], counts, covered)), 3),
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
        "budget_ratio_95": mean("budget_ratio_95"),
        "budget_ratio_same_estimate": mean("budget_ratio_same_estimate"),
        "coverage": mean("coverage"),
        "coverage_worst_cell": min(cell["coverage"] for cell in cells),
        "coverage_least": min(cell["coverage_least"] for cell in cells),
        "coverage_at_stop": min(cell["coverage_at_stop"] for cell in cells),
        "campaigns": campaigns,
    }


def _show(cells: list[dict[str, Any]]) -> None:
    for cell in cells:
        needed = ", ".join(f"{name} {count}" for name, count in cell["items_needed"].items())
        print(
            f"{cell['language']} {cell['model']} {cell['metric']}: items for a standard error of 1 point: {needed}; "
            f"ratio {cell['budget_ratio']} (95 %: {cell['budget_ratio_95']}), "
            f"coverage {cell['coverage']} (least {cell['coverage_least']})"
        )


if __name__ == "__main__":
    main()
