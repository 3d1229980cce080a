"""How well varieties of Spanish are told apart by what `minga curate train-variety` fits.

On Firefox's four Spanish localisations (Argentina, Chile, Spain, Mexico), split by file: no file of the program is
learnt from and tested with. Two runs: single strings of at least `--words` words, and running texts of about 50 words
put together from the strings of a file. Strings that two localisations have alike say nothing of where they are from;
they are left out of the first, and kept in the second. Last line: JSON.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from _language_texts.firefox import strings
from _language_texts.packages import debian_package

from minga.curate.variety.training import HeldOut, LabelledText, train

ROOT = Path(__file__).resolve().parent.parent
LOCALISATIONS = {"es-ar": "es-AR", "es-cl": "es-CL", "es-es": "es-ES", "es-mx": "es-MX"}
PRECISION = 0.8
RUNNING = 50


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--packages", type=Path, default=ROOT / ".benchmarks", help="where packages are fetched to")
    parser.add_argument("--words", type=int, default=6, help="the shortest string")
    parser.add_argument("--quick", action="store_true", help="every fourth file")
    asked = parser.parse_args()
    found = localised(asked.packages)
    if asked.quick:
        kept = set(sorted({one.group for one in found})[::4])
        found = [one for one in found if one.group in kept]
    if len({one.variety for one in found}) < len(LOCALISATIONS):
        print("nothing was measured: Firefox's localisations cannot be had")
        print(json.dumps({"skipped": "no localisations"}))
        return 1
    report = {}
    for name, texts in (("strings", own(found, asked.words)), ("running", list(running(found)))):
        _, held_out = train(texts, PRECISION, seed=1)
        show(name, texts, held_out)
        values = held_out.as_json()
        report |= {
            f"{name}_{key}": round(values[key], 4)
            for key in ("texts", "accuracy", "macro_f1", "told", "told_accuracy", "ece")
        }
    print(json.dumps(report))
    return 0


def localised(packages: Path) -> list[LabelledText]:
    found = []
    for ending, tag in LOCALISATIONS.items():
        unpacked = debian_package(f"firefox-esr-l10n-{ending}", packages)
        found += [LabelledText(text, tag, file) for file, text in strings(unpacked)] if unpacked else []
    return found


def own(found: list[LabelledText], words: int) -> list[LabelledText]:
    """Strings that one localisation only has."""
    where: dict[str, set[str]] = defaultdict(set)
    for one in found:
        where[one.text].add(one.variety)
    return [one for one in found if len(where[one.text]) == 1 and len(one.text.split()) >= words]


def running(found: list[LabelledText]) -> Iterator[LabelledText]:
    """Strings of a file one after the other, cut where they have 50 words."""
    files: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in found:
        files[one.group, one.variety].append(one.text)
    for (file, variety), texts in files.items():
        pending: list[str] = []
        for text in texts:
            pending.append(text)
            if sum(len(part.split()) for part in pending) >= RUNNING:
                yield LabelledText(" ".join(pending), variety, file)
                pending = []


def show(name: str, texts: list[LabelledText], held_out: HeldOut) -> None:
    print(f"\n{name}: {len(texts):,} texts, of which {held_out.texts:,} are tested")
    print(f"accuracy {held_out.accuracy:.3f}, macro-F1 {held_out.macro_f1:.3f}, ECE {held_out.ece:.3f}")
    print(f"tells {held_out.told:.1%}, and is right in {held_out.told_accuracy:.1%} of these")
    print("| is | " + " | ".join((*held_out.confusion, "cannot tell")) + " |")
    print("|---|" + "---:|" * (len(held_out.confusion) + 1))
    for true, said in held_out.confusion.items():
        print(f"| {true} | " + " | ".join(map(str, said.values())) + " |")
    print("| says | is right | texts |\n|---:|---:|---:|")
    for row in held_out.calibration:
        print(f"| {row['confidence']:.2f} | {row['accuracy']:.2f} | {row['texts']:.0f} |")


if __name__ == "__main__":
    raise SystemExit(main())
