"""One word of the source that is translated in two ways within an item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from minga.translate.lint.folding import cognate, folded
from minga.translate.lint.language_rules import LanguageRules
from minga.translate.lint.marks import KIN
from minga.translate.lint.pairs import Fault, ItemPair, TextPair, Word
from minga.translate.lint.vocabulary import meanings

__all__ = ["mixed_terms"]

_STEM = 5
"""Letters at the beginning that the forms of one word share."""
_IRREGULAR = 3
"""Letters that forms of an irregular verb share."""
_LONG = 4
"""Letters of a word that can be a term."""
_TIMES = 3
"""Texts with the term from which one that lacks its translation stands out."""

_Stems = dict[int, list[str]]
"""Stems by the texts that have them, a bit each."""


def mixed_terms(pair: ItemPair) -> Iterator[Fault]:
    """A term that has one translation in all texts but one, and there another: readers take them for two things.

    Stems are aligned by the texts that have them. A stem of the translation that is in all texts of the term but one
    is the term's if more stems of the translation than of the source are in just these texts, and if more of the source
    than of the translation are in all texts of the term (or if the two are kin). The odd text must have a word in its
    place that answers to none of its source's.
    """
    if not pair.between_languages or len(pair.texts) < _TIMES:
        return
    ours = _stems([(text.source_words, text.source_rules) for text in pair.texts])
    if all(texts.bit_count() < _TIMES for texts in ours):
        return
    stems = _ItemStems(pair, ours, _stems([(text.target_words, text.target_rules) for text in pair.texts]))
    for at, text in enumerate(pair.texts):
        term = stems.term_said_otherwise(at)
        if term is not None:
            yield text.in_source(term.start, term.end)


@dataclass(frozen=True)
class _ItemStems:
    """The stems of an item in both languages."""

    pair: ItemPair
    ours: _Stems
    theirs: _Stems

    def term_said_otherwise(self, at: int) -> Word | None:
        """The term for which this text, unlike all others, has another word."""
        own = 1 << at
        if len(self.theirs.get(own, ())) <= len(self.ours.get(own, ())):
            return None
        for texts, terms in self.ours.items():
            others = texts ^ own
            words = self.theirs.get(others, ()) if texts & own and texts.bit_count() >= _TIMES else ()
            if len(words) <= len(self.ours.get(others, ())):
                continue
            lacks = len(terms) > len(self.theirs.get(texts, ()))
            for term in terms:
                if any(self._is_replaced(term, word, at, others, lacks) for word in words):
                    return _of_stem(term, self.pair.texts[at], source=True)
        return None

    def _is_replaced(self, term: str, word: str, at: int, others: int, lacks: bool) -> bool:
        """Whether this text says something else where the others say `word` for the term."""
        first = self.pair.texts[(others & -others).bit_length() - 1]
        kin = _are_kin(_of_stem(term, first, source=True), _of_stem(word, first, source=False), self.pair)
        if not lacks and not kin:
            return False
        text = self.pair.texts[at]
        new = [stem for stem in self._unanswered(at, source=False) if stem[:_IRREGULAR] != word[:_IRREGULAR]]
        if len(new) <= len(self._unanswered(at, source=True)):
            return False
        return kin or any(
            not _beside(text, new).isdisjoint(_beside(other, [word]))
            for number, other in enumerate(self.pair.texts)
            if others >> number & 1
        )

    def _unanswered(self, at: int, *, source: bool) -> list[str]:
        """Stems that only this text has, and that are kin to no word on its other side."""
        text = self.pair.texts[at]
        against = _words(text, source=not source)
        found = []
        for stem in (self.ours if source else self.theirs).get(1 << at, ()):
            word = _of_stem(stem, text, source=source)
            pairs = ((word, other) if source else (other, word) for other in against)
            if not any(_are_kin(one, other, self.pair) for one, other in pairs):
                found.append(stem)
        return found


def _stems(sides: Sequence[tuple[Sequence[Word], LanguageRules]]) -> _Stems:
    texts: dict[str, int] = {}
    for at, (words, rules) in enumerate(sides):
        for word in words:
            stem = _stem(word.low, rules)
            if stem:
                texts[stem] = texts.get(stem, 0) | 1 << at
    stems: _Stems = {}
    for stem, having in texts.items():
        stems.setdefault(having, []).append(stem)
    return stems


@lru_cache(maxsize=65536)
def _stem(word: str, rules: LanguageRules) -> str:
    """The beginning of a word that means something; empty for others."""
    return folded(word)[:_STEM] if len(word) >= _LONG and word not in rules.function_words else ""


def _words(text: TextPair, *, source: bool) -> list[Word]:
    """The words of a text that mean something."""
    words, rules = (text.source_words, text.source_rules) if source else (text.target_words, text.target_rules)
    return [word for word in words if _stem(word.low, rules)]


def _of_stem(stem: str, text: TextPair, *, source: bool) -> Word:
    rules = text.source_rules if source else text.target_rules
    return next(word for word in _words(text, source=source) if _stem(word.low, rules) == stem)


def _are_kin(ours: Word, theirs: Word, pair: ItemPair) -> bool:
    """Whether two words mean the same by the table of common words, or are of one origin."""
    if cognate(ours.low)[:KIN] == cognate(theirs.low)[:KIN]:
        return True
    return not meanings(ours.low, pair.rules[0].language).isdisjoint(meanings(theirs.low, pair.rules[1].language))


def _beside(text: TextPair, stems: Sequence[str]) -> frozenset[tuple[str, str]]:
    """What stands before and behind the words of these stems in the translation."""
    words = ["", *(word.low for word in text.target_words), ""]
    found = {
        side
        for at, word in enumerate(words[1:-1], 1)
        if _stem(word, text.target_rules) in stems
        for side in (("before", words[at - 1]), ("behind", words[at + 1]))
    }
    return frozenset(found)
