from __future__ import annotations

import subprocess
import sys

import pytest

from minga.harness_compatibility import exact, token_f1


@pytest.mark.parametrize(
    ("gold", "answer", "same", "shared"),
    [
        ("the Denver Broncos", "Denver Broncos!", 1, 1.0),
        ("Santa Clara, California", "California", 0, 0.5),
        ("En Lima", "en lima.", 1, 1.0),
        ("", "", 1, 1.0),
        ("", "x", 0, 0.0),
        ("a b c", "c d", 0, 0.5),
    ],
)
def test_squad_scores_as_its_authors_define_them(gold: str, answer: str, same: int, shared: float) -> None:
    assert exact(gold, answer) == same
    assert token_f1(gold, answer) == pytest.approx(shared)


MENDED = """
import warnings; warnings.simplefilter("ignore")
from minga.harness_compatibility import mend_harness
mend_harness(); mend_harness()
import datasets, evaluate
import transformers.data.metrics.squad_metrics as squad
from sklearn.metrics import accuracy_score
assert squad.compute_exact("Lima", "lima") == 1
truth, said = [0, 1, 2, 2, 1], [0, 1, 1, 2, 0]
f1 = datasets.load_metric("f1")
assert abs(f1.compute(references=truth, predictions=said, average="micro")["f1"] - accuracy_score(truth, said)) < 1e-9
assert len(f1.compute(references=truth, predictions=said, labels=[0, 2], average=None)["f1"]) == 2
rouge = evaluate.load("rouge").compute(predictions=["Ana vive en Lima"], references=["Ana vive en Quito"])
assert abs(rouge["rouge1"] - 0.75) < 1e-9, rouge
several = evaluate.load("rouge").compute(predictions=["Ana vive"], references=[["Ana vive", "Ana duerme"]])
assert several["rouge1"] == 1
from lm_eval.tasks import TaskManager
import lm_eval.tasks, pathlib
root = pathlib.Path(lm_eval.tasks.__file__).parent
for folder in ("xquad", "basqueglue", "spanish_bench", "catalan_bench", "galician_bench"):
    for path in root.joinpath(folder).glob("*.yaml"):
        from lm_eval.tasks._yaml_loader import load_yaml
        load_yaml(path, resolve_func=True)
"""


def test_the_harnesss_own_tasks_load_with_the_libraries_that_are_installed() -> None:
    done = subprocess.run([sys.executable, "-c", MENDED], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
