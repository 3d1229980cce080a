"""Validated items as a repository for load_dataset and for the harness."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from minga.errors import LicenceError, NothingToDo
from minga.publish import publish_benchmark
from minga.publish.card_schema import front_matter
from minga.records import BenchmarkItem
from minga.tables import Artifact
from minga.workspace import Workspace
from tests.publish.projects import IMPRINT, SIMULATED, benchmark_tables, table, task, workspace
from tests.publish.test_dataset import card_of, files_of, load


def release_of(space: Workspace, *, simulated: bool = False) -> Artifact:
    source, validated = benchmark_tables(space, simulated=simulated)
    tasks = [task(space, source, "recetas_saberes_en", "en"), task(space, validated, "recetas_saberes_es")]
    return publish_benchmark([validated, source], tasks, IMPRINT, space)


def test_datasets_reads_one_configuration_for_each_language(tmp_path: Path) -> None:
    release = release_of(workspace(tmp_path))
    for config, rows in (("saberes-es", 4), ("saberes-en", 6)):
        loaded = load(release, tmp_path / "cache", config)
        assert loaded["test"].num_rows == rows
        assert loaded["test"].column_names == BenchmarkItem.schema.names


def test_the_card_says_how_many_items_people_accepted_edited_and_left_out(tmp_path: Path) -> None:
    card = card_of(release_of(workspace(tmp_path)))
    assert "| `saberes-es` | Spanish | 6 | 4 | 3 (50 %) | 1 (17 %) | 2 (33 %): 2 rejected |" in card
    assert "| `saberes-en` | English (source) | 6 | 6 |  |  | none |" in card
    assert "**Reviewed**: Ana (4), Luz (4)." in card
    assert "Las traducciones están validadas por personas." in card
    assert "@article{saberes, title={Saberes}, year={2021}}" in card
    assert [config["config_name"] for config in front_matter(card)["configs"]] == ["saberes-es", "saberes-en"]


def test_what_programs_judged_is_not_called_validated_by_people(tmp_path: Path) -> None:
    card = card_of(release_of(workspace(tmp_path), simulated=True))
    assert "validadas por personas" not in card
    assert "personas simuladas, que son programas" in card
    assert f"**Simulated reviewers, who are programs and not people**: {SIMULATED} (4)." in card


@pytest.mark.slow
def test_the_harness_finds_the_tasks_wherever_the_folder_lies(tmp_path: Path) -> None:
    from lm_eval.tasks import TaskManager

    release = release_of(workspace(tmp_path))
    moved = shutil.copytree(release.path, tmp_path / "some where" / "else")
    shutil.rmtree(tmp_path / "data")
    manager = TaskManager(include_path=str(moved), include_defaults=False)
    assert sorted(manager.all_tasks) == ["recetas_saberes_en", "recetas_saberes_es"]
    loaded = manager.load(["recetas_saberes_es"])["tasks"]["recetas_saberes_es"]
    assert len(list(loaded.test_docs())) == 4


def test_a_task_on_other_items_stays_out(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    source, validated = benchmark_tables(space)
    ours, other = task(space, validated, "recetas_saberes_es"), task(space, source, "recetas_saberes_en", "en")
    release = publish_benchmark([validated], [ours, other], IMPRINT, space)
    assert {path.split("/")[1] for path in files_of(release) if path.startswith("tasks/")} == {"recetas_saberes_es"}


def test_an_unknown_licence_blocks_the_release_and_names_the_benchmark(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    _, validated = benchmark_tables(space, licence="NOASSERTION")
    with pytest.raises(LicenceError, match=r"benchmark validated/saberes-es.*ask"):
        publish_benchmark([validated], [], IMPRINT, space)


def test_without_a_validated_item_there_is_nothing_to_publish(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    empty = table(space, "validated/saberes-es", [], model=BenchmarkItem, dropped={"undecided": 6})
    with pytest.raises(NothingToDo, match="minga serve"):
        publish_benchmark([empty], [], IMPRINT, space)


def test_equal_projects_make_equal_bytes_that_name_no_place(tmp_path: Path) -> None:
    first = files_of(release_of(workspace(tmp_path / "one")))
    assert first == files_of(release_of(workspace(tmp_path / "other")))
    assert not [path for path, data in first.items() if str(tmp_path).encode() in data]
