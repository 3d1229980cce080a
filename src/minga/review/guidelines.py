"""Guidelines in versions: people accept the one that they work by, and are shown what changed since.

A campaign without a text of its own uses the one that comes with minga, which counts as its first version: here it is
an empty text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session as OrmSession

from minga.community import Database
from minga.community.audit import log_act
from minga.community.models import Acceptance, Campaign, Guideline, Person
from minga.community.people import lock_person
from minga.errors import CommunityError
from minga.records import normalise_text
from minga.review.decisions import lock_campaign

__all__ = [
    "Edited",
    "accept",
    "accepted_version",
    "add_version",
    "change_guidelines",
    "changes",
    "current",
    "history",
    "keep_file",
    "needs_acceptance",
]

_MAX_CHARACTERS = 50_000
_HEADING = re.compile(r"#{1,6}\s+(.+?)\s*#*$")
_SIGNS = re.compile(r"\*\*|__|`|^#{1,6}\s+|^\s*[-*+]\s+")


@dataclass(frozen=True)
class Edited:
    """Lines that differ between two versions, without the signs of Markdown."""

    heading: str
    """Of the section that they stand in, in the later version; empty before the first."""
    before: str
    after: str


def current(db: Database, campaign: Campaign) -> Guideline:
    """The version that holds. Raises CommunityError when the campaign is gone."""
    with db.reading() as session:
        found = session.scalars(_versions(campaign).order_by(Guideline.version.desc()).limit(1)).one_or_none()
    if found is None:  # opened before versions were kept
        return Guideline(
            campaign_id=campaign.id, version=campaign.guidelines_version, text=campaign.guidelines,
            created_at=campaign.created_at,
        )  # fmt: skip
    return found


def history(db: Database, campaign: Campaign) -> list[Guideline]:
    """All versions, the oldest first."""
    with db.reading() as session:
        return list(session.scalars(_versions(campaign).order_by(Guideline.version)))


def accept(db: Database, person: Person, campaign: Campaign, version: int) -> None:
    """Keep that `person` read `version` and works by it; doing so twice is the same.

    Raises CommunityError when that is not the version that holds: it changed while she read.
    """
    with db.writing() as session:
        # The person's row is locked, so that two tabs do not both find that nothing was accepted yet.
        lock_person(session, person.id)
        newest = session.scalar(select(Campaign.guidelines_version).where(Campaign.id == campaign.id))
        if version != newest:
            raise CommunityError("the guidelines have changed meanwhile", where=campaign.slug, hint="read them again")
        if _accepted(session, person, campaign) != version:
            session.add(Acceptance(person_id=person.id, campaign_id=campaign.id, version=version, accepted_at=db.now()))


def accepted_version(db: Database, person: Person, campaign: Campaign) -> int:
    """The newest version that `person` accepted; 0 for none."""
    with db.reading() as session:
        return _accepted(session, person, campaign)


def needs_acceptance(db: Database, person: Person, campaign: Campaign) -> bool:
    """Whether she has to accept a version before anything is handed out."""
    return accepted_version(db, person, campaign) < campaign.guidelines_version


def change_guidelines(db: Database, campaign: Campaign, text: str, actor: Person) -> Guideline:
    """A new version, written by a lead; everybody is asked to accept it. The same text makes none.

    Raises CommunityError when the text is empty or too long.
    """
    text = normalise_text(text).strip()
    if not text:
        raise CommunityError("guidelines may not be empty", hint="people need to know what you ask of them")
    if len(text) > _MAX_CHARACTERS:
        raise CommunityError("the guidelines are too long", hint=f"they have at most {_MAX_CHARACTERS:,} characters")
    with db.writing() as session:
        locked = lock_campaign(session, campaign.id)
        if locked.guidelines == text:
            return session.scalars(_versions(locked).order_by(Guideline.version.desc()).limit(1)).one()
        log_act(
            session, "change-guidelines", locked.slug, at=db.now(), actor=actor, version=locked.guidelines_version + 1
        )
        return add_version(session, db, locked, text, actor)


def keep_file(session: OrmSession, db: Database, campaign: Campaign, text: str) -> None:
    """A new version where the file says something else than when it was last read; what a lead wrote since stays."""
    from_file = _versions(campaign).where(Guideline.author_id.is_(None)).order_by(Guideline.version.desc()).limit(1)
    former = session.scalars(from_file).one_or_none()
    if former is None or former.text != text:
        add_version(session, db, campaign, text)


def add_version(
    session: OrmSession, db: Database, campaign: Campaign, text: str, actor: Person | None = None
) -> Guideline:
    """The next version of a locked campaign, in the caller's transaction; without `actor` it came from a file."""
    campaign.guidelines, campaign.guidelines_version = text, (campaign.guidelines_version or 0) + 1
    version = Guideline(
        campaign_id=campaign.id, version=campaign.guidelines_version, text=text,
        author_id=None if actor is None else actor.id, created_at=db.now(),
    )  # fmt: skip
    session.add(version)
    return version


def changes(before: str, after: str) -> list[Edited]:
    """What of `after` differs from `before`, line by line, in the order of `after`.

    >>> changes("# Tone\\nBe kind.", "# Tone\\nBe kind and brief.")
    [Edited(heading='Tone', before='Be kind.', after='Be kind and brief.')]
    """
    former, later = _lines(before), _lines(after)
    matcher = SequenceMatcher(None, former, later, autojunk=False)
    edited = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            heading = _heading_above(later, j1)
            edited.append(Edited(heading, _plain(former[i1:i2]), _plain(later[j1:j2])))
    return [one for one in edited if one.before != one.after]


def _versions(campaign: Campaign) -> Select[Guideline]:
    return select(Guideline).where(Guideline.campaign_id == campaign.id)


def _accepted(session: OrmSession, person: Person, campaign: Campaign) -> int:
    query = select(func.max(Acceptance.version)).where(
        Acceptance.person_id == person.id, Acceptance.campaign_id == campaign.id
    )
    return session.scalar(query) or 0


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _heading_above(lines: list[str], index: int) -> str:
    above = (_HEADING.match(line) for line in reversed(lines[: index + 1]))
    return next((found[1] for found in above if found), "")


def _plain(lines: list[str]) -> str:
    return "\n".join(_SIGNS.sub("", line) for line in lines)
