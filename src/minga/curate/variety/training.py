"""Learns to tell the varieties of one language apart, and says on texts that it has not seen how well that went."""

from __future__ import annotations

import hashlib
import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from minga.curate.variety.calibrating import fitted_scale, loss, threshold
from minga.curate.variety.classifier import READ, VarietyModel, softmax
from minga.curate.variety.features import counted, rarity, weighted
from minga.curate.variety.held_out import HeldOut, evened, held_out
from minga.errors import NothingToDo

__all__ = ["LabelledText", "folds_of", "train"]

_SIZE = 1 << 18
"""Hashes of n-grams of characters, and as many of words."""
_LEAST = 30
"""Texts of a variety from which it can be learnt."""
_STRENGTHS = (0.25, 1.0, 4.0)
"""Inverse strengths of regularisation that are tried."""
_STEPS = 100
"""Steps of a fit at most, which bound its time."""
_FOLDS = 5
_TEST = _FOLDS - 1


@dataclass(frozen=True)
class LabelledText:
    """A text whose variety is known."""

    text: str
    variety: str
    group: str
    """Texts of one group, such as a person's or a document's, are learnt from or tested with, never both."""


@dataclass(frozen=True)
class _Fit:
    idf: np.ndarray
    weights: np.ndarray
    bias: np.ndarray

    def logits(self, counts: Any) -> np.ndarray:
        return np.asarray(weighted(counts, self.idf) @ self.weights + self.bias)


def train(
    texts: Sequence[LabelledText], precision: float, seed: int, *, size: int = _SIZE
) -> tuple[VarietyModel, HeldOut]:
    """A model of texts in one language, and how well it does on a fifth of the groups, which it was not fitted on.

    The other four fifths are each foretold from the other three: by that the regularisation is chosen, confidence is
    fitted, and the threshold from which on the share `precision` (0 to 1) of what it tells is right. N-grams have
    `size` different hashes. Raises NothingToDo when fewer than two varieties have enough texts.
    """
    varieties = _varieties(texts)
    known = [one for one in texts if one.variety in varieties]
    labels = np.array([varieties.index(one.variety) for one in known])
    folds = folds_of(known, seed)
    _check(labels, folds, varieties)
    read = [one.text[:READ] for one in known]
    lengths, counts = np.array([len(text) for text in read]), counted(read, size)
    own = folds != _TEST
    strength, foretold = _foretold(counts[own], labels[own], lengths[own], folds[own])
    scale = fitted_scale(foretold, labels[own], lengths[own])
    sure = softmax(scale.scaled(foretold, lengths[own]))
    least = threshold(sure, labels[own], precision)
    fit = _fitted(counts[own], labels[own], strength)
    shares = softmax(scale.scaled(fit.logits(counts[~own]), lengths[~own]))
    model = VarietyModel(varieties, fit.idf, fit.weights, fit.bias, scale, least)
    return model, held_out(shares, labels[~own], lengths[~own], varieties, least)


def folds_of(texts: Sequence[LabelledText], seed: int) -> np.ndarray:
    """0 to 4 by text: the groups of every variety are dealt out in the order of their hashes, so that each has some."""
    variety = {one.group: one.variety for one in reversed(texts)}
    order = sorted(
        variety, key=lambda group: (variety[group], hashlib.blake2b(f"{seed} {group}".encode(), digest_size=8).digest())
    )
    dealt: Counter[str] = Counter()
    folds = {}
    for group in order:
        folds[group] = (_TEST + dealt[variety[group]]) % _FOLDS
        dealt[variety[group]] += 1
    return np.array([folds[one.group] for one in texts])


def _varieties(texts: Sequence[LabelledText]) -> tuple[str, ...]:
    counts = Counter(one.variety for one in texts)
    return tuple(sorted(variety for variety, count in counts.items() if count >= _LEAST))


def _check(labels: np.ndarray, folds: np.ndarray, varieties: Sequence[str]) -> None:
    hint = f"at least two varieties of a language need {_LEAST} texts each, from five people or documents or more"
    if len(varieties) < 2:
        raise NothingToDo("there is too little to learn varieties from", hint=hint)
    for number, name in enumerate(varieties):
        there = set(folds[labels == number].tolist())
        if _TEST not in there or len(there) < 3:  # what is held out must be left in what is learnt from
            raise NothingToDo(f"{name} has its texts from too few people or documents", hint=hint)


def _foretold(counts: Any, labels: np.ndarray, lengths: np.ndarray, folds: np.ndarray) -> tuple[float, np.ndarray]:
    """The best strength, by the first fold, and logits of every text by a fit that has not seen its fold."""
    logits = np.zeros((len(labels), labels.max() + 1))
    first, *others = np.unique(folds).tolist()
    inside = folds == first
    tried = []
    for strength in _STRENGTHS:
        said = _fitted(counts[~inside], labels[~inside], strength).logits(counts[inside])
        scale = fitted_scale(said, labels[inside], lengths[inside])
        tried.append((loss(scale.scaled(said, lengths[inside]), labels[inside]), strength, said))
    _, best, logits[inside] = min(tried, key=lambda one: one[:2])
    for fold in others:
        inside = folds == fold
        logits[inside] = _fitted(counts[~inside], labels[~inside], best).logits(counts[inside])
    return best, logits


def _fitted(counts: Any, labels: np.ndarray, strength: float) -> _Fit:
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    idf = rarity(counts)
    model = LogisticRegression(C=strength, max_iter=_STEPS, tol=1e-3)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # where it stops is close enough
        model.fit(weighted(counts, idf), labels, sample_weight=evened(labels))
    weights, bias = model.coef_, model.intercept_
    if len(weights) == 1:  # two varieties have one set of weights
        weights, bias = np.vstack([-weights / 2, weights / 2]), np.concatenate([-bias / 2, bias / 2])
    return _Fit(idf, weights.T.astype(np.float32), bias.astype(np.float32))
