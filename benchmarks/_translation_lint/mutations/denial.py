"""Negations lost and added, yes for no, and another question than the source asks."""

from __future__ import annotations

import random
import re

from _translation_lint.mutations.places import break_text, some_text, words
from _translation_lint.pairs import Material, Pair, Planted
from _translation_lint.phrases import value

__all__ = ["answer_flipped", "negation_added", "negation_lost", "question_word_changed"]


def negation_lost(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """The only word that denies is gone, or has become its contrary (never: always)."""
    flips = value("grammar", "flip", material.base) or {}

    def fits(source: str, target: str) -> bool:
        denied = _denials(target, material.base)
        first = words(target)[:1]
        return (
            len(_denials(source, "en")) == 1 and len(denied) == 1 and denied[0] in flips
            and [one.lower() for one in first] != denied
        )  # fmt: skip

    name = some_text(pair, draw, fits)
    if name is None:
        return None
    target = pair.texts[name][1]
    word = _denials(target, material.base)[0]
    broken = re.sub(rf"\b{word}\b", flips[word], target, count=1, flags=re.IGNORECASE)
    return break_text(pair, name, re.sub(r"\s{2,}", " ", broken).strip())


def negation_added(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """A text that denies nothing says the contrary."""
    verb = rf"(?<=[\w,] )(?:{'|'.join(value('grammar', 'verbs', material.base) or ['$^'])})\b(?!\?)"

    def fits(source: str, target: str) -> bool:
        if _denials(source, "en") or _denials(target, material.base) or "n't" in source.replace("’", "'"):
            return False
        return re.search(verb, target) is not None

    name = some_text(pair, draw, fits)
    if name is None:
        return None
    target = pair.texts[name][1]
    found = draw.choice(list(re.finditer(verb, target)))
    particle = value("grammar", "deny", material.base)
    return break_text(pair, name, f"{target[: found.start()]}{particle} {target[found.start() :]}")


def answer_flipped(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """A choice that begins with yes begins with no, or the other way round."""
    ours, theirs = value("grammar", "yes_no", "en"), value("grammar", "yes_no", material.base)
    found = [
        (name, said)
        for name, (source, target) in pair.texts.items()
        for said in (0, 1)
        if re.match(rf"{ours[said]}\b", source) and re.match(rf"{theirs[said]},", target)
    ]
    if not found:
        return None
    name, said = draw.choice(sorted(found))
    target = pair.texts[name][1]
    return break_text(pair, name, theirs[1 - said] + target[len(theirs[said]) :])


def question_word_changed(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """Who became when, where became why."""
    ours, theirs = value("grammar", "question_words", "en"), value("grammar", "question_words", material.base)
    source, target = pair.texts["question"]
    for asked, said in zip(ours, theirs, strict=True):
        found = re.search(rf"(?:^|¿|[,.] ){said}\b", target, re.IGNORECASE)
        if found and re.search(rf"(?:^|[,.] ){asked}\b", source, re.IGNORECASE):
            other = draw.choice([word for word in theirs if word != said])
            start = found.end() - len(said)
            other = other.capitalize() if target[start].isupper() else other
            return break_text(pair, "question", target[:start] + other + target[found.end() :])
    return None


def _denials(text: str, language: str) -> list[str]:
    known = set(value("grammar", "negation", language) or ())
    text = text.replace("’", "'")
    found = [word.lower() for word in words(text) if word.lower() in known]
    return found + (re.findall(r"n't\b", text) if language == "en" else [])
