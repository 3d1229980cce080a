from __future__ import annotations

from pathlib import Path

import pytest

from minga.evaluate import models_of
from minga.settings import EvaluateSettings, ProjectSettings, TuneSettings
from minga.tables import Artifact
from minga.workspace import Recipe, Workspace

PROJECT = ProjectSettings(name="Recetas", slug="recetas")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "data", tmp_path / ".minga")


def test_the_adapter_joins_the_models_under_the_projects_name(workspace: Workspace) -> None:
    adapter = workspace.make_folder(Recipe("adapter", "tune", 1), lambda folder, notes: None)
    base, tuned = models_of(EvaluateSettings(), TuneSettings(), PROJECT, adapter, workspace)
    assert (base.adapter, tuned.adapter) == (None, adapter)
    assert tuned.name == "SmolLM2-135M-Instruct Q4_1 + recetas"
    assert tuned.slug == "smollm2-135m-instruct-recetas"
    assert tuned.card["base"] == "HuggingFaceTB/SmolLM2-135M-Instruct"
    assert (base.card["tuned"], tuned.card["tuned"]) == (False, True)


def test_the_adapter_is_evaluated_on_its_own_base(workspace: Workspace) -> None:
    adapter = Artifact("adapter", Path("pending"), "pending")
    settings = EvaluateSettings(models=("owner/other",))
    models = models_of(settings, TuneSettings(base="owner/base"), PROJECT, adapter, workspace)
    assert [(model.source, model.slug) for model in models] == [
        ("owner/other", "other"),
        ("owner/base", "base-recetas"),
    ]


def test_a_model_that_is_named_twice_is_evaluated_once(workspace: Workspace) -> None:
    for twice in (("owner/name", "owner/name"), ("embedded", "SmolLM2-135M-Instruct")):
        settings = EvaluateSettings(models=twice)
        assert len(models_of(settings, TuneSettings(), PROJECT, None, workspace)) == 1


def test_models_with_the_same_short_name_are_told_apart(workspace: Workspace) -> None:
    settings = EvaluateSettings(models=("one/llama", "another/llama", "one/other"))
    slugs = [model.slug for model in models_of(settings, TuneSettings(), PROJECT, None, workspace)]
    assert len(set(slugs)) == 3
    assert [slug.rpartition("-")[0] or slug for slug in slugs] == ["llama", "llama", "other"]


def test_with_a_server_behind_it_a_model_is_what_the_server_calls_it(workspace: Workspace) -> None:
    adapter = workspace.make_folder(Recipe("adapter", "tune", 1), lambda folder, notes: None)
    settings = EvaluateSettings(models=("BSC-LT/Salamandra 7B", "gpt"), backend="local-completions")
    models = models_of(settings, TuneSettings(), PROJECT, adapter, workspace)
    assert [(model.source, model.slug) for model in models] == [
        ("BSC-LT/Salamandra 7B", "salamandra-7b"),
        ("gpt", "gpt"),
    ]
    assert not any(model.on_hub for model in models)
