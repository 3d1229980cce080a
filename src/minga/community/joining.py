"""Joining a campaign that is open to anyone, without an invitation."""

from __future__ import annotations

from datetime import UTC

from sqlalchemy import select

from minga.community.audit import log_act
from minga.community.consents import ConsentText, record_consent
from minga.community.database import Database
from minga.community.models import REVIEWING, Campaign, Person
from minga.community.people import Profile, add_person, grant_role
from minga.errors import CommunityError

__all__ = ["is_open_to_anyone", "join_as_newcomer", "join_campaign"]


def is_open_to_anyone(db: Database, campaign: Campaign) -> bool:
    """Whether somebody may join from the campaign's public page now."""
    options = campaign.options
    over = options.closes is not None and db.now().astimezone(UTC).date() > options.closes
    return campaign.open and options.anyone and not over


def join_campaign(db: Database, campaign: Campaign, person: Person) -> None:
    """Let a person of the project review in `campaign`; who may already is left as she is.

    Raises CommunityError when the campaign is not open to anyone, or she withdrew.
    """
    _check(db, campaign)
    with db.writing() as session:
        mine = session.scalars(select(Person).where(Person.id == person.id).with_for_update(of=Person)).one()
        if mine.withdrawn_at is not None:
            raise CommunityError("you have taken your work back", hint="come back first, on your own page")
        if not mine.has_role(*REVIEWING, campaign_id=campaign.id):
            grant_role(session, db, mine, "reviewer", campaign_id=campaign.id, actor=mine)


def join_as_newcomer(db: Database, campaign: Campaign, profile: Profile, consent: ConsentText) -> Person:
    """Take somebody in who was not known to the project: a reviewer of this campaign alone, with her consent.

    Raises CommunityError when the campaign is not open to anyone.
    """
    _check(db, campaign)
    with db.writing() as session:
        person = add_person(session, db, profile)
        grant_role(session, db, person, "reviewer", campaign_id=campaign.id, actor=person)
        record_consent(session, db, person.id, consent)
        log_act(session, "join", f"person {person.id}", at=db.now(), actor=person, campaign=campaign.slug)
        return person


def _check(db: Database, campaign: Campaign) -> None:
    if not is_open_to_anyone(db, campaign):
        raise CommunityError(
            "this campaign is not open to everybody", where=campaign.slug, hint="ask for an invitation"
        )
