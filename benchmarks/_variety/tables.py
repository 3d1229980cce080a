"""What `benchmarks/variety.py` prints."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from minga.curate.variety.held_out import HeldOut
from minga.curate.variety.training import LabelledText

__all__ = ["bare", "show", "show_ceiling"]

_MARKS = re.compile(r"[\W_]+")


def show_ceiling(found: Sequence[LabelledText], tested: Mapping[int, Sequence[LabelledText]]) -> dict[str, float]:
    """How many strings so many localisations have alike, and how often somebody is right who knows all by heart."""
    report = {}
    for name, kept in (("exactly", str), ("but for case and punctuation", bare)):
        where: dict[str, set[str]] = defaultdict(set)
        for one in found:
            where[kept(one.text)].add(one.variety)
        alike = Counter(len(where[kept(one.text)]) for one in found)
        shares = {f"{number}": count / len(found) for number, count in sorted(alike.items())}
        print(f"alike {name} in 1, 2, 3, 4: " + ", ".join(f"{share:.1%}" for share in shares.values()))
        report |= {f"{name} in {number}": round(share, 4) for number, share in shares.items()}
    for size, texts in tested.items():
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for one in texts:
            counts[bare(one.text)][one.variety] += 1
        best = sum(max(some.values()) for some in counts.values()) / len(texts)
        print(f"records of {size}: at most {best:.1%} can be told by who knows them all by heart")
        report[f"{size} strings"] = round(best, 4)
    return report


def bare(text: str) -> str:
    """`text` without what differs trivially: case, punctuation, width."""
    return _MARKS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def show(name: str, said: HeldOut) -> None:
    """Scores, confusion and calibration, for people."""
    print(f"\n{name}: {said.texts:,} texts are tested")
    print(f"accuracy {said.accuracy:.3f}, macro-F1 {said.macro_f1:.3f}, ECE {said.ece:.3f}")
    print(f"tells {said.told:.1%}, and is right in {said.told_accuracy:.1%} of these")
    print("| is | " + " | ".join((*said.confusion, "cannot tell")) + " |")
    print("|---|" + "---:|" * (len(said.confusion) + 1))
    for true, row in said.confusion.items():
        print(f"| {true} | " + " | ".join(map(str, row.values())) + " |")
    print("| says | is right | texts |\n|---:|---:|---:|")
    for bin_ in said.calibration:
        print(f"| {bin_['confidence']:.2f} | {bin_['accuracy']:.2f} | {bin_['texts']:.0f} |")
