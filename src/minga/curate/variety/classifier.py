"""Tells national varieties apart by character n-grams, learnt from a project's own texts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from minga.errors import MissingPart

__all__ = ["UNDETERMINED", "VarietyModel", "features", "load_model", "softmax"]

UNDETERMINED = "und"
"""Where it cannot tell."""
WEIGHTS, FACTS = "weights.npz", "model.json"
READ = 4000
"""Characters of a text that are looked at."""


@dataclass(frozen=True)
class VarietyModel:
    """Multinomial logistic regression over hashed n-grams of 2 to 5 characters within words."""

    varieties: tuple[str, ...]
    weights: np.ndarray
    """float32, a row a hash and a column a variety."""
    bias: np.ndarray
    temperature: float
    """What logits are divided by (Guo et al. 2017)."""
    threshold: float
    """Less sure than that (0 to 1), it cannot tell."""

    def probabilities(self, texts: Sequence[str]) -> np.ndarray:
        """Calibrated, one row a text, one column a variety."""
        logits = features(texts, len(self.weights)) @ self.weights + self.bias
        return softmax(logits / self.temperature)

    def classify(self, text: str) -> tuple[str, float]:
        """The most likely variety, or `und` where it is less likely than `threshold`; and how likely it is."""
        [row] = self.probabilities([text[:READ]])
        best = int(row.argmax())
        return (self.varieties[best] if row[best] >= self.threshold else UNDETERMINED), float(row[best])

    def save(self, folder: Path) -> None:
        """Write `weights.npz` and `model.json`, from which it can be loaded without running anything."""
        with (folder / WEIGHTS).open("wb") as file:
            np.savez(file, weights=self.weights, bias=self.bias)
        facts = {"varieties": self.varieties, "temperature": self.temperature, "threshold": self.threshold}
        (folder / FACTS).write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")


def softmax(logits: np.ndarray) -> np.ndarray:
    """Shares of each row, which add up to 1."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


@lru_cache(maxsize=2)
def load_model(folder: Path) -> VarietyModel:
    """What `VarietyModel.save` wrote; kept in memory once in a process."""
    facts = json.loads((folder / FACTS).read_text(encoding="utf-8"))
    with np.load(folder / WEIGHTS, allow_pickle=False) as arrays:
        weights, bias = arrays["weights"], arrays["bias"]
    return VarietyModel(tuple(facts["varieties"]), weights, bias, facts["temperature"], facts["threshold"])


def features(texts: Sequence[str], size: int) -> Any:
    """Sparse matrix (a row a text, `size` columns) of hashed n-grams, each row of length 1.

    Raises MissingPart without scikit-learn.
    """
    return _vectorizer(size).transform(texts)


@lru_cache(maxsize=2)
def _vectorizer(size: int) -> Any:
    try:
        from sklearn.feature_extraction.text import HashingVectorizer
    except ImportError as error:
        hint = "pip install 'minga[variety]'"
        raise MissingPart("the classifier of varieties needs scikit-learn", hint=hint) from error
    return HashingVectorizer(analyzer="char_wb", ngram_range=(2, 5), n_features=size, dtype=np.float32)
