"""The campaign over the translation: served, and worked on through plain forms."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from _review_load.community import Pass, invite_people
from _review_load.processes import Server
from _review_load.reviewers import Ledger, PageDesk

from _translation_bench.hellaswag import NAME
from minga.project import Project

__all__ = ["Reviewed", "review"]

_A_SITTING = 50


@dataclass(frozen=True)
class Reviewed:
    """How the campaign felt to a person, and what the server used."""

    answered: int
    start_seconds: float
    """From the start of `minga serve` until the person had her first item."""
    page_p50_ms: float
    """An answer is sent, and the next item is there …"""
    page_p95_ms: float
    server_mb: int


def review(root: Path, answers: int) -> Reviewed:
    """Let people, one after the other, answer so many items of the project's campaign: nobody gives more answers than
    the site takes before it sends her to rest. Raises RuntimeError when a request is refused.
    """
    people = invite_people(Project.load(root), -(-answers // _A_SITTING), NAME)
    server, ledger = Server.minga(root, root / "server.log"), Ledger()
    started = time.monotonic()
    server.start()
    try:
        sittings = [asyncio.run(_work(server.port, person, ledger)) for person in people]
        memory = sum(map(_peak_mb, server.pids))
    finally:
        server.stop()
    waits = [wait for _, sitting in sittings for wait in sitting]
    if ledger.refused or ledger.faults:
        raise RuntimeError(f"refused: {dict(ledger.refused)}, sent again: {dict(ledger.faults)}")
    return Reviewed(
        answered=len(ledger.sent),
        start_seconds=round(sittings[0][0] - started, 2),
        page_p50_ms=_ms(statistics.median(waits)),
        page_p95_ms=_ms(statistics.quantiles(waits, n=20)[-1]),
        server_mb=memory,
    )


async def _work(port: int, person: Pass, ledger: Ledger) -> tuple[float, list[float]]:
    """When she had her first item, and how long she waited for each of the next."""
    desk = PageDesk(port, person, ledger, slug=NAME)
    try:
        await desk.open()
        first, waits = time.monotonic(), []
        for _ in range(_A_SITTING):
            started = time.monotonic()
            await desk.answer()
            waits.append(time.monotonic() - started)
        return first, waits
    finally:
        desk.close()


def _peak_mb(pid: int) -> int:
    """The most memory that a process has held."""
    lines: Iterable[str] = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM:"))


def _ms(seconds: float) -> float:
    return round(1000 * seconds, 1)
