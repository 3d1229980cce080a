"""minga's pages and potato's in turn: A B A B, with as many people, as many questions, and nobody thinking."""

from __future__ import annotations

import contextlib
import json
import statistics
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from _review_load.community import invite_people, make_project
from _review_load.potato import PotatoDesk, audit_potato, install_potato, potato_server
from _review_load.processes import Server
from _review_load.reviewers import Desk, Ledger, PageDesk
from _review_load.runs import Phase, run_phase

__all__ = ["compare"]

_TURN = Phase("turn", seconds=12, ramp=2)
_ACCIDENT = Phase("accident", seconds=20, think=2.5, ramp=5, kills=1)


def compare(reviewers: int, items: int, overlap: int, rounds: int, environment: Path | None) -> dict[str, object]:
    """`vs_potato` and `potato`; with the reason where potato cannot be had."""
    with tempfile.TemporaryDirectory(prefix="minga-load-peer-") as name:
        folder = Path(name)
        try:
            command, version = install_potato(environment or folder / "environment")
        except (subprocess.SubprocessError, OSError) as error:
            return {"vs_potato": None, "potato": {"reason": f"potato-annotation cannot be installed: {error}"}}
        project = make_project(folder / "project", "", items)
        people = invite_people(project, reviewers)
        minga = Server.minga(project.root, folder / "minga.log", "--processes", "2")
        potato = potato_server(command, folder / "potato", items, overlap)
        ours, theirs = Ledger(), Ledger()
        sides: dict[str, tuple[Server, Callable[[int], Desk]]] = {
            "minga": (minga, lambda number: PageDesk(minga.port, people[number], ours)),
            "potato": (potato, lambda number: PotatoDesk(potato.port, number, theirs)),
        }
        turns: dict[str, list[dict[str, Any]]] = {"minga": [], "potato": []}
        for _ in range(rounds):
            for side, (server, seat) in sides.items():
                turns[side].append(_turn(side, _TURN, server, seat, reviewers))
        accident = _turn("potato", _ACCIDENT, *sides["potato"], reviewers)
        audit = audit_potato(folder / "potato", overlap, theirs.sent)
    return _outcome(turns) | {"potato": {"version": version, **_middle(turns["potato"]), **audit, "accident": accident}}


def _turn(side: str, phase: Phase, server: Server, seat: Callable[[int], Desk], reviewers: int) -> dict[str, Any]:
    with _running(server):
        summary = run_phase(phase, server, seat, reviewers, lambda: 0.0).summary()
    print(f"{side:10} {phase.name:11} {json.dumps(summary)}", flush=True)
    return summary


@contextlib.contextmanager
def _running(server: Server) -> Iterator[None]:
    server.start()
    try:
        yield
    finally:
        server.stop()


def _outcome(turns: dict[str, list[dict[str, Any]]]) -> dict[str, object]:
    mine, peer = _middle(turns["minga"]), _middle(turns["potato"])
    ratio = mine["answers_per_second"] / peer["answers_per_second"] if peer["answers_per_second"] else None
    return {"vs_potato": None if ratio is None else round(ratio, 2), "minga_beside_potato": mine}


def _middle(turns: list[dict[str, Any]]) -> dict[str, float]:
    """The median of each figure over the turns."""
    keys = ("answers_per_second", "p50_ms", "p95_ms", "server_cpu_ms_per_answer")
    return {key: round(statistics.median(turn[key] or 0.0 for turn in turns), 2) for key in keys}
