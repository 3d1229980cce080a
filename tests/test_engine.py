from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from minga.engine import Engine
from minga.errors import TableError, UsageError
from minga.records import InstructionRecord, to_batch
from minga.table_writer import TableWriter
from minga.tables import Table
from minga.workspace import Recipe, Workspace

SUMMARY = """
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from minga.engine import Engine
from minga.tables import load
from minga.records import InstructionRecord
from minga.table_writer import TableWriter

def shout(languages):
    return pc.utf8_upper(languages.cast(pa.string()))

if __name__ == "__main__":
    kind, rows, out, *folders = sys.argv[1:]
    engine = Engine(kind)
    frame = engine.read([load("x", Path(folder), "unchanged") for folder in folders])
    frame = engine.compute(frame, "domain", shout, ["language"], pa.string(), rows=int(rows))
    with TableWriter(Path(out), InstructionRecord.schema) as writer:
        writer.count_in(frame.count_rows())
        engine.write(frame, writer, ["id"])
"""


AWAY = """
import sys

from minga.engine import Engine
from minga.errors import MingaError

try:
    Engine("ray", sys.argv[1]).daft
except MingaError as error:
    print(error)
"""


def _records(name: str, count: int) -> list[InstructionRecord]:
    records = [
        InstructionRecord.model_validate(
            {
                "messages": [
                    {"role": "user", "content": f"¿Qué plato es típico del lugar número {number}?"},
                    {"role": "assistant", "content": f"La pachamanca número {number}, cocida bajo tierra."},
                ],
                "language": "es-PE" if number % 3 else "qu-PE",
                "country": "PE" if number % 2 else None,
                "origin": "human" if number % 2 else "synthetic",
                "generator": None if number % 2 else {"model": "un modelo"},
                "source": name,
                "licence": "CC0-1.0",
                "parents": ["a" * 32] if number % 5 == 0 else [],
            }
        )
        for number in range(count)
    ]
    return sorted(records, key=lambda record: record.id)


def _table(tmp_path: Path, name: str, count: int) -> Table:
    workspace = Workspace(tmp_path / "data", tmp_path / ".minga")

    def build(writer: TableWriter) -> None:
        writer.count_in(count)
        writer.write(to_batch(_records(name, count), InstructionRecord.schema))

    return workspace.make_table(Recipe(name, "test", 1), InstructionRecord.schema, build)


def _write(engine: Engine, frame: object, folder: Path, rows: int) -> pa.Table:
    folder.mkdir()
    with TableWriter(folder, InstructionRecord.schema) as writer:
        writer.count_in(rows)
        engine.write(frame, writer, ["id"])  # type: ignore[arg-type]
    return _read(folder)


def _read(folder: Path) -> pa.Table:
    import pyarrow.parquet as pq

    return pq.read_table(folder / "data")


def test_tables_come_back_unchanged_and_sorted_whatever_their_order(tmp_path: Path) -> None:
    first, second = _table(tmp_path, "first", 700), _table(tmp_path, "second", 300)
    engine = Engine()
    there = _write(engine, engine.read([first, second]), tmp_path / "there", 1000)
    back = _write(engine, engine.read([second, first]), tmp_path / "back", 1000)
    assert there.equals(back)
    assert there["id"].to_pylist() == sorted(there["id"].to_pylist())
    assert there.schema == InstructionRecord.schema
    assert there.equals(pa.concat_tables([first.read(), second.read()]).sort_by("id"))


def test_a_row_can_tell_which_table_it_is_from(tmp_path: Path) -> None:
    tables = [_table(tmp_path, "empty", 0), _table(tmp_path, "first", 3), _table(tmp_path, "second", 2)]
    engine = Engine()
    frame = engine.read(tables, number_as="table").select("source", "table")
    rows = sorted((row["source"], row["table"]) for batch in engine.batches(frame) for row in batch.to_pylist())
    assert rows == [("first", 1)] * 3 + [("second", 2)] * 2


