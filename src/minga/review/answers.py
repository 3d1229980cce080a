"""Taking in what people answer: once, in order, and never thrown away."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session as OrmSession

from minga.community import Database
from minga.community.models import Assignment, Campaign, Item, Person, Response, Verdict
from minga.errors import CommunityError
from minga.manifests import hash_of
from minga.review.assignment import COUNTED, Nothing, next_item, take
from minga.review.control_items import judge_control
from minga.review.decisions import decide_item, revise
from minga.review.fields import clean_edits
from minga.review.judging import prepare
from minga.review.keeping import (
    answer_by_key,
    count_response,
    end_lease,
    insert_response,
    latest_version,
    lock_lease,
    lock_person,
    tally_answer,
)
from minga.review.overlap import last_checkpoint
from minga.review.questions import clean_answers, questions_of, verdicts_of
from minga.review.tiring import weight_now
from minga.review.verdict_questions import EDITED_AS, REJECTED_AS

__all__ = ["Answer", "answer", "answer_and_take", "answers_of", "newest_answer"]

_MAX_NOTE = 2000
_MAX_KEY = 64
_AGAIN = 10
"""Answers after which a checkpoint that has not come yet is tried again."""


@dataclass(frozen=True)
class Answer:
    """What somebody says about an item."""

    verdict: Verdict
    client_key: str
    """Made by whoever sends it."""
    assignment_id: int
    answers: Mapping[str, Any] = field(default_factory=dict)
    """By the name of the question, without the verdict."""
    edits: Mapping[str, str] = field(default_factory=dict)
    """Texts by field name; those equal to what was shown are left out."""
    note: str = ""

    def repeats(self, response: Response) -> bool:
        """Whether `response` was kept from the very same words."""
        return self.digest == response.digest

    @property
    def digest(self) -> str:
        """A hash of what was sent, before anything was made of it."""
        words: list[Any] = [self.assignment_id, self.verdict, dict(self.edits), self.note]
        if self.answers:
            words.append(dict(self.answers))
        return hash_of([json.dumps(words, ensure_ascii=False, sort_keys=True)])

    def under_own_key(self) -> Answer:
        """The same answer under a key that depends on its words."""
        return replace(self, client_key=hash_of([self.client_key, self.digest]))


def answer(
    db: Database,
    assignment: Assignment,
    verdict: Verdict,
    *,
    answers: Mapping[str, Any] | None = None,
    edits: Mapping[str, str] | None = None,
    note: str = "",
    client_key: str,
) -> Response:
    """Keep an answer and draw the conclusion, in one transaction that is on the disk when this returns.

    The same `client_key` with the same words returns the answer that was kept; with other words (somebody went back
    in the browser) it is a correction, as any second answer to an item is: a new version beside the first. An answer
    after the lease has run out counts where the item still wants one, and is kept in any case. `edit` without a
    change is `accept`.

    Raises CommunityError for a verdict that the campaign has not, a rejection without a kind or a reason, an edit that
    cannot stand, an answer to a question that is wrong or missing (`questions.clean_answers`), or a person who
    withdrew.
    """
    given = _given(assignment, verdict, answers, edits, note, client_key)
    with db.writing() as session:
        response, campaign = _keep(session, db, _lock_person(session, assignment), assignment, given)
    _after(db, campaign, response)
    return response


def answer_and_take(
    db: Database,
    assignment: Assignment,
    verdict: Verdict,
    *,
    answers: Mapping[str, Any] | None = None,
    edits: Mapping[str, str] | None = None,
    note: str = "",
    client_key: str,
) -> tuple[Response, Assignment | Nothing]:
    """`answer`, and the next item of the same campaign for the same person.

    Under SQLite they are one transaction, as the disk is waited for once in each. Elsewhere they are two: the next item
    is looked for when the campaign is no longer locked.
    """
    given = _given(assignment, verdict, answers, edits, note, client_key)
    following: Assignment | Nothing = Nothing()
    with db.writing() as session:
        person = _lock_person(session, assignment)
        response, campaign = _keep(session, db, person, assignment, given)
        if db.embedded:
            following = next_item(session, db, person, campaign)
    _after(db, campaign, response)
    if isinstance(following, Nothing) and following.reason == "nothing-left":
        following = take(db, person, campaign)  # which looks for leases that ran out
    return response, following


def newest_answer(db: Database, person: Person, item_id: int) -> Response | None:
    """What `person` said last about an item; None when she has not answered it."""
    query = (
        select(Response)
        .where(Response.item_id == item_id, Response.person_id == person.id)
        .order_by(Response.id.desc())
        .limit(1)
    )
    with db.reading() as session:
        return session.scalars(query).one_or_none()


def answers_of(
    db: Database, person: Person, *, limit: int = 50, offset: int = 0
) -> list[tuple[Response, Item, Campaign]]:
    """The newest version of each of a person's answers with its item, the latest first."""
    newest = select(func.max(Response.id)).where(Response.person_id == person.id).group_by(Response.item_id)
    query = (
        select(Response, Item, Campaign)
        .join(Item, Item.id == Response.item_id)
        .join(Campaign, Campaign.id == Item.campaign_id)
        .where(Response.id.in_(newest))
        .order_by(Response.id.desc())
        .limit(limit)
        .offset(offset)
    )
    with db.reading() as session:
        return [(row[0], row[1], row[2]) for row in session.execute(query)]


