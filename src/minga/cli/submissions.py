"""`minga submissions`: models that are evaluated besides the project's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from minga.cli.community import open_database
from minga.cli.outcome import Outcome
from minga.cli.session import Session
from minga.cli.verb import verb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minga.community import Database
    from minga.community.models import ModelKind, Submission

__all__ = ["register"]

NUMBER = Annotated[int, typer.Argument(help="Its number, as `minga submissions list` shows it.", show_default=False)]
MODEL = Annotated[str, typer.Argument(help="OWNER/NAME[@REVISION] on the Hub.", show_default=False)]
KIND = Annotated[str, typer.Option("--kind", help="base, or instruct for one that follows instructions.")]
SUITE = Annotated[list[str] | None, typer.Option("--suite", help="Among those of [evaluate] suites; all without.")]
REASON = Annotated[str, typer.Argument(help="Why: everybody reads it.", show_default=False)]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        name="submissions", help="Models of the Hub that people submit: checked, decided on, queued.",
        no_args_is_help=True,
    )  # fmt: skip
    for add in (_add_list, _add_add, _add_check, _add_accept, _add_refuse, _add_withdraw):
        add(group)
    app.add_typer(group)


def _add_list(group: typer.Typer) -> None:
    @verb(group, "list", writes=False)
    def list_(session: Session) -> Outcome:
        """List submitted models, the newest first, and how far each one is."""
        from minga.evaluate.submissions.queue import list_submissions

        with open_database(session) as db:
            return _shown(db, list_submissions(db, limit=1000))


def _add_add(group: typer.Typer) -> None:
    @verb(group, "add", writes=False)
    def add(session: Session, model: MODEL, kind: KIND = "", suite: SUITE = None) -> Outcome:
        """Check a model of the Hub and put it into the queue. There is no quota for you."""
        from minga.evaluate.submissions.queue import Request, accept, find_submission, submit

        request = Request(model, _kind(kind), suite or ())
        with open_database(session) as db:
            row = submit(db, request, session.project.settings)
            _check(session, db)
            row = find_submission(db, row.id)
            if row.state == "waiting" and row.decided_at is None:
                row = accept(db, row.id)
            return _shown(db, [row])


def _add_check(group: typer.Typer) -> None:
    @verb(group, "check", writes=False)
    def check(session: Session) -> Outcome:
        """Check now what waits for it; `minga serve` does so by itself."""
        from minga.evaluate.submissions.queue import find_submission

        with open_database(session) as db:
            return _shown(db, [find_submission(db, number) for number in _check(session, db)])


def _add_accept(group: typer.Typer) -> None:
    @verb(group, "accept", writes=False)
    def accept(session: Session, number: NUMBER) -> Outcome:
        """Put a model that passed its check into the queue, or evaluate again what failed."""
        from minga.evaluate.submissions.queue import accept as accept_submission

        with open_database(session) as db:
            return _shown(db, [accept_submission(db, number)])


def _add_refuse(group: typer.Typer) -> None:
    @verb(group, "refuse", writes=False)
    def refuse(session: Session, number: NUMBER, reason: REASON) -> Outcome:
        """Refuse a model, or take one that was evaluated off the leaderboard."""
        from minga.evaluate.submissions.queue import refuse as refuse_submission

        with open_database(session) as db:
            return _shown(db, [refuse_submission(db, number, reason)])


def _add_withdraw(group: typer.Typer) -> None:
    @verb(group, "withdraw", writes=False)
    def withdraw(session: Session, number: NUMBER) -> Outcome:
        """Take a model that is not evaluated yet out, at the wish of who submitted it."""
        from minga.evaluate.submissions.queue import withdraw as withdraw_submission

        with open_database(session) as db:
            return _shown(db, [withdraw_submission(db, number)])


def _check(session: Session, db: Database) -> list[int]:
    from minga.evaluate.submissions.checker import check_due

    project = session.project
    return check_due(db, project.settings.submissions, project.state, at_once=True)


def _kind(given: str) -> ModelKind:
    from typing import cast, get_args

    from minga.community.models import ModelKind
    from minga.errors import UsageError

    if given not in get_args(ModelKind):
        raise UsageError(f"there is no kind {given!r}", hint="a model is base or instruct")
    return cast("ModelKind", given)


def _shown(db: Database, rows: Sequence[Submission]) -> Outcome:
    """These submissions; those that failed or were refused are left out of the leaderboard."""
    from rich.markup import escape
    from rich.table import Table

    from minga.evaluate.submissions.reasons import read_reason
    from minga.evaluate.submissions.standing import standings

    shown: list[dict[str, Any]] = [
        {
            "id": one.submission.id,
            "model": one.submission.model,
            "revision": one.submission.revision,
            "step": one.step,
            "place": one.place,
            "done": one.done,
            "evaluations": len(one.jobs),
            "reason": str(read_reason(one.submission.reason) or one.submission.reason),
        }
        for one in standings(db, rows)
    ]
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("id", "model", "step", "done", ""):
        table.add_column(column, overflow="fold")
    for row in shown:
        done = f"{row['done']} of {row['evaluations']}" if row["evaluations"] else ""
        model = f"{row['model']}@{row['revision'][:8]}" if row["revision"] else row["model"]
        table.add_row(*(escape(str(value)) for value in (row["id"], model, row["step"], done, row["reason"])))
    return Outcome(data={"submissions": shown}, text=table, next=_following({row["step"] for row in shown}))


def _following(steps: set[str]) -> str:
    if "deciding" in steps:
        return "minga submissions accept NUMBER, or refuse NUMBER REASON"
    if steps & {"waiting", "running"}:
        return "minga evaluate"
    return "minga submissions check" if "checking" in steps else ""
