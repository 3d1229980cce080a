"""Benchmark items that got into training data: how many are found, what is flagged wrongly, and how fast it goes.

The index holds the MMLU questions that lm-eval carries, HellaSwag's validation items, and TruthfulQA in English with
its human translations into Spanish and Catalan (`--data`). Then

1. items are planted: as they are, in other case, with other punctuation (and accents encoded otherwise), without
   accents, with every eighth word changed and neighbours swapped, in the middle of 300 words of other text, and
   translated from English by Apertium where only people's translation is in the index (TruthfulQA's short questions,
   and MGSM's long ones in an index of their own). One counts as found when the
   record is flagged and the item, or a version of it, is named;
2. clean records of about 150 words from manuals of Debian packages (`apt-get download`, kept under `.benchmarks/`),
   recipes and school problems give the false alarms;
3. records a second on one core: process time over the clean records, tokenising included, the fastest of three rounds.

Last line: JSON. Without the data `{"skipped": …}` and exit code 1.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from _contamination.clean_texts import clean_records, fetch
from _contamination.items import hellaswag, mgsm, mmlu, truthfulqa, version_of
from _contamination.planted import KINDS, inside

from minga.curate.contamination.building import build_index
from minga.curate.contamination.item_index import Found, ItemIndex
from minga.curate.contamination.item_texts import ItemText
from minga.settings import ContaminationSettings
from minga.translate.engines.apertium import apertium_for

ROOT = Path(__file__).resolve().parent.parent
SEED = 20266
FULL, QUICK = 1000, 100
"""Items planted of each kind and benchmark."""
QUICK_CLEAN = 5000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="folder of the shared data")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} items of each kind, {QUICK_CLEAN} clean records")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="show N items missed of each kind, and alarms")
    asked = parser.parse_args()
    if not (asked.data / "truthfulqa-multi").is_dir():
        print(f"nothing was measured: {asked.data} is not there (--data DIR)")
        print(json.dumps({"skipped": f"no {asked.data}"}))
        return 1
    report = measured(asked.data, QUICK if asked.quick else FULL, QUICK_CLEAN if asked.quick else None, asked.show)
    print(json.dumps(report))
    return 0


def measured(data: Path, count: int, most_clean: int | None, show: int) -> dict[str, Any]:
    english = truthfulqa(data, "en")
    translations = {
        language: {n: version_of(english[n], item) for n, item in truthfulqa(data, language).items() if n in english}
        for language in ("es", "ca")
    }
    benchmarks = {
        "mmlu": [*mmlu().values()],
        "hellaswag": [*hellaswag(data).values()],
        "truthfulqa": [*english.values()],
        **{f"truthfulqa-{language}": [*items.values()] for language, items in translations.items()},
    }
    clean = list(clean_records(fetch(ROOT / ".benchmarks" / "contamination"), data))
    random.Random(SEED).shuffle(clean)
    texts = [text for _, text in clean][:most_clean]
    with tempfile.TemporaryDirectory() as folder:
        index = built([item for items in benchmarks.values() for item in items], Path(folder))
        roots = {item.id: item.root for items in benchmarks.values() for item in items}
        judge = Judge(index, roots, ContaminationSettings().near)
        report = {"recall": recall(judge, benchmarks, texts, count, show)}
        report["recall"] |= translated(judge, "truthfulqa", english, translations, show)
        report["recall"] |= problems(data, show)
        return report | alarms(judge, clean[:most_clean], show) | {"records_per_second": speed(index, texts)}


def built(items: Sequence[ItemText], folder: Path) -> ItemIndex:
    """The index over these items."""
    settings = ContaminationSettings()
    (folder / "index").mkdir()
    (folder / "scratch").mkdir()
    started = time.process_time()
    counts = build_index(items, folder / "index", folder / "scratch", size=settings.size, short=settings.short)
    seconds = time.process_time() - started
    size = sum(path.stat().st_size for path in (folder / "index").iterdir())
    print(
        f"index: {counts['items']:,} items ({counts['too short']} too short), {size / 2**20:.1f} MiB, {seconds:.1f} s"
    )
    return ItemIndex(folder / "index")


class Judge:
    """Says which items a text holds, as the project's rule would have it."""

    def __init__(self, index: ItemIndex, roots: Mapping[str, str], near: float) -> None:
        self.index, self.roots, self.near = index, roots, near
        self.ids = index.names["id"].to_pylist()

    def flagged(self, texts: Sequence[str]) -> dict[int, Found]:
        """What is flagged."""
        return {number: one for number, one in self.index.find(texts).items() if one.similarity >= self.near}

    def holds(self, found: Found | None, item: ItemText) -> bool:
        """Whether the item, or a version of it, is named."""
        return found is not None and item.root in {self.roots[self.ids[number]] for number in found.items}


