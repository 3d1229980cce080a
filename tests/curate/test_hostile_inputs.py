"""Hostile files are collected and curated in bounded time, with a clear outcome each, and all rows are counted."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from minga.collect import collect
from minga.curate.curated_run import CuratedRun, dropped_rows
from minga.curate.report import curation_report
from minga.engine import Engine
from minga.errors import MingaError
from minga.settings import CollectSettings, CurateSettings, DonationSettings, ProjectSettings
from minga.tables import Table
from minga.workspace import Workspace
from tests.curate.hostile_inputs import HOSTILE, Hostile
from tests.curate.test_stage import curate

LIMITS = CollectSettings(max_characters=20_000_000, max_file_mb=200)
SECONDS = 60
"""For one file, on a machine that has other things to do: what is not linear in such texts takes hours."""


def collected(case: Hostile, root: Path, workspace: Workspace) -> Table:
    path = f"{case.name}.{case.ending}"
    (root / path).write_bytes(case.data())
    donation = DonationSettings(name=case.name, path=path, language="es", licence="CC0-1.0", contributor="Nadie")
    started = time.monotonic()
    try:
        return collect(donation, LIMITS, root, workspace)
    finally:
        assert time.monotonic() - started < SECONDS


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("hostile")
    return Workspace(folder / "data", folder / ".minga")


@pytest.fixture(scope="module")
def tables(space: Workspace, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Table]:
    root = tmp_path_factory.mktemp("files")
    return {case.name: collected(case, root, space) for case in HOSTILE if not case.error}


@pytest.fixture(scope="module")
def run(space: Workspace, tables: dict[str, Table]) -> CuratedRun:
    started = time.monotonic()
    curate([*tables.values()], CurateSettings(), ["es"], space, Engine())
    assert time.monotonic() - started < len(tables) * SECONDS
    return CuratedRun.newest(space)


def test_there_are_forty() -> None:
    assert len(HOSTILE) == len({case.name for case in HOSTILE}) == 40


@pytest.mark.parametrize("case", [case for case in HOSTILE if case.error], ids=lambda case: case.name)
def test_a_file_that_cannot_be_read_is_one_error_that_says_where(
    case: Hostile, tmp_path: Path, space: Workspace
) -> None:
    with pytest.raises(MingaError, match=case.error) as raised:
        collected(case, tmp_path, space)
    assert case.name in str(raised.value.where)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("case", [case for case in HOSTILE if not case.error], ids=lambda case: case.name)
def test_rows_are_taken_in_or_dropped_with_a_reason(case: Hostile, tables: dict[str, Table]) -> None:
    counts = tables[case.name].manifest.counts
    assert (counts.rows_kept, counts.dropped) == (case.collected, case.refused)
    assert counts.rows_in == case.collected + sum(case.refused.values())


@pytest.mark.parametrize("case", [case for case in HOSTILE if case.collected], ids=lambda case: case.name)
def test_every_record_stays_or_leaves_for_a_reason(case: Hostile, tables: dict[str, Table], run: CuratedRun) -> None:
    ids = tables[case.name].read(["id"])["id"].to_pylist()
    kept = set(run.curated.read(["id"])["id"].to_pylist())
    reasons = {row["id"]: row["reason"] for row in dropped_rows(run.curated, ids).to_pylist()}
    fates = [reasons.get(id_, "kept") for id_ in ids]
    assert all((id_ in kept) is (id_ not in reasons) for id_ in ids)
    assert not case.fates or set(fates) <= case.fates, fates


def test_in_every_table_rows_that_came_in_are_those_that_stay_and_those_that_left(
    run: CuratedRun, space: Workspace
) -> None:
    made = [table for name in space.names() if (table := space.latest(name))]
    assert {table.name.partition("/")[0] for table in made} >= {"annotated", "clusters", "curated", "donations"}
    for table in made:
        counts = table.manifest.counts
        assert counts.rows_in == counts.rows_kept + sum(counts.dropped.values()), table.name
        assert counts.rows_kept == sum(batch.num_rows for batch in table.batches()), table.name
        assert dropped_rows(table).num_rows == sum(counts.dropped.values()), table.name
    for name, donated in run.inputs.items():
        assert run.annotated[name].rows == donated.rows


def test_counts_reconcile_and_the_report_can_be_read(run: CuratedRun, space: Workspace) -> None:
    counts = run.curated.manifest.counts
    assert counts.rows_in == sum(case.collected for case in HOSTILE)
    assert counts.rows_in == counts.rows_kept + sum(counts.dropped.values())
    assert all(kind for kind in counts.dropped)
    made = curation_report(run.curated, ProjectSettings(name="Hostil", slug="hostil"), space)
    page = (made.path / "index.html").read_bytes()
    assert len(page) < 1_000_000
    page.decode()