def test_the_same_plan_gives_the_same_bytes_on_the_native_runner_and_on_ray(tmp_path: Path) -> None:
    pytest.importorskip("ray", reason="ray is not installed: pip install 'minga[ray]'")
    tables = [_table(tmp_path, "first", 2500), _table(tmp_path, "second", 400)]
    script = tmp_path / "summary.py"
    script.write_text(SUMMARY)
    files: dict[tuple[str, str], dict[str, bytes]] = {}
    for kind, rows in (("native", "2900"), ("ray", "2900"), ("native", "1000000")):
        out = tmp_path / kind / rows
        out.mkdir(parents=True)
        command = [sys.executable, str(script), kind, rows, str(out), *(str(table.path) for table in tables)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        files[kind, rows] = {path.name: path.read_bytes() for path in (out / "data").iterdir()}
    native, ray, processes = files.values()
    assert native == ray == processes
    assert set(_read(tmp_path / "ray" / "2900")["domain"].to_pylist()) == {"ES-PE", "QU-PE"}


def test_a_plan_says_nothing_on_a_terminal(tmp_path: Path) -> None:
    table = _table(tmp_path, "first", 2000)
    script = tmp_path / "summary.py"
    script.write_text(SUMMARY)
    (tmp_path / "out").mkdir()
    leader, follower = pty.openpty()
    command = [sys.executable, str(script), "native", "2000", str(tmp_path / "out"), str(table.path)]
    subprocess.run(command, stdout=follower, stderr=follower, timeout=60, check=True)
    os.set_blocking(leader, False)
    os.close(follower)
    with pytest.raises(OSError, match=r"temporarily|Input/output"):
        os.read(leader, 1)


def test_a_damaged_shard_is_named(tmp_path: Path) -> None:
    table = _table(tmp_path, "first", 100)
    shard = table.shards[0]
    data = bytearray(shard.read_bytes())
    data[4:1000] = bytes(996)
    shard.write_bytes(data)
    engine = Engine()
    with pytest.raises(TableError, match=r"part-00000-of-00001.parquet: was changed or cut short"):
        list(engine.batches(engine.read([table])))


def test_a_project_may_lie_in_any_folder(tmp_path: Path) -> None:
    table = _table(tmp_path / "mis [datos] {ñandú}*? \\ 100%20", "first", 5)
    assert sum(batch.num_rows for batch in Engine().batches(Engine().read([table]))) == 5


def test_wrong_kinds_and_addresses_are_usage_errors() -> None:
    with pytest.raises(UsageError, match="there is no engine 'spark'; known are native and ray"):
        Engine("spark")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="only of use with the engine ray"):
        Engine("native", "127.0.0.1:6379")


def test_a_process_has_one_kind_of_engine(tmp_path: Path) -> None:
    table = _table(tmp_path, "first", 1)
    Engine().read([table])
    with pytest.raises(UsageError, match="already runs the engine native"):
        Engine("ray").read([table])


@pytest.mark.parametrize("address", ["127.0.0.1:1", "ray://127.0.0.1:1"])
def test_a_cluster_that_is_not_there_is_one_line_at_once(tmp_path: Path, address: str) -> None:
    pytest.importorskip("ray", reason="ray is not installed: pip install 'minga[ray]'")
    script = tmp_path / "away.py"
    script.write_text(AWAY)
    done = subprocess.run(
        [sys.executable, str(script), address], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stderr == ""
    assert done.stdout == f"{address}: no Ray cluster: [Errno 111] Connection refused; is it running? ray status\n"


def test_importing_the_engine_is_light() -> None:
    code = "import sys, minga.engine; print(sorted({'daft', 'ray', 'torch'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


INTERRUPTED = """
import os
import signal
import sys
import threading
import time

from minga.engine import Engine

engine = Engine()
frame = engine.daft.from_pydict({"number": [1, 2, 3]})
frame = frame.with_column("next", engine.daft.col("number") + 1)
assert sum(batch.num_rows for batch in engine.batches(frame)) == 3
waiting, never = os.pipe()
threading.Thread(target=lambda: (time.sleep(0.5), os.kill(os.getpid(), signal.SIGINT)), daemon=True).start()
late = []
threading.Thread(target=lambda: (time.sleep(5), late.append(1), os.write(never, b"x")), daemon=True).start()
try:
    os.read(waiting, 1)
except KeyboardInterrupt:
    if not late:
        sys.exit(0)
sys.exit("woken only by what it waited for")
"""


def test_after_a_plan_ctrl_c_still_wakes_whoever_waits() -> None:
    done = subprocess.run([sys.executable, "-c", INTERRUPTED], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
