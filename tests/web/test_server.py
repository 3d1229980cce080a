from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from minga.community import Database
from minga.errors import AddressError
from minga.web import serve
from tests.web.sites import fill, make_project

SERVER = """
import sys
from pathlib import Path
from minga.project import Project
from minga.web import serve
serve(Project.load(Path(sys.argv[1])), port=0, on_start=lambda address: print(address, flush=True))
"""


@contextmanager
def running(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    process = subprocess.Popen([sys.executable, "-c", SERVER, folder], stdout=subprocess.PIPE, text=True)
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

        token = issue_key(db, person(db, "Bot").id, "api")
    with running(tmp_path) as (server, address), httpx.Client(base_url=address) as client:
        assert client.get("/healthz").json()["status"] == "ok"
        client.headers["authorization"] = f"Bearer {token}"
        taken = client.post("/api/v1/campaigns/mmlu-es/assignments").json()
        kept = client.post(
            f"/api/v1/assignments/{taken['id']}/answer", json={"verdict": "accept", "client_key": "k"}
        ).json()
        os.kill(server.pid, signal.SIGKILL)
    with running(tmp_path) as (_, address), httpx.Client(base_url=address) as client:
        client.headers["authorization"] = f"Bearer {token}"
        assert [one["id"] for one in client.get("/api/v1/me/answers").json()] == [kept["id"]]
        assert re.search(r"<h1>Sabores de la tierra</h1>", client.get("/").text)
