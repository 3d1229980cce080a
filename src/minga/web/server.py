"""Serving the application."""

from __future__ import annotations

import errno
import socket
import sys
from collections.abc import Callable

from minga.errors import AddressError
from minga.project import Project

__all__ = ["serve"]


def serve(
    project: Project,
    host: str = "127.0.0.1",
    port: int = 8600,
    *,
    demo: bool = False,
    on_start: Callable[[str], None] | None = None,
) -> None:
    """Serve `project` until it is interrupted; port 0 takes a free one, and `on_start` is told the address.

    Raises AddressError when the address is taken or may not be used.
    """
    import uvicorn

    from minga.web.app import create_app

    listener = _listen(host, port)
    try:
        app = create_app(project, demo=demo)
        shown = f"[{host}]" if ":" in host else host
        if on_start is not None:
            on_start(f"http://{shown}:{listener.getsockname()[1]}/")
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, proxy_headers=True, timeout_graceful_shutdown=5
        )
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        listener.close()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, or asyncio leaves Nagle's algorithm on, and every answer that is written in two parts (headers, body)
    # waits 40 ms for the browser's acknowledgement.
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
