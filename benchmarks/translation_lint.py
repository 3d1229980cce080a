"""What the linter of translated benchmarks finds, what it cries wolf about, and how fast it is.

On TruthfulQA with the human translations into Spanish and Catalan of truthfulqa-multi (`--data`):

1. Defects of every kind that machine translation leaves are planted into human translations, at most one of a kind an
   item. One counts as found when a finding that the item did not have before, of a check that names this kind of
   defect, points at the right text. The clean items give the false alarms.
2. Apertium translates the same items. The riskiest 10 % and 25 % are held against the worst quarter by chrF, and by
   errors that show beside the human translation (see `_translation_lint/machine.py`).
3. Items a second on one core: process time, languages in turn, every 50 items at their fastest of five rounds.

Galician, Basque and Portuguese are tried on the messages of installed programs, which people translated too; they are
reported apart and do not enter `recall`.

Last line: JSON. Without the data `{"skipped": …}` and exit code 1. Kinds that the linter has no check for count as
missed.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from _translation_lint.alarms import Alarms, Rate, alarms_in, shown
from _translation_lint.benchmark_files import materials
from _translation_lint.holdout import holdouts
from _translation_lint.machine import WORST, precision, translated, worst
from _translation_lint.pairs import Material
from _translation_lint.recall import Tally, recall_of, table
from _translation_lint.speed import items_per_second

ROOT = Path(__file__).resolve().parent.parent
SEED = 20261
FULL, QUICK = 150, 20
"""Defects of each kind and language."""
HOLDOUT = 300
CRITERIA = ("chrf", "visible")
PARTS = ("recall", "alarms", "machine", "speed", "holdout")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="folder of the shared data")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} defects of each kind instead of {FULL}")
    parser.add_argument("--only", choices=PARTS, nargs="+", default=PARTS, help="parts to measure; all without it")
    parser.add_argument("--missed", type=int, default=0, metavar="N", help="show N missed defects of each kind")
    asked = parser.parse_args()
    folder = asked.data / "truthfulqa-multi"
    if not folder.is_dir():
        print(f"nothing was measured: {folder} is not there (--data DIR)")
        print(json.dumps({"skipped": f"no {folder}"}))
        return 1
    started = time.perf_counter()
    known = materials(folder)
    count = QUICK if asked.quick else FULL
    parts: dict[str, Callable[[], dict[str, Any]]] = {
        "recall": lambda: planted(known, count, asked.missed),
        "alarms": lambda: clean(known),
        "machine": lambda: machine(known),
        "speed": lambda: speed(known, 2 if asked.quick else 5),
        "holdout": lambda: {"holdout": held_out(count, asked.missed)},
    }
    report: dict[str, Any] = {}
    for part in asked.only:
        report |= parts[part]()
    report["seconds"] = round(time.perf_counter() - started, 1)
    print(json.dumps(report))
    return 0


def planted(known: dict[str, Material], count: int, missed: int) -> dict[str, Any]:
    """Part 1: recall, by kind and language."""
    tallies = [tally for material in known.values() for tally in recall_of(material, count, SEED)]
    print(f"recall by kind, {count} defects at most of each kind and language\n{table(tallies)}\n")
    show_missed(tallies, missed)
    by_kind = recall_by_kind(tallies)
    worst_kind = min(by_kind, key=lambda kind: by_kind[kind])
    print(f"recall {share(tallies):.3f}; worst kind {worst_kind} {by_kind[worst_kind]:.3f}\n")
    return {
        "recall": share(tallies),
        "recall_min_kind": by_kind[worst_kind],
        "worst_kind": worst_kind,
        "recall_by_kind": by_kind,
        "recall_noticed": round(sum(one.noticed for one in tallies) / sum(one.planted for one in tallies), 4),
        "recall_by_language": {
            language: share([one for one in tallies if one.language == language]) for language in known
        },
        "planted": sum(one.planted for one in tallies),
        "kinds": len(by_kind),
        "kinds_without_check": sorted({one.kind for one in tallies if not one.checks}),
        "kinds_below_75": sorted(kind for kind, recall in by_kind.items() if recall < 0.75),
    }


def share(tallies: list[Tally]) -> float:
    """Found of planted over all tallies."""
    return round(sum(one.found for one in tallies) / max(1, sum(one.planted for one in tallies)), 4)


def recall_by_kind(tallies: list[Tally]) -> dict[str, float]:
    """The recall of each kind of which anything could be planted."""
    kinds = dict.fromkeys(tally.kind for tally in tallies if tally.planted)
    return {kind: share([tally for tally in tallies if tally.kind == kind]) for kind in kinds}


def show_missed(tallies: list[Tally], count: int) -> None:
    """Some defects that were not found, to stderr."""
    for tally in tallies:
        for planted in tally.missed[:count]:
            print(f"missed {tally.kind} {tally.language}, item {planted.broken.number + 1}", file=sys.stderr)
            for name, (source, target) in planted.broken.texts.items():
                before = planted.clean.texts.get(name, ("", ""))[1]
                if before != target:
                    print(f"  {name}: {source!r}\n    {before!r}\n    {target!r}", file=sys.stderr)


def clean(known: dict[str, Material]) -> dict[str, Any]:
    """Part 1: false alarms."""
    found = {language: alarms_in(material.pairs) for language, material in known.items()}
    for language, alarms in found.items():
        print(f"clean {language}: {said(alarms)}")
        print(f"from clean {language} items:\n{shown(alarms, 20, SEED)}", file=sys.stderr)
    errors, warnings, ours = (
        sum((getattr(alarms, name) for alarms in found.values()), Rate(0, 0))
        for name in ("errors", "warnings", "of_the_translation")
    )
    return {
        "false_alarm_rate": errors.share,
        "false_alarm_rate_interval": errors.interval,
        "false_alarm_rate_warning": warnings.share,
        "false_alarm_rate_warning_interval": warnings.interval,
        "false_alarm_rate_warning_of_translation": ours.share,
        "false_alarms_by_language": {
            language: {"error": alarms.errors.share, "warning": alarms.warnings.share}
            for language, alarms in found.items()
        },
    }


def said(alarms: Alarms) -> str:
    """Rates with intervals, and the checks that cause most."""
    top = ", ".join(f"{check} ({severity}) {count}" for (severity, check), count in alarms.checks.most_common(8))
    errors, warnings = alarms.errors, alarms.warnings
    return (
        f"error in {errors.share:.2%} {errors.interval} of {errors.of} items, warning or error in {warnings.share:.2%} "
        f"{warnings.interval}, without checks of the source itself {alarms.of_the_translation.share:.2%}\n  {top}"
    )


def machine(known: dict[str, Material]) -> dict[str, Any]:
    """Part 2: are the riskiest of Apertium's items the worst ones?"""
    found: dict[str, Any] = {}
    for language, material in known.items():
        items = translated(material.pairs, language)
        if items is None:
            print(f"Apertium is not installed for en to {language}: nothing was measured of it")
            return {"precision_at_10": None, "precision_at_25": None, "lift_at_10": None, "machine": None}
        for criterion in CRITERIA:
            bad = worst(items, criterion)
            at = {f"precision_at_{percent}": round(precision(items, bad, percent / 100), 4) for percent in (10, 25)}
            found[f"{language} {criterion}"] = at | {"lift_at_10": round(at["precision_at_10"] / WORST, 3)}
            print(f"Apertium {language}, worst quarter by {criterion}: {found[f'{language} {criterion}']}")
    least = {name: min(part[name] for part in found.values()) for name in next(iter(found.values()))}
    return least | {"machine": found}


