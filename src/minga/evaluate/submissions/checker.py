"""Who checks: takes one submission after the other, and writes down what the check came to."""

from __future__ import annotations

import logging
import os
import threading
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from minga import licences
from minga.community import Database
from minga.community.audit import log_act
from minga.community.models import Submission
from minga.errors import MingaError
from minga.evaluate.submissions.checking import Checked, Found, Limits, check_model
from minga.evaluate.submissions.names import HubModel
from minga.evaluate.submissions.queue import let_in
from minga.evaluate.submissions.reasons import Reason, Refused, read_reason
from minga.settings import SubmissionSettings

__all__ = ["AGAIN", "Checker", "check_due", "machine_memory", "record"]

AGAIN = timedelta(minutes=5)
"""After which what could not be decided is tried again, and a check that a dead process had begun is anybody's."""
_DEATHS = 3
_REST = 60.0
_log = logging.getLogger("minga.submissions")


def check_due(db: Database, settings: SubmissionSettings, state: Path, *, at_once: bool = False) -> list[int]:
    """Check what waits for it, the first come first; the numbers of the submissions that were looked at.

    `state` is the project's folder for what is not its data. With `at_once` also what was tried a moment ago.
    """
    looked_at: list[int] = []
    begun = db.now()
    while (row := _take(db, begun if at_once else db.now() - _pause(settings))) is not None:
        looked_at.append(row.id)
        wanted = str(HubModel(row.model, row.revision))
        log = state / "logs" / f"submission-{row.id}.log"
        checked = check_model(wanted, _limits(settings), state / "cache", log, seconds=settings.seconds)
        record(db, row.id, checked, settings)
    return looked_at


class Checker:
    """Checks in the background of a server: when it is woken, and every minute for what has to be tried again."""

    def __init__(self, db: Database, settings: SubmissionSettings, state: Path) -> None:
        self._check = partial(check_due, db, settings, state)
        self._wake = threading.Event()
        self._ended = False
        self._thread = threading.Thread(target=self._run, name="submissions", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def wake(self) -> None:
        """Something new has come in."""
        self._wake.set()

    def stop(self) -> None:
        """Look no more; a check that has begun is done by whoever starts next."""
        self._ended = True
        self._wake.set()

    def _run(self) -> None:
        while not self._ended:
            try:
                self._check()
            except (MingaError, OSError, sa.exc.SQLAlchemyError):
                _log.exception("checking submissions")
            self._wake.wait(_REST)
            self._wake.clear()


def machine_memory() -> int:
    """Bytes of memory that this machine has."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _pause(settings: SubmissionSettings) -> timedelta:
    # a check that is still going on is not begun a second time
    return AGAIN + timedelta(seconds=settings.seconds)


def _take(db: Database, before: datetime) -> Submission | None:
    """The next one to be checked, marked as taken: no other process gets it for a while."""
    due = sa.and_(
        Submission.state == "checking", sa.or_(Submission.checked_at.is_(None), Submission.checked_at < before)
    )
    with db.writing() as session:
        query = sa.select(Submission).where(due).order_by(Submission.id).limit(1).with_for_update(skip_locked=True)
        row = session.scalars(query).one_or_none()
        if row is not None:
            row.checked_at = db.now()
        return row


def _limits(settings: SubmissionSettings) -> Limits:
    return Limits(settings.max_parameters, settings.memory * 1e9 if settings.memory else machine_memory())


def _settled(row: Submission, checked: Checked) -> Checked:
    """A check that dies again and again is the model's fault: at the third time it is refused."""
    reason = checked.undecided
    if reason is None or reason.code != "unfinished":
        return checked
    before = read_reason(row.reason)
    times = int(before.values.get("times", 0)) + 1 if before and before.code == "unfinished" else 1
    if times >= _DEATHS:
        return Checked(refused=Reason("check-died", {"fault": reason.values["fault"]}))
    return Checked(undecided=Reason("unfinished", {**reason.values, "times": times}))


def record(db: Database, number: int, checked: Checked, settings: SubmissionSettings) -> None:
    """Write down what the check of a submission came to, unless it was taken back meanwhile."""
    try:
        with db.writing() as session:
            row = session.get_one(Submission, number)
            if row.state != "checking":
                return
            checked = _settled(row, checked)
            row.checked_at = db.now()
            if checked.found is not None:
                _pass(row, checked.found)
                session.flush()  # fails where another submission of the same commit stands
                # what minga does not know the terms of, a person has to read
                if not settings.approval and licences.facts(row.licence).known:
                    let_in(session, row, db.now())
            elif checked.refused is not None:
                row.state, row.reason, row.decided_at = "refused", checked.refused.dump(), db.now()
            elif checked.undecided is not None:
                row.reason = checked.undecided.dump()
            if row.state != "checking":
                log_act(session, "check-model", row.model, at=db.now(), submission=row.id, state=row.state)
    except IntegrityError:
        record(db, number, Checked(refused=Refused("known").reason), settings)


def _pass(row: Submission, found: Found) -> None:
    row.model, row.revision, row.base = found.repository, found.commit, found.base
    row.licence, row.parameters, row.size_bytes = found.licence, found.parameters, found.size_bytes
    row.state, row.reason = "waiting", ""
