"""Five hundred reviewers at once: how long they wait, how much they get done, and whether anything is lost.

A campaign of translated questions is served by `minga serve` as it comes, on SQLite and on PostgreSQL. Everybody
takes an item, thinks, answers and gets the next, over real HTTP: on the pages as a browser without a script would
(the answer is posted, the redirect followed, the next page's form read), and over the JSON API. A wait is the time
from sending an answer to having the next item.

* *at their pace*: they think for 10 seconds on average (exponential); `p50_ms`, `p95_ms`, `answers_per_second`;
* *as fast as they can*: nobody thinks; `peak_answers_per_second`;
* *with accidents*: the server is killed with SIGKILL and started again, twice, while everybody works; who got no
  answer sends the same bytes again. Afterwards the database is compared with what each person sent and was told.

Heads of the last line are the worse of both databases, and of pages and API. `potato` is the newest potato of PyPI,
in an environment of its own, with the same people and questions, in turn with minga: `vs_potato` is minga's answers
in a second over potato's.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from _review_load.audit import audit
from _review_load.community import invite_people, make_project
from _review_load.postgres import postgres_server
from _review_load.processes import MingaServer, cpu_seconds, process_tree
from _review_load.reviewers import Ledger
from _review_load.runs import Phase, run_phase

from minga.community import Database

_OVERLAP = 2


@dataclass(frozen=True)
class Plan:
    """How large the run is."""

    reviewers: int
    items: int
    phases: tuple[Phase, ...]


def _plan(*, quick: bool) -> Plan:
    scale = 0.2 if quick else 1.0
    think = 10.0
    return Plan(
        reviewers=500,
        items=4_000 if quick else 14_000,
        phases=(
            Phase("pages", "pages", seconds=30 * scale, think=think, ramp=10 * scale),
            Phase("api", "api", seconds=30 * scale, think=think, ramp=10 * scale),
            Phase("pages_peak", "pages", seconds=20 * scale, think=0.0, ramp=1),
            Phase("api_peak", "api", seconds=20 * scale, think=0.0, ramp=1),
            Phase("accidents", "both", seconds=45 * scale, think=think * scale, ramp=5 * scale, kills=2),
        ),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a fifth of the time")
    parser.add_argument("--only", choices=("sqlite", "postgresql"), help="one of the databases")
    options = parser.parse_args()
    plan = _plan(quick=options.quick)
    results = {name: _measure(name, plan) for name in ("sqlite", "postgresql") if options.only in {None, name}}
    print(json.dumps(_heads(results) | {"reviewers": plan.reviewers} | results))


def _measure(name: str, plan: Plan) -> dict[str, object]:
    with tempfile.TemporaryDirectory(prefix="minga-load-") as folder, _database(name) as (url, database_cpu):
        project = make_project(Path(folder) / "project", url, plan.items, _OVERLAP)
        people = invite_people(project, plan.reviewers)
        server, ledger = MingaServer(project.root, Path(folder) / "server.log"), Ledger()
        server.start()
        try:
            measured = {}
            for phase in plan.phases:
                outcome = run_phase(phase, server, people, ledger, database_cpu)
                measured[phase.name] = outcome.summary()
                print(f"{name:10} {phase.name:11} {json.dumps(measured[phase.name])}", flush=True)
        finally:
            server.stop()
        with Database(project.database_url) as db:
            checked = asdict(audit(db, _OVERLAP, ledger.sent))
    checked |= {"kills": server.kills, "sent_again": dict(ledger.faults), "refused": dict(ledger.refused)}
    print(f"{name:10} audit       {json.dumps(checked)}", flush=True)
    return {**checked, **measured}


@contextmanager
def _database(name: str) -> Iterator[tuple[str, Callable[[], float]]]:
    if name == "sqlite":
        yield "", lambda: 0.0
        return
    with postgres_server() as (url, pid):
        yield url, lambda: cpu_seconds(process_tree(pid))


def _heads(results: dict[str, dict[str, object]]) -> dict[str, object]:
    def over(key: str, phases: tuple[str, ...], worse: Callable[[list[float]], float]) -> float:
        return worse([result[phase][key] for result in results.values() for phase in phases])

    paced, peak = ("pages", "api"), ("pages_peak", "api_peak")
    counts = ("over_assigned", "lost", "acknowledged_lost", "doubled")
    return {
        "p95_ms": over("p95_ms", paced, max),
        "p50_ms": over("p50_ms", paced, max),
        "answers_per_second": over("answers_per_second", paced, min),
        "peak_answers_per_second": over("answers_per_second", peak, min),
        **{key: max(result[key] for result in results.values()) for key in counts},
        "kills": min(result["kills"] for result in results.values()),
    }


if __name__ == "__main__":
    main()
