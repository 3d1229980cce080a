from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from minga.community import Database
from minga.community.consents import ConsentText, agree
from minga.errors import AddressError
from minga.web import serve
from minga.web.site import CONSENT_VERSION
from tests.web.sites import fill, make_project

SERVER = """
import sys
from pathlib import Path
from minga.project import Project
from minga.web import serve
folder, processes = Path(sys.argv[1]), int(sys.argv[2])
serve(Project.load(folder), port=0, processes=processes, on_start=lambda address: print(address, flush=True))
"""


@contextmanager
def running(folder: Path, processes: int = 1) -> Iterator[tuple[subprocess.Popen[str], str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER, folder, str(processes)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        yield process, process.stdout.readline().strip()
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)
        process.stdout.close()


def test_a_taken_port_is_one_clear_line(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(AddressError, match=f"port {port} is taken; try --port {port + 1}"):
            serve(make_project(tmp_path), port=port)


@pytest.mark.parametrize("host", ["203.0.113.9", "no such host", "256.0.0.1"])
def test_an_address_of_another_machine_is_one_clear_line(tmp_path: Path, host: str) -> None:
    with pytest.raises(AddressError, match="is not an address of this machine"):
        serve(make_project(tmp_path), host=host, port=0)


@pytest.mark.slow
def test_a_served_project_answers_and_what_it_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    with Database(project.database_url) as db:
        db.migrate()
        fill(project, db)
        from minga.community.sessions import issue_key
        from tests.review.making import person

        bot = person(db, "Bot")
        agree(db, bot.id, ConsentText(CONSENT_VERSION, "es", "0" * 64))
        token = issue_key(db, bot.id, "api")
    with running(tmp_path) as (server, address), httpx.Client(base_url=address) as client:
        assert client.get("/healthz").json()["status"] == "ok"
        client.headers["authorization"] = f"Bearer {token}"
        taken = client.post("/api/v1/campaigns/mmlu-es/assignments").json()["assignment"]
        kept = client.post(
            f"/api/v1/assignments/{taken['id']}/answer", json={"verdict": "accept", "client_key": "k"}
        ).json()["answer"]
        os.kill(server.pid, signal.SIGKILL)
    with running(tmp_path) as (_, address), httpx.Client(base_url=address) as client:
        client.headers["authorization"] = f"Bearer {token}"
        assert [one["id"] for one in client.get("/api/v1/me/answers").json()] == [kept["id"]]
        assert re.search(r"<h1>Sabores de la tierra</h1>", client.get("/").text)


@pytest.mark.slow
def test_several_processes_serve_one_address_and_one_that_dies_is_started_again(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    with Database(project.database_url) as db:
        db.migrate()
        fill(project, db)
    with running(tmp_path, processes=2) as (server, address):
        wait_until(lambda: len(children_of(server.pid)) == 2)
        first = children_of(server.pid)
        with httpx.Client(base_url=address, timeout=60) as client:
            assert client.get("/healthz").json()["status"] == "ok"
        os.kill(first[0], signal.SIGKILL)
        wait_until(lambda: set(children_of(server.pid)) not in ({*first}, {first[1]}))
        with httpx.Client(base_url=address, timeout=60) as client:
            assert client.get("/healthz").json()["status"] == "ok"


@pytest.mark.slow
def test_the_processes_of_a_killed_server_end_and_leave_its_address(tmp_path: Path) -> None:
    make_project(tmp_path)
    with running(tmp_path, processes=2) as (server, address):
        wait_until(lambda: len(children_of(server.pid)) == 2)
        with httpx.Client(base_url=address, timeout=60) as client:
            assert client.get("/healthz").json()["status"] == "ok"
        os.kill(server.pid, signal.SIGKILL)
        wait_until(lambda: is_free(int(address.rstrip("/").rpartition(":")[2])))


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            probe.listen()
        except OSError:
            return False
        return True


def children_of(parent: int) -> list[int]:
    text = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="utf-8")
    return [int(child) for child in text.split()]


def wait_until(holds: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)
