"""How far confidence is from how often it is right."""

from __future__ import annotations

import numpy as np

__all__ = ["expected_calibration_error"]

_BINS = 15


def expected_calibration_error(confidence: np.ndarray, right: np.ndarray, bins: int = _BINS) -> float:
    """Mean distance of confidence and accuracy over equally wide bins, weighted by their size (Naeini et al. 2015)."""
    numbers = np.minimum((np.asarray(confidence) * bins).astype(int), bins - 1)
    error = 0.0
    for number in np.unique(numbers):
        chosen = numbers == number
        error += abs(float(np.mean(confidence[chosen])) - float(np.mean(right[chosen]))) * float(np.mean(chosen))
    return error
