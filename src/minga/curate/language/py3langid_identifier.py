"""py3langid: small, fast, always there."""

from __future__ import annotations

from collections.abc import Collection
from copy import copy
from functools import lru_cache
from typing import Any

from minga.curate.language.labels import labels_of

__all__ = ["Py3langidIdentifier"]


class Py3langidIdentifier:
    """Multinomial naive Bayes over byte n-grams (Lui and Baldwin 2012), restricted to the languages asked for."""

    def __init__(self, languages: Collection[str]) -> None:
        self._labels = labels_of((label for label in _model().labels if label != "zxx"), languages)
        self.languages = frozenset(self._labels.values())
        """Those of the languages asked for that it has."""
        self._identifier = copy(_model())  # which shares the large arrays
        self._identifier.set_languages(sorted(self._labels))

    def identify(self, text: str) -> tuple[str, float]:
        """See `Identifier`."""
        label, probability = self._identifier.classify(text)
        return self._labels[label], float(probability)


@lru_cache(maxsize=1)
def _model() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
