"""Models on tasks: lm-evaluation-harness's own tasks, metrics and result files, with every item's answer."""

from __future__ import annotations

from minga.evaluate.evaluation import Evaluation, evaluate
from minga.evaluate.models import models_of
from minga.models import Model
from minga.results import Answer, Score, answers, score

__all__ = ["Answer", "Evaluation", "Model", "Score", "answers", "evaluate", "models_of", "score"]
