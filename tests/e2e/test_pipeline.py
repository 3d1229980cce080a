"""The whole path on a small project, with a real model: once undisturbed, once killed again and again."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.e2e.command_line import MINGA, minga
from tests.e2e.small_project import write_small_project

pytestmark = pytest.mark.slow


def run_all(root: Path) -> None:
    """What a lead does: as far as it goes, people's answers, and on."""
    assert minga("run", cwd=root).code == 3
    assert minga("review", "simulate", cwd=root).code == 0
    ran = minga("run", "--json", cwd=root)
    assert ran.code == 0, ran.err


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An undisturbed run."""
    root = write_small_project(tmp_path_factory.mktemp("whole") / "p")
    run_all(root)
    return root


def files_of(root: Path) -> dict[str, bytes]:
    data = root / "data"
    return {str(p.relative_to(data)): p.read_bytes() for p in sorted(data.rglob("*")) if p.is_file() and not _linked(p)}


def _linked(path: Path) -> bool:
    return any(parent.is_symlink() for parent in path.parents)


def test_every_step_made_something(whole: Path) -> None:
    made = {thing["name"] for thing in minga("status", "--json", cwd=whole).json["made"]}
    wanted = {
        "donations/refranes", "generated/papas", "curated", "benchmarks/mmlu", "translated/mmlu-es", "reviewed",
        "validated/mmlu-es", "tasks/prueba_mmlu_en", "tasks/prueba_mmlu_es", "adapter", "leaderboard",
        "release/dataset", "release/benchmark", "release/model", "release/leaderboard",
    }  # fmt: skip
    assert wanted <= made


def test_a_second_run_does_nothing(whole: Path) -> None:
    before = files_of(whole)
    ran = minga("run", "--json", cwd=whole)
    assert {thing["state"] for thing in ran.json["made"]} == {"unchanged"}
    assert files_of(whole) == before


def test_counts_reconcile_in_every_table(whole: Path) -> None:
    from minga.project import Project

    workspace = Project.load(whole).workspace()
    tables = [workspace.latest(name) for name in workspace.names()]
    assert len(tables) > 10
    for table in tables:
        assert table is not None
        table.manifest.counts.check(table.name)
        table.verify()


def test_touching_a_document_makes_stale_only_what_depends_on_it(whole: Path) -> None:
    document = whole / "documents" / "papas.md"
    before = document.read_text(encoding="utf-8")
    os.utime(document)
    assert minga("status", "--json", cwd=whole).json["stale"] == {}
    try:
        document.write_text(before + "\nEl chuño negro no se lava.\n", encoding="utf-8")
        stale = minga("status", "--json", cwd=whole).json["stale"]
    finally:
        document.write_text(before, encoding="utf-8")
    assert stale["generated/papas"] == "changed: documents/papas.md"
    assert {"curated", "reviewed", "adapter"} <= set(stale)
    untouched = {
        "donations/refranes",
        "benchmarks/mmlu",
        "translated/mmlu-es",
        "validated/mmlu-es",
        "tasks/prueba_mmlu_es",
    }
    assert not untouched & set(stale)


def kill_when_building(root: Path, name: str) -> bool:
    """Start `minga run`, kill it and all it started while it builds `name`; False when it was too fast for us."""
    process = subprocess.Popen(
        [MINGA, "run"], cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    folder = root / "data" / name
    while process.poll() is None:
        if any(folder.glob(".building-*")):
            time.sleep(0.05)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return True
        time.sleep(0.002)
    return False


def test_killed_in_every_stage_it_goes_on_to_the_same_bytes(whole: Path, tmp_path: Path) -> None:
    root = write_small_project(tmp_path / "killed")
    first = ["donations/refranes", "generated/papas", "benchmarks/mmlu", "translated/mmlu-es", "curated"]
    killed = [name for name in first if kill_when_building(root, name)]
    assert minga("run", cwd=root).code == 3
    assert minga("review", "simulate", cwd=root).code == 0
    evaluations = [
        f"evaluations/{path.name}/prueba_mmlu_es" for path in sorted((whole / "data" / "evaluations").iterdir())
    ]
    second = ["reviewed", "adapter", *evaluations, "leaderboard", "release/dataset"]
    killed += [name for name in second if kill_when_building(root, name)]
    assert minga("run", cwd=root).code == 0
    assert {"generated/papas", "translated/mmlu-es", "adapter", evaluations[0]} <= set(killed)
    ours, theirs = files_of(root), files_of(whole)
    # a leaderboard also says what its scores cost, which was measured and differs: and so do its versions' names
    for at, files in ((root, ours), (whole, theirs)):
        for name in [name for name in files if name.startswith(("leaderboard/", "release/leaderboard/"))]:
            del files[name]
        newest = at / "data" / "leaderboard" / "latest"
        files |= {name: (newest / name).read_bytes() for name in ("items.parquet", "pairs.parquet")}
    assert sorted(ours) == sorted(theirs)
    assert [name for name in ours if ours[name] != theirs[name]] == []
