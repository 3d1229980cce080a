"""What the regional signs (voseo, vosotros, leísmo, words of few countries) say of texts whose variety is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from minga.curate.example import Example
from minga.curate.variety.annotator import EVIDENCE, SUGGESTED, VarietyAnnotator
from minga.curate.variety.training import LabelledText

__all__ = ["told_by_signs"]


def told_by_signs(texts: Sequence[LabelledText]) -> dict[str, float]:
    """Share of texts with a sign, of those of which a variety is suggested, and how often that is right; and for each
    kind of sign how often it speaks, and in how many of these for the text's own country or for none."""
    varieties = tuple(sorted({one.variety for one in texts}))
    annotator = VarietyAnnotator(varieties)
    kinds, fitting = Counter[str](), Counter[str]()
    evidence = suggested = right = 0
    for one in texts:
        said = annotator(Example([{"role": "assistant", "content": one.text}], "es"))
        signs = said[EVIDENCE] or []
        evidence += bool(signs)
        if said[SUGGESTED]:
            suggested += 1
            right += said[SUGGESTED] == one.variety
        for kind in {_kind(sign) for sign in signs}:
            kinds[kind] += 1
            fitting[kind] += _fits(kind, one.variety, signs)
    print(f"\nsigns: {evidence} of {len(texts)} texts have one; suggested for {suggested}, rightly for {right}")
    for kind, count in kinds.most_common():
        print(f"  {kind}: {count}, for the text's own country in {fitting[kind]}")
    report: dict[str, float] = {"texts": len(texts), "evidence": evidence, "suggested": suggested, "right": right}
    for kind, count in kinds.items():
        report |= {f"{kind}_spoke": float(count), f"{kind}_right": float(fitting[kind])}
    return report


def _kind(sign: str) -> str:
    name = sign.partition(":")[0]
    return "words" if name.startswith("es-") else name


def _fits(kind: str, variety: str, signs: Sequence[str]) -> bool:
    country = variety.partition("-")[2]
    if kind == "words":
        return any(variety in sign.partition(":")[0].split("/") for sign in signs if _kind(sign) == "words")
    if kind == "ustedes":
        return True
    return (country == "AR") if kind == "voseo" else country == "ES"
