"""Workers, several at a time: threads of this program that each have a process of their own, or tasks on a Ray cluster.

All of them take their jobs from the database, so more of them may run elsewhere, and none of them is needed by another.
"""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
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
    if options.engine is not None and options.engine.kind == "ray":
        with _bar(wanted, workspace, database) as look:
            _on_ray(wanted, settings, workspace, database, options, number, look)
    elif number == 1:
        _runner(1, wanted, settings, workspace, database, options, {}).run()
    else:
        with _bar(wanted, workspace, database) as look:
            _in_threads(wanted, settings, workspace, database, options, number, look)


def _runner(
    number: int,
    wanted: Mapping[str, Wanted],
    settings: EvaluateSettings,
    workspace: Workspace,
    database: Database,
    options: RunOptions,
    environment: Mapping[str, str],
) -> Runner:
    name = f"{_HERE}{os.getpid()}:{number}"
    return Runner(
        name, wanted, settings, workspace, database,
        environment=environment, lease=options.lease, wait=options.wait,
    )  # fmt: skip


def _give_up_the_dead(database: Database) -> None:
    """Take the jobs of programs that ran on this machine and are gone: nobody need wait until their leases end."""
    here = [name for name in jobs.at_work(database) if name.startswith(_HERE)]
    jobs.give_up(database, [name for name in here if not is_running(name.removeprefix(_HERE).partition(":")[0])])


def _in_threads(
    wanted: Mapping[str, Wanted],
    settings: EvaluateSettings,
    workspace: Workspace,
    database: Database,
    options: RunOptions,
    number: int,
    look: Callable[[], None],
) -> None:
    silent = Workspace(workspace.data, workspace.state)
    cards = _graphics_cards()
    runners = [
        _runner(place, wanted, settings, silent, database, options, _card_for(place, number, cards))
        for place in range(1, number + 1)
    ]
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
def _bar(wanted: Mapping[str, Wanted], workspace: Workspace, database: Database) -> Iterator[Callable[[], None]]:
    """One bar over all evaluations; the function that comes with it looks how far they are."""
    done = 0
    with workspace.progress("evaluate", len(wanted), "evaluations") as advance:

        def look() -> None:
            nonlocal done
            now = sum(not jobs.is_open(job) for job in jobs.states(database, wanted).values())
            advance(max(0, now - done))
            done = max(done, now)

        yield look
        look()


def _on_ray(
    wanted: Mapping[str, Wanted],
    settings: EvaluateSettings,
    workspace: Workspace,
    database: Database,
    options: RunOptions,
    number: int,
    look: Callable[[], None],
) -> None:
    assert options.engine is not None  # noqa: S101 - the caller has looked
    ray = options.engine.ray()
    url = database.url.render_as_string(hide_password=False)
    remote = ray.remote(num_cpus=settings.threads, num_gpus=options.gpus, max_retries=0)(_run_on_ray)
    places = (str(workspace.data.resolve()), str(workspace.state.resolve()))
    rest: list[Any] = [
        remote.remote(number, dict(wanted), settings, places, url, options.lease, options.wait)
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
        _runner(number, wanted, settings, workspace, database, options, {}).run()
