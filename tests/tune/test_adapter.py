from __future__ import annotations

import json
from pathlib import Path

import pytest

from minga.errors import MissingPart, NothingToDo
from minga.evaluate import answers, evaluate, models_of
from minga.manifests import digest
from minga.records import InstructionRecord, to_batch
from minga.settings import EvaluateSettings, ProjectSettings, TuneSettings
from minga.table_writer import TableWriter
from minga.tables import Artifact, Table
from minga.tune import adapter as stage
from minga.tune import tune
from minga.workspace import Recipe, Workspace
from tests.evaluate.tasks import make_task

pytestmark = pytest.mark.slow
SEED = 20240716


def workspace(root: Path, *, dry: bool = False) -> Workspace:
    return Workspace(root / "data", root / ".minga", dry=dry)


def recipe_record(number: int, *, question: str = "") -> InstructionRecord:
    return InstructionRecord.model_validate(
        {
            "messages": [
                {"role": "user", "content": question or f"¿Cómo se prepara el plato número {number}?"},
                {"role": "assistant", "content": f"Se pica {number} veces la cebolla y se sofríe con ají amarillo."},
            ],
            "language": "es-PE",
            "origin": "human",
            "licence": "CC0-1.0",
            "contributor": "Rosa",
        }
    )


def reviewed(space: Workspace, *records: InstructionRecord) -> Table:
    ordered = sorted(records, key=lambda record: record.id)

    def build(writer: TableWriter) -> None:
        writer.count_in(len(ordered))
        writer.write(to_batch(ordered, InstructionRecord.schema))

    inputs = {"ids": digest("".join(record.id for record in ordered).encode())}
    return space.make_table(Recipe("reviewed", "review", 1, inputs=inputs), InstructionRecord.schema, build)


def settings(base: Path, **changes: object) -> TuneSettings:
    values = {"base": str(base), "steps": 3, "batch_size": 2, "learning_rate": 0.05, "max_length": 300} | changes
    return TuneSettings.model_validate(values)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("project")


@pytest.fixture(scope="module")
def records(project: Path) -> Table:
    return reviewed(workspace(project), *(recipe_record(number) for number in range(10)))


@pytest.fixture(scope="module")
def adapter(project: Path, records: Table, tiny_model: Path) -> Artifact:
    return tune(records, settings(tiny_model), workspace(project), SEED)


def test_an_adapter_is_what_peft_reads_and_nothing_else(adapter: Artifact) -> None:
    names = [path.name for path in adapter.files]
    assert names == ["adapter_config.json", "adapter_model.safetensors", "training.json"]


def test_two_runs_give_the_same_bytes(adapter: Artifact, tiny_model: Path, tmp_path: Path) -> None:
    space = workspace(tmp_path)
    same = reviewed(space, *(recipe_record(number) for number in range(10)))
    again = tune(same, settings(tiny_model), space, SEED)
    assert again.state == "made"
    assert [path.read_bytes() for path in again.files] == [path.read_bytes() for path in adapter.files]
    assert (again.path / "manifest.json").read_bytes() == (adapter.path / "manifest.json").read_bytes()


