"""Statements that came to say the contrary."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minga.translate.lint.language_rules import LanguageRules
from minga.translate.lint.pairs import Fault, TextPair
from minga.translate.lint.sleeping_patterns import first_match

__all__ = ["added_negation", "lost_negation"]

_CLAUSE = re.compile(r"[,.;:¿?!¡()«»“”\"—]|\b(?:que|como|ca|baino|y|e|i|o|ou)\b")
_FAR = 3
"""Words before a weak negation with which it still begins its clause: `en ningún caso`."""
_BAD = re.compile(
    r"\b(?:illegal|ban(?:s|ned)?|prohibit\w*|impossible|false|wrong|unknown|different|unsafe|un\w+|in\w+able)\b",
    re.IGNORECASE,
)
"""Hints that stay where they are when a sentence is denied besides: `illegal`, `no es ilegal`."""
_ANSWER_NO = re.compile(r"No(?:[,.;:] |[.!]?$)")


def lost_negation(text: TextPair) -> Iterator[Fault]:
    """The source denies, and the translation has no word that could.

    Where both have as many sentences, each is held against its own; a `No,` that answers counts apart.
    """
    if not text.target_rules.known or text.target == text.source or not text.source_rules.known:
        return
    if "negations" not in text.source_awake or not first_match(text.source_awake["negations"], text.source):
        return
    rules = text.target_rules
    answered = "answer_no" in rules.values and _ANSWER_NO.match(text.source)
    if answered and not rules.pattern("answer_no").match(text.target):
        only = text.source.rstrip(".!") == "No"
        yield text.in_source(0, 2, suggestion=str(rules.values.get("answer", "")) if only else "")
        return
    for ours, theirs, offset in _sentences(text):
        found = _denial(ours, text)
        if found and not _denies(theirs, rules) and not rules.words("negation_hints").search(theirs):
            yield text.in_source(offset + found.start(), offset + found.end())
            return


def _denies(sentence: str, rules: LanguageRules) -> bool:
    """Whether a sentence has a negation that holds by itself: `tengo ninguno` has none, `ninguno tengo` has one."""
    weak = rules.words("weak_negations")
    for found in rules.words("negations").finditer(sentence):
        if not weak.fullmatch(found[0]):
            return True
        before = _CLAUSE.split(sentence[: found.start()])[-1].split()
        if len(before) < _FAR and all(word.strip("'’\"«¿").lower() in rules.prepositions for word in before):
            return True
    return False


def added_negation(text: TextPair) -> Iterator[Fault]:
    """The translation denies, and the source has no word that could."""
    if not text.source_rules.known or not text.target_rules.known:
        return
    if "negations" not in text.target_awake or not first_match(text.target_awake["negations"], text.target):
        return
    double = text.target_rules.words("negation_homographs")
    source, rules = text.source_rules, text.target_rules
    for ours, theirs, _ in _sentences(text):
        found = next((found for found in _plain_denials(theirs, rules) if not double.fullmatch(found[0])), None)
        if found is None or source.words("negations").search(ours):
            continue
        hints = len(source.words("negation_hints").findall(ours))
        if hints and len(rules.words("negation_hints").findall(theirs)) < hints:
            continue  # the one may be the other: `illegal`, `no es legal`
        if hints and (not _BAD.search(ours) or found[0].lower() in rules.prepositions):
            continue  # `unfinished`, `sin acabar`
        place = text.target.find(theirs)
        yield text.in_target(place + found.start(), place + found.end())
        return


def _plain_denials(sentence: str, rules: LanguageRules) -> Iterator[re.Match[str]]:
    """Negations that are in no phrase that only looks like a denial."""
    spared = [found.span() for found in rules.words("no_denials").finditer(sentence)]
    for found in rules.words("negations").finditer(sentence):
        option = sentence[max(0, found.start() - 1) : found.start()] == "-"
        if not option and not any(start <= found.start() < end for start, end in spared):
            yield found


def _sentences(text: TextPair) -> Iterator[tuple[str, str, int]]:
    """What is held against what, with its place in the source: sentences, or all without the `No,` that answers."""
    ours, theirs = text.sentences
    if len(ours) == len(theirs) > 1:
        place = 0
        for one, other in zip(ours, theirs, strict=True):
            place = text.source.find(one, place)
            yield from _without_answer(one, other, place, text)
        return
    yield from _without_answer(text.source, text.target, 0, text)


def _without_answer(ours: str, theirs: str, offset: int, text: TextPair) -> Iterator[tuple[str, str, int]]:
    answer = _ANSWER_NO.match(ours) if "answer_no" in text.target_rules.values else None
    other = text.target_rules.pattern("answer_no").match(theirs) if answer else None
    if answer is None or other is None:
        yield ours, theirs, offset
    elif len(ours) > answer.end() and len(theirs) > other.end():
        yield ours[answer.end() :], theirs[other.end() :], offset + answer.end()


def _denial(source: str, text: TextPair) -> re.Match[str] | None:
    """The first negation that is not part of a phrase that translations drop."""
    return next(_plain_denials(source, text.source_rules), None)
