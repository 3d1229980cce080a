"""Apertium's translations of the benchmark against people's: are the riskiest items the worst ones?"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sacrebleu.metrics.chrf import CHRF

from _translation_lint.mutations.places import words
from _translation_lint.pairs import Pair
from _translation_lint.phrases import value
from minga.records import BenchmarkItem
from minga.translate.engines import Failure
from minga.translate.engines.apertium import apertium_for
from minga.translate.lint import lint, risk_of, unknown_words, word_count
from minga.translate.texts import texts_of, values_from

__all__ = ["WORST", "Item", "precision", "translated", "visible_errors", "worst"]

WORST = 0.25
_NUMBER = re.compile(r"\d+")
_SHORT = 4


@dataclass(frozen=True)
class Item:
    """One item that a machine translated."""

    number: int
    risk: float
    chrf: float
    """Of the whole item's texts, one a line, against the human translation (0 to 100)."""
    visible: float
    """Share of its texts with an error that the human translation shows (see `visible_errors`)."""


def translated(pairs: Sequence[Pair], language: str) -> list[Item] | None:
    """Every item through Apertium; None where it is not installed for this language."""
    engine = apertium_for("en", language)
    if engine is None:
        return None
    known = {word.lower() for pair in pairs for _, text in pair.texts.values() for word in words(text)}
    chrf = CHRF()
    items = []
    for pair, answer in zip(pairs, engine.translate(texts_of(pair.source) for pair in pairs), strict=True):
        if isinstance(answer, Failure):
            continue
        texts = {name: translation.text for name, translation in answer.items()}
        made = pair.source.edited(**values_from(pair.source, texts), language=language, origin="translated")
        findings = (*unknown_words(pair.source, made, answer), *lint(pair.source, made))
        human = "\n".join(texts_of(pair.target).values())
        items.append(
            Item(
                pair.number,
                risk_of(findings, word_count(made)),
                chrf.sentence_score("\n".join(texts.values()), [human]).score,
                _visible_share(pair, made, language, known),
            )
        )
    return items


def visible_errors(source: str, machine: str, human: str, language: str, known: set[str]) -> Counter[str]:
    """What a reader of the human translation sees at once, found without the linter.

    `left`: words in small letters that stand in the source and the machine's text, and in none of the human
    translations of the benchmark (`known`). `number`: figures that only one of machine and human has.
    `negation`: one of them denies and the other does not.
    """
    same = {word for word in words(source) if len(word) >= _SHORT and word.islower()}
    left = [word for word in words(machine) if word in same and word not in known]
    ours, theirs = Counter(_NUMBER.findall(machine)), Counter(_NUMBER.findall(human))
    numbers = (ours - theirs).total() + (theirs - ours).total()
    denies = set(value("grammar", "negation", language))
    denied = [any(word.lower() in denies for word in words(text)) for text in (machine, human)]
    return Counter({"left": len(left), "number": numbers, "negation": int(denied[0] != denied[1])})


def worst(items: Sequence[Item], key: str) -> set[int]:
    """Numbers of the worst quarter: lowest `chrf`, or highest `visible`; the lower chrF decides between equals."""
    order = sorted(items, key=lambda item: (item.chrf if key == "chrf" else -item.visible, item.chrf, item.number))
    return {item.number for item in order[: round(len(order) * WORST)]}


def precision(items: Sequence[Item], bad: set[int], share: float) -> float:
    """Share of bad ones among the riskiest `share` of the items; of equal risks at its edge the mean is taken."""
    wanted = math.ceil(len(items) * share)
    edge = sorted((item.risk for item in items), reverse=True)[wanted - 1]
    above = [item.number in bad for item in items if item.risk > edge]
    equal = [item.number in bad for item in items if item.risk == edge]
    return (sum(above) + (wanted - len(above)) * sum(equal) / len(equal)) / wanted


def _visible_share(pair: Pair, made: BenchmarkItem, language: str, known: set[str]) -> float:
    theirs = texts_of(made)
    wrong = [
        bool(visible_errors(source, theirs.get(name, ""), human, language, known).total())
        for name, (source, human) in pair.texts.items()
    ]
    return sum(wrong) / len(wrong)
