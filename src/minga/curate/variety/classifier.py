"""Tells the national varieties of a language apart by n-grams, learnt from a project's own texts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from minga.curate.variety.features import counted, weighted

__all__ = ["READ", "Scale", "UNDETERMINED", "VarietyModel", "load_models", "save_models", "softmax"]

UNDETERMINED = "und"
"""Where it cannot tell."""
READ = 2000
"""Characters of a text that are looked at."""
_USUAL = 100
"""Characters of a text at which `Scale.level` holds."""


@dataclass(frozen=True)
class Scale:
    """How far logits are to be believed: temperature scaling (Guo et al. 2017) that knows how long a text is."""

    level: float
    """Logarithm of what logits of a text of 100 characters are multiplied by."""
    growth: float
    """By how much that grows with the logarithm of the length."""

    def scaled(self, logits: np.ndarray, lengths: np.ndarray) -> np.ndarray:
        """`logits`, a row a text of so many characters, as logarithms of honest odds."""
        powers = self.level + self.growth * np.log(np.maximum(lengths, 1) / _USUAL)
        return np.asarray(logits * np.exp(powers)[:, None])


@dataclass(frozen=True)
class VarietyModel:
    """Multinomial logistic regression over hashed n-grams of one language; every variety is as likely beforehand."""

    varieties: tuple[str, ...]
    idf: np.ndarray
    """float32, a number a hash: how rare it is."""
    weights: np.ndarray
    """float32, a row a hash and a column a variety."""
    bias: np.ndarray
    scale: Scale
    threshold: float
    """Less sure than that (0 to 1), it cannot tell."""

    def probabilities(self, texts: Sequence[str]) -> np.ndarray:
        """Calibrated, one row a text, one column a variety."""
        matrix = weighted(counted(texts, len(self.idf) // 2), self.idf)
        lengths = np.array([len(text) for text in texts])
        return softmax(self.scale.scaled(matrix @ self.weights + self.bias, lengths))

    def classify(self, text: str) -> tuple[str, float]:
        """The most likely variety, or `und` where it is less likely than `threshold`; and how likely it is."""
        [row] = self.probabilities([text[:READ]])
        best = int(row.argmax())
        return (self.varieties[best] if row[best] >= self.threshold else UNDETERMINED), float(row[best])


def softmax(logits: np.ndarray) -> np.ndarray:
    """Shares of each row, which add up to 1."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def save_models(models: Mapping[str, VarietyModel], folder: Path) -> None:
    """Write `LANGUAGE.npz` and `LANGUAGE.json` of each, from which it can be loaded without running anything."""
    for language, model in models.items():
        with (folder / f"{language}.npz").open("wb") as file:
            np.savez(file, idf=model.idf, weights=model.weights, bias=model.bias)
        facts: dict[str, Any] = {"varieties": model.varieties, "threshold": model.threshold}
        facts |= {"level": model.scale.level, "growth": model.scale.growth}
        (folder / f"{language}.json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")


@lru_cache(maxsize=2)
def load_models(folder: Path) -> Mapping[str, VarietyModel]:
    """What `save_models` wrote, by language; kept in memory once in a process."""
    return {file.stem: _loaded(file) for file in sorted(folder.glob("*.npz"))}


def _loaded(file: Path) -> VarietyModel:
    facts = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
    with np.load(file, allow_pickle=False) as arrays:
        idf, weights, bias = arrays["idf"], arrays["weights"], arrays["bias"]
    scale = Scale(facts["level"], facts["growth"])
    return VarietyModel(tuple(facts["varieties"]), idf, weights, bias, scale, facts["threshold"])