def _given(
    assignment: Assignment, verdict: Verdict, answers: Mapping[str, Any] | None, edits: Mapping[str, str] | None,
    note: str, client_key: str,
) -> Answer:  # fmt: skip
    given = Answer(verdict, client_key, assignment.id, answers or {}, edits or {}, note.strip())
    if verdict == "reject" and not given.note and not given.answers.get(REJECTED_AS.name):
        raise CommunityError("a rejection needs a reason", hint="a few words help whoever mends it")
    if len(given.note) > _MAX_NOTE:
        raise CommunityError("the note is too long", hint=f"it has at most {_MAX_NOTE:,} characters")
    if not 0 < len(client_key) <= _MAX_KEY:
        raise CommunityError(f"client_key must have 1 to {_MAX_KEY} characters")
    return given


def _lock_person(session: OrmSession, assignment: Assignment) -> Person:
    person = lock_person(session, assignment.person_id)
    if person.withdrawn_at is not None:
        raise CommunityError("you have taken your work back", hint="come back first, on your own page")
    return person


def _keep(
    session: OrmSession, db: Database, person: Person, assignment: Assignment, given: Answer
) -> tuple[Response, Campaign]:
    """Keep an answer of a locked person; the campaign is locked as well, unless the answer was kept before."""
    twin = answer_by_key(session, person.id, given.client_key)
    if twin is not None and not given.repeats(twin):
        given = given.under_own_key()
        twin = answer_by_key(session, person.id, given.client_key)
    if twin is not None:
        return twin, session.get_one(Campaign, assignment.campaign_id)
    # While the campaign is locked nobody else can answer in it: whatever needs no lock is read and written before.
    told = _circumstances(session, db, assignment)
    campaign = count_response(session, assignment.campaign_id)
    lease, item = lock_lease(session, assignment.id)
    verdict, answers, edits = _cleaned(campaign, item, given)
    response = insert_response(
        session,
        campaign_id=campaign.id,
        position=campaign.responses,
        item_id=item.id,
        assignment_id=lease.id,
        person_id=lease.person_id,
        purpose=lease.purpose,
        verdict=verdict,
        answers=answers or None,
        edits=edits or None,
        note=given.note,
        guidelines_version=lease.guidelines_version,
        client_key=given.client_key,
        digest=given.digest,
        **told,
    )
    counts = lease.purpose in COUNTED
    end_lease(session, lease, item, "answered", response.created_at, counts=counts)
    if counts:
        decide_item(session, db, campaign, item)
    else:
        judge_control(session, db, response, item)
    return response, campaign


def _after(db: Database, campaign: Campaign, response: Response) -> None:
    """Conclude anew where the answer reached a checkpoint, or where whoever should have done so was interrupted."""
    reached = last_checkpoint(response.position)
    if campaign.checkpoint < reached and (response.position - reached) % _AGAIN == 0:
        revise(db, campaign)


def _circumstances(session: OrmSession, db: Database, assignment: Assignment) -> dict[str, Any]:
    """Columns that say the how-manieth answer of a locked person it is, when she gave it and how long she took.

    A first answer is counted in the tally of her day.
    """
    campaign = session.get_one(Campaign, assignment.campaign_id)
    prepare(session, db, campaign)
    former, now = latest_version(session, assignment), db.now()
    # A clock that was put back does not make time negative.
    seconds = max(0.0, (now - assignment.taken_at).total_seconds())
    weight = weight_now(session, db, assignment.person_id, campaign)
    if not former:
        tally_answer(session, assignment, now.date(), seconds)
    return {
        "version": former + 1,
        "late": not former and assignment.expires_at <= now,
        "seconds": None if former else seconds,
        "weight": weight,
        "created_at": now,
    }


def _cleaned(campaign: Campaign, item: Item, given: Answer) -> tuple[Verdict, dict[str, Any], dict[str, str]]:
    known = verdicts_of(campaign.kind)
    if given.verdict not in known:
        raise CommunityError(f"{given.verdict!r} is not a verdict", hint=", ".join(known))
    answers = clean_answers(questions_of(campaign), {**given.answers, "verdict": given.verdict})
    writes = given.verdict == "edit" or (given.verdict == "answer" and campaign.kind == "write-instruction")
    edits = clean_edits(campaign.kind, item, given.edits) if writes else {}
    if given.verdict == "edit" and not edits:
        return "accept", {name: value for name, value in answers.items() if name != EDITED_AS.name}, edits
    return given.verdict, answers, edits
