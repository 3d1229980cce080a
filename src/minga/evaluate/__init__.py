"""Models on tasks: lm-evaluation-harness's own tasks, metrics and result files, with every item's answer."""

from __future__ import annotations

from minga.evaluate.evaluation import Evaluation, evaluate, evaluate_all
from minga.evaluate.models import models_of
from minga.evaluate.workers import RunOptions
from minga.models import Model
from minga.results import Answer, Score, answers, score

__all__ = [
    "Answer", "Evaluation", "Model", "RunOptions", "Score", "answers", "evaluate", "evaluate_all", "models_of", "score",
]  # fmt: skip
