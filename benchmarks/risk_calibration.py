"""What the risk of a translated item says about whether a person has to change it, before and after people decided.

TruthfulQA's 817 questions, translated from English into Spanish and Catalan by Apertium as `minga translate` does it,
beside professional human translations. An item has to be changed when its chrF against the human translation is in the
worst quarter of its language, or when it has an error that anybody sees who has the human translation: an English word
that the human translation does not have, or other numbers. Both are told by the human translation, which the linter
does not see.

Reviews are simulated: `n` items of both languages, drawn at random, get their verdict, and everything is measured on
the items that were not reviewed. Then people work down the queue, which is ordered anew after every 50 reviews: how
many of the items that have to be changed do they meet?

Last line: JSON. `auc`, `lift_at_10` (share of the riskiest tenth that has to be changed, for one of all), `brier` and
`ece`, for the linter alone (`default`) and after each number of reviews (`learnt`), as means over `draws`; `found` is
the share of what has to be changed that the first `n` reviews meet.
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
from minga.records import BenchmarkItem, records_of
from minga.settings import BenchmarkSettings, TranslateSettings
from minga.translate import source_items, translate
from minga.translate.risk import Calibration, Example, RiskModel, calibration_of, features_of, fit
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
        sources, items = (list(records_of(one.batches(), BenchmarkItem)) for one in (source, table))
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
    drawn = {count: [_at_random(items, count, seed) for seed in range(draws)] for count in REVIEWS}
    by_language = {tag: [one for one in items if one.example.language == tag] for tag in LANGUAGES}
    return {
        "items": len(items),
        "base_rate": round(statistics.fmean(one.example.changed for one in items), 4),
        "draws": draws,
        "default": _figures([_judge(items, _default)]),
        "default_by_language": {tag: _figures([_judge(some, _default)]) for tag, some in by_language.items()},
        "default_on_the_same": {
            str(count): _figures([_judge(_others(items, taken), _default) for taken in draws_])
            for count, draws_ in drawn.items()
        },
        "learnt": {str(count): _figures([_after(items, taken) for taken in draws_]) for count, draws_ in drawn.items()},
        "found": {
            str(count): {
                "random": round(count / len(items), 3),
                "default": _found(items, _in_order(items, count, None)),
                "learnt": _found(items, _in_order(items, count, _EVERY)),
            }
            for count in REVIEWS
        },
    }


def _default(one: Translated) -> float:
    return one.item.risk


def _at_random(items: Sequence[Translated], count: int, seed: int) -> list[int]:
    return [int(number) for number in np.random.default_rng([seed, count]).permutation(len(items))[:count]]


def _in_order(items: Sequence[Translated], count: int, every: int | None) -> list[int]:
    """The first `count` of the queue: by the linter's risk, or by what is learnt after `every` so many reviews."""
    taken: list[int] = []
    while len(taken) < count:
        model = fit([items[number].example for number in taken]) if taken and every else None
        left = sorted(
            set(range(len(items))) - set(taken),
            key=lambda number: (-_chance(items[number], model), items[number].item.id),
        )
        taken += left[: min(every or count, count - len(taken))]
    return taken


def _chance(one: Translated, model: RiskModel | None) -> float:
    return model.probability(one.example.language, one.example.features) if model else one.item.risk


def _found(items: Sequence[Translated], taken: Sequence[int]) -> float:
    """Share of the items that have to be changed that are among those taken."""
    return round(sum(items[number].example.changed for number in taken) / sum(one.example.changed for one in items), 3)


def _others(items: Sequence[Translated], taken: Sequence[int]) -> list[Translated]:
    return [one for number, one in enumerate(items) if number not in set(taken)]


def _after(items: Sequence[Translated], taken: Sequence[int]) -> Calibration:
    model = fit([items[number].example for number in taken])
    return _judge(_others(items, taken), lambda one: _chance(one, model))


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
    rows |= {f"after {count} reviews": figures for count, figures in report["learnt"].items()}
    for name, figures in rows.items():
        print(f"{name:28}" + "".join(f"{figures[one]:12.3f}" for one in FIGURES))
    print("\nof what has to be changed, found by the first reviews: in any order, by the linter's, by the learnt order")
    for count, shares in report["found"].items():
        print(f"{count:>28}" + "".join(f"{share:12.1%}" for share in shares.values()))


if __name__ == "__main__":
    main()
