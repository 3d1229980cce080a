"""fastText: lid.176, GlotLID, OpenLID, or a model of one's own."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from minga.curate.language.labels import labels_of
from minga.errors import MissingPart, SettingError

__all__ = ["FastTextIdentifier"]


class FastTextIdentifier:
    """A supervised model (Joulin et al. 2017) whose labels are languages, restricted to the languages asked for.

    Raises MissingPart without the library, and SettingError when the file is not there or is no such model.
    """

    def __init__(self, path: Path, languages: Collection[str]) -> None:
        self._model = _model(path)
        known, _ = self._predict("a")
        self._labels = labels_of(known, languages)
        self.languages = frozenset(self._labels.values())
        """Those of the languages asked for that it has."""

    def identify(self, text: str) -> tuple[str, float]:
        """See `Identifier`. Labels of one language, such as two scripts of it, count together."""
        shares: dict[str, float] = defaultdict(float)
        for label, probability in zip(*self._predict(text), strict=True):
            if label in self._labels:
                shares[self._labels[label]] += float(probability)
        total = sum(shares.values())
        if not total:
            return "und", 0.0
        first = max(shares, key=lambda language: (shares[language], language))
        return first, shares[first] / total

    def identify_all(self, texts: Sequence[str]) -> list[tuple[str, float]]:
        """See `Identifier`."""
        return [self.identify(text) for text in texts]

    def _predict(self, text: str) -> Any:
        return self._model.predict(text, k=-1, threshold=-1.0)


@lru_cache(maxsize=2)
def _model(path: Path) -> Any:
    try:
        import fasttext
    except ImportError as error:
        hint = "pip install 'minga[fasttext]'"
        raise MissingPart("the library that reads fastText models is not installed", hint=hint) from error
    if not path.is_file():
        hint = "the path is relative to the project's folder"
        raise SettingError(f"curate.language.identifier: there is no file {path}", hint=hint)
    try:
        return fasttext.load_model(os.fspath(path))
    except ValueError as error:
        raise SettingError(f"curate.language.identifier: {path} is no fastText model", hint=str(error)) from error
