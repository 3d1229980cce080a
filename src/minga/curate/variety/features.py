"""What a text's variety is told by: n-grams of characters and of words, hashed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from minga.errors import MissingPart

__all__ = ["counted", "rarity", "weighted"]

_WORD = r"(?u)\b\w+\b"


def counted(texts: Sequence[str], size: int) -> Any:
    """Sparse float32 counts, a row a text: of 1 to 6 characters within words in the first `size` columns, of words and
    pairs of words in as many after them.

    Raises MissingPart without scikit-learn.
    """
    from scipy.sparse import hstack

    return hstack([vectorizer.transform(texts) for vectorizer in _vectorizers(size)], format="csr")


def rarity(counts: Any) -> np.ndarray:
    """Smoothed inverse document frequency of every column (float32)."""
    documents = np.bincount(counts.indices, minlength=counts.shape[1])
    return np.asarray(np.log((1 + counts.shape[0]) / (1 + documents)) + 1, dtype=np.float32)


def weighted(counts: Any, idf: np.ndarray) -> Any:
    """Logarithms of counts times `idf`, characters and words each made 1 long in every row."""
    from scipy.sparse import csr_matrix, hstack
    from sklearn.preprocessing import normalize

    half = counts.shape[1] // 2
    logs = csr_matrix((1 + np.log(counts.data), counts.indices, counts.indptr), shape=counts.shape)
    logs.data *= idf[logs.indices]
    return hstack([normalize(logs[:, :half]), normalize(logs[:, half:])], format="csr")


@lru_cache(maxsize=2)
def _vectorizers(size: int) -> tuple[Any, Any]:
    try:
        from sklearn.feature_extraction.text import HashingVectorizer
    except ImportError as error:
        hint = "pip install 'minga[variety]'"
        raise MissingPart("the classifier of varieties needs scikit-learn", hint=hint) from error
    plain = {"n_features": size, "alternate_sign": False, "norm": None, "dtype": np.float32}
    return (
        HashingVectorizer(analyzer="char_wb", ngram_range=(1, 6), **plain),
        HashingVectorizer(analyzer="word", ngram_range=(1, 2), token_pattern=_WORD, **plain),
    )
