"""Five hundred reviewers at once: how long they wait, how much they get done, and whether anything is lost.

A campaign of translated questions is served by `minga serve --processes 2`, on SQLite and on PostgreSQL. Everybody
takes an item, thinks, answers and gets the next, over real HTTP: on the pages as a browser without a script does (the
answer is posted, the redirect followed, the next page's form read) and as one with minga's script does (the next page
comes with the answer), and over the JSON API. A wait is the time from sending an answer to having the next item.

* *at their pace*: they think for 30 seconds on average (exponential): `p50_ms`, `p95_ms`, `answers_per_second`;
* *in a hurry*: they think for 10 seconds;
* *as fast as they can*: nobody thinks: `peak_answers_per_second`;
* *with accidents*: the server is killed with SIGKILL and started again, twice, while everybody works; who got no
  answer sends the same bytes again. Afterwards the database is compared with what each person sent and was told.

Heads of the last line are the worst of both databases, and of pages, script and API at their pace. `other_cores` says
how busy other programs kept the machine meanwhile, `loop_ms` what a fixed computation took just before. `potato` is the
newest potato of PyPI in an environment of its own, with as many people, as many questions and nobody thinking, in turn
with minga's pages on SQLite: `vs_potato` is minga's answers in a second over potato's; it is null, with the reason,
where potato cannot be installed.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from _review_load.audit import audit
from _review_load.community import Pass, invite_people, make_project
from _review_load.peer import compare
from _review_load.postgres import postgres_server
from _review_load.processes import Server, cpu_seconds, process_tree
from _review_load.reviewers import ApiDesk, Desk, Ledger, PageDesk
from _review_load.runs import Phase, run_phase

from minga.community import Database

_OVERLAP = 2
"""Of potato's items; minga asks two people as well, and up to four where they are of different opinions."""
_THINK = 30.0
"""Seconds; the simulator of `minga review plan` takes 45 at the median."""


@dataclass(frozen=True)
class Plan:
    """How large the run is."""

    reviewers: int
    items: int
    phases: tuple[Phase, ...]
    rounds: int
    """Turns of minga and potato."""


def _plan(*, quick: bool) -> Plan:
    scale = 0.25 if quick else 1.0
    paced = Phase("", seconds=40 * scale, think=_THINK, ramp=40, settle=10)
    return Plan(
        reviewers=500,
        items=6_000 if quick else 14_000,  # MMLU has 14,042
        phases=(
            replace(paced, name="pages"),
            replace(paced, name="script"),
            replace(paced, name="api"),
            replace(paced, name="pages_hurry", think=_THINK / 3),
            Phase("pages_peak", seconds=8 if quick else 20, ramp=2),
            Phase("api_peak", seconds=8 if quick else 20, ramp=2),
            Phase("accidents", seconds=45 * scale, think=_THINK / 12, ramp=20 * scale, kills=2),
        ),
        rounds=1 if quick else 3,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a quarter of the time, fewer items")
    parser.add_argument("--only", choices=("sqlite", "postgresql"), help="one of the databases, without potato")
    parser.add_argument("--processes", type=int, default=2, help="server processes")
    parser.add_argument("--potato", type=Path, metavar="DIR", help="keep potato's environment here for the next time")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the servers are ended as well
    plan = _plan(quick=options.quick)
    results = {
        name: _measure(name, plan, options.processes)
        for name in ("sqlite", "postgresql")
        if options.only in {None, name}
    }
    peer = {} if options.only else compare(plan.reviewers, plan.items, _OVERLAP, plan.rounds, options.potato)
    print(
        json.dumps(
            {
                **_heads(results),
                "reviewers": plan.reviewers,
                "think_seconds": _THINK,
                "processes": options.processes,
                **results,
                **peer,
            }
        )
    )


def _measure(name: str, plan: Plan, processes: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="minga-load-") as folder, _database(name) as (url, database_cpu):
        project = make_project(Path(folder) / "project", url, plan.items)
        people = invite_people(project, plan.reviewers)
        log, ledger = Path(folder) / "server.log", Ledger()
        server = Server.minga(project.root, log, "--processes", str(processes))

        def seat(phase: Phase) -> Callable[[int], Desk]:
            return lambda number: _desk(phase.name, number, server.port, people[number], ledger)

        server.start()
        measured = {}
        try:
            for phase in plan.phases:
                outcome = run_phase(phase, server, seat(phase), plan.reviewers, database_cpu)
                measured[phase.name] = outcome.summary()
                print(f"{name:10} {phase.name:11} {json.dumps(measured[phase.name])}", flush=True)
        finally:
            server.stop()
        with Database(project.database_url) as db:
            checked = asdict(audit(db, ledger.sent))
    checked |= {"kills": server.kills, "sent_again": dict(ledger.faults), "refused": dict(ledger.refused)}
    print(f"{name:10} audit       {json.dumps(checked)}", flush=True)
    return {**checked, **measured}


def _desk(phase: str, number: int, port: int, person: Pass, ledger: Ledger) -> Desk:
    """With accidents, a third of the people is of each kind."""
    kinds = ("pages", "script", "api")
    kind = kinds[number % 3] if phase == "accidents" else next(kind for kind in kinds if phase.startswith(kind))
    return ApiDesk(port, person, ledger) if kind == "api" else PageDesk(port, person, ledger, script=kind == "script")


@contextmanager
def _database(name: str) -> Iterator[tuple[str, Callable[[], float]]]:
    """An address for `minga.toml`, empty for SQLite, and what tells the database server's processor seconds."""
    if name == "sqlite":
        yield "", lambda: 0.0
        return
    with postgres_server() as (url, pid):
        yield url, lambda: cpu_seconds(process_tree(pid))


def _heads(results: Mapping[str, Mapping[str, Any]]) -> dict[str, object]:
    paced, peak = ("pages", "script", "api"), ("pages_peak", "api_peak")

    def all_of(key: str, phases: tuple[str, ...]) -> list[float]:
        return [result[phase][key] for result in results.values() for phase in phases]

    counts = ("over_assigned", "lost", "acknowledged_lost", "doubled")
    return {
        "p95_ms": max(all_of("p95_ms", paced)),
        "p50_ms": max(all_of("p50_ms", paced)),
        "answers_per_second": min(all_of("answers_per_second", paced)),
        "peak_answers_per_second": min(all_of("answers_per_second", peak)),
        **{key: max(result[key] for result in results.values()) for key in counts},
        "kills": min(result["kills"] for result in results.values()),
    }


if __name__ == "__main__":
    main()
