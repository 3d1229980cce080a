"""Workers, several at a time: threads of this program that each have a process of their own, or tasks on a Ray cluster.

All of them take their jobs from the database, so more of them may run elsewhere, and none of them is needed by another.
"""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from minga.community import Database
from minga.engine import Engine
from minga.evaluate import jobs
from minga.evaluate.runner import LEASE, Runner
from minga.evaluate.wanted import Wanted
from minga.settings import EvaluateSettings
from minga.storage import is_running
from minga.workspace import Workspace

__all__ = ["RunOptions", "work"]

_LOOK = 1.0
_HERE = f"{socket.gethostname()}:"


@dataclass(frozen=True)
class RunOptions:
    """How the work is done. Nothing of this decides a score."""

    engine: Engine | None = None
    """A Ray cluster to work on; None is this machine."""
    gpus: float = 0.0
    """Graphics cards of each worker on Ray."""
    retry: bool = False
    """Also what failed or was cancelled, and at once."""
    wait: bool = False
    """Whether to wait for what other programs work on, and take it up when they are gone."""
    lease: float = LEASE


@dataclass(frozen=True)
class _Work:
    """All that a worker is told; nothing in it changes while the work is done."""

    wanted: Mapping[str, Wanted]
    settings: EvaluateSettings
    workspace: Workspace
    database: Database
    options: RunOptions

    def runner(self, number: int, environment: Mapping[str, str]) -> Runner:
        """Worker number so many of this program; `environment` goes to its processes."""
        return Runner(
            f"{_HERE}{os.getpid()}:{number}", self.wanted, self.settings, self.workspace, self.database,
            environment=environment, lease=self.options.lease, wait=self.options.wait,
        )  # fmt: skip


def work(
    wanted: Mapping[str, Wanted],
    settings: EvaluateSettings,
    workspace: Workspace,
    database: Database,
    options: RunOptions,
) -> None:
    """Work off the queued jobs among the `wanted`, by fingerprint; what fails is in the database afterwards.

    Raises MissingPart and StorageError, which concern every job.
    """
    _give_up_the_dead(database)
    number = min(settings.workers, len(wanted))
    what = _Work(wanted, settings, workspace, database, options)
    if options.engine is not None and options.engine.kind == "ray":
        with _bar(what) as look:
            _on_ray(what, number, look)
    elif number == 1:
        what.runner(1, {}).run()
    else:
        with _bar(what) as look:
            _in_threads(what, number, look)


def _give_up_the_dead(database: Database) -> None:
    """Take the jobs of programs that ran on this machine and are gone: nobody need wait until their leases end."""
    here = [name for name in jobs.at_work(database) if name.startswith(_HERE)]
    jobs.give_up(database, [name for name in here if not is_running(name.removeprefix(_HERE).partition(":")[0])])


def _in_threads(what: _Work, number: int, look: Callable[[], None]) -> None:
    silent = replace(what, workspace=Workspace(what.workspace.data, what.workspace.state))
    cards = _graphics_cards()
    runners = [silent.runner(place, _card_for(place, number, cards)) for place in range(1, number + 1)]
    with ThreadPoolExecutor(number, thread_name_prefix="evaluate") as pool:
        running: list[Future[None]] = [pool.submit(runner.run) for runner in runners]
        try:
            while wait(running, _LOOK, FIRST_EXCEPTION).not_done and not any(_failed(one) for one in running):
                look()
        finally:
            # after a fault that concerns all, or Ctrl-C; those that are done do not mind
            for runner in runners:
                runner.interrupt()
    for one in running:
        one.result()


def _failed(future: Future[None]) -> bool:
    return future.done() and future.exception() is not None


def _graphics_cards() -> list[str]:
    named = os.environ.get("CUDA_VISIBLE_DEVICES")
    if named is not None:
        return [card for card in named.split(",") if card]
    return sorted(path.name.removeprefix("nvidia") for path in Path("/dev").glob("nvidia[0-9]*"))


def _card_for(place: int, workers: int, cards: Sequence[str]) -> dict[str, str]:
    """The graphics cards of worker number `place` of so many: each its share, at least one, where there are any."""
    if not cards:
        return {}
    share = list(cards[(place - 1) % workers :: workers]) or [cards[(place - 1) % len(cards)]]
    return {"CUDA_VISIBLE_DEVICES": ",".join(share)}


@contextlib.contextmanager
def _bar(what: _Work) -> Iterator[Callable[[], None]]:
    """One bar over all evaluations; the function that comes with it looks how far they are."""
    done = 0
    with what.workspace.progress("evaluate", len(what.wanted), "evaluations") as advance:

        def look() -> None:
            nonlocal done
            now = sum(not jobs.is_open(job) for job in jobs.states(what.database, what.wanted).values())
            advance(max(0, now - done))
            done = max(done, now)

        yield look
        look()


def _on_ray(what: _Work, number: int, look: Callable[[], None]) -> None:
    options, settings = what.options, what.settings
    assert options.engine is not None  # noqa: S101 - the caller has looked
    ray = options.engine.ray()
    url = what.database.url.render_as_string(hide_password=False)
    remote = ray.remote(num_cpus=settings.threads, num_gpus=options.gpus, max_retries=0)(_run_on_ray)
    places = (str(what.workspace.data.resolve()), str(what.workspace.state.resolve()))
    rest: list[Any] = [
        remote.remote(number, dict(what.wanted), settings, places, url, options.lease, options.wait)
        for number in range(1, number + 1)
    ]
    running = list(rest)
    try:
        while rest:
            _, rest = ray.wait(rest, num_returns=len(rest), timeout=_LOOK)
            look()
        ray.get(running)
    except BaseException:
        for one in rest:
            ray.cancel(one, force=True)
        raise


def _run_on_ray(
    number: int,
    wanted: dict[str, Wanted],
    settings: EvaluateSettings,
    places: tuple[str, str],
    url: str,
    lease: float,
    wait_for_others: bool,
) -> None:
    """The same worker, as a Ray task: the project's folder and the database must be reachable from where it runs."""
    options = RunOptions(lease=lease, wait=wait_for_others)
    with Database(url) as database:
        workspace = Workspace(Path(places[0]), Path(places[1]))
        _Work(wanted, settings, workspace, database, options).runner(number, {}).run()
