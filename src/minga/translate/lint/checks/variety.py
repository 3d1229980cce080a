"""Words that are another country's."""

from __future__ import annotations

from collections.abc import Iterator

from minga.translate.lint.pairs import Fault, ItemPair, TextPair
from minga.translate.lint.varieties import VarietyRules, variety_rules

__all__ = ["foreign_word", "offending_word"]


def offending_word(pair: ItemPair) -> Iterator[Fault]:
    """A word that offends, or means something else, where the translation is to be read."""
    for rules in variety_rules(pair.target.language):
        for text in pair.texts:
            yield from _listed(text, rules, offends=True)


def foreign_word(pair: ItemPair) -> Iterator[Fault]:
    """A word or a form of address that is not used there; where the rules know the country's own, it is suggested."""
    for rules in variety_rules(pair.target.language):
        for text in pair.texts:
            yield from _listed(text, rules, offends=False)
            found = rules.grammar.search(text.target)
            if found:
                yield text.in_target(*found.span())


def _listed(text: TextPair, rules: VarietyRules, *, offends: bool) -> Iterator[Fault]:
    words = rules.offends if offends else rules.foreign
    if text.target_set.isdisjoint(rules.first_words):
        return
    pattern = rules.offending if offends else rules.foreign_words
    for found in pattern.finditer(text.target):
        own = words.get(found[0].lower(), "")
        if not own or own == found[0].lower():
            yield text.in_target(*found.span())
        else:
            yield text.replaced(*found.span(), own.capitalize() if found[0][0].isupper() else own)
