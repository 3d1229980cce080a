"""Taking in what people answer: once, in order, and never thrown away."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session as OrmSession

from minga.community import Database
from minga.community.models import Assignment, Campaign, Item, Person, Response, Verdict
from minga.errors import CommunityError
from minga.manifests import hash_of
from minga.review.assignment import Nothing, lock_item, take
from minga.review.decisions import decide_item
from minga.review.fields import clean_edits

__all__ = ["Answer", "answer", "answer_and_take", "answers_of", "newest_answer"]

_MAX_NOTE = 2000
_MAX_KEY = 64


@dataclass(frozen=True)
class Answer:
    """What somebody says about an item."""

    verdict: Verdict
    edits: Mapping[str, str]
    """Texts by field name; those equal to what was shown are left out."""
    note: str
    client_key: str
    """Made by whoever sends it."""
    assignment_id: int

    def repeats(self, response: Response) -> bool:
        """Whether `response` was kept from the very same words."""
        return self.digest == response.digest

    @property
    def digest(self) -> str:
        """A hash of what was sent, before anything was made of it."""
        words = [self.assignment_id, self.verdict, dict(self.edits), self.note]
        return hash_of([json.dumps(words, ensure_ascii=False, sort_keys=True)])

    def under_own_key(self) -> Answer:
        """The same answer under a key that depends on its words."""
        return replace(self, client_key=hash_of([self.client_key, self.digest]))


def answer(
    db: Database,
    assignment: Assignment,
    verdict: Verdict,
    *,
    edits: Mapping[str, str] | None = None,
    note: str = "",
    client_key: str,
) -> Response:
    """Keep an answer and draw the conclusion, in one transaction that is on the disk when this returns.

    The same `client_key` with the same words returns the answer that was kept; with other words (somebody went back
    in the browser) it is a correction, as any second answer to an item is: a new version beside the first. An answer
    after the lease has run out counts where the item still wants one, and is kept in any case. `edit` without a
    change is `accept`.

    Raises CommunityError for an unknown verdict, a rejection without a reason, or an edit that cannot stand.
    """
    given = Answer(verdict, edits or {}, note.strip(), client_key, assignment.id)
    _check(given)
    with db.writing() as session:
        session.execute(select(Person.id).where(Person.id == assignment.person_id).with_for_update())
        twin = _by_key(session, assignment.person_id, given.client_key)
        if twin is not None and not given.repeats(twin):
            given = given.under_own_key()
            twin = _by_key(session, assignment.person_id, given.client_key)
        if twin is not None:
            return twin
        item = lock_item(session, assignment.item_id)
        current = session.get_one(Assignment, assignment.id, with_for_update=True, populate_existing=True)
        campaign = session.get_one(Campaign, current.campaign_id)
        response = _store(session, db, campaign, item, current, given)
        if current.state == "held":
            item.held -= 1
        current.state, current.ended_at = "answered", db.now()
        responses = session.scalars(select(Response).where(Response.item_id == item.id)).all()
        decide_item(session, db, item, campaign.overlap, responses)
        return response


def answer_and_take(
    db: Database,
    assignment: Assignment,
    verdict: Verdict,
    *,
    edits: Mapping[str, str] | None = None,
    note: str = "",
    client_key: str,
) -> tuple[Response, Assignment | Nothing]:
    """`answer`, and the next item of the same campaign for the same person, as `take` gives it."""
    response = answer(db, assignment, verdict, edits=edits, note=note, client_key=client_key)
    with db.reading() as session:
        person = session.get_one(Person, assignment.person_id)
        campaign = session.get_one(Campaign, assignment.campaign_id)
    return response, take(db, person, campaign)


def newest_answer(db: Database, person: Person, item_id: int) -> Response | None:
    """What `person` said last about an item; None when she has not answered it."""
    query = (
        select(Response)
        .where(Response.item_id == item_id, Response.person_id == person.id)
        .order_by(Response.version.desc())
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


def _check(given: Answer) -> None:
    if given.verdict not in {"accept", "edit", "reject", "cannot-judge"}:
        raise CommunityError(f"{given.verdict!r} is not a verdict", hint="accept, edit, reject or cannot-judge")
    if given.verdict == "reject" and not given.note:
        raise CommunityError("a rejection needs a reason", hint="a few words help whoever mends it")
    if len(given.note) > _MAX_NOTE:
        raise CommunityError("the note is too long", hint=f"it has at most {_MAX_NOTE:,} characters")
    if not 0 < len(given.client_key) <= _MAX_KEY:
        raise CommunityError(f"client_key must have 1 to {_MAX_KEY} characters")


def _by_key(session: OrmSession, person_id: int, client_key: str) -> Response | None:
    query = select(Response).where(Response.person_id == person_id, Response.client_key == client_key)
    return session.scalars(query).one_or_none()


def _store(
    session: OrmSession, db: Database, campaign: Campaign, item: Item, assignment: Assignment, given: Answer
) -> Response:
    edits = clean_edits(campaign.kind, item, given.edits) if given.verdict == "edit" else {}
    verdict: Verdict = "accept" if given.verdict == "edit" and not edits else given.verdict
    former = session.scalar(
        select(func.max(Response.version)).where(
            Response.item_id == item.id,
            Response.person_id == assignment.person_id,
            Response.purpose == assignment.purpose,
        )
    )
    response = Response(
        campaign_id=campaign.id,
        position=_next_position(session, campaign),
        item_id=item.id,
        assignment_id=assignment.id,
        person_id=assignment.person_id,
        version=(former or 0) + 1,
        verdict=verdict,
        edits=edits or None,
        note=given.note,
        late=former is None and assignment.expires_at <= db.now(),
        purpose=assignment.purpose,
        guidelines_version=campaign.guidelines_version,
        client_key=given.client_key,
        digest=given.digest,
        created_at=db.now(),
    )
    session.add(response)
    session.flush()
    return response


def _next_position(session: OrmSession, campaign: Campaign) -> int:
    """The next place among the campaign's responses; nobody else gets one until this transaction ends."""
    counting = update(Campaign).where(Campaign.id == campaign.id).values(responses=Campaign.responses + 1)
    return session.scalars(counting.returning(Campaign.responses)).one()
