"""Groups of tasks, tasks that say how many examples they want, tasks of the harness itself, and trials."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from minga.evaluate import Evaluation, answers, evaluate, score
from minga.models import find_model
from minga.results import item_scores
from minga.settings import EvaluateSettings
from minga.tables import Artifact
from minga.task_cards import CARD, TaskCard
from minga.workspace import Recipe, Workspace
from tests.evaluate.tasks import CHOICES, DATA, ITEMS, QUESTION

pytestmark = pytest.mark.slow

GROUP = """\
group: {name}
task: [{name}_a, {name}_b]
"""
WEIGHTED = "aggregate_metric_list:\n  - {metric: acc, aggregation: mean, weight_by_size: true}\n"
SIZES = {"a": 5, "b": 3}


def make_group(workspace: Workspace, name: str, more: str, **about: Any) -> Artifact:
    """A group of two tasks, of 5 and 3 items."""

    def build(folder: Path, notes: dict[str, Any]) -> None:
        (folder / f"{name}.yaml").write_text(GROUP.format(name=name) + more, encoding="utf-8")
        for part, size in SIZES.items():
            text = CHOICES.format(name=f"{name}_{part}", text=QUESTION).replace("data.load", f"data_{part}.load")
            (folder / f"{name}_{part}.yaml").write_text(text, encoding="utf-8")
            (folder / f"data_{part}.py").write_text(DATA.replace("items.jsonl", f"{part}.jsonl"), encoding="utf-8")
            lines = [json.dumps(item | {"id": f"{part}{place}"}) + "\n" for place, item in enumerate(ITEMS[:size])]
            (folder / f"{part}.jsonl").write_text("".join(lines), encoding="utf-8")
        write_card(folder, name, **about)

    return workspace.make_folder(Recipe(f"tasks/{name}", "benchmark", 1), build)


def write_card(folder: Path, name: str, **about: Any) -> None:
    card = TaskCard(task=name, benchmark="demo", language="es", metric="acc", items=8, licence="CC0-1.0", **about)
    (folder / CARD).write_text(card.model_dump_json(), encoding="utf-8")


def make_stock(workspace: Workspace, name: str) -> Artifact:
    recipe = Recipe(f"tasks/{name}", "catalogue", 1)
    return workspace.make_folder(recipe, lambda folder, notes: write_card(folder, name, stock=True))


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("groups")
    return Workspace(root / "data", root / ".minga")


@pytest.fixture(scope="module")
def evaluated(space: Workspace, tiny_model: Path) -> Evaluation:
    tasks = [
        make_group(space, "pesado", WEIGHTED, shots=2),
        make_group(space, "parejo", "", weighting="equal"),
        make_stock(space, "no_hay_tal_tarea"),
        make_stock(space, "xnli_es"),
    ]
    settings = EvaluateSettings(attempts=1)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("HF_HUB_OFFLINE", "1")
        return evaluate(find_model(str(tiny_model), space), tasks, settings, space)


def test_a_group_is_one_result_with_its_parts(evaluated: Evaluation) -> None:
    weighted, equal = evaluated.done
    for artifact in (weighted, equal):
        name = artifact.name.rpartition("/")[2]
        notes = artifact.manifest.notes
        parts = {part: notes["subtasks"][f"{name}_{part}"] for part in SIZES}
        assert {part: found["items"] for part, found in parts.items()} == SIZES
        columns = item_scores(artifact)
        assert columns is not None
        assert columns.subtasks == [f"{name}_a"] * 5 + [f"{name}_b"] * 3
        assert columns.items == ["a0", "a1", "a2", "a3", "a4", "b0", "b1", "b2"]
        for part, found in parts.items():
            right = [answer.correct or 0.0 for answer in answers(artifact) if answer.subtask == f"{name}_{part}"]
            assert found["value"] == pytest.approx(sum(right) / len(right))
        shares = {"a": 5 / 8, "b": 3 / 8} if artifact is weighted else {"a": 1 / 2, "b": 1 / 2}
        mean = sum(shares[part] * found["value"] for part, found in parts.items())
        assert score(artifact).value == pytest.approx(mean)
        assert score(artifact).items == 8
    lines = (weighted.path / "samples.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["subtask"] for line in lines] == ["pesado_a"] * 5 + ["pesado_b"] * 3


def test_a_task_says_how_many_examples_it_wants(evaluated: Evaluation) -> None:
    assert [artifact.manifest.notes["shots"] for artifact in evaluated.done] == [2, 0]
    assert [artifact.manifest.options["shots"] for artifact in evaluated.done] == [2, 0]
    sample = json.loads((evaluated.done[0].path / "samples.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert sample["arguments"]["gen_args_0"]["arg_0"].count("Pregunta: ") == 3


def test_tasks_of_the_harness_whose_data_are_not_here_are_holes_that_say_so(evaluated: Evaluation) -> None:
    unknown, unreachable = evaluated.missing["no_hay_tal_tarea"], evaluated.missing["xnli_es"]
    assert unknown.reason == "there is no task called no_hay_tal_tarea"
    assert unknown.state == unreachable.state == "failed"
    assert "xnli" in unreachable.reason.lower() or "offline" in unreachable.reason.lower()


def test_a_trial_lies_apart_from_what_is_ranked(space: Workspace, evaluated: Evaluation, tiny_model: Path) -> None:
    settings = EvaluateSettings(limit=1, backend="hf", model_args={"dtype": "bfloat16"})
    task = space.latest("tasks/parejo")
    assert task is not None
    outcome = evaluate(find_model(str(tiny_model), space), [task], settings, space)
    assert [(made.name, score(made).items) for made in outcome.done] == [("trials/tiny-llama/parejo", 2)]
    config = json.loads((outcome.done[0].path / "results.json").read_text(encoding="utf-8"))["config"]
    assert (config["model"], config["model_args"]["dtype"]) == ("hf", "bfloat16")
    newest = space.latest("evaluations/tiny-llama/parejo")
    assert newest is not None
    assert newest.content == evaluated.done[1].content
