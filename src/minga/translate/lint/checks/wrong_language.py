"""Text in a neighbour's language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from minga.translate.lint.language_rules import rules_for
from minga.translate.lint.pairs import Fault, TextPair

__all__ = ["wrong_language"]

_TELLING = 2
"""Function words of another language from which a text is suspected …"""
_SURE = 4
"""… and from which it certainly is in it, if there are fewer of its own."""


def wrong_language(text: TextPair) -> Iterator[Fault]:
    """Function words that the target's language does not have, and one neighbour of it has: Portuguese in Galician.

    Words with capitals and the source's own words count for nothing. The source's language is `untranslated`'s.
    """
    rules = text.target_rules
    if not rules.known or rules.telling.keys().isdisjoint(text.target_set):
        return
    kept = text.source_set
    foreign = [word for word in text.target_words if word.text in rules.telling and word.low not in kept]
    if len(foreign) < _TELLING:
        return
    counts = Counter(language for word in foreign for language in rules.telling[word.low])
    counts.pop(text.source_rules.language, None)
    if not counts:
        return
    language, count = counts.most_common(1)[0]
    ours = rules.function_words - rules_for(language).function_words  # what both have tells nothing
    own = sum(word.low in ours for word in text.target_words)
    if count < _TELLING or count <= own:
        return
    telling = [word for word in foreign if language in rules.telling[word.low]]
    yield text.in_target(telling[0].start, telling[-1].end, "error" if count >= _SURE else None)
