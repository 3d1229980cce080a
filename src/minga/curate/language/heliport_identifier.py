"""heliport: HeLI-OTS in Rust, with models of 240 languages inside the package."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any

from minga.curate.language.labels import labels_of
from minga.errors import MissingPart

__all__ = ["HeliportIdentifier"]


class HeliportIdentifier:
    """Word and character n-gram backoff (Jauhiainen et al. 2022), restricted to the languages asked for."""

    def __init__(self, languages: Collection[str]) -> None:
        known = list(_model().get_confidence_all())
        self._count = len(known)
        self._labels = labels_of(known, languages)
        self.languages = frozenset(self._labels.values())
        """Those of the languages asked for that it has."""

    def identify(self, text: str) -> tuple[str, float]:
        """See `Identifier`. A score is a mean negative logarithm to base 10 of a word's relative frequency."""
        best: dict[str, float] = {}
        for label, score in _model().identify_topk_with_score(text, self._count):
            language = self._labels.get(label)
            if language:
                best[language] = min(score, best.get(language, score))
        if not best:
            return "und", 0.0
        first = min(best, key=lambda language: (best[language], language))
        return first, 1 / sum(10 ** (best[first] - score) for score in best.values())

    def identify_all(self, texts: Sequence[str]) -> list[tuple[str, float]]:
        """See `Identifier`."""
        return [self.identify(text) for text in texts]


@lru_cache(maxsize=1)
def _model() -> Any:
    try:
        from heliport import Identifier
    except ImportError as error:
        hint = "pip install heliport (it is under the GPL)"
        raise MissingPart("the language identifier heliport is not installed", hint=hint) from error
    return Identifier()
