"""An item beside its translation, and what a planted defect made of them."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from minga.languages import language_of
from minga.records import BenchmarkItem
from minga.translate.texts import texts_of, values_from

__all__ = ["WORD", "Material", "Mutation", "Pair", "Planted"]

WORD = re.compile(r"[^\W\d_]+(?:['’·-][^\W\d_]+)*")


@dataclass(frozen=True)
class Pair:
    """A source item and its translation; `number` is its row in the benchmark."""

    number: int
    source: BenchmarkItem
    target: BenchmarkItem

    @cached_property
    def texts(self) -> dict[str, tuple[str, str]]:
        """Source and target of each text that both have, by its name (see `texts_of`)."""
        theirs = texts_of(self.target)
        return {name: (ours, theirs[name]) for name, ours in texts_of(self.source).items() if name in theirs}

    def text(self, name: str, *, source: str | None = None, target: str | None = None) -> Pair:
        """This pair with another source or target of one text."""
        after = self
        if source is not None:
            after = replace(after, source=_with(self.source, {name: source}))
        if target is not None:
            after = replace(after, target=_with(self.target, {name: target}))
        return after

    def targets(self, texts: Mapping[str, str]) -> Pair:
        """This pair with other translations of some texts."""
        return replace(self, target=_with(self.target, texts))

    def both(self, **values: tuple[Any, Any]) -> Pair:
        """This pair with other fields: of the source, and of the target."""
        ours = {name: pair[0] for name, pair in values.items()}
        theirs = {name: pair[1] for name, pair in values.items()}
        return replace(self, source=self.source.edited(**ours), target=self.target.edited(**theirs))


@dataclass(frozen=True)
class Planted:
    """A defect in one pair."""

    clean: Pair
    """Without the defect, but with what it needs: a formula put into both sides, a choice "Both A and B"."""
    broken: Pair
    fields: frozenset[str]
    """Where a finding may point; empty where the whole item is concerned."""


@dataclass(frozen=True)
class Material:
    """What a mutation may take from: pairs of one language, and the same items in other languages."""

    language: str
    """BCP-47 tag of the translations."""
    pairs: Sequence[Pair]
    others: Mapping[str, Mapping[int, BenchmarkItem]] = field(default_factory=dict)
    """Translations into further languages, by the item's number."""

    @property
    def base(self) -> str:
        """The language without its region."""
        return language_of(self.language)


Mutation = Callable[[Pair, random.Random, Material], Planted | None]
"""Plants one defect with the given randomness, or None where the pair has no place for it."""


def _with(item: BenchmarkItem, texts: Mapping[str, str]) -> BenchmarkItem:
    return item.edited(**values_from(item, {**texts_of(item), **texts}))
