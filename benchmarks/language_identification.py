"""In which languages texts are, by the identifiers that `[curate.language] identifier` names.

Texts whose language is known come from Firefox's localisations, GNOME's help, the Debian handbook and the Universal
Declaration of Human Rights (fetched with `apt-get download` and `npm pack` into `--packages`), and from AmericasNLI and
TruthfulQA (`--data`). They are cut into running texts of 5, 10, 20 and 50 words. What is measured: F1 by language,
macro-F1 by length, the confusion of the neighbours, the expected calibration error, and texts per CPU-second. The
calibration was fitted on half of the documents (tools/language_calibration.py), the handbook's not among them; only the
other half is measured here. `--calibration FILE` is a fastText model's own.

A language that an identifier does not know counts as missed by it, and is named. `heliport` and fastText take part
where their libraries are installed (`--fasttext PATH` names a model). Last line: JSON.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from _language_texts.calibration_error import expected_calibration_error
from _language_texts.texts import LENGTHS, Sample, counted, paragraphs, samples

from minga.curate.language import candidates
from minga.curate.language.calibration import Calibration, read_calibration
from minga.curate.language.identifiers import CalibratedIdentifier, identifier_of
from minga.errors import MissingPart

ROOT = Path(__file__).resolve().parent.parent
NEIGHBOURS = ("es", "gl", "ast", "an", "ca", "oc", "pt")


@dataclass(frozen=True)
class Told:
    """What an identifier says of every sample."""

    languages: list[str]
    raw: np.ndarray
    calibrated: np.ndarray
    per_second: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="folder of the shared data")
    parser.add_argument("--packages", type=Path, default=ROOT / ".benchmarks", help="where packages are fetched to")
    parser.add_argument("--fasttext", type=Path, help="a fastText model to measure too")
    parser.add_argument("--calibration", type=Path, help="its calibration, from tools/language_calibration.py --out")
    parser.add_argument("--quick", action="store_true", help="40 samples of a kind instead of 400")
    asked = parser.parse_args()
    found = paragraphs(asked.packages, asked.data)
    drawn = [one for one in samples(found, 40 if asked.quick else 400) if one.half == 1]
    if not drawn:
        print("nothing was measured: neither packages nor shared data can be had")
        print(json.dumps({"skipped": "no texts"}))
        return 1
    print(f"{len(drawn):,} samples: {counted(drawn)}")
    names = ["py3langid", "heliport", *([f"fasttext:{asked.fasttext}"] if asked.fasttext else [])]
    own = read_calibration(asked.calibration) if asked.calibration else None
    report = {
        name.partition(":")[0]: measured(name, drawn, own if name.startswith("fasttext") else None) for name in names
    }
    print(json.dumps(report))
    return 0


def measured(name: str, drawn: Sequence[Sample], calibration: Calibration | None = None) -> dict[str, Any]:
    """One identifier: its tables are printed, its numbers returned."""
    try:
        identifier = identifier_of(name, candidates([]))
    except MissingPart as error:
        print(f"\n{name} was not measured: {error}")
        return {"skipped": str(error)}
    told = told_by(name, drawn, calibration)
    truth = [one.language for one in drawn]
    languages = sorted(set(truth))
    unknown = [language for language in languages if language not in identifier.languages]
    print(f"\n## {name}: does not know {', '.join(unknown) or 'none'}; {told.per_second:,.0f} texts per CPU-second")
    words = np.array([one.words for one in drawn])
    scores = {length: f1_scores(truth, told.languages, languages, words == length) for length in LENGTHS}
    overall = f1_scores(truth, told.languages, languages, words > 0)
    print_scores(languages, scores, overall)
    print_confusion(truth, told.languages, words)
    known = np.array([language in identifier.languages for language in truth])
    right = np.array([said == true for said, true in zip(told.languages, truth, strict=True)])
    errors = {
        key: round(expected_calibration_error(values[known], right[known]), 4)
        for key, values in (("ece_raw", told.raw), ("ece", told.calibrated))
    }
    for length in LENGTHS:
        chosen = known & (words == length)
        before, after = (expected_calibration_error(v[chosen], right[chosen]) for v in (told.raw, told.calibrated))
        print(f"{length} words: ECE {before:.3f} as the library says, {after:.3f} calibrated")
    sure = known & (told.calibrated >= 0.8)
    wrong = float(np.mean(~right[sure])) if sure.any() else 0.0
    print(f"of texts told with 0.8 and more ({np.sum(sure) / np.sum(known):.1%}) {wrong:.2%} are wrong")
    return {
        "f1": {language: round(value, 4) for language, value in overall.items()},
        "macro_f1": {
            str(length): round(float(np.mean([by[one] for one in languages if one not in unknown])), 4)
            for length, by in scores.items()
        },
        "unknown": unknown,
        **errors,
        "wrong_when_sure": round(wrong, 5),
        "texts_per_cpu_second": round(told.per_second),
    }


def told_by(name: str, drawn: Sequence[Sample], calibration: Calibration | None) -> Told:
    identifier = identifier_of(name, candidates([]))
    identifier.identify("the first text loads what is loaded late")
    started = time.process_time()
    said = [identifier.identify(one.text) for one in drawn]
    spent = time.process_time() - started
    calibrated = CalibratedIdentifier(name, identifier, calibration)
    sure = np.array([calibrated.identify(one.text)[1] for one in drawn])
    return Told([language for language, _ in said], np.array([raw for _, raw in said]), sure, len(drawn) / spent)


def f1_scores(truth: list[str], said: list[str], languages: list[str], chosen: np.ndarray) -> dict[str, float]:
    pairs = Counter((true, told) for true, told, wanted in zip(truth, said, chosen, strict=True) if wanted)
    scores = {}
    for language in languages:
        hit = pairs[language, language]
        wrong = sum(count for (true, told), count in pairs.items() if (true == language) != (told == language))
        scores[language] = 2 * hit / (2 * hit + wrong) if hit else 0.0
    return scores


def print_scores(languages: list[str], scores: dict[int, dict[str, float]], overall: dict[str, float]) -> None:
    print("| language | " + " | ".join(f"{length} words" for length in scores) + " | all |")
    print("|---|" + "---:|" * (len(scores) + 1))
    for language in languages:
        cells = " | ".join(f"{by[language]:.3f}" for by in scores.values())
        print(f"| {language} | {cells} | {overall[language]:.3f} |")


def print_confusion(truth: list[str], said: list[str], words: np.ndarray) -> None:
    """Of texts of 10 words and more, in percent of each row."""
    pairs = Counter((true, told) for true, told, n in zip(truth, said, words.tolist(), strict=True) if n >= 10)
    print("\n| is | " + " | ".join(f"→ {told}" for told in NEIGHBOURS) + " | other |")
    print("|---|" + "---:|" * (len(NEIGHBOURS) + 1))
    for true in NEIGHBOURS:
        total = sum(count for (is_, _), count in pairs.items() if is_ == true) or 1
        shares = [100 * pairs[true, told] / total for told in NEIGHBOURS]
        print(f"| {true} | " + " | ".join(f"{share:.1f}" for share in (*shares, 100 - sum(shares))) + " |")


if __name__ == "__main__":
    raise SystemExit(main())
