"""A PostgreSQL server of the benchmark's own: durable as a real one, in a temporary folder, on a free port."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from _review_load.processes import free_port

__all__ = ["postgres_server"]


@contextmanager
def postgres_server() -> Iterator[tuple[str, int]]:
    """Address and process id of a running server, which is gone afterwards. Raises FileNotFoundError without one."""
    binaries = _binaries()
    with tempfile.TemporaryDirectory(prefix="minga-load-postgres-", ignore_cleanup_errors=True) as folder:
        data, user = Path(folder) / "data", _server_user()
        if user is not None:
            shutil.chown(folder, user)
        subprocess.run(
            [binaries / "initdb", "-D", data, "-U", "minga", "-A", "trust", "-E", "UTF8", "--locale=C"],
            check=True, user=user, capture_output=True, cwd=folder,
        )  # fmt: skip
        port = free_port()
        # Settings are PostgreSQL's own, so fsync and synchronous_commit are on.
        server = subprocess.Popen(
            [binaries / "postgres", "-D", data, "-p", str(port), "-h", "127.0.0.1", "-k", folder],
            user=user, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder,
        )  # fmt: skip
        try:
            _wait(binaries, port)
            yield f"postgresql+psycopg://minga@127.0.0.1:{port}/postgres", server.pid
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=60)


def _binaries() -> Path:
    folders = Path("/usr/lib/postgresql").glob("*/bin")
    candidates = sorted(folders, key=lambda path: float(path.parent.name), reverse=True)
    found = shutil.which("initdb")
    candidates += [Path(found).resolve().parent] if found else []
    for path in candidates:
        if (path / "initdb").exists() and (path / "postgres").exists():
            return path
    raise FileNotFoundError("PostgreSQL's server is not installed (Debian package postgresql)")


def _server_user() -> str | None:
    """PostgreSQL refuses to run as root; then Debian's own user for it is taken."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        return "nobody"


def _wait(binaries: Path, port: int) -> None:
    for _ in range(200):
        ready = subprocess.run([binaries / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)], check=False)
        if ready.returncode == 0:
            return
        time.sleep(0.05)
    raise TimeoutError("PostgreSQL did not start")
