from __future__ import annotations

from pathlib import Path

import pytest

from minga.benchmark.catalogue import catalogue, entry_of, known_suites, make_suite_tasks, suite_named
from minga.errors import UsageError
from minga.settings import SuiteSettings
from minga.task_cards import CARD, read_task
from minga.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "data", tmp_path / ".minga")


def test_la_leaderboard_has_the_65_tasks_that_its_back_end_ran() -> None:
    sizes = {name: len(known_suites()[name].tasks) for name in ("es", "eu", "ca", "gl", "la-leaderboard")}
    assert sizes == {"es": 21, "eu": 17, "ca": 18, "gl": 9, "la-leaderboard": 65}


def test_every_task_of_a_suite_is_in_the_catalogue() -> None:
    assert {task for suite in known_suites().values() for task in suite.tasks} <= set(catalogue())


def test_tasks_become_artifacts_with_the_shots_of_their_suite(workspace: Workspace) -> None:
    made = make_suite_tasks([suite_named("gl")], workspace)
    assert [task.name for task in made.tasks] == [f"tasks/{name}" for name in suite_named("gl").tasks]
    card = read_task(made.tasks[0])
    assert (card.task, card.shots, card.stock) == ("belebele_glg_Latn", 5, True)
    assert made.tasks[0].manifest.stage == "catalogue"
    assert [path.name for path in made.tasks[0].path.iterdir() if path.name != "manifest.json"] == [CARD]
    assert {task.state for task in make_suite_tasks([suite_named("gl")], workspace).tasks} == {"unchanged"}


def test_a_task_in_two_suites_is_made_once_with_the_shots_of_the_first(workspace: Workspace) -> None:
    made = make_suite_tasks([suite_named("iberobench-gl"), suite_named("gl")], workspace)
    names = [task.name for task in made.tasks]
    assert len(names) == len(set(names))
    assert {read_task(task).shots for task in made.tasks if task.name == "tasks/galcola"} == {None}


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("aquas", {"_written.yaml", "aquas.yaml", "chrf.py"}),
        ("americasnli_gn", {"_pairs.yaml", "americasnli_gn.yaml", "pairs.py"}),
        (
            "teleia",
            {"_teleia.yaml", "teleia.yaml", "teleia_pce.yaml", "teleia_siele.yaml", "teleia_cervantes_ave.yaml"},
        ),
        ("cabreu", {"cabreu.yaml"}),
    ],
)
def test_what_the_harness_lacks_brings_its_own_files(name: str, files: set[str], workspace: Workspace) -> None:
    suite = SuiteSettings(name="mine", tasks=(name,))
    [task] = make_suite_tasks([suite_named("mine", [suite])], workspace).tasks
    assert {path.name for path in task.path.iterdir()} == files | {CARD, "manifest.json"}
    assert read_task(task).stock == (entry_of(name).files == "groups")


def test_what_the_harness_cannot_run_is_left_out_with_the_reason(workspace: Workspace) -> None:
    made = make_suite_tasks([suite_named("somos600m")], workspace)
    assert [task.name for task in made.tasks] == ["tasks/arc_es", "tasks/hellaswag_es", "tasks/m_mmlu_es"]
    assert "judge" in made.left_out[0]


def test_a_project_may_have_suites_of_its_own(workspace: Workspace) -> None:
    mine = SuiteSettings(name="andes", title="Los Andes", tasks=("americasnli_quy", "saberes_mmlu_es"), shots=2)
    [own] = make_suite_tasks([suite_named("gn")], workspace).tasks[:1]
    made = make_suite_tasks([suite_named("andes", [mine])], workspace, own={"saberes_mmlu_es": own})
    assert [task.name for task in made.tasks] == ["tasks/americasnli_quy", own.name]
    assert read_task(made.tasks[0]).shots == 2


def test_wrong_names_are_usage_errors(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="no suite called es-XX"):
        suite_named("es-XX")
    with pytest.raises(UsageError, match="already"):
        known_suites([SuiteSettings(name="es", tasks=("teca",))])
    with pytest.raises(UsageError, match="no task called tecca; did you mean teca"):
        make_suite_tasks([suite_named("x", [SuiteSettings(name="x", tasks=("tecca",))])], workspace)
