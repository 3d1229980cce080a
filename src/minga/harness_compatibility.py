"""What lm-evaluation-harness 0.4.13 expects of its libraries and newer ones no longer have.

Nearly half of La Leaderboard's tasks do not even load without it: transformers 5 has no `transformers.data.metrics`,
datasets 4 has no `load_metric`, and `evaluate.load("rouge")` fetches code from the Hub to run it. `mend_harness` puts
the same functions in their places, for the process that calls it, and leaves alone what is there.
"""

from __future__ import annotations

import importlib
import re
import string
import sys
import types
from collections import Counter
from collections.abc import Sequence
from typing import Any

__all__ = ["exact", "mend_harness", "token_f1"]

_SQUAD = "transformers.data.metrics"


def mend_harness() -> None:
    """Put in place what the harness's own tasks import; to be called before it loads any. May be called again.

    Raises ModuleNotFoundError when the harness's libraries are not installed.
    """
    try:
        importlib.import_module(f"{_SQUAD}.squad_metrics")
    except ModuleNotFoundError:
        package, module = types.ModuleType(_SQUAD), types.ModuleType(f"{_SQUAD}.squad_metrics")
        vars(module).update(compute_exact=exact, compute_f1=token_f1, normalize_answer=_normalised)
        vars(package).update(squad_metrics=module)
        sys.modules |= {package.__name__: package, module.__name__: module}
    import datasets

    import evaluate

    if not hasattr(datasets, "load_metric"):
        datasets.load_metric = _metric
    if not isinstance(evaluate.load, _Load):
        evaluate.load = _Load(evaluate.load)


def exact(gold: str, answer: str) -> int:
    """1 where both are the same but for case, punctuation, articles and spaces (SQuAD; Rajpurkar et al., 2016)."""
    return int(_normalised(gold) == _normalised(answer))


def token_f1(gold: str, answer: str) -> float:
    """Harmonic mean of precision and recall of the words, from 0 to 1 (SQuAD; Rajpurkar et al., 2016)."""
    wanted, said = _normalised(gold).split(), _normalised(answer).split()
    if not wanted or not said:
        return float(wanted == said)
    shared = sum((Counter(wanted) & Counter(said)).values())
    return 2 * shared / (len(wanted) + len(said))


def _normalised(text: str) -> str:
    kept = "".join(character for character in text.lower() if character not in string.punctuation)
    return " ".join(re.sub(r"\b(?:a|an|the)\b", " ", kept).split())


class _F1:
    """F1 over classes, as `datasets.load_metric("f1")` computed it: by scikit-learn."""

    def compute(self, *, references: Sequence[Any], predictions: Sequence[Any], **options: Any) -> dict[str, Any]:
        from sklearn.metrics import f1_score

        score = f1_score(references, predictions, **options)
        return {"f1": float(score) if getattr(score, "size", 1) == 1 else score}


class _Rouge:
    """ROUGE as the library `evaluate` computes it: F-measures, in the middle of a bootstrap."""

    def compute(self, *, predictions: Sequence[str], references: Sequence[Any]) -> dict[str, float]:
        from rouge_score.rouge_scorer import RougeScorer
        from rouge_score.scoring import BootstrapAggregator

        scorer, together = RougeScorer(["rouge1", "rouge2", "rougeL", "rougeLsum"]), BootstrapAggregator()
        for wanted, said in zip(references, predictions, strict=True):
            several = not isinstance(wanted, str)
            together.add_scores(scorer.score_multi(wanted, said) if several else scorer.score(wanted, said))
        return {name: float(score.mid.fmeasure) for name, score in together.aggregate().items()}


def _metric(name: str) -> _F1:
    if name != "f1":
        raise NotImplementedError(f"datasets.load_metric({name!r}) is gone, and minga stands in for f1 only")
    return _F1()


class _Load:
    """`evaluate.load` without code from the Hub for ROUGE; anything else goes to the library."""

    def __init__(self, load: Any) -> None:
        self._load = load

    def __call__(self, path: str, *arguments: Any, **options: Any) -> Any:
        return _Rouge() if path == "rouge" else self._load(path, *arguments, **options)
