from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from minga.errors import MingaError, MissingPart, NothingToDo, StorageError
from minga.progress import Advance
from minga.worker import ProcessEnded, Worker, offline_environment

ROOT = Path(__file__).parent.parent


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Worker]:
    with make_worker(tmp_path) as worker:
        yield worker


def make_worker(folder: Path) -> Worker:
    return Worker("tests.worker_jobs", folder / "logs" / "worker.log", environment={"PYTHONPATH": str(ROOT)})


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text()


def eventually(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


def test_one_process_answers_all_jobs_and_ends_with_the_block(worker: Worker) -> None:
    first = worker.ask({"do": "add", "numbers": [1, 2]})
    second = worker.ask({"do": "add", "numbers": [3, 4]})
    assert (first["sum"], second["sum"]) == (3, 7)
    assert first["process"] == second["process"] == worker.process_id
    worker.close()
    assert not alive(first["process"])


def test_nothing_starts_before_the_first_job(worker: Worker) -> None:
    assert worker.process_id is None
    assert not worker.log.exists()


def test_what_is_printed_goes_to_the_log(worker: Worker, capfd: pytest.CaptureFixture[str]) -> None:
    assert worker.ask({"do": "chatter"}) == {}
    worker.close()
    assert capfd.readouterr() == ("", "")
    log = worker.log.read_text(encoding="utf-8")
    assert sorted(log.splitlines()) == ["program on stdout", "python on stderr", "python on stdout"]


def test_a_bar_is_told_of_every_unit(worker: Worker) -> None:
    seen: list[int] = []
    opened: list[tuple[str, int | None, str]] = []

    @contextlib.contextmanager
    def progress(label: str, total: int | None, unit: str) -> Iterator[Advance]:
        opened.append((label, total, unit))
        yield seen.append

    worker.ask({"do": "count"}, progress)
    assert opened == [("counting", 1000, "numbers")]
    assert sum(seen) == 1000
    assert len(seen) < 100


def test_a_fault_is_one_line_with_the_log_as_its_place(worker: Worker) -> None:
    with pytest.raises(MingaError) as caught:
        worker.ask({"do": "fail"})
    assert caught.value.what == "KeyError: 'the cause'"
    assert caught.value.where == str(worker.log)
    assert "Traceback" in worker.log.read_text(encoding="utf-8")
    assert worker.ask({"do": "add", "numbers": [1]})["sum"] == 1


def test_errors_of_minga_keep_their_kind_and_hint(worker: Worker) -> None:
    with pytest.raises(NothingToDo, match="no record; write one"):
        worker.ask({"do": "nothing"})
    with pytest.raises(StorageError, match="the disk is full"):
        worker.ask({"do": "full"})


def test_a_process_that_is_killed_is_an_error_and_the_next_job_gets_a_new_one(worker: Worker) -> None:
    first = worker.ask({"do": "add", "numbers": []})["process"]
    with pytest.raises(ProcessEnded, match="killed, most often because memory ran out") as caught:
        worker.ask({"do": "die"})
    assert caught.value.code == -signal.SIGKILL
    second = worker.ask({"do": "add", "numbers": []})["process"]
    assert second != first


def test_a_process_that_is_killed_in_the_middle_of_its_answer_has_given_none(tmp_path: Path) -> None:
    (tmp_path / "half.py").write_text('import sys\nsys.stdin.readline()\nsys.stdout.write(\'{"answer": {"sum\')')
    worker = Worker("half", tmp_path / "worker.log", environment={"PYTHONPATH": str(tmp_path)})
    with worker, pytest.raises(ProcessEnded):
        worker.ask({})


def test_a_process_that_was_killed_between_two_jobs_is_an_error_too(worker: Worker) -> None:
    process = worker.ask({"do": "add", "numbers": []})["process"]
    os.kill(process, signal.SIGKILL)
    with pytest.raises(MingaError, match="its process"):
        worker.ask({"do": "add", "numbers": [1]})
    assert worker.ask({"do": "add", "numbers": [1]})["sum"] == 1


def test_ctrl_c_ends_the_job_and_nothing_of_it_is_written_later(worker: Worker, tmp_path: Path) -> None:
    started, finished = tmp_path / "started", tmp_path / "finished"

    def interrupt() -> None:
        eventually(started.exists)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=interrupt).start()
    with pytest.raises(KeyboardInterrupt):
        worker.ask({"do": "wait", "started": str(started), "finished": str(finished)})
    assert not alive(int(started.read_text()))
    assert not finished.exists()


def test_a_worker_dies_with_whoever_started_it(tmp_path: Path) -> None:
    started = tmp_path / "started"
    code = (
        "import sys; from pathlib import Path; from tests.test_worker import make_worker\n"
        "make_worker(Path(sys.argv[1])).ask({'do': 'wait', 'started': sys.argv[2], 'finished': '/nowhere'})"
    )
    parent = subprocess.Popen([sys.executable, "-c", code, str(tmp_path), str(started)], cwd=ROOT)
    assert eventually(lambda: started.exists() and bool(started.read_text()))
    parent.kill()
    parent.wait()
    assert eventually(lambda: not alive(int(started.read_text())))


@pytest.mark.parametrize("end", [Worker.close, Worker.kill])
def test_what_a_worker_has_started_ends_with_it(worker: Worker, end: Callable[[Worker], None]) -> None:
    started = worker.ask({"do": "serve"})
    assert alive(started["server"])
    end(worker)
    assert eventually(lambda: not alive(started["server"]))
    assert eventually(lambda: not alive(started["process"]))


def test_what_a_worker_has_started_ends_also_when_its_parent_is_killed(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from tests.test_worker import make_worker\n"
        "worker = make_worker(Path(sys.argv[1])); print(worker.ask({'do': 'serve'})['server'], flush=True)\n"
        "time.sleep(60)"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        server = int(parent.stdout.readline())
        parent.kill()
    assert eventually(lambda: not alive(server))


def test_a_missing_package_is_named_with_what_brings_it(tmp_path: Path) -> None:
    worker = Worker("tests.worker_jobs", tmp_path / "log", needs=("json", "no_such_package"), extra="tune")
    with pytest.raises(MissingPart, match=r"^no_such_package not installed; pip install 'minga\[tune\]'$"):
        worker.ask({"do": "add", "numbers": []})


def test_a_file_in_the_working_directory_is_never_imported(
    worker: Worker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('imported')")
    monkeypatch.chdir(tmp_path)
    assert worker.ask({"do": "add", "numbers": [2]})["sum"] == 2


def test_libraries_are_kept_off_the_network_unless_a_model_comes_from_the_hub(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    assert offline_environment(tmp_path, 2)["HF_HUB_OFFLINE"] == "1"
    assert offline_environment(tmp_path, 2, hub=True)["HF_HUB_OFFLINE"] == "0"
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    assert offline_environment(tmp_path, 2, hub=True)["HF_HUB_OFFLINE"] == "1"
    assert offline_environment(tmp_path, 3)["OMP_NUM_THREADS"] == "3"