def recall(
    judge: Judge, benchmarks: Mapping[str, Sequence[ItemText]], clean: Sequence[str], count: int, show: int
) -> dict[str, float]:
    """Part 1, without translation: the share of planted items that are found, by kind."""
    draw = random.Random(SEED)
    chosen = {name: draw.sample(items, min(count, len(items))) for name, items in benchmarks.items()}
    shares = {}
    kinds = {**KINDS, "inside": lambda item, draw: inside(item, clean, draw)}
    for kind, change in kinds.items():
        hit: Counter[str] = Counter()
        for name, items in chosen.items():
            hit[name] = len(items) - len(missed(judge, items, [change(item, draw) for item in items], show))
        shares[kind] = round(sum(hit.values()) / sum(map(len, chosen.values())), 4)
        by_benchmark = ", ".join(f"{name} {hit[name] / len(items):.3f}" for name, items in chosen.items())
        print(f"{kind:12} {shares[kind]:.4f}   ({by_benchmark})")
    return shares


def missed(judge: Judge, items: Sequence[ItemText], texts: Sequence[str], show: int) -> list[ItemText]:
    """The items that are not found in their texts."""
    found = judge.flagged(texts)
    lost = [number for number, item in enumerate(items) if not judge.holds(found.get(number), item)]
    for number in lost[:show]:
        print(f"  missed {items[number].benchmark}: {texts[number][:200]!r} ({judge.index.find([texts[number]])})")
    return [items[number] for number in lost]


def translated(
    judge: Judge,
    name: str,
    english: Mapping[int, ItemText],
    translations: Mapping[str, Mapping[int, ItemText]],
    show: int,
) -> dict[str, float]:
    """Part 1, translation: Apertium's of question and right answer, against people's in the index."""
    shares = {}
    for language, theirs in translations.items():
        engine = apertium_for("en", language)
        if engine is None:
            print(f"translated-{name}-{language} is left out: Apertium for this pair is not installed")
            continue
        numbers = sorted(theirs)
        fields = ({"question": english[n].question, "answer": english[n].answer} for n in numbers)
        texts = {
            n: "\n".join(one.text for one in answer.values())
            for n, answer in zip(numbers, engine.translate(fields), strict=True)
            if isinstance(answer, dict)
        }
        items = [theirs[n] for n in texts]
        lost = missed(judge, items, list(texts.values()), show)
        share = shares[f"translated-{name}-{language}"] = round(1 - len(lost) / len(items), 4)
        print(f"translated-{name}-{language} {share:.4f}   ({len(items)} items)")
    return shares


def problems(data: Path, show: int) -> dict[str, float]:
    """Part 1, translation of longer items: they have an index of their own, since they are clean records elsewhere."""
    spanish = mgsm(data, "es")
    with tempfile.TemporaryDirectory() as folder:
        index = built(list(spanish.values()), Path(folder))
        judge = Judge(index, {item.id: item.root for item in spanish.values()}, ContaminationSettings().near)
        return translated(judge, "mgsm", mgsm(data, "en"), {"es": spanish}, show)


def alarms(judge: Judge, clean: Sequence[tuple[str, str]], show: int) -> dict[str, int]:
    """Part 2."""
    found = judge.flagged([text for _, text in clean])
    sources = Counter(source for source, _ in clean)
    wrong = Counter(clean[number][0] for number in found)
    said = ", ".join(f"{source} {wrong[source]} of {count:,}" for source, count in sorted(sources.items()))
    print(f"flagged among clean records: {said}")
    for number, one in list(found.items())[:show]:
        print(f"  {one} {[judge.ids[item] for item in one.items]} in {clean[number][1][:1500]!r}")
    return {"false_positives": len(found), "clean_records": len(clean)}


def speed(index: ItemIndex, texts: Sequence[str]) -> int:
    """Part 3."""
    best = 0.0
    for _ in range(3):
        started = time.process_time()
        for start in range(0, len(texts), 1024):
            index.find(texts[start : start + 1024])
        best = max(best, len(texts) / (time.process_time() - started))
    said = sum(len(text.split()) for text in texts) / len(texts)
    print(f"{best:,.0f} records of {said:.0f} words per second of processor time")
    return round(best)


if __name__ == "__main__":
    sys.exit(main())
