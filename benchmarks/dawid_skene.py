"""Dawid-Skene on one crowd, in turn with crowd-kit's; and whether the labels that it is sure of are right.

Both sides do the same number of iterations from the same votes, A B A B, and must find the same posteriors. The second
part fits simulated crowds (heavy contributors and occasional ones, three answers an item) by maximum likelihood and
with the default smoothing, and counts how many of the labels with a probability of 0.95 or more are right.

Last line: JSON with `seconds`, `peer_seconds`, `vs_crowd_kit` (peer over minga), `difference` (largest, of the
posteriors), `million_seconds` (one million answers, 3 labels, smoothed, until it converges), `right_when_sure` and
`sure` (share of items), and the same of maximum likelihood, `seeds`.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minga.review.dawid_skene import Opinions, Smoothing, fit

ITERATIONS = 20
SURE = 0.95


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="20,000 answers, 2 turns and 5 seeds, not 200,000, 5, 30")
    quick = parser.parse_args().quick
    found = _speed(20_000 if quick else 200_000, turns=2 if quick else 5)
    found |= _calibration(seeds=5 if quick else 30)
    print(
        f"{found['seconds']} s against {found['peer_seconds']} s of crowd-kit for {ITERATIONS} iterations; "
        f"of the labels given {SURE} or more, {found['right_when_sure']:.1%} are right "
        f"(maximum likelihood: {found['ml_right_when_sure']:.1%})"
    )
    print(json.dumps(found))


def _speed(answers: int, turns: int) -> dict[str, float]:
    import pandas
    from crowdkit.aggregation import DawidSkene

    _, said = crowd(0, items=answers // 5, people=200, labels=3, each=5)
    table = pandas.DataFrame({"task": said.items, "worker": said.people, "label": said.labels})
    ours, theirs = [], []
    for _ in range(turns):
        mine, seconds = _timed(lambda: fit(said, iterations=ITERATIONS, tolerance=0.0).posterior)
        ours.append(seconds)
        peer, seconds = _timed(lambda: DawidSkene(n_iter=ITERATIONS, tol=-np.inf).fit(table).probas_)
        theirs.append(seconds)
    _, million = crowd(1, items=200_000, people=500, labels=3, each=5)
    _, seconds = _timed(lambda: fit(million, smoothing=Smoothing()))
    return {
        "seconds": round(statistics.median(ours), 4),
        "peer_seconds": round(statistics.median(theirs), 4),
        "vs_crowd_kit": round(statistics.median(theirs) / statistics.median(ours), 1),
        "difference": float(np.abs(mine - peer.sort_index().sort_index(axis=1).to_numpy()).max()),
        "million_seconds": round(seconds, 2),
    }


def _calibration(seeds: int) -> dict[str, float]:
    sides: dict[str, Smoothing | None] = {"": Smoothing(), "ml_": None}
    sure, right, items = dict.fromkeys(sides, 0), dict.fromkeys(sides, 0), 0
    for seed in range(seeds):
        for size, people, labels in ((100, 25, 2), (300, 60, 4), (300, 40, 3)):
            true, said = crowd(seed, items=size, people=people, labels=labels, each=3)
            items += size
            for name, smoothing in sides.items():
                posterior = fit(said, smoothing=smoothing).posterior
                certain = posterior.max(axis=1) >= SURE
                sure[name] += int(certain.sum())
                right[name] += int((certain & (posterior.argmax(axis=1) == true)).sum())
    found: dict[str, float] = {"seeds": seeds}
    for name in sides:
        found[f"{name}sure"] = round(sure[name] / items, 4)
        found[f"{name}right_when_sure"] = round(right[name] / sure[name], 4)
    return found


def crowd(seed: int, items: int, people: int, labels: int, each: int) -> tuple[NDArray[np.int64], Opinions]:
    """What is true, and what people say: some often, most seldom, with accuracies around 0.76."""
    random = np.random.default_rng([seed, items, people, labels])
    true = random.choice(labels, items, p=random.dirichlet(np.full(labels, 3.0)))
    right = random.beta(8, 2.5, people).clip(0.3, 0.98)[:, None, None]
    wrong = random.dirichlet(np.full(labels, 5.0), (people, labels)) * (1 - np.eye(labels))
    confusion = right * np.eye(labels) + (1 - right) * wrong / wrong.sum(axis=2, keepdims=True)
    # The `each` first of these exponential times are a draw without replacement, in proportion to activity.
    active = random.pareto(1.2, people) + 0.1
    who = np.concatenate(
        [
            np.argpartition(-np.log(random.random((len(part), people))) / active, each, axis=1)[:, :each].ravel()
            for part in np.array_split(np.arange(items), max(1, items * people // 4_000_000))
        ]
    )
    which = np.repeat(np.arange(items), each)
    steps = confusion[who, true[which]].cumsum(axis=1)
    said = np.minimum((random.random(len(who))[:, None] > steps).sum(axis=1), labels - 1)
    return true, Opinions(
        items=which, people=who, labels=said, item_count=items, people_count=people, label_count=labels
    )


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    started = time.perf_counter()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "The (inplace|copy) keyword")
        made = work()
    return made, time.perf_counter() - started


if __name__ == "__main__":
    main()
