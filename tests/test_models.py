from __future__ import annotations

import os
from pathlib import Path

import pytest

from minga.errors import InputError
from minga.models import find_model
from minga.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "data", tmp_path / ".minga")


def folder_of_a_model(path: Path) -> Path:
    path.mkdir(parents=True)
    (path / "config.json").write_text("{}")
    (path / "model.safetensors").write_bytes(b"weights")
    return path


def test_the_embedded_model_says_that_its_weights_are_a_4_bit_copy(workspace: Workspace) -> None:
    model = find_model("embedded", workspace)
    assert model.name == "SmolLM2-135M-Instruct Q4_1"
    assert model.slug == "smollm2-135m-instruct"
    assert model.published == "HuggingFaceTB/SmolLM2-135M-Instruct"
    assert not model.on_hub
    assert find_model("SmolLM2-135M-Instruct", workspace) == model


def test_a_folder_is_looked_for_in_the_project_and_named_without_its_place(
    workspace: Workspace, tmp_path: Path
) -> None:
    folder = folder_of_a_model(tmp_path / "models" / "Quechua 1B")
    model = find_model("models/Quechua 1B", workspace)
    assert model.source == str(folder)
    assert (model.name, model.slug, model.published) == ("Quechua 1B", "quechua-1b", "Quechua 1B")
    assert str(tmp_path) not in str(model.card)


def test_a_folder_is_another_model_when_a_file_changed(workspace: Workspace, tmp_path: Path) -> None:
    weights = folder_of_a_model(tmp_path / "mine") / "model.safetensors"
    before = find_model("mine", workspace).digest
    weights.write_bytes(b"WEIGHTS")
    os.utime(weights, ns=(1, 1))
    after = find_model("mine", workspace).digest
    assert before != after
    weights.write_bytes(b"weights")
    assert find_model("mine", workspace).digest == before


def test_weights_that_did_not_change_are_not_read_again(workspace: Workspace, tmp_path: Path) -> None:
    weights = folder_of_a_model(tmp_path / "mine") / "model.safetensors"
    before = find_model("mine", workspace).digest
    state = weights.stat()
    with weights.open("r+b") as handle:
        handle.write(b"W")
    os.utime(weights, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert find_model("mine", workspace).digest == before


def test_a_name_on_the_hub_is_what_it_is_called(workspace: Workspace) -> None:
    model = find_model("BSC-LT/salamandra-2b@v1.2", workspace)
    assert model.on_hub
    assert (model.slug, model.published) == ("salamandra-2b-v1.2", "BSC-LT/salamandra-2b@v1.2")


@pytest.mark.parametrize("source", ["./models/absent", "/nowhere", "a/b/c", "absent.gguf", "", "../../etc", "owner/"])
def test_what_is_neither_is_refused(workspace: Workspace, source: str) -> None:
    with pytest.raises(InputError, match="give `embedded`"):
        find_model(source, workspace)
