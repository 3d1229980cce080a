from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from minga.errors import InputError
from minga.results import Answer, Score, answers, score
from minga.tables import Artifact
from minga.workspace import Recipe, Workspace

CHOICES = ["Perú", "El Ecuador", "Chile"]
LOGLIKELIHOODS = [-4.5, -9.5, -5.5]


def sample(**changes: Any) -> dict[str, Any]:
    replies = [[str(value), "False"] for value in LOGLIKELIHOODS]
    return {
        "doc": {"id": "item-1"},
        "doc_hash": "0a1b",
        "target": "1",
        "filter": "none",
        "arguments": {f"gen_args_{n}": {"arg_0": "¿Dónde?", "arg_1": f" {text}"} for n, text in enumerate(CHOICES)},
        "filtered_resps": replies,
        "acc": 0.0,
        "acc_norm": 1.0,
        "acc_bytes": 0.0,
    } | changes


def evaluation(root: Path, metric: str, kind: str, *samples: dict[str, Any], stage: str = "evaluate") -> Artifact:
    def build(folder: Path, notes: dict[str, Any]) -> None:
        results = {"configs": {"demo": {"output_type": kind, "target_delimiter": " "}}}
        (folder / "results.json").write_text(json.dumps(results))
        (folder / "samples.jsonl").write_text("".join(json.dumps(line) + "\n" for line in samples))
        notes |= {"task": "demo", "metric": metric, "filter": "none", "value": 0.5}
        notes |= {"items": len(samples), "higher_is_better": True}

    space = Workspace(root / "data", root / ".minga")
    return space.make_folder(Recipe("evaluations/model/demo", stage, 1), build)


@pytest.mark.parametrize(("metric", "taken"), [("acc", "0"), ("acc_norm", "1"), ("acc_bytes", "0")])
def test_the_choice_taken_is_the_one_that_the_metric_takes(tmp_path: Path, metric: str, taken: str) -> None:
    (answer,) = answers(evaluation(tmp_path, metric, "multiple_choice", sample()))
    assert answer == Answer("item-1", float(taken == "1"), taken, "1", tuple(LOGLIKELIHOODS))


def test_a_target_in_words_becomes_its_index(tmp_path: Path) -> None:
    (answer,) = answers(evaluation(tmp_path, "acc", "multiple_choice", sample(target="El Ecuador")))
    assert answer.target == "1"


def test_generated_text_is_the_answer_itself(tmp_path: Path) -> None:
    written = sample(filtered_resps=["Tegucigalpa"], target="Tegucigalpa", exact_match=1)
    (answer,) = answers(evaluation(tmp_path, "exact_match", "generate_until", written))
    assert answer == Answer("item-1", 1.0, "Tegucigalpa", "Tegucigalpa")


def test_an_item_without_id_goes_by_its_hash_and_a_metric_of_the_whole_has_no_value_per_item(tmp_path: Path) -> None:
    written = sample(doc={}, filtered_resps=["x"], bleu=["x", "y"])
    (answer,) = answers(evaluation(tmp_path, "bleu", "generate_until", written))
    assert (answer.item, answer.correct) == ("0a1b", None)


def test_only_the_answers_behind_the_score_count(tmp_path: Path) -> None:
    made = evaluation(tmp_path, "acc", "multiple_choice", sample(), sample(filter="majority"))
    assert len(list(answers(made))) == 1


def test_a_score_has_its_metric_and_its_number_of_items(tmp_path: Path) -> None:
    assert score(evaluation(tmp_path, "acc", "multiple_choice", sample())) == Score("acc", 0.5, 1, True)


def test_another_artifact_is_refused(tmp_path: Path) -> None:
    other = evaluation(tmp_path, "acc", "multiple_choice", sample(), stage="tune")
    with pytest.raises(InputError, match="is no evaluation"):
        score(other)
    with pytest.raises(InputError, match="is no evaluation"):
        list(answers(other))
