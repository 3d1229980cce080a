"""What a question asks for."""

from __future__ import annotations

from collections.abc import Iterator

from minga.translate.lint.pairs import Fault, TextPair

__all__ = ["wrong_question"]


def wrong_question(text: TextPair) -> Iterator[Fault]:
    """The source asks when, and the translation asks where; or it states something and the translation asks."""
    if not text.between_languages:
        return
    if "?" not in text.source:
        if "?" in text.target and text.source.rstrip()[-1:] in ".!" and not text.source.count("__"):
            place = text.target.rindex("?")
            yield text.in_target(place, place + 1)
        return
    asked = text.target_rules.words("question_words")
    wanted = text.target_rules.patterns("questions")
    if not wanted:
        return
    for kind, pattern in text.source_rules.patterns("questions").items():
        found = pattern.match(text.source)
        if not found or kind not in wanted:
            continue
        if not wanted[kind].search(text.target):
            other = asked.search(text.target)
            if other:
                yield text.in_target(other.start(), other.end(), source=found[0])
        return
