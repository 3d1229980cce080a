from __future__ import annotations

from pathlib import Path

from minga.benchmark.catalogue import make_suite_tasks, suite_named
from minga.evaluate.wanted import wanted_of
from minga.models import find_model
from minga.settings import EvaluateSettings, SuiteSettings
from minga.workspace import Workspace
from tests.evaluate.tasks import make_task


def test_data_of_the_catalogues_tasks_may_come_from_the_hub_and_a_projects_own_never(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "data", tmp_path / ".minga")
    suite = SuiteSettings(name="tried", tasks=("galcola", "americasnli_gn"))
    tasks = make_suite_tasks([suite_named("tried", [suite])], workspace).tasks
    tasks.append(make_task(workspace, "demo_saberes_es"))
    wanted = wanted_of([find_model("owner/name", workspace)], tasks, EvaluateSettings())
    assert {one.task_name: (one.stock, one.data_on_hub) for one in wanted} == {
        "galcola": (True, True),
        "americasnli_gn": (False, True),
        "demo_saberes_es": (False, False),
    }
