"""Serving the application, by one process or by several."""

from __future__ import annotations

import errno
import gc
import socket
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from minga.errors import AddressError, UsageError
from minga.project import Project

if TYPE_CHECKING:
    from fastapi import FastAPI

__all__ = ["run_application", "serve"]

_TURN_SECONDS = 0.0005
"""After which a thread that computes lets another one go on. Whoever keeps an answer holds a lock and asks the database
a dozen times; after each of them she would wait ten times as long while somebody else's page is drawn."""
_KEEP_SECONDS = 75
"""That a browser's connection is kept: people look at an item longer than the 5 seconds that are usual."""


def serve(
    project: Project,
    host: str = "127.0.0.1",
    port: int = 8600,
    *,
    demo: bool = False,
    processes: int = 1,
    on_start: Callable[[str], None] | None = None,
) -> None:
    """Serve `project` until it is interrupted; port 0 takes a free one, and `on_start` is told the address.

    Several `processes` share the address; one that dies is started again. Raises AddressError when the address is taken
    or may not be used, and UsageError for several processes on a system that cannot hand them a socket.
    """
    if processes > 1 and sys.platform == "win32":
        raise UsageError("several processes need Linux or macOS", hint="leave --processes out")
    listener = _listen(host, port)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{listener.getsockname()[1]}/"
    try:
        if processes > 1:
            _serve_by_several(project, listener, demo, processes, address, on_start)
            return
        from minga.web.app import create_app

        app = create_app(project, demo=demo)
        if on_start is not None:
            on_start(address)
        run_application(app, listener)
    finally:
        listener.close()


def run_application(app: FastAPI, listener: socket.socket) -> None:
    """Answer what comes to `listener` until the process is interrupted or told to end."""
    import uvicorn

    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        proxy_headers=True,
        timeout_keep_alive=_KEEP_SECONDS,
        timeout_graceful_shutdown=5,
    )
    # What was made to begin with stays: looking through it for garbage again and again would stop everybody.
    gc.collect()
    gc.freeze()
    sys.setswitchinterval(_TURN_SECONDS)
    uvicorn.Server(config).run(sockets=[listener])


def _serve_by_several(
    project: Project,
    listener: socket.socket,
    demo: bool,
    processes: int,
    address: str,
    on_start: Callable[[str], None] | None,
) -> None:
    from minga.community import Database
    from minga.web.server_processes import keep_running

    with Database(project.database_url) as database:
        database.migrate()
    if on_start is not None:
        on_start(address)
    keep_running(project, listener, processes, demo=demo)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, or asyncio leaves Nagle's algorithm on, and every answer that is written in two parts (headers and
    # body) waits 40 ms for the browser's acknowledgement.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if sys.platform != "win32":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        # Bound alone is not enough: two programs may bind to one port, but only one can listen.
        listener.listen(2048)
    except (OSError, OverflowError) as error:
        listener.close()
        raise _address_error(error, host, port) from error
    return listener


def _address_error(error: Exception, host: str, port: int) -> AddressError:
    where = f"{host}:{port}"
    code = error.errno if isinstance(error, OSError) else None
    if code == errno.EADDRINUSE:
        return AddressError(f"port {port} is taken", where=where, hint=f"try --port {port + 1}, or 0 for a free one")
    if code in {errno.EACCES, errno.EPERM}:
        return AddressError(f"port {port} may not be used", where=where, hint="ports from 1024 on are free to use")
    return AddressError("is not an address of this machine", where=where, hint="try --host 127.0.0.1")
