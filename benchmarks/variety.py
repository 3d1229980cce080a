"""How well varieties of Spanish are told apart by what `minga curate train-variety` fits, and by regional signs.

On Firefox's four Spanish localisations (Argentina, Chile, Spain, Mexico), split by file: no file of the program is
learnt from and tested with. First the ceiling: how many strings two, three or all four have alike, for which nobody can
say where they are from. A record is 1, 3, 10 or 30 strings of a file that follow each other; one model learns from
records of all four sizes, as donations are short and long. Single strings that one localisation only has are looked at
by themselves, by length. Last line: JSON. `--chart FILE.svg` draws the calibration curves.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from _language_texts.firefox import strings
from _language_texts.packages import debian_package
from _variety.signals import told_by_signs
from _variety.tables import bare, show, show_ceiling

from minga.curate.variety.classifier import READ, VarietyModel
from minga.curate.variety.held_out import HeldOut, held_out
from minga.curate.variety.training import LabelledText, folds_of, train

ROOT = Path(__file__).resolve().parent.parent
LOCALISATIONS = {"es-ar": "es-AR", "es-cl": "es-CL", "es-es": "es-ES", "es-mx": "es-MX"}
PRECISION = 0.9
SIZES = (1, 3, 10, 30)
"""Strings of a record."""
SEED = 1
TEST = 4
"""The fold of `folds_of` that is tested."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--packages", type=Path, default=ROOT / ".benchmarks", help="where packages are fetched to")
    parser.add_argument("--quick", action="store_true", help="every fourth file")
    parser.add_argument("--chart", type=Path, help="draw the calibration curves")
    asked = parser.parse_args()
    found = localised(asked.packages)
    if asked.quick:
        kept = set(sorted({one.group for one in found})[::4])
        found = [one for one in found if one.group in kept]
    if len({one.variety for one in found}) < len(LOCALISATIONS):
        print("nothing was measured: Firefox's localisations cannot be had")
        print(json.dumps({"skipped": "no localisations"}))
        return 1
    records = {size: list(pooled(found, size)) for size in SIZES}
    everything = [one for some in records.values() for one in some]
    model, overall = train(everything, PRECISION, SEED)
    folds = iter(folds_of(everything, SEED).tolist())
    tested = {size: [one for one in some if next(folds) == TEST] for size, some in records.items()}
    report: dict[str, Any] = {"ceiling": show_ceiling(found, tested), "all": scores(overall)}
    worth = {_named(size): judged(model, some) for size, some in tested.items()}
    own = own_strings(found, tested[1])
    worth |= {f"own, {low} words and more": judged(model, some) for low, some in by_words(own).items()}
    for name, said in worth.items():
        show(name, said)
        report[name] = scores(said)
    report["signs"] = {_named(size): told_by_signs(some) for size, some in tested.items()}
    print(json.dumps(report))
    if asked.chart:
        from _variety.chart import draw

        draw({name: said for name, said in worth.items() if not name.startswith("own")}, asked.chart)
    return 0


def _named(size: int) -> str:
    return "1 string" if size == 1 else f"{size} strings"


def localised(packages: Path) -> list[LabelledText]:
    found = []
    for ending, tag in LOCALISATIONS.items():
        unpacked = debian_package(f"firefox-esr-l10n-{ending}", packages)
        found += [LabelledText(text, tag, file) for file, text in strings(unpacked)] if unpacked else []
    return found


def pooled(found: list[LabelledText], size: int) -> Iterator[LabelledText]:
    """Records of `size` strings of one file and localisation that follow each other; a rest of half as many too."""
    files: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in found:
        files[one.group, one.variety].append(one.text)
    for (file, variety), texts in files.items():
        for start in range(0, len(texts), size):
            part = texts[start : start + size]
            if 2 * len(part) >= size:
                yield LabelledText(" ".join(part), variety, file)


def own_strings(found: list[LabelledText], tested: list[LabelledText]) -> list[LabelledText]:
    """Of the tested strings those that no other localisation has, trivial differences aside."""
    where: dict[str, set[str]] = defaultdict(set)
    for one in found:
        where[bare(one.text)].add(one.variety)
    return [one for one in tested if len(where[bare(one.text)]) == 1]


def by_words(texts: list[LabelledText]) -> dict[int, list[LabelledText]]:
    bands: dict[int, list[LabelledText]] = defaultdict(list)
    for one in texts:
        bands[max(low for low in (1, 5, 10, 20) if low <= max(1, len(one.text.split())))].append(one)
    return dict(sorted(bands.items()))


def judged(model: VarietyModel, texts: Sequence[LabelledText]) -> HeldOut:
    read = [one.text[:READ] for one in texts]
    labels = np.array([model.varieties.index(one.variety) for one in texts])
    lengths = np.array([len(text) for text in read])
    return held_out(model.probabilities(read), labels, lengths, model.varieties, model.threshold)


def scores(said: HeldOut) -> dict[str, float]:
    values = said.as_json()
    return {key: round(values[key], 4) for key in ("texts", "accuracy", "macro_f1", "told", "told_accuracy", "ece")}


if __name__ == "__main__":
    raise SystemExit(main())
