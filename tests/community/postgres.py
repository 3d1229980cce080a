"""A PostgreSQL server of its own for the tests: in a temporary folder, on a free port, ended by its process id."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def postgres_binaries() -> Path | None:
    """The newest folder with `initdb` and `postgres`, or None."""
    candidates = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True
    )
    found = shutil.which("initdb")
    candidates += [Path(found).resolve().parent] if found else []
    return next((path for path in candidates if (path / "initdb").exists() and (path / "postgres").exists()), None)


def _server_user() -> str | None:
    """PostgreSQL refuses to run as root; then Debian's own user for it is taken."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        return "nobody"


@contextmanager
def postgres_server() -> Iterator[str]:
    """A running server's address; the server is gone afterwards."""
    binaries = postgres_binaries()
    assert binaries is not None
    with tempfile.TemporaryDirectory(prefix="minga-postgres-", ignore_cleanup_errors=True) as folder:
        data = Path(folder) / "data"
        user = _server_user()
        if user is not None:
            shutil.chown(folder, user)
        subprocess.run(
            [binaries / "initdb", "-D", data, "-U", "minga", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C"],
            check=True, user=user, capture_output=True, cwd=folder,
        )  # fmt: skip
        port = _free_port()
        server = subprocess.Popen(
            [binaries / "postgres", "-D", data, "-p", str(port), "-h", "127.0.0.1", "-k", folder],
            user=user, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder,
        )  # fmt: skip
        try:
            _wait(binaries, port)
            yield f"postgresql+psycopg://minga@127.0.0.1:{port}/postgres"
        finally:
            server.send_signal(signal.SIGQUIT)  # at once: nobody needs the data any more
            server.wait(timeout=60)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(binaries: Path, port: int) -> None:
    for _ in range(200):
        ready = subprocess.run([binaries / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)], check=False)
        if ready.returncode == 0:
            return
        time.sleep(0.05)
    raise TimeoutError("PostgreSQL did not start")
