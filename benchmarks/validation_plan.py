"""How many items people must validate before a benchmark's score is known, in a planned order and in a random one.

TruthfulQA's 817 questions, translated by Apertium through minga's engine into Spanish and Catalan, beside the human
translations of the same questions: here the human version stands for what validation would make of the machine's. A
model is scored on the English, the machine's and the human version (mc1: 0 or 1 an item; mc2: a share of the
likelihood). A simulated campaign knows the first two for all items, and the score on the human version of an item only
once it is validated. It wants the score on the whole human version.

The model is one of letters (`_validation_plan/letters.py`), which takes seconds; `--model smollm2` asks SmolLM2-135M,
which takes hours on two busy cores, keeps its answers under --cache, and goes on where it stopped.

Three ways, each in --campaigns simulated campaigns (the second in a fifth of them):

* plan: the planner's order, drawn by risk before the first verdict, with the planner's estimate;
* random, same estimate: a simple random order, with the planner's estimate (the machine's scores help as much);
* random: a simple random order, and the mean of the validated items' scores. This is the baseline of `budget_ratio`.

A number of items suffices when from there on 95 % of the campaigns are within one point of the truth. `budget_ratio` is
the plan's number over that of `random`, the mean over languages and metrics; each is in `cells`.
`coverage` is the share of campaigns whose 95 % interval has the truth in it, at the number of items that the plan
needs, the least of all cells; `coverage_least` that at any number of items (COUNTS).

Last line: JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import numpy as np
from _validation_plan import letters
from _validation_plan.campaigns import Floats, Played, play, play_plain
from _validation_plan.scoring import Scores, answered, ask, scores
from _validation_plan.versions import Question, machine, read

from minga.llm import transformers_folder
from minga.translate.planning import Population

ROOT = Path(__file__).resolve().parent.parent
METRICS = ("mc1", "mc2")
GOAL = 0.01
COUNTS = (100, 200, 300, 400, 450, 500, 525, 550, 575, 600, 625, 650, 675, 700, 725, 750)
Logs = dict[str, dict[int, dict[str, float]]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--cache", type=Path, default=ROOT / ".benchmarks" / "validation_plan")
    parser.add_argument("--model", action="append", default=[], help="smollm2, or NAME=FOLDER; default: letters")
    parser.add_argument("--minutes", type=float, default=600, help="how long to ask each model at most")
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
    started = time.monotonic()
    cells: list[dict[str, Any]] = []
    for language in asked.languages.split(","):
        cells += _language(language, asked, campaigns)
    _show(cells)
    print(json.dumps(_summary(cells, campaigns) | {"seconds": round(time.monotonic() - started), "cells": cells}))


def _language(language: str, asked: argparse.Namespace, campaigns: int) -> list[dict[str, Any]]:
    folder = asked.data / "truthfulqa-multi"
    source, human = read(folder / "en.json"), read(folder / f"{language}.json")
    translated, risk = machine(source, language, asked.cache)
    versions = {"en": source, f"machine-{language}": translated, f"human-{language}": human}
    cells = []
    for name, logs in _answers(versions, asked).items():
        everywhere = set.intersection(*(set(logs.get(version, {})) for version in versions))
        places = sorted(everywhere)
        english, before, after = (scores(one, logs[version], places) for version, one in versions.items())
        population = Population(
            _columns(before), risk[places], _signals(english, before, [source[place] for place in places])
        )
        for cell in _cells(population, _columns(after), campaigns):
            cells.append({"language": language, "model": name, "items": len(places)} | cell)
            print(json.dumps(cells[-1]), file=sys.stderr, flush=True)
    return cells


def _answers(versions: dict[str, list[Question]], asked: argparse.Namespace) -> dict[str, Logs]:
    """Log-likelihoods by model, version, question and answer."""
    if not asked.model:
        model = letters.train(asked.data)
        return {"letters": {name: letters.ask(model, one) for name, one in versions.items()}}
    found = {}
    for name, _, path in (one.partition("=") for one in asked.model):
        kept = asked.cache / f"answers-{name}.jsonl"
        ask(Path(path or transformers_folder("embedded", asked.cache)), versions, kept, asked.minutes)
        found[name] = answered(kept)
    return found


def _columns(scores: Scores) -> Floats:
    return np.stack([scores.mc1, scores.mc2], axis=1)


def _signals(english: Scores, before: Scores, questions: Sequence[Question]) -> Floats:
    """(items, 2, signals): how far ahead the right choice is and mc2, on the machine's version and in English; and how
    many choices there are."""
    choices = np.array([float(len(one.single)) for one in questions])
    both = np.stack([before.lead, before.mc2, english.lead, english.mc2, choices], axis=1)
    return np.stack([both, both], axis=1)


def _cells(population: Population, after: Floats, campaigns: int) -> list[dict[str, Any]]:
    size = len(population)
    counts = [*(count for count in (COUNTS[1::2] if campaigns < 200 else COUNTS) if count < size), size]
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
            "random, same estimate": play(one, after[:, [column]], kept, counts, max(20, campaigns // 5), "random", 2),
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
