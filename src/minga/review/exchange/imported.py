"""Taking over what was annotated elsewhere: a campaign with its records, questions, and everybody's answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from minga.community import Database
from minga.community.audit import log_act
from minga.community.models import Assignment, Campaign, Item, Person
from minga.community.people import Profile, add_person, grant_role
from minga.errors import CommunityError, InputError, UsageError
from minga.manifests import hash_of
from minga.records import content_id
from minga.review.answers import answer
from minga.review.campaign_items import Draft, ItemSource
from minga.review.exchange.annotated import MAX_RECORDS, Annotated, Annotation, reason_of
from minga.review.exchange.people import IMPORTED
from minga.review.opening import open_campaign
from minga.settings import CampaignSettings, QuestionSettings

__all__ = ["Arrived", "Imported", "import_campaign"]

_NOTE = "note"
_PLAIN = {"text", "prompt", "document", "a", "b"}


@dataclass(frozen=True)
class Imported:
    """What a file holds."""

    questions: tuple[QuestionSettings, ...]
    guidelines: str
    records: list[Annotated]
    left_out: tuple[str, ...] = ()
    """What the file asks and minga cannot."""


@dataclass(frozen=True)
class Arrived:
    """What an import made of it."""

    campaign: Campaign
    records: int
    people: int
    answers: int
    left_out: tuple[str, ...]
    """Answers that could not be kept, with the reason."""


def import_campaign(
    db: Database,
    imported: Imported,
    *,
    name: str,
    title: str,
    language: str,
    licence: str,
    contributor: str = "",
    actor: Person | None = None,
) -> Arrived:
    """A campaign that labels the records of `imported`, with the answers that it brings.

    Those who gave them become people who cannot sign in, one for each in the file. Run again with the same file it
    adds nothing. Answers that do not fit their question are left out and named. Raises InputError for a file without
    records, too many of them, or none that asks anything, UsageError for a name that no campaign can have.
    """
    if not imported.records or len(imported.records) > MAX_RECORDS:
        count = f"{len(imported.records):,} records"
        raise InputError(f"it has {count}", where=name, hint=f"between 1 and {MAX_RECORDS:,} can be taken over")
    if not imported.questions:
        raise InputError("it asks nothing that can be asked here", where=name, hint="labels, ratings, texts, rankings")
    settings = _settings(imported, name, title, language)
    drafts = {draft.record_id: (draft, record) for draft, record in _drafts(imported, language, licence, contributor)}
    content = hash_of([*sorted(drafts), licence])
    source = ItemSource(f"items/{name}", content, lambda: (drafts[number][0] for number in sorted(drafts)))
    campaign = open_campaign(db, settings, source, guidelines=imported.guidelines).campaign
    people = _people(db, campaign, language, (record for _, record in drafts.values()))
    kept, left_out = _give(db, campaign, people, {number: record for number, (_, record) in drafts.items()})
    with db.writing() as session:
        counts = {"records": len(drafts), "people": len(people), "answers": kept}
        log_act(session, "import", name, at=db.now(), actor=actor, **counts)
    return Arrived(campaign, len(drafts), len(people), kept, (*imported.left_out, *left_out))


def _settings(imported: Imported, name: str, title: str, language: str) -> CampaignSettings:
    """A note belongs to an answer and is no question of its own."""
    questions = tuple(question for question in imported.questions if question.name != _NOTE)
    try:
        return CampaignSettings(
            name=name, kind="label", title=title, items=f"imported/{name}", questions=questions, languages=(language,),
            overlap=1,
        )  # fmt: skip
    except ValueError as error:
        raise UsageError("the campaign cannot be made", where=name, hint=reason_of(error)) from error


def _drafts(imported: Imported, language: str, licence: str, contributor: str) -> Iterator[tuple[Draft, Annotated]]:
    """Items with the texts as they came under `fields`, and as one text to read where their names say nothing here."""
    for record in _merged(imported.records):
        texts = dict(record.texts)
        shown = texts if texts.keys() <= _PLAIN else {"text": _as_one(texts)}
        payload: dict[str, Any] = {**shown, "fields": texts, "licence": licence}
        number = content_id("imported", {"id": record.id, "texts": texts})
        yield Draft(number, language, payload, contributor=contributor), record


def _as_one(texts: Mapping[str, str]) -> str:
    if len(texts) == 1:
        return next(iter(texts.values()))
    return "\n\n".join(f"{name}:\n{text}" for name, text in texts.items())


def _people(db: Database, campaign: Campaign, language: str, records: Iterator[Annotated]) -> dict[str, Person]:
    """Somebody for each person of the file: without a name, and without any way to sign in."""
    wanted = {one.person for record in records for one in record.annotations}
    found: dict[str, Person] = {}
    with db.writing() as session:
        for name in sorted(wanted):
            mark = f"{IMPORTED}{campaign.slug}:{hash_of([name])[:16]}"
            person = session.scalars(select(Person).where(Person.contributor == mark)).first()
            if person is None:
                profile = Profile(naming="none", varieties=(language,))
                person = add_person(session, db, profile, contributor=mark)
                grant_role(session, db, person, "reviewer", campaign_id=campaign.id)
            found[name] = person
    return found


def _give(
    db: Database, campaign: Campaign, people: Mapping[str, Person], records: Mapping[str, Annotated]
) -> tuple[int, list[str]]:
    kept, left_out = 0, []
    with db.reading() as session:
        here = Item.campaign_id == campaign.id
        items = {row.record_id: row.id for row in session.execute(select(Item.id, Item.record_id).where(here))}
    for number, record in records.items():
        for one in record.annotations:
            try:
                kept += _answer(db, campaign, items[number], people[one.person], one)
            except CommunityError as error:
                left_out.append(f"record {record.id or number}: {str(error)[:300]}")
    return kept, left_out


def _answer(db: Database, campaign: Campaign, item_id: int, person: Person, given: Annotation) -> int:
    """Keep one answer, as if it had been given here; 0 when it was kept before."""
    with db.writing() as session:
        mine = select(Assignment.id).where(Assignment.item_id == item_id, Assignment.person_id == person.id)
        if session.scalar(mine) is not None:
            return 0
        item = session.get_one(Item, item_id, with_for_update=True)
        item.held += 1
        now = db.now()
        lease = Assignment(
            item=item, campaign_id=campaign.id, person_id=person.id, purpose="work", taken_at=now,
            guidelines_version=campaign.guidelines_version, expires_at=now + timedelta(days=1),
        )  # fmt: skip
        session.add(lease)
    try:
        answers = dict(given.answers)
        note = str(answers.pop(_NOTE, ""))
        answer(db, lease, "answer", answers=answers, note=note, client_key=f"imported-{item_id}")
    except CommunityError:
        with db.writing() as session:
            current = session.get_one(Assignment, lease.id)
            session.get_one(Item, item_id, with_for_update=True).held -= 1
            session.delete(current)
        raise
    return 1


def _merged(records: list[Annotated]) -> list[Annotated]:
    """Records with the same id and texts as one, with everybody's annotations."""
    found: dict[tuple[str, str], Annotated] = {}
    for record in records:
        key = (record.id, hash_of([f"{name}={text}" for name, text in record.texts.items()]))
        former = found.get(key)
        found[key] = record if former is None else replace(
            former, annotations=(*former.annotations, *record.annotations)
        )  # fmt: skip
    return list(found.values())
