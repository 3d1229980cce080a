from __future__ import annotations

import multiprocessing
import os
import re
import signal
import time
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from minga.errors import MingaError, TableError
from minga.table_writer import TableWriter
from minga.tables import Table
from minga.workspace import Recipe, Workspace

SCHEMA = pa.schema([("id", pa.string()), ("language", pa.string())])


class Options(BaseModel):
    threshold: float = 0.5


def workspace(root: Path, **options: bool) -> Workspace:
    return Workspace(root / "data", root / ".minga", **options)


def batch(*ids: str) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist([{"id": id_, "language": "es"} for id_ in ids], schema=SCHEMA)


def make(space: Workspace, *ids: str, name: str = "numbers", **recipe: object) -> Table:
    def build(writer: TableWriter) -> None:
        writer.count_in(len(ids))
        writer.write(batch(*ids))

    return space.make_table(Recipe(name, "test", 1, **({"inputs": {"ids": "".join(ids)}} | recipe)), SCHEMA, build)  # type: ignore[arg-type]


def test_a_table_is_made_once(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    assert make(space, "a").state == "made"
    again = make(space, "a")
    assert again.state == "unchanged"
    assert again.read().to_pylist() == [{"id": "a", "language": "es"}]


def test_options_code_and_inputs_decide_what_is_new(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    paths = {
        make(space, "a").path,
        make(space, "a", options=Options()).path,
        make(space, "a", options=Options(threshold=0.6)).path,
        make(space, "a", inputs={"file": "1"}).path,
        make(space, "b").path,
    }
    assert len(paths) == 5


def test_latest_follows_the_recipe_that_ran_last(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    first = make(space, "a")
    make(space, "b")
    make(space, "a")
    assert space.latest("numbers").path == first.path.resolve()  # type: ignore[union-attr]


def test_a_child_is_not_stale_when_its_parent_was_rebuilt_to_the_same_content(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    parent = make(space, "a", inputs={"file": "1"})
    child = make(space, "x", name="child", parents=[parent])
    same_content = make(space, "a", inputs={"file": "2"})
    assert same_content.path != parent.path
    assert make(space, "x", name="child", parents=[same_content]).path == child.path


def test_counts_that_do_not_reconcile_are_refused_and_leave_nothing(tmp_path: Path) -> None:
    space = workspace(tmp_path)

    def lose_a_row(writer: TableWriter) -> None:
        writer.count_in(2)
        writer.write(batch("a"))

    with pytest.raises(TableError, match="2 in, 1 kept"):
        space.make_table(Recipe("t", "test", 1), SCHEMA, lose_a_row)
    assert list((tmp_path / "data" / "t").iterdir()) == []


def test_dropped_units_are_kept_with_reason_and_detail(tmp_path: Path) -> None:
    def build(writer: TableWriter) -> None:
        writer.count_in(3)
        writer.write(batch("a"))
        writer.drop("too-short", "b", "2 words")
        writer.drop("duplicate", "c", "a")

    table = workspace(tmp_path).make_table(Recipe("t", "test", 1), SCHEMA, build)
    assert table.manifest.counts.dropped == {"duplicate": 1, "too-short": 1}
    assert next(table.dropped()) == {"id": "b", "reason": "too-short", "detail": "2 words"}


def test_an_empty_table_can_be_read(tmp_path: Path) -> None:
    table = workspace(tmp_path).make_table(Recipe("t", "test", 1), SCHEMA, lambda writer: None)
    assert table.rows == 0
    assert table.read().schema == SCHEMA


def test_a_dry_workspace_makes_nothing_and_says_why(tmp_path: Path) -> None:
    dry = workspace(tmp_path, dry=True)
    assert make(dry, "a").reason == "never made"
    assert not (tmp_path / "data").exists()
    made = make(workspace(tmp_path), "a", options=Options())
    assert make(dry, "a", options=Options()).state == "unchanged"
    assert make(dry, "a", options=Options(threshold=0.9)).reason == "changed: option threshold"
    pending = make(dry, "b", options=Options())
    child = make(dry, "x", name="child", parents=[pending, made])
    assert child.state == "pending"
    assert child.reason == "numbers will be made anew"


def test_the_reason_names_the_very_setting_that_changed(tmp_path: Path) -> None:
    class Outer(BaseModel):
        inner: Options = Options()

    make(workspace(tmp_path), "a", options=Outer())
    changed = make(workspace(tmp_path, dry=True), "a", options=Outer(inner=Options(threshold=0.9)))
    assert changed.reason == "changed: option inner.threshold"


def test_a_cut_short_shard_is_one_clear_error(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    shard = make(space, "a").shards[0]
    shard.write_bytes(shard.read_bytes()[:-20])
    with pytest.raises(TableError, match=r"cut short.*delete") as caught:
        make(space, "a")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("place", ["page.html", "data/a.txt", "data/deep/b.txt"])
def test_a_damaged_file_costs_its_own_version_and_no_other(tmp_path: Path, place: str) -> None:
    space = workspace(tmp_path)

    def build(folder: Path, notes: dict[str, object]) -> None:
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_text("text", encoding="utf-8")

    made = space.make_folder(Recipe("pages", "test", 1), build)
    (made.path / place).unlink()
    with pytest.raises(TableError, match=re.escape(f"delete {made.path} and run again")):
        space.make_folder(Recipe("pages", "test", 1), build)


def test_verify_finds_a_flipped_byte(tmp_path: Path) -> None:
    table = make(workspace(tmp_path), "a")
    table.verify()
    content = bytearray(table.shards[0].read_bytes())
    content[10] ^= 1
    table.shards[0].write_bytes(content)
    with pytest.raises(TableError, match="changed"):
        table.verify()


def _make_slowly(root: Path) -> None:
    def build(writer: TableWriter) -> None:
        writer.count_in(1)
        writer.write(batch("a"))
        (root / "started").touch()
        time.sleep(60)

    workspace(root).make_table(Recipe("numbers", "test", 1, inputs={"ids": "a"}), SCHEMA, build)


def test_a_killed_build_leaves_nothing_and_the_next_one_goes_on(tmp_path: Path) -> None:
    process = multiprocessing.get_context("spawn").Process(target=_make_slowly, args=(tmp_path,))
    process.start()
    while not (tmp_path / "started").exists():
        time.sleep(0.02)
    with pytest.raises(MingaError, match=rf"another minga .process {process.pid}"):
        make(workspace(tmp_path), "a")
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    undisturbed = make(workspace(tmp_path / "other"), "a")
    table = make(workspace(tmp_path), "a")
    assert table.manifest == undisturbed.manifest
    assert sorted(path.name for path in (tmp_path / "data" / "numbers").iterdir()) == sorted(
        [table.path.name, "latest"]
    )


@given(st.lists(st.integers(1, 7), min_size=1, max_size=12))
def test_bytes_depend_on_rows_and_not_on_batches(tmp_path_factory: pytest.TempPathFactory, cuts: list[int]) -> None:
    ids = [f"{number:04d}" for number in range(sum(cuts))]

    class SmallWriter(TableWriter):
        shard_rows, group_rows = 10, 5

    def write(pieces: list[list[str]]) -> dict[str, bytes]:
        folder = tmp_path_factory.mktemp("table")
        with SmallWriter(folder, SCHEMA) as writer:
            writer.count_in(len(ids))
            for piece in pieces:
                writer.write(batch(*piece))
        return {path.name: path.read_bytes() for path in folder.rglob("*.parquet")}

    starts = [sum(cuts[:position]) for position in range(len(cuts))]
    assert write([ids]) == write([ids[start : start + cut] for start, cut in zip(starts, cuts, strict=True)])


def test_building_sweeps_away_what_killed_programs_left_and_no_more(tmp_path: Path) -> None:
    make(workspace(tmp_path), "a")
    folder = tmp_path / "data" / "numbers"
    dead = multiprocessing.get_context("spawn").Process(target=os.getpid)
    dead.start()
    dead.join()
    alive = folder / f".latest-{os.getppid()}"
    for link in (folder / f".latest-{dead.pid}", folder / ".latest-", alive):
        link.symlink_to("gone")
    (folder / ".building-ffffffffffff" / "data").mkdir(parents=True)
    table = make(workspace(tmp_path), "b")
    hidden = [path for path in folder.iterdir() if path.name.startswith(".")]
    assert hidden == [alive]
    assert (folder / "latest").resolve() == table.path
