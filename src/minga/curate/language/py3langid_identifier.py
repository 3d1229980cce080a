"""py3langid: small, fast, always there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from copy import copy
from functools import lru_cache
from typing import Any

import numpy as np

from minga.curate.language.byte_automaton import ByteAutomaton
from minga.curate.language.labels import labels_of

__all__ = ["Py3langidIdentifier"]

_FEW, _MANY = 8, 4096
"""Texts up to which the library itself is asked, one after the other, and that are looked at together at most."""


class Py3langidIdentifier:
    """Multinomial naive Bayes over byte n-grams (Lui and Baldwin 2012), restricted to the languages asked for."""

    def __init__(self, languages: Collection[str]) -> None:
        self._labels = labels_of((label for label in _model().labels if label != "zxx"), languages)
        self.languages = frozenset(self._labels.values())
        """Those of the languages asked for that it has."""
        self._identifier = copy(_model())  # which shares the large arrays
        self._identifier.set_languages(sorted(self._labels))
        self._weights = np.ascontiguousarray(self._identifier.nb_ptc, np.float32)

    def identify(self, text: str) -> tuple[str, float]:
        """See `Identifier`."""
        label, probability = self._identifier.classify(text)
        return self._labels[label], float(probability)

    def identify_all(self, texts: Sequence[str]) -> list[tuple[str, float]]:
        """See `Identifier`: what `identify` says of each, to the bit, in a tenth of the time.

        The n-grams of all texts are found together, and summed up in the library's order with its precision.
        """
        if len(texts) < _FEW:
            return [self.identify(text) for text in texts]
        starts = range(0, len(texts), _MANY)
        return [said for start in starts for said in self._together(texts[start : start + _MANY])]

    def _together(self, texts: Sequence[str]) -> list[tuple[str, float]]:
        encoded = [self._identifier._encode(text) for text in texts]
        scores = self._scores(encoded)
        scores *= np.array([1 / np.sqrt(len(text) or 1) for text in encoded], np.float32)[:, None]
        likelihoods = np.exp(scores - scores.max(axis=1, keepdims=True))
        likelihoods /= likelihoods.sum(axis=1, keepdims=True)
        for first, again in self._identifier._alias_pairs:
            likelihoods[:, first] += likelihoods[:, again]
            likelihoods[:, again] = 0
        best = likelihoods.argmax(axis=1)
        labels = self._identifier.nb_classes
        sure = likelihoods[np.arange(len(best)), best].tolist()
        return [(self._labels[labels[place]], one) for place, one in zip(best.tolist(), sure, strict=True)]

    def _scores(self, encoded: Sequence[bytes]) -> np.ndarray:
        """The log-likelihood of each text in each language; 0 where it has none of the n-grams."""
        features, counts, bounds = _automaton().counts(encoded)
        weights = self._weights[features]
        times = np.log1p(counts.astype(np.float32))
        scores = np.zeros((len(encoded), weights.shape[1]), np.float32)
        for text, (start, end) in enumerate(zip(bounds.tolist(), bounds[1:].tolist(), strict=False)):
            if end > start:
                scores[text] = times[start:end] @ weights[start:end]
        scores[np.diff(bounds) > 0] += self._identifier.nb_pc
        return scores


@lru_cache(maxsize=1)
def _model() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@lru_cache(maxsize=1)
def _automaton() -> ByteAutomaton:
    model = _model()
    return ByteAutomaton(np.frombuffer(model.tk_nextmove, np.uint32), model.tk_row, model.tk_output)
