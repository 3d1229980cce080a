"""What the rules of review are worth, on a simulated community fitted to the published facts.

Adaptive overlap against fixed overlap 3 at equal final accuracy, the concentration rules against none, each rule left
out in turn, and how all of it depends on what nobody has published. Every comparison is paired: a seed draws the same
people, items and visits for all rules. The confidence target is chosen on seeds of its own, never on those that are
reported: the lowest at which the whole interval of the difference in accuracy is not below that of fixed overlap.

The campaign is one of 2,000 items in three weeks with as many people as fixed overlap 3 takes (nine campaigns of ten
in time, by `people_needed`), so it is neither short of hands nor made generous for the rules.

Last line: JSON. `answers_saved`, `accuracy_adaptive`, `accuracy_fixed`, `top10_share`, `throughput_kept` are means
over `seeds`, with `…_low` and `…_high` (95 %, Student). Answers are counted for each decided item, adjudications too.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

from minga.review.caps import CapPolicy
from minga.review.overlap import OverlapPolicy
from minga.review.planning import people_needed
from minga.review.simulation import Community, Outcome, Rules, simulate

FIXED = Rules(decide="majority", overlap=OverlapPolicy(3, 3), caps=None, breaks=False, weights=False)
BARE = Rules(caps=None, breaks=False, weights=False)
TARGETS = [round(0.70 + 0.01 * step, 2) for step in range(26)]
CALIBRATION, REPORTED = 10_000, 0
CHOSEN = 0.86
"""What the full run chooses; `--quick` takes it over, as four seeds could not choose."""

Job = tuple[Community, Rules, int, int]
Play = Callable[[Sequence[Job]], list[Outcome]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="4 seeds instead of 30, the target as known")
    parser.add_argument("--jobs", type=int, default=2, help="processes at a time")
    asked = parser.parse_args()
    started = time.perf_counter()
    with ProcessPoolExecutor(asked.jobs, initializer=os.nice, initargs=(5,)) as pool:
        report = measure(partial(_play, pool), *((4, 0, 2) if asked.quick else (30, 30, 10)))
    report["seconds"] = round(time.perf_counter() - started, 1)
    print(json.dumps(report))


def measure(play: Play, seeds: int, calibration: int, few: int) -> dict[str, Any]:
    """All of it: `seeds` for the heads and ablations, `few` for what depends on assumptions."""
    of = Community()
    people = round(people_needed(of, FIXED, seeds=10).people.high)
    print(f"{people} people do fixed overlap 3 on 2,000 items in 21 days, nine times of ten")
    target = choose_target(play, of, people, calibration) if calibration else CHOSEN
    print(f"confidence target {target}, chosen on {calibration or 'the full run’s'} other seeds\n")
    adaptive = replace(BARE, overlap=OverlapPolicy(target=target))
    fixed = run(play, of, FIXED, people, seeds)
    alone = run(play, of, adaptive, people, seeds)
    ruled = run(play, of, replace(Rules(), overlap=adaptive.overlap), people, seeds)
    heads = {
        "answers_saved": saved(alone, fixed),
        "accuracy_adaptive": each(alone, "accuracy"),
        "accuracy_fixed": each(fixed, "accuracy"),
        "accuracy_gain": each(alone, "accuracy") - each(fixed, "accuracy"),
        "top10_share": each(ruled, "top_share"),
        "top10_share_without": each(alone, "top_share"),
        "throughput_kept": each(ruled, "decided") / each(alone, "decided"),
        "accuracy_ruled": each(ruled, "accuracy"),
        "effective_number": each(ruled, "effective_number"),
        "effective_number_without": each(alone, "effective_number"),
        "days": days(ruled),
        "days_without": days(alone),
        "days_fixed": days(fixed),
    }
    show("rules", heads)
    report: dict[str, Any] = {"seeds": seeds, "people": people, "target": target}
    for name, values in heads.items():
        mean, low, high = interval(values)
        report |= {name: mean, f"{name}_low": low, f"{name}_high": high}
    report["ablations"] = ablations_of_overlap(play, of, adaptive, fixed, people, seeds)
    report["ablations"] |= ablations_of_rules(play, of, adaptive, alone, people, seeds)
    report["fatigue"] = where_people_tire(play, of, adaptive, few)
    report["by_people"] = by_people(play, of, adaptive, people, few)
    report["by_assumption"] = by_assumption(play, of, adaptive, people, few)
    return report


def choose_target(play: Play, of: Community, people: int, seeds: int) -> float:
    """The lowest target that is at least as accurate as fixed overlap on the calibration seeds, by the interval."""
    fixed = each(run(play, of, FIXED, people, seeds, CALIBRATION), "accuracy")
    low, high = 0, len(TARGETS) - 1
    while low < high:
        middle = (low + high) // 2
        rules = replace(BARE, overlap=OverlapPolicy(target=TARGETS[middle]))
        gain = each(run(play, of, rules, people, seeds, CALIBRATION), "accuracy") - fixed
        low, high = (low, middle) if interval(gain)[1] >= 0 else (middle + 1, high)
    return TARGETS[high]


def ablations_of_overlap(
    play: Play, of: Community, adaptive: Rules, fixed: list[Outcome], people: int, seeds: int
) -> dict[str, Any]:
    """Answers saved and accuracy gained against fixed overlap 3, with one part of adaptive overlap left out."""
    policy = adaptive.overlap
    parts = {
        "without_dawid_skene": replace(FIXED, overlap=OverlapPolicy(2, 3)),
        "without_expected_value": replace(adaptive, overlap=replace(policy, worth=0.0)),
        "without_revision": replace(adaptive, revise=False),
        "two_opinions_at_least": replace(adaptive, overlap=replace(policy, minimum=2)),
        "maximum_3": replace(adaptive, overlap=replace(policy, maximum=3)),
        "maximum_6": replace(adaptive, overlap=replace(policy, maximum=6)),
        "fresh_items_first": replace(adaptive, order="fresh"),
    }
    found = {}
    for name, rules in parts.items():
        got = run(play, of, rules, people, seeds)
        values = {"answers_saved": saved(got, fixed), "accuracy_gain": each(got, "accuracy") - each(fixed, "accuracy")}
        found[name] = {**intervals(values), "adjudicated": interval(each(got, "adjudications") / 2000)[0]}
        show(name, values)
    return found


def ablations_of_rules(
    play: Play, of: Community, adaptive: Rules, alone: list[Outcome], people: int, seeds: int
) -> dict[str, Any]:
    """Concentration, throughput and accuracy with one of the rules about people left out."""
    full = replace(Rules(), overlap=adaptive.overlap)
    parts = {
        "without_share_cap": replace(full, caps=CapPolicy(share=1, top_share=1)),
        "without_top_share": replace(full, caps=CapPolicy(top_share=1)),
        "share_from_100": replace(full, caps=CapPolicy(share_from=100)),
        "without_soft_cap": replace(full, caps=CapPolicy(soft_day=0)),
        "without_hard_cap": replace(full, caps=CapPolicy(hard_day=0)),
        "without_yielding": replace(full, caps=CapPolicy(yields=False)),
        "without_breaks": replace(full, breaks=False),
        "without_fatigue_weight": replace(full, weights=False),
    }
    return {name: _rules_against(play, of, rules, alone, people, seeds, name) for name, rules in parts.items()}


def by_people(play: Play, of: Community, adaptive: Rules, people: int, seeds: int) -> dict[str, Any]:
    """The rules about people, where hands are fewer or more."""
    found = {}
    for share in (0.5, 0.65, 0.8, 1.0, 1.5):
        count = round(people * share)
        alone = run(play, of, adaptive, count, seeds)
        full = replace(Rules(), overlap=adaptive.overlap)
        found[str(count)] = _rules_against(play, of, full, alone, count, seeds, f"{count} people")
        if share < 0.8:
            strict = replace(full, caps=CapPolicy(yields=False))
            name = f"{count}_without_yielding"
            found[name] = _rules_against(play, of, strict, alone, count, seeds, name)
    return found


def where_people_tire(play: Play, of: Community, adaptive: Rules, seeds: int) -> dict[str, Any]:
    """Breaks and late weights where there is most to gain: long visits, everybody tires, six weeks, no caps."""
    tired = replace(of, answers_median=30, visit_answers=25, tiring=1.0, tires_after=20, tiredness=0.04)
    rules = replace(adaptive, items=6000, days=42.0)
    alone = run(play, tired, rules, 300, seeds)
    found = {}
    for name, breaks, weights in (("breaks", True, False), ("weights", False, True), ("both", True, True)):
        got = run(play, tired, replace(rules, breaks=breaks, weights=weights), 300, seeds)
        values = {
            "accuracy_change": each(got, "accuracy") - each(alone, "accuracy"),
            "throughput_kept": each(got, "decided") / each(alone, "decided"),
            "breaks": each(got, "breaks"),
            "lowered": each(got, "lowered") / each(got, "answers"),
        }
        found[name] = intervals(values)
        show(f"all tire, {name}", values)
    return found


def _rules_against(
    play: Play, of: Community, rules: Rules, alone: list[Outcome], people: int, seeds: int, name: str
) -> dict[str, Any]:
    got = run(play, of, rules, people, seeds)
    values = {
        "top10_share": each(got, "top_share"),
        "top10_share_without": each(alone, "top_share"),
        "throughput_kept": each(got, "decided") / each(alone, "decided"),
        "accuracy_change": each(got, "accuracy") - each(alone, "accuracy"),
        "breaks": each(got, "breaks"),
        "lowered": each(got, "lowered"),
    }
    show(name, values)
    return intervals(values)


def by_assumption(play: Play, of: Community, adaptive: Rules, people: int, seeds: int) -> dict[str, Any]:
    """Adaptive against fixed overlap at the same target, where what nobody has published is otherwise."""
    others: Mapping[str, Community] = {
        "few_hard_items": replace(of, hard=0.1),
        "many_hard_items": replace(of, hard=0.4),
        "people_alike": replace(of, easy_skill=0.3),
        "people_unlike": replace(of, easy_skill=1.1),
        "nothing_misleads": replace(of, attraction=0.0),
        "much_misleads": replace(of, attraction=0.8),
        "easy_83_percent_right": replace(of, easy_accuracy=0.84),
        "labels_even": replace(of, labels=(1 / 3, 1 / 3, 1 / 3)),
        "adjudicators_like_others": replace(of, adjudicator_easy=0.91, adjudicator_hard=0.505),
        "all_tire_fast": replace(of, tiring=1.0, tires_after=10, tiredness=0.05),
    }
    found = {}
    for name, other in others.items():
        fixed, got = run(play, other, FIXED, people, seeds), run(play, other, adaptive, people, seeds)
        values = {
            "answers_saved": saved(got, fixed),
            "accuracy_gain": each(got, "accuracy") - each(fixed, "accuracy"),
            "accuracy_fixed": each(fixed, "accuracy"),
        }
        found[name] = intervals(values)
        show(name, values)
    return found


def run(play: Play, of: Community, rules: Rules, people: int, seeds: int, first: int = REPORTED) -> list[Outcome]:
    return play([(of, rules, people, seed) for seed in range(first, first + seeds)])


def each(outcomes: Sequence[Outcome], name: str) -> NDArray[np.float64]:
    return np.array([float(getattr(outcome, name)) for outcome in outcomes])


def days(outcomes: Sequence[Outcome]) -> NDArray[np.float64]:
    """Days until done; the whole campaign where it was not."""
    return np.array([outcome.days or 21.0 for outcome in outcomes])


def saved(got: Sequence[Outcome], fixed: Sequence[Outcome]) -> NDArray[np.float64]:
    """Per decided item, and per seed."""
    return np.subtract(1, each(got, "answers_per_item") / each(fixed, "answers_per_item"))


def interval(values: NDArray[np.float64]) -> tuple[float, float, float]:
    """Mean and its 95 % interval over seeds."""
    mean, size = float(values.mean()), len(values)
    half = float(student.ppf(0.975, size - 1) * values.std(ddof=1) / np.sqrt(size))
    return round(mean, 4), round(mean - half, 4), round(mean + half, 4)


def intervals(values: Mapping[str, NDArray[np.float64]]) -> dict[str, dict[str, float]]:
    return {name: dict(zip(("mean", "low", "high"), interval(one), strict=True)) for name, one in values.items()}


def show(name: str, values: Mapping[str, NDArray[np.float64]]) -> None:
    told = (f"{key} {mean:.3f} [{low:.3f}, {high:.3f}]" for key, (mean, low, high) in _told(values).items())
    print(f"{name:24}", *told, sep="  ", flush=True)


def _told(values: Mapping[str, NDArray[np.float64]]) -> dict[str, tuple[float, float, float]]:
    return {key: interval(one) for key, one in values.items()}


def _one(job: Job) -> Outcome:
    of, rules, people, seed = job
    return simulate(of, rules, people, np.random.default_rng(seed))


def _play(pool: ProcessPoolExecutor, jobs: Sequence[Job]) -> list[Outcome]:
    return list(pool.map(_one, jobs))


if __name__ == "__main__":
    main()