def speed(known: dict[str, Material], rounds: int) -> dict[str, Any]:
    """Part 3."""
    rates = items_per_second({language: material.pairs for language, material in known.items()}, rounds)
    print(f"items a second on one core, each part of them at its fastest of {rounds} rounds: {rates}\n")
    return {"items_per_second": min(rates.values()), "items_per_second_by_language": rates}


def held_out(count: int, missed: int) -> dict[str, Any]:
    """The same on languages of which there is no benchmark at hand."""
    report: dict[str, Any] = {}
    tallies: list[Tally] = []
    for language, material in holdouts(HOLDOUT).items():
        alarms = alarms_in(material.pairs)
        tallies += (ours := recall_of(material, min(count, 40), SEED))
        by_kind = recall_by_kind(ours)
        report[language] = {
            "items": len(material.pairs),
            "recall": share(ours),
            "kinds_below_75": sorted(kind for kind, recall in by_kind.items() if recall < 0.75),
            "false_alarm_rate": alarms.errors.share,
            "false_alarm_rate_warning": alarms.warnings.share,
        }
        print(f"held out {language}, {len(material.pairs)} items of programs' messages: {said(alarms)}")
        print(f"from clean {language} messages:\n{shown(alarms, 20, SEED)}", file=sys.stderr)
    if tallies:
        print(f"held out, recall by kind\n{table(tallies)}\n")
        show_missed(tallies, missed)
    return report


if __name__ == "__main__":
    sys.exit(main())
