"""Numbers that are written in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from minga.translate.lint.language_rules import LanguageRules
from minga.translate.lint.pairs import Word

__all__ = ["composed", "said_cardinals", "said_values"]

_SHORT = 20
"""From here on numbers are made of parts: tens and units, in Basque twenties and the rest."""
_SCALES = (10**12, 10**9, 10**6, 1000, 100)


def said_values(words: Sequence[Word], rules: LanguageRules) -> frozenset[int]:
    """Values of the number words among `words`: cardinals, ordinals, fractions, dozens."""
    known = rules.numbers
    if not known:
        return frozenset()
    found = {known[part] for word in words for part in _parts(word.low) if part in known}
    if rules.inflected:
        found |= {value for word in words for value in _inflected(word.low, rules)}
    return frozenset(found)


def said_cardinals(words: Sequence[Word], rules: LanguageRules) -> Iterator[tuple[Word, int]]:
    """The plain cardinals among `words`, from three on: smaller ones are also articles and turns of phrase."""
    for word in words:
        for value in _cardinals(word.low, rules):
            if value > 2:
                yield word, value


def _cardinals(word: str, rules: LanguageRules) -> Sequence[int]:
    """The values that a word says: `twenty-one` is 21, `three-legged` has 3 in it."""
    values = [value for part in _parts(word) if (value := _cardinal(part, rules)) is not None]
    if len(values) == 2 and values[0] in range(20, 100, 10) and values[1] < 10:
        return [sum(values)]
    return values


def _cardinal(word: str, rules: LanguageRules) -> int | None:
    value = rules.cardinals.get(word)
    if value is None and rules.inflected:
        return next((one for one in _inflected(word, rules) if one in rules.cardinals.values()), None)
    return value


def composed(value: int, said: Set[int]) -> bool:
    """Whether words for the parts of a number are there: 20 and 5, or 25 itself."""
    if value in said:
        return True
    for unit in _SCALES:
        if value >= unit:
            times, rest = divmod(value, unit)
            whole = times * unit in said or (unit in said and (times == 1 or composed(times, said)))
            return whole and (not rest or composed(rest, said))
    if value <= _SHORT:
        return False
    return any(value - value % base in said and value % base in said for base in (10, 20))


def _parts(word: str) -> Sequence[str]:
    return (word, *word.split("-")) if "-" in word else (word,)


def _inflected(word: str, rules: LanguageRules) -> Iterator[int]:
    """Values of the number that `word` is with an ending: `bostak`, `hiruretan`."""
    for cut in range(len(word) - 1, max(1, len(word) - 7), -1):
        value = rules.numbers.get(word[:cut])
        if value is not None and word[cut:] in rules.endings:
            yield value
            return
