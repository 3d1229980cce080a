"""Fits how often a language identifier is right that says how sure it is: the numbers of `CALIBRATIONS`.

    .venv/bin/python tools/language_calibration.py [--identifier py3langid] [--data ../shared/data] [--out FILE.json]

On half of the documents that `benchmarks/language_identification.py` measures with; the other half says what it is
worth: expected calibration error (ECE, 15 bins) before and after, by number of words. `--out` writes what
`[curate.language] calibration` takes, for a model such as `--identifier fasttext:lid.176.ftz`.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

from _language_texts.calibration_error import expected_calibration_error  # noqa: E402 - lives in benchmarks/
from _language_texts.texts import LENGTHS, Sample, paragraphs, samples  # noqa: E402

from minga.curate.language import candidates  # noqa: E402
from minga.curate.language.calibration import Calibration, logit  # noqa: E402
from minga.curate.language.identifiers import Identifier, identifier_of  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--identifier", default="py3langid")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--samples", type=int, default=400, help="of each collection, language and length")
    parser.add_argument("--packages", type=Path, default=ROOT / ".benchmarks", help="where packages are fetched to")
    parser.add_argument("--out", type=Path, help="write the numbers as JSON")
    asked = parser.parse_args()
    identifier = identifier_of(asked.identifier, candidates([]))
    drawn = samples(paragraphs(asked.packages, asked.data), asked.samples)
    known = [sample for sample in drawn if sample.language in identifier.languages]
    told = [told_of(identifier, sample) for sample in known]
    raw, size, right = (np.array(column) for column in zip(*told, strict=True))
    half, words = np.array([sample.half for sample in known]), np.array([sample.words for sample in known])
    weights = evened(known)
    fitted = fit(raw[half == 0], size[half == 0], right[half == 0], weights[half == 0])
    print(fitted)
    if asked.out:
        asked.out.write_text(json.dumps(asdict(fitted), indent=1) + "\n", encoding="utf-8")
    after = np.array([fitted.calibrated(*pair) for pair in zip(raw, size, strict=True)])
    for length in (*LENGTHS, None):
        chosen = (half == 1) & ((words == length) if length else True)
        errors = [expected_calibration_error(sure[chosen], right[chosen]) for sure in (raw, after)]
        print(f"{length or 'all'} words: ECE {errors[0]:.3f} before, {errors[1]:.3f} after, {chosen.sum():,} samples")


def told_of(identifier: Identifier, sample: Sample) -> tuple[float, int, bool]:
    language, confidence = identifier.identify(sample.text)
    return confidence, len(sample.text), language == sample.language


def evened(known: list[Sample]) -> np.ndarray:
    """Weights by which every language and length counts the same."""
    keys = [(sample.language, sample.words) for sample in known]
    counts = {key: keys.count(key) for key in set(keys)}
    return np.array([1 / counts[key] for key in keys])


def fit(raw: np.ndarray, size: np.ndarray, right: np.ndarray, weights: np.ndarray) -> Calibration:
    odds, log_n = np.array([logit(value) for value in raw]), np.log(size)
    features = np.column_stack([odds, odds * log_n, log_n])
    model = LogisticRegression(C=1e6, max_iter=2000).fit(features, right, sample_weight=weights / weights.mean())
    slope, growth, length = (round(float(value), 4) for value in model.coef_[0])
    return Calibration(bias=round(float(model.intercept_[0]), 4), slope=slope, growth=growth, length=length)


if __name__ == "__main__":
    main()