def test_another_seed_is_another_adapter_and_nothing_is_left_where_the_command_was_given(
    adapter: Artifact, records: Table, tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    other = tune(records, settings(tiny_model), workspace(tmp_path), SEED + 1)
    assert other.content != adapter.content
    assert list(here.iterdir()) == []


def test_the_adapter_names_its_base_by_a_public_name_and_no_place(
    adapter: Artifact, project: Path, tiny_model: Path
) -> None:
    config = json.loads((adapter.path / "adapter_config.json").read_text(encoding="utf-8"))
    assert config["base_model_name_or_path"] == "tiny-llama"
    assert (config["r"], config["lora_alpha"], config["peft_type"]) == (8, 16, "LORA")
    assert config["target_modules"] == sorted(config["target_modules"])
    for path in adapter.path.iterdir():
        content = path.read_bytes()
        assert str(project).encode() not in content
        assert str(tiny_model.parent).encode() not in content


def test_the_log_has_the_loss_of_every_step(adapter: Artifact) -> None:
    log = json.loads((adapter.path / "training.json").read_text(encoding="utf-8"))
    assert [step["step"] for step in log["steps"]] == [1, 2, 3]
    assert all(step["loss"] > 0 for step in log["steps"])
    assert (log["records"], log["examples"], log["too_long"]) == (10, 6, 0)
    assert log["settings"]["learning_rate"] == 0.05


def test_a_second_run_trains_nothing(project: Path, adapter: Artifact, records: Table, tiny_model: Path) -> None:
    assert tune(records, settings(tiny_model), workspace(project), SEED).state == "unchanged"
    changed = tune(records, settings(tiny_model, rank=4), workspace(project, dry=True), SEED)
    assert (changed.state, changed.reason) == ("pending", "changed: option rank")


def test_without_records_there_is_nothing_to_do(tiny_model: Path, tmp_path: Path) -> None:
    space = workspace(tmp_path)
    with pytest.raises(NothingToDo, match="no record to train on"):
        tune(reviewed(space), settings(tiny_model), space, SEED)


def test_records_whose_answers_begin_too_late_are_counted_and_not_learned(tiny_model: Path, tmp_path: Path) -> None:
    space = workspace(tmp_path)
    long, short = recipe_record(1, question="¿Cómo? " * 60), recipe_record(2)
    made = tune(reviewed(space, long, short), settings(tiny_model, steps=1), space, SEED)
    notes = made.manifest.notes
    assert (notes["records"], notes["examples"], notes["too_long"]) == (2, 1, 1)
    with pytest.raises(NothingToDo, match="begins within 300 tokens; raise max_length"):
        tune(reviewed(space, long), settings(tiny_model, steps=1), space, SEED)


def test_without_trl_the_message_says_what_to_install(
    records: Table, tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage, "NEEDS", (*stage.NEEDS, "a_package_that_nobody_has"))
    with pytest.raises(MissingPart, match=r"pip install 'minga\[tune\]'"):
        tune(records, settings(tiny_model), workspace(tmp_path), SEED)
    assert not (tmp_path / "data" / "adapter").exists() or not list((tmp_path / "data" / "adapter").iterdir())


def test_the_evaluator_reads_the_adapter_without_the_hub(project: Path, adapter: Artifact, tiny_model: Path) -> None:
    space = workspace(project)
    task = make_task(space, "demo_saberes_es")
    chosen = EvaluateSettings(models=(str(tiny_model),))
    models = models_of(chosen, settings(tiny_model), ProjectSettings(name="Recetas", slug="recetas"), adapter, space)
    base, tuned = (evaluate(model, [task], chosen, space) for model in models)
    assert (base.failed, tuned.failed) == ({}, {})
    assert tuned.done[0].name == "evaluations/tiny-llama-recetas/demo_saberes_es"
    before = [answer.loglikelihoods for answer in answers(base.done[0])]
    after = [answer.loglikelihoods for answer in answers(tuned.done[0])]
    assert all(one != other for one, other in zip(before, after, strict=True))
    assert [parent.name for parent in tuned.done[0].manifest.parents] == ["tasks/demo_saberes_es", "adapter"]


def test_smollm2_learns_from_a_few_records(smollm2_folder: Path, tmp_path: Path) -> None:
    space = workspace(tmp_path)
    (tmp_path / ".minga").mkdir()
    (tmp_path / ".minga" / "cache").symlink_to(smollm2_folder.parent.parent)
    table = reviewed(space, *(recipe_record(number) for number in range(4)))
    made = tune(table, TuneSettings(steps=2, batch_size=2, learning_rate=1e-3), space, SEED)
    config = json.loads((made.path / "adapter_config.json").read_text(encoding="utf-8"))
    assert config["base_model_name_or_path"] == "HuggingFaceTB/SmolLM2-135M-Instruct"
    first, last = made.manifest.notes["loss"]
    assert last < first
