"""`minga curate keep`, `drop`, `undo` and `decide`: what people decide of single records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minga.cli.outcome import Outcome, plain
from minga.cli.session import Session
from minga.cli.verb import verb

if TYPE_CHECKING:
    from minga.curate.decisions import Decision, Verdict

__all__ = ["register"]

IDS = Annotated[
    list[str], typer.Argument(metavar="ID…", help="Ids of records, before or after personal data gave way.")
]
WHY = Annotated[str, typer.Option("--why", help="The reason, in your own words.")]
WHO = Annotated[str, typer.Option("--who", help="Who decides.", show_default="your login name")]


def register(group: typer.Typer) -> None:
    """Add the commands to the group `curate`."""

    @verb(group, "keep")
    def keep(session: Session, ids: IDS, why: WHY, who: WHO = "") -> Outcome:
        """Keep records that a rule drops, from the next run on.

        What was withdrawn, holds personal data that the policy drops, holds benchmark items, or says what another
        record says already, leaves all the same.
        """
        return _decided(session, ids, "keep", why, who)

    @verb(group, "drop")
    def drop(session: Session, ids: IDS, why: WHY, who: WHO = "") -> Outcome:
        """Let records go that the rules keep, from the next run on: they leave as `by-hand`."""
        return _decided(session, ids, "drop", why, who)

    @verb(group, "undo")
    def undo(session: Session, ids: IDS, why: WHY, who: WHO = "") -> Outcome:
        """Leave records to the rules again, of which somebody had decided."""
        return _decided(session, ids, "undo", why, who)

    @verb(group, "decide")
    def decide(
        session: Session,
        sample: Annotated[Path, typer.Argument(help="A sample that came back, with yes or no in `right`.")],
        who: WHO = "",
    ) -> Outcome:
        """Decide by an audited sample: what was kept or dropped wrongly is dropped or kept from the next run on."""
        from minga.curate.curated_run import CuratedRun
        from minga.curate.deciding import audit_decisions
        from minga.curate.sampling import audited

        run = CuratedRun.newest(session.pipeline().workspace)
        decisions, left_out = audit_decisions(audited(sample), sample, run, who=who or _login(), when=_now())
        return _written(session, decisions, left_out)


def _decided(session: Session, ids: Sequence[str], verdict: Verdict, why: str, who: str) -> Outcome:
    from minga.curate.curated_run import CuratedRun
    from minga.curate.deciding import decide_on
    from minga.curate.decisions import FILE, read_decisions

    run = CuratedRun.newest(session.pipeline().workspace)
    decided = read_decisions(session.project.root / FILE)
    made = decide_on(ids, verdict, why, run, who=who or _login(), when=_now(), decided=decided)
    return _written(session, made, [])


def _written(session: Session, decisions: Sequence[Decision], left_out: list[str]) -> Outcome:
    from minga.curate.decisions import FILE, add_decisions

    if decisions and not session.dry_run:
        add_decisions(session.project.root / FILE, decisions)
    count = f"{len(decisions):,} decision{'s' * (len(decisions) != 1)}"
    return Outcome(
        left_out=left_out,
        data={"decisions": [asdict(one) for one in decisions]},
        text=f"{'would write ' * session.dry_run}{count} in {plain(FILE)}",
        next="minga curate" if decisions else "",
    )


def _login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in many containers
        return ""


def _now() -> str:
    from datetime import UTC, datetime

    return datetime.now(UTC).isoformat(timespec="seconds")
