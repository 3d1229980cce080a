"""An adapter as a repository, with what it scores."""

from __future__ import annotations

from pathlib import Path

import pytest
from huggingface_hub import ModelCard

from minga.errors import LicenceError
from minga.publish import publish_model
from minga.tables import Artifact
from minga.workspace import Workspace
from tests.publish.projects import (
    IMPRINT,
    SIMULATED,
    adapter,
    benchmark_tables,
    evaluation,
    record,
    reviewed,
    task,
    workspace,
)
from tests.publish.test_dataset import card_of, files_of


def evaluated(space: Workspace, tuned: Artifact) -> tuple[list[Artifact], list[Artifact]]:
    """A task, with the results of the base model and of the adapter on it."""
    on = task(space, benchmark_tables(space)[1], "recetas_saberes_es")
    return [evaluation(space, on, 0.5), evaluation(space, on, 0.75, tuned=tuned)], [on]


def test_the_hub_reads_the_results_from_the_head_of_the_card(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    tuned = adapter(space, reviewed(space))
    release = publish_model(tuned, *evaluated(space, tuned), IMPRINT.model_copy(update={"namespace": "somos"}), space)
    card = ModelCard.load(release.path / "README.md")
    assert card.data.base_model == "HuggingFaceTB/SmolLM2-135M-Instruct"
    assert card.data.datasets == ["somos/recetas"]
    (result,) = card.data.eval_results or []
    assert (result.task_name, result.dataset_type) == ("recetas_saberes_es", "somos/recetas-benchmark")
    assert (result.metric_type, result.metric_value) == ("acc", 0.75)


def test_what_other_models_score_makes_no_card_stale(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    tuned = adapter(space, reviewed(space))
    results, tasks = evaluated(space, tuned)
    release = publish_model(tuned, results, tasks, IMPRINT, space)
    older = evaluation(space, task(space, benchmark_tables(space)[1], "recetas_saberes_ca"), 0.25)
    assert publish_model(tuned, [older, *results[::-1]], tasks, IMPRINT, space).path == release.path


def test_the_adapters_files_are_there_as_they_were(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    tuned = adapter(space, reviewed(space))
    files = files_of(publish_model(tuned, [], [], IMPRINT, space))
    assert {path: files[path] for path in files_of(tuned)} == files_of(tuned)
    assert sorted(files.keys() - files_of(tuned).keys()) == ["README.md", "provenance.json"]


def test_the_card_shows_the_base_model_beside_the_adapter(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    tuned = adapter(space, reviewed(space))
    card = card_of(publish_model(tuned, *evaluated(space, tuned), IMPRINT, space))
    assert "| `recetas_saberes_es` | `acc` | 4 | 0.5000 | 0.7500 |" in card
    assert "| learning rate | 0.0002 |" in card
    assert "| 2 | 2.2500 |" in card
    assert 'PeftModel.from_pretrained(model, "recetas-lora")' in card


def test_results_on_a_task_as_it_was_are_not_shown(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    tuned = adapter(space, reviewed(space))
    results, _ = evaluated(space, tuned)
    other = task(space, benchmark_tables(space, context="Maize.")[1], "recetas_saberes_es")
    card = card_of(publish_model(tuned, results, [other], IMPRINT, space))
    assert "Not evaluated yet." in card
    assert "model-index" not in card


def test_an_adapter_trained_on_simulated_reviews_says_so(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    tuned = adapter(space, reviewed(space, [record(0, validated_by=(SIMULATED,))]))
    assert "**Demonstration.**" in card_of(publish_model(tuned, [], [], IMPRINT, space))


def test_a_base_model_of_unknown_licence_blocks_the_release_until_somebody_says_it(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    tuned = adapter(space, reviewed(space), base="somebody/model")
    with pytest.raises(LicenceError, match=r"somebody/model.*base_licence"):
        publish_model(tuned, [], [], IMPRINT, space)
    said = IMPRINT.model_copy(update={"base_licence": "MIT"})
    assert "it is under MIT" in card_of(publish_model(tuned, [], [], said, space))


def test_a_base_model_that_forbids_it_blocks_the_release(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    tuned = adapter(space, reviewed(space), base="somebody/model")
    with pytest.raises(LicenceError, match=r"base model somebody/model"):
        publish_model(tuned, [], [], IMPRINT.model_copy(update={"base_licence": "CC-BY-NC-4.0"}), space)


def test_equal_projects_make_equal_bytes_that_name_no_place(tmp_path: Path) -> None:
    made = []
    for place in ("one", "other"):
        space = workspace(tmp_path / place)
        tuned = adapter(space, reviewed(space))
        made.append(files_of(publish_model(tuned, *evaluated(space, tuned), IMPRINT, space)))
    assert made[0] == made[1]
    assert not [path for path, data in made[0].items() if str(tmp_path).encode() in data]
