"""Text in a neighbour's language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from minga.translate.lint.language_rules import rules_for
from minga.translate.lint.pairs import Fault, TextPair, Word

__all__ = ["wrong_language"]

_TELLING = 2
"""Words of another language in a row from which a text is suspected …"""
_SURE = 4
"""… and from which it certainly is in it."""
_ENOUGH = 5
"""Words of a text that would have one of its own language's, if it were in it: there, one strange one is enough."""


def wrong_language(text: TextPair) -> Iterator[Fault]:
    """Function words and spellings that the target's language does not have, and one neighbour has.

    So Portuguese in Galician, and Spanish in Catalan, in the whole text or in a row of words. Words with capitals and
    the source's own words count for nothing. The source's language is `untranslated`'s.
    """
    rules = text.target_rules
    if not rules.known or text.target_words == [] or text.source_rules.language == rules.language:
        return
    kept = text.source_set
    strange = (
        rules.pattern("strange") if "strange" in rules.values and rules.pattern("strange").search(text.target) else None
    )
    if strange is None and rules.telling.keys().isdisjoint(text.target_set):
        return
    counts: Counter[str] = Counter()
    signs: list[tuple[Word, tuple[str, ...]]] = []
    for word in text.target_words:
        if word.text != word.low or word.low in kept:
            continue
        languages = rules.telling.get(word.low, ())
        if languages:
            counts.update(languages)
        if languages or (strange is not None and strange.search(_spelt(text, word))):
            signs.append((word, languages))
    counts.pop(text.source_rules.language, None)
    if not signs or (len(signs) < _TELLING and (strange is None or len(text.target_words) < _ENOUGH)):
        return
    language = counts.most_common(1)[0][0] if counts else ""
    row = _longest_row(text, [word for word, languages in signs if not languages or language in languages], language)
    if len(row) >= _TELLING or (row and not text.target_set & _own(text, language)):
        yield text.in_target(row[0].start, row[-1].end, "error" if len(row) >= _SURE else None)


def _spelt(text: TextPair, word: Word) -> str:
    """A word with the apostrophe before it: `l'ocell`."""
    return (
        text.target[max(0, word.start - 2) : word.end] if text.target[word.start - 1 : word.start] in "'’" else word.low
    )


def _own(text: TextPair, language: str) -> frozenset[str]:
    """Function words that the target's language has, and that language, or no other one, has not."""
    rules = text.target_rules
    return rules.function_words - rules_for(language).function_words if language else rules.exclusive


def _longest_row(text: TextPair, signs: list[Word], language: str) -> list[Word]:
    """The longest row of such words without a function word between them that only the target's language has."""
    own = _own(text, language)
    places = {word.start for word in signs}
    longest: list[Word] = []
    row: list[Word] = []
    for word in text.target_words:
        if word.start in places:
            row = [*row, word]
            longest = max(longest, row, key=len)
        elif word.low in own:
            row = []
    return longest
