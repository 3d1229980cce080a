"""Every number of 54 results files that others wrote for 15 real models comes through as it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from minga.evaluate.importing import import_results
from minga.results import item_scores, score
from minga.settings import TaskSettings
from minga.workspace import Workspace

DATA = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "lm-eval-results"
LICENSED = (TaskSettings(name="*_gen_*", metric="bleu_acc", licence="Apache-2.0"),)

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="real results files are not at ../shared/data")


def test_every_number_of_every_file_is_reproduced(tmp_path: Path) -> None:
    space = Workspace(tmp_path / "data", tmp_path / ".minga")
    imported = import_results([DATA], {}, LICENSED, space)
    files = sorted(DATA.rglob("results_*.json"))
    assert len(imported.evaluations) == len(files) == imported.files
    assert not imported.left_out
    numbers = 0
    for file in files:
        given = json.loads(file.read_text(encoding="utf-8"))
        slug = given["model_name"].rpartition("/")[2].lower()
        for task, values in given["results"].items():
            evaluation = space.latest(f"evaluations/{slug}/{task}")
            assert evaluation is not None
            kept = json.loads((evaluation.path / "results.json").read_text(encoding="utf-8"))["results"][task]
            assert kept == values
            numbers += len(values) - 1
            assert score(evaluation).value == values["bleu_acc,none" if "_gen_" in task else "acc,none"]
            assert score(evaluation).items == given["n-samples"][task]["effective"] == 817
    assert numbers == 45 * 6 + 9 * 2
    assert len({each.name.split("/")[1] for each in imported.evaluations}) == 15
    assert sum(item_scores(each) is not None for each in imported.evaluations) == len(list(DATA.rglob("samples_*")))
