"""Five hundred people at once: phases of work against one server, and what was measured in each."""

from __future__ import annotations

import asyncio
import random
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from _review_load.processes import Server, busy_seconds, loop_ms
from _review_load.reviewers import Desk, Timing, work

__all__ = ["Measured", "Phase", "Usage", "percentile", "run_phase"]

_PATIENCE = 120.0
"""Seconds after the end of a phase in which whoever still waits for an answer may get it."""


@dataclass(frozen=True)
class Phase:
    """What everybody does for a while."""

    name: str
    seconds: float
    think: float = 0.0
    """Mean of the exponential distribution of the time that a person looks at an item; 0 is a closed loop."""
    ramp: float = 0.0
    """Seconds over which people arrive."""
    settle: float = 0.0
    """Seconds from when each of them has an item to when measuring begins."""
    kills: int = 0


@dataclass(frozen=True)
class Usage:
    """Processor seconds between two moments."""

    server: float
    database: float
    clients: float
    others: float
    """Of programs that have nothing to do with the benchmark."""
    seconds: float


@dataclass
class Measured:
    """What came out of a phase."""

    phase: Phase
    timings: list[Timing]
    """Of every answer somebody waited for in the phase, also if the wait began before it or ended after it."""
    begin: float
    until: float
    usage: Usage
    loop_ms: float
    """What a fixed computation took before: machines that are shared have slow and fast hours."""
    restarts: list[float] = field(default_factory=list)
    """Seconds that each restart took, until the server listened again."""

    @property
    def waits(self) -> list[float]:
        """Milliseconds from pressing the button to having the next item, sorted."""
        return sorted(1000 * (timing.shown - timing.start) for timing in self.timings)

    @property
    def acknowledged(self) -> int:
        """Answers acknowledged in the phase."""
        return sum(self.begin <= one.answered < self.until for one in self.timings)

    @property
    def rate(self) -> float:
        """Answers acknowledged in a second."""
        return self.acknowledged / self.usage.seconds

    def summary(self) -> dict[str, object]:
        """Figures to print."""
        waits, usage = self.waits, self.usage
        count = max(self.acknowledged, 1)
        return {
            "p50_ms": percentile(waits, 0.5),
            "p95_ms": percentile(waits, 0.95),
            "p99_ms": percentile(waits, 0.99),
            "max_ms": percentile(waits, 1.0),
            "answer_p95_ms": percentile(sorted(1000 * (one.answered - one.start) for one in self.timings), 0.95),
            "answers": self.acknowledged,
            "answers_per_second": round(self.rate, 1),
            "server_cpu_ms_per_answer": round(1000 * (usage.server + usage.database) / count, 2),
            "server_cores": round((usage.server + usage.database) / usage.seconds, 2),
            "client_cores": round(usage.clients / usage.seconds, 2),
            "other_cores": round(usage.others / usage.seconds, 2),
            "loop_ms": self.loop_ms,
        } | ({"restart_seconds": [round(one, 2) for one in self.restarts]} if self.phase.kills else {})


def percentile(ordered: Sequence[float], share: float) -> float | None:
    """The nearest-rank percentile, to 0.1; None of nothing."""
    if not ordered:
        return None
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 1)


def run_phase(
    phase: Phase, server: Server, seat: Callable[[int], Desk], reviewers: int, database_cpu: Callable[[], float]
) -> Measured:
    """Let `reviewers` people work for a phase, each where `seat` puts her.

    It ends when each of them got the answer that she waited for.
    """
    return asyncio.run(_run(phase, server, [seat(number) for number in range(reviewers)], database_cpu))


async def _run(phase: Phase, server: Server, desks: Sequence[Desk], database_cpu: Callable[[], float]) -> Measured:
    loop, pace = asyncio.get_running_loop(), loop_ms()
    opened = [loop.create_future() for _ in desks]
    over = asyncio.Event()
    tasks = []
    for number, desk in enumerate(desks):
        tasks.append(asyncio.create_task(work(desk, opened[number], over, _thinking(phase))))
        await asyncio.sleep(phase.ramp / len(desks))
    await asyncio.wait(opened)
    await asyncio.sleep(phase.settle)
    watch = _Watch(server, database_cpu)
    until = watch.begin + phase.seconds
    turns = [watch.begin + phase.seconds * (turn + 1) / (phase.kills + 1) for turn in range(phase.kills)]
    restarts = [await _kill(server, turn) for turn in turns]
    await asyncio.sleep(max(0.0, until - time.monotonic()))
    usage = watch.usage()
    over.set()
    timings = [timing for outcome in await _finish(tasks) for timing in outcome]
    waits = [one for one in timings if one.start < until and one.shown >= watch.begin]
    return Measured(phase, waits, watch.begin, until, usage, pace, restarts)


async def _finish(tasks: Sequence[asyncio.Task[list[Timing]]]) -> list[list[Timing]]:
    """What everybody did, once each has the answer that she waits for."""
    _, late = await asyncio.wait(tasks, timeout=_PATIENCE)
    for task in late:
        task.cancel()
    return await asyncio.gather(*tasks)


def _thinking(phase: Phase) -> Callable[[], float]:
    if phase.think == 0:
        return lambda: 0.0
    return lambda: random.expovariate(1 / phase.think)


async def _kill(server: Server, at: float) -> float:
    await asyncio.sleep(max(0.0, at - time.monotonic()))
    server.kill()
    return await asyncio.to_thread(server.start)


class _Watch:
    """Reads how much of the processor everybody used."""

    def __init__(self, server: Server, database_cpu: Callable[[], float]) -> None:
        self._server, self._database_cpu = server, database_cpu
        self.begin = time.monotonic()
        self._before = self._read()

    def usage(self) -> Usage:
        """Since this was made."""
        now, before = self._read(), self._before
        server, database, clients, busy = (after - earlier for after, earlier in zip(now, before, strict=True))
        others = max(0.0, busy - server - database - clients)
        return Usage(server, database, clients, others, time.monotonic() - self.begin)

    def _read(self) -> tuple[float, float, float, float]:
        mine = resource.getrusage(resource.RUSAGE_SELF)
        return self._server.cpu, self._database_cpu(), mine.ru_utime + mine.ru_stime, busy_seconds()
