"""The same tasks asked in another way: with other shots, another description, another prompt."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from minga.evaluate import Evaluation, evaluate, score
from minga.models import find_model
from minga.settings import EvaluateSettings, ScoringSettings, VariantSettings
from minga.tables import Artifact
from minga.workspace import Workspace
from tests.evaluate.tasks import make_task
from tests.evaluate.test_groups import make_group

TOLD = "Responde con la opción correcta.\\n\\n"
VARIANTS: list[dict[str, Any]] = [
    {"name": "2shot", "shots": 2, "fewshot_seed": 7},
    {"name": "told", "description": TOLD, "tasks": ["preguntas"]},
    {"name": "bare", "prompt": "{{question}} ->", "system_prompt": "Eres un maestro.", "shots": 1},
]


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("variants")
    return Workspace(root / "data", root / ".minga")


@pytest.fixture(scope="module")
def tasks(space: Workspace) -> list[Artifact]:
    return [make_task(space, "preguntas"), make_group(space, "grupo", "")]


@pytest.fixture(scope="module")
def evaluated(space: Workspace, tasks: Sequence[Artifact], tiny_model: Path) -> Evaluation:
    settings = EvaluateSettings.model_validate({"attempts": 1, "variants": VARIANTS})
    return evaluate(find_model(str(tiny_model), space), tasks, settings, space)


def prompts(evaluated: Evaluation, name: str) -> list[str]:
    [artifact] = [one for one in evaluated.done if one.name.endswith(f"/{name}")]
    lines = (artifact.path / "samples.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["arguments"]["gen_args_0"]["arg_0"] for line in lines]


@pytest.mark.slow
def test_every_variant_lies_apart_from_what_is_ranked(evaluated: Evaluation) -> None:
    assert evaluated.missing == {}
    assert [one.name.replace("/tiny-llama/", " ") for one in evaluated.done] == [
        "evaluations preguntas", "variants preguntas@2shot", "variants preguntas@told", "variants preguntas@bare",
        "evaluations grupo", "variants grupo@2shot", "variants grupo@bare",
    ]  # fmt: skip
    assert set(evaluated.costs) == {one.name.rpartition("/")[2] for one in evaluated.done}
    assert [score(one).items for one in evaluated.done] == [5, 5, 5, 5, 8, 8, 8]


@pytest.mark.slow
def test_what_a_variant_says_is_what_the_model_reads(evaluated: Evaluation) -> None:
    for name in ("preguntas", "grupo"):
        own = prompts(evaluated, name)
        assert all(prompt.startswith("Pregunta: ") and prompt.count("Pregunta: ") == 1 for prompt in own)
        shots = prompts(evaluated, f"{name}@2shot")
        assert all(
            prompt.endswith(asked) and prompt.count("Pregunta: ") == 3 for prompt, asked in zip(shots, own, strict=True)
        )
        questions = [prompt.removeprefix("Pregunta: ").removesuffix("\nRespuesta:") for prompt in own]
        for prompt, question in zip(prompts(evaluated, f"{name}@bare"), questions, strict=True):
            assert "Pregunta" not in prompt.removeprefix("Eres un maestro.\n\n")
            assert prompt.count("->") == 2  # the worked example's too
            assert prompt.endswith(f"{question} ->")
    told = prompts(evaluated, "preguntas@told")
    assert told == [TOLD + prompt for prompt in prompts(evaluated, "preguntas")]


@pytest.mark.slow
def test_a_variants_prompt_gives_the_score_of_a_task_with_that_prompt(
    space: Workspace, evaluated: Evaluation, tiny_model: Path
) -> None:
    other = make_task(space, "otras", text="{{question}} ->")
    settings = EvaluateSettings(system_prompt="Eres un maestro.", shots=1)
    [alike] = evaluate(find_model(str(tiny_model), space), [other], settings, space).done
    [variant] = [one for one in evaluated.done if one.name.endswith("/preguntas@bare")]
    ours, theirs = (
        [json.loads(line)["filtered_resps"] for line in (one.path / "samples.jsonl").read_text().splitlines()]
        for one in (variant, alike)
    )
    assert ours == theirs


@pytest.mark.slow
def test_nothing_is_computed_twice_and_a_variant_that_changes_is_computed_anew(
    space: Workspace, tasks: Sequence[Artifact], evaluated: Evaluation, tiny_model: Path
) -> None:
    model = find_model(str(tiny_model), space)
    changed = [VARIANTS[0] | {"shots": 1}, *VARIANTS[1:]]
    settings = EvaluateSettings.model_validate({"attempts": 1, "variants": changed})
    states = {one.name.rpartition("/")[2]: one.state for one in evaluate(model, tasks, settings, space).done}
    assert {name for name, state in states.items() if state == "made"} == {"preguntas@2shot", "grupo@2shot"}


def test_a_variant_keeps_what_it_does_not_say() -> None:
    own = ScoringSettings(shots=3, system_prompt="Hola", chat_template=True)
    variant = VariantSettings(name="other-shots", fewshot_seed=9).of(own)
    assert (variant.shots, variant.system_prompt, variant.chat_template) == (3, "Hola", True)
    assert (variant.seeds.fewshot, variant.seeds.numpy) == (9, own.seeds.numpy)
    none = VariantSettings(name="none", shots=0, system_prompt="").of(own)
    assert (none.shots, none.system_prompt) == (0, "")


@pytest.mark.parametrize(
    ("variants", "said"),
    [
        ([{"name": "same"}], "says nothing that differs"),
        ([{"name": "a", "shots": 1}, {"name": "a", "shots": 2}], "two variants are called 'a'"),
        ([{"name": "Con espacios", "shots": 1}], "name"),
    ],
)
def test_variants_that_make_no_sense_are_refused(variants: list[dict[str, Any]], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        EvaluateSettings.model_validate({"variants": variants})
