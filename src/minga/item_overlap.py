"""Which benchmark items stand word for word in other texts: the questions that a model may have been trained on.

An item is found where a sequence of 13 of its words occurs in a text (Brown et al. 2020, appendix C), or all of them
where it has fewer; case, accents' encoding and punctuation do not count. Sequences that several items share are
formulas ("which of the following statements about the …") and say nothing of any one of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from minga.words import normalised, words

__all__ = ["ItemOverlap"]

SIZE = 13
LEAST = 6
"""Words without which an item is not looked for: `¿Qué es el mate?` is in any text about mate."""
_FORMULA = 3
"""So many items with the same sequence of words make it a formula."""


class ItemOverlap:
    """The word sequences of some items, to be looked for in any number of texts.

    >>> overlap = ItemOverlap([("item-1", "¿Qué lengua se habla en el Paraguay junto al castellano?")])
    >>> overlap.found_in("Preguntó QUÉ LENGUA se habla en el Paraguay, junto al castellano.")
    {'item-1'}
    """

    def __init__(self, items: Iterable[tuple[str, str]], *, size: int = SIZE, least: int = LEAST) -> None:
        """`items` are ids with the texts to look for; those of fewer than `least` words are counted in `too_short`."""
        self.items = 0
        self.too_short = 0
        found: dict[int, dict[tuple[str, ...], set[str]]] = defaultdict(lambda: defaultdict(set))
        for item, text in items:
            said = words(normalised(text))
            if len(said) < least:
                self.too_short += 1
                continue
            self.items += 1
            length = min(size, len(said))
            for sequence in _sequences(said, length):
                found[length][sequence].add(item)
        self._items_of = {
            length: {sequence: items for sequence, items in sequences.items() if len(items) < _FORMULA}
            for length, sequences in sorted(found.items())
        }

    def found_in(self, text: str) -> set[str]:
        """Ids of the items that the text holds."""
        said = words(normalised(text))
        return {
            item
            for length, items_of in self._items_of.items()
            for sequence in _sequences(said, length)
            for item in items_of.get(sequence, ())
        }


def _sequences(said: Sequence[str], length: int) -> Iterator[tuple[str, ...]]:
    return zip(*(said[start:] for start in range(length)), strict=False)
