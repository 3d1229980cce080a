"""The program that runs the embedded model: started by `embedded.py` as a file, so it imports nothing of minga.

It reads one line of JSON from standard input, answers one line of JSON on standard output, and serves until its
standard input is closed or its parent is gone. Everything that the libraries print goes to standard error, which is
the log.
"""

from __future__ import annotations

import json
import os
import select
import sys
from typing import Any

__all__: list[str] = []

_PERIOD = 1.0


def _serve() -> None:
    order = json.loads(sys.stdin.buffer.readline())
    # llama.cpp prints where it likes: only this copy still leads to the parent
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    try:
        server = _start(order)
        reply = {"url": server.listening_address}
    except Exception as error:  # whatever it is, the parent has to hear of it
        server, reply = None, {"error": f"{type(error).__name__}: {error}"}
    with answer:
        answer.write(json.dumps(reply) + "\n")
    if server is not None:
        _wait_for_the_end(order["parent"])
    # the server's threads have nothing to save, and waiting for them could take as long as an answer
    os._exit(0)


def _wait_for_the_end(parent: int) -> None:
    """Return when standard input is closed, or when the parent is gone.

    The pipe tells at once. A process forked from the parent may hold its other end open, hence the second look. The
    kernel's own signal (PR_SET_PDEATHSIG) would not do: it is sent when the *thread* that started this process ends.
    """
    while os.getppid() == parent:
        readable, _, _ = select.select([0], [], [], _PERIOD)
        if readable and not os.read(0, 4096):
            return


def _start(order: dict[str, Any]) -> Any:
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = order["weights"]
    parameters.model_alias = {order["name"]}
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = 0
    parameters.api_keys = [order["key"]]
    parameters.ui = False
    parameters.endpoint_slots = False
    parameters.offline = True
    parameters.verbosity = 2
    # one slot, nothing kept from one request to the next, a fixed number of threads: the last bits of a logit depend
    # on how the work was cut up, and a greedy choice can flip on them
    parameters.n_ctx = order["context"]
    parameters.fit_params = False
    parameters.n_parallel = 1
    parameters.cont_batching = False
    parameters.cache_prompt = False
    parameters.cache_idle_slots = False
    parameters.cache_ram_mib = 0
    parameters.n_gpu_layers = 0
    parameters.cpuparams.n_threads = order["threads"]
    parameters.cpuparams_batch.n_threads = order["threads"]
    return xllamacpp.Server(parameters)


if __name__ == "__main__":
    _serve()
