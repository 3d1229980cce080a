"""What the risk of a translated item says about whether a person has to change it, before and after people decided.

TruthfulQA's 817 questions, translated from English into Spanish and Catalan by Apertium as `minga translate` does it,
beside professional human translations. An item has to be changed when its chrF against the human translation is in the
worst quarter of its language, or when it has an error that anybody sees who has the human translation: an English word
that the human translation does not have, or other numbers. Neither is what the linter looks at.

Reviews are simulated: `n` items of both languages, drawn at random or taken in the order of the queue (refitted every
50), get their verdict; everything is measured on the items that were not reviewed. Nothing was fitted to these items
but what the simulated reviews teach.

Last line: JSON. `auc`, `lift_at_10` (share of the riskiest tenth that has to be changed, for one of all), `brier` and
`ece`, for the linter alone (`default`) and after each number of reviews, as means over `draws`.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sacrebleu.metrics import CHRF

from minga.llm import Endpoint
from minga.records import BenchmarkItem, rows_of
from minga.settings import BenchmarkSettings, TranslateSettings
from minga.translate import source_items, translate
from minga.translate.risk import Calibration, Example, calibration_of, features_of, fit
from minga.translate.texts import texts_of
from minga.workspace import Workspace

LANGUAGES = ("es", "ca")
REVIEWS = (100, 200, 400)
_EVERY = 50
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+")
FIGURES = ("auc", "lift_at_10", "brier", "ece")


@dataclass(frozen=True)
class Translated:
    """An item that Apertium translated, and what a person would have to do with it."""

    item: BenchmarkItem
    example: Example
    chrf: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder with truthfulqa-multi")
    parser.add_argument("--quick", action="store_true", help="5 draws instead of 40")
    asked = parser.parse_args()
    folder = asked.data / "truthfulqa-multi"
    if not folder.is_dir():
        print(json.dumps({"skipped": f"{folder} is not there: give --data"}))
        sys.exit(1)
    draws = 5 if asked.quick else 40
    items = [one for tag in LANGUAGES for one in load(folder, tag)]
    report = measure(items, draws)
    show(report)
    print(json.dumps(report))


def load(folder: Path, tag: str) -> list[Translated]:
    """The items in a language, with the verdict that the human translation suggests."""
    english, human = (json.loads((folder / f"{one}.json").read_text(encoding="utf-8")) for one in ("en", tag))
    whole = {row["id"]: _texts(row) for row in human}
    rows = {(texts[0], tuple(texts[1:])): whole[row["id"]] for row in english if (texts := _texts(row))}
    sources, translated = _translated([_as_item(row) for row in english], tag)
    pairs = [(one, sources[one.source_item]) for one in translated]
    known = [(item, source, rows[source.question, source.choices]) for item, source in pairs]
    scores = [_chrf(item, reference) for item, _, reference in known]
    worst = statistics.quantiles(scores, n=4)[0]
    return [
        Translated(
            item,
            Example(tag, features_of(item, source), chrf <= worst or _is_visibly_wrong(item, source, reference)),
            chrf,
        )
        for (item, source, reference), chrf in zip(known, scores, strict=True)
    ]


def _texts(row: Mapping[str, Any]) -> list[str]:
    return [row["question"].strip(), *(choice.strip() for choice in row["mc1_targets"]["choices"])]


def _as_item(row: Mapping[str, Any]) -> dict[str, Any]:
    question, *choices = _texts(row)
    return {"question": question, "choices": choices, "answer": row["mc1_targets"]["labels"].index(1)}


def _translated(rows: Sequence[Mapping[str, Any]], tag: str) -> tuple[dict[str, BenchmarkItem], list[BenchmarkItem]]:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "items.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        settings = BenchmarkSettings(name="truthfulqa", path="items.jsonl", licence="Apache-2.0")
        space = Workspace(root / "data", root / ".minga")
        source = source_items(settings, root, space)
        table = translate(source, settings, tag, TranslateSettings(), Endpoint(), space)
        if "apertium" not in str(table.manifest.notes["engine"]):
            raise SystemExit(f"this measures Apertium, which is not installed for en to {tag}")
        sources, items = (
            [item for batch in one.batches() for item in rows_of(batch, BenchmarkItem)] for one in (source, table)
        )
    return {item.id: item for item in sources}, items


def _chrf(item: BenchmarkItem, reference: Sequence[str]) -> float:
    return float(CHRF().sentence_score("\n".join(texts_of(item).values()), ["\n".join(reference)]).score)


def _is_visibly_wrong(item: BenchmarkItem, source: BenchmarkItem, reference: Sequence[str]) -> bool:
    """An English word that a person would not have kept, or other numbers than a person has."""
    english, ours, theirs = (
        " ".join(texts) for texts in (texts_of(source).values(), texts_of(item).values(), reference)
    )
    if Counter(_NUMBER.findall(ours)) != Counter(_NUMBER.findall(theirs)):
        return True
    kept = _plain(ours) & _plain(english) - _plain(theirs)
    return bool(kept)


def _plain(text: str) -> set[str]:
    """Words of four letters or more that are no names."""
    return {word for word in _WORD.findall(text) if len(word) > 3 and word.islower()}


def measure(items: Sequence[Translated], draws: int) -> dict[str, Any]:
    """All figures."""
    report: dict[str, Any] = {
        "items": len(items),
        "base_rate": round(statistics.fmean(one.example.changed for one in items), 4),
        "draws": draws,
        "default": _figures([_judge(items, lambda one: one.item.risk)]),
        "default_by_language": {
            tag: _figures([_judge([one for one in items if one.example.language == tag], lambda one: one.item.risk)])
            for tag in LANGUAGES
        },
    }
    for name, choose in (("random", _at_random), ("queue", _in_queue_order)):
        report[name] = {
            str(count): _figures(
                [_after(items, choose(items, count, seed)) for seed in range(draws if name == "random" else 1)]
            )
            for count in REVIEWS
        }
    report["default_on_the_same"] = {
        str(count): _figures(
            [_judge(_others(items, _at_random(items, count, seed)), lambda one: one.item.risk) for seed in range(draws)]
        )
        for count in REVIEWS
    }
    return report


def _at_random(items: Sequence[Translated], count: int, seed: int) -> list[int]:
    return [int(number) for number in np.random.default_rng([seed, count]).permutation(len(items))[:count]]


def _in_queue_order(items: Sequence[Translated], count: int, seed: int) -> list[int]:
    """The riskiest by what is known, fifty at a time."""
    taken: list[int] = []
    while len(taken) < count:
        model = fit([items[number].example for number in taken]) if taken else None
        left = sorted(
            set(range(len(items))) - set(taken),
            key=lambda number: (
                -(
                    model.probability(items[number].example.language, items[number].example.features)
                    if model
                    else items[number].item.risk
                ),
                items[number].item.id,
            ),
        )
        taken += left[: min(_EVERY, count - len(taken))]
    return taken


def _others(items: Sequence[Translated], taken: Sequence[int]) -> list[Translated]:
    return [one for number, one in enumerate(items) if number not in set(taken)]


def _after(items: Sequence[Translated], taken: Sequence[int]) -> Calibration:
    model = fit([items[number].example for number in taken])
    return _judge(_others(items, taken), lambda one: model.probability(one.example.language, one.example.features))


def _judge(items: Sequence[Translated], risk: Callable[[Translated], float]) -> Calibration:
    found = calibration_of([risk(one) for one in items], [one.example.changed for one in items])
    assert found is not None  # there are items
    return found


def _figures(found: Sequence[Calibration]) -> dict[str, float]:
    return {name: round(statistics.fmean(getattr(one, name) for one in found), 3) for name in FIGURES}


def show(report: Mapping[str, Any]) -> None:
    """The figures as a table."""
    print(f"{report['items']} items, of which {report['base_rate']:.1%} have to be changed")
    print(f"{'':28}" + "".join(f"{name:>12}" for name in FIGURES))
    rows = {"the linter alone": report["default"]}
    rows |= {f"the linter alone, {tag}": figures for tag, figures in report["default_by_language"].items()}
    for order in ("random", "queue"):
        rows |= {f"after {count} reviews ({order})": figures for count, figures in report[order].items()}
    for name, figures in rows.items():
        print(f"{name:28}" + "".join(f"{figures[one]:12.3f}" for one in FIGURES))


if __name__ == "__main__":
    main()
