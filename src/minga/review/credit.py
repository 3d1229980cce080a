"""Credit: what validated work earns, computed from responses and decisions each time, and never stored.

A response counts when the newest decision on its item agrees with it, and then as one thing only:

- `adjudication`: it settled a dispute;
- `edit`: its texts are the ones that were adopted;
- `finding`: it rejected an item, and the decision says so too (points as for an answer);
- `opinion`: it answered the questions of a campaign without verdicts as the decision has it (the same);
- `answer`: anything else that the decision agrees with.

`written` are texts that somebody wrote here and that review accepted, `given` accepted texts that she donated: the
latter earn no points but a role. Control items, repeats and everything that is not decided earn nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, func, select, true
from sqlalchemy.orm import Session as OrmSession

from minga.community import Database
from minga.community.models import Campaign, Decision, Item, Naming, Person, Response, Role
from minga.review.credit_roles import CreditRole, credit_roles
from minga.review.decisions import IS_NEWEST
from minga.review.exchange.people import imported_from
from minga.settings import CreditSettings

__all__ = ["Credit", "Work", "credit_of", "list_credits"]

Work = Literal["answer", "finding", "opinion", "edit", "adjudication", "written", "given"]
"""Kinds of validated work."""

_SETTLED = ("accepted", "edited", "rejected", "answered")
_TAKEN_IN = ("accepted", "edited")


@dataclass(frozen=True)
class Credit:
    """What one person did that the project's decisions confirm."""

    person_id: int
    name: str
    """The public name; empty for those who want none."""
    naming: Naming
    simulated: bool
    points: float
    work: Mapping[Work, int]
    """Validated pieces of work by kind; kinds without any are left out."""
    titles: tuple[str, ...]
    """Thresholds reached in any campaign, the highest first: `("co-author", "contributor")`."""
    roles: tuple[CreditRole, ...]
    first: datetime | None
    """When the earliest validated answer was given; None where there is none."""
    last: datetime | None

    @property
    def anonymous(self) -> bool:
        """Whether she is counted and not named."""
        return self.naming == "none" or not self.name

    @property
    def validated(self) -> int:
        """Validated answers of every kind; texts that she gave or wrote are not among them."""
        return sum(count for kind, count in self.work.items() if kind not in {"written", "given"})


def list_credits(db: Database, campaign: Campaign | None = None) -> list[Credit]:
    """Everybody with validated work or a role that counts, most points first; people who withdrew are not among them.

    With `campaign`, only what was done there.
    """
    with db.reading() as session:
        found = _compute(session, campaign, None)
    return sorted(found, key=lambda credit: (-credit.points, credit.person_id))


def credit_of(db: Database, person: Person, campaign: Campaign | None = None) -> Credit:
    """The same for one person; all of it zero where nothing of hers is validated yet, or she withdrew."""
    with db.reading() as session:
        found = _compute(session, campaign, person)
    return next(
        iter(found), Credit(person.id, _name(person), person.naming, person.simulated, 0.0, {}, (), (), None, None)
    )


@dataclass
class _Account:
    """What is being added up for one person."""

    work: defaultdict[int, Counter[Work]] = field(default_factory=lambda: defaultdict(Counter))
    """Counts by campaign."""
    first: datetime | None = None
    last: datetime | None = None

    def add(self, campaign_id: int, kind: Work, at: datetime) -> None:
        self.work[campaign_id][kind] += 1
        self.first = at if self.first is None else min(self.first, at)
        self.last = at if self.last is None else max(self.last, at)


@dataclass(frozen=True)
class _Conclusion:
    outcome: str
    edits: dict[str, Any] | None


def _compute(session: OrmSession, campaign: Campaign | None, person: Person | None) -> list[Credit]:
    campaigns = {one.id: one for one in session.scalars(select(Campaign).where(_here(Campaign.id, campaign)))}
    people = {
        one.id: one
        for one in session.scalars(select(Person).where(Person.withdrawn_at.is_(None), _hers(Person.id, person)))
        if imported_from(one) is None
    }
    accounts: defaultdict[int, _Account] = defaultdict(_Account)
    conclusions = _conclusions(session, campaign, person)
    edited = _edits(session, campaign, person) if any(one.edits for one in conclusions.values()) else {}
    for row in session.execute(_responses(campaign, person)):
        conclusion = conclusions.get(row.id)
        if conclusion is not None and row.person_id in people:
            kind = _kind(row.purpose, row.verdict, conclusion, edited.get(row.id))
            accounts[row.person_id].add(row.campaign_id, kind, row.created_at)
    _add_texts(session, campaign, people, accounts)
    drawn = [
        _credit(people[number], accounts[number], campaigns, campaign) for number in {*accounts, *_leading(people)}
    ]
    return [credit for credit in drawn if credit.work or credit.roles]


def _kind(purpose: str, verdict: str, conclusion: _Conclusion, edits: dict[str, Any] | None) -> Work:
    if purpose == "adjudication":
        return "adjudication"
    if conclusion.outcome == "edited" and edits == conclusion.edits:
        return "edit"
    if verdict == "reject":
        return "finding"
    return "opinion" if verdict == "answer" else "answer"


def _conclusions(session: OrmSession, campaign: Campaign | None, person: Person | None) -> dict[int, _Conclusion]:
    """The newest decision by each response that it agrees with."""
    query = _newest_decisions(campaign).with_only_columns(Decision.outcome, Decision.edits, Decision.supporters)
    if person is not None:
        query = query.where(Decision.item_id.in_(select(Response.item_id).where(Response.person_id == person.id)))
    found: dict[int, _Conclusion] = {}
    for outcome, edits, supporters in session.execute(query.where(Decision.outcome.in_(_SETTLED))):
        found |= dict.fromkeys(supporters, _Conclusion(outcome, edits))
    return found


def _newest_decisions(campaign: Campaign | None) -> Select[Any]:
    here = _here(Item.campaign_id, campaign)
    return select(Decision).join(Item, Item.id == Decision.item_id).where(IS_NEWEST, here)


def _responses(campaign: Campaign | None, person: Person | None) -> Select[Any]:
    columns: tuple[Any, ...] = (
        Response.id, Response.person_id, Response.campaign_id, Response.purpose, Response.verdict, Response.created_at,
    )  # fmt: skip
    return select(*columns).where(
        Response.purpose.in_(("work", "adjudication")),
        _here(Response.campaign_id, campaign),
        _hers(Response.person_id, person),
    )


def _edits(session: OrmSession, campaign: Campaign | None, person: Person | None) -> dict[int, dict[str, Any] | None]:
    """Edited texts by response, read apart: few responses have any, and they are long."""
    query = _responses(campaign, person).with_only_columns(Response.id, Response.edits)
    return {row[0]: row[1] for row in session.execute(query.where(Response.verdict == "edit"))}


def _add_texts(
    session: OrmSession, campaign: Campaign | None, people: Mapping[int, Person], accounts: defaultdict[int, _Account]
) -> None:
    """Accepted texts under somebody's name: written here as far as she wrote here, given for the rest."""
    owners: defaultdict[str, list[int]] = defaultdict(list)
    for person in people.values():
        for name in person.credit_names:
            owners[name].append(person.id)
    accepted = (
        _newest_decisions(campaign)
        .with_only_columns(Item.campaign_id, Item.contributor, func.count())
        .where(
            Decision.outcome.in_(_TAKEN_IN),
            Item.contributor.in_(owners) if len(people) == 1 else Item.contributor != "",
        )
        .group_by(Item.campaign_id, Item.contributor)
        .order_by(Item.campaign_id)
    )
    rows = [row for row in session.execute(accepted) if row[1] in owners]
    left = _written(session, people) if rows else {}
    for campaign_id, contributor, count in rows:
        for number in owners[contributor]:
            here = min(count, left.get(number, 0))
            left[number] = left.get(number, 0) - here
            shares: Counter[Work] = Counter({"written": here, "given": count - here})
            accounts[number].work[campaign_id] += +shares


def _written(session: OrmSession, people: Iterable[int]) -> dict[int, int]:
    """Texts that each person wrote in campaigns for that."""
    query = (
        select(Response.person_id, func.count())
        .join(Campaign, Campaign.id == Response.campaign_id)
        .where(Campaign.kind == "write-instruction", Response.verdict == "answer", Response.version == 1)
        .group_by(Response.person_id)
    )
    known = set(people)
    return {row[0]: row[1] for row in session.execute(query) if row[0] in known}


def _leading(people: Mapping[int, Person]) -> set[int]:
    return {
        number for number, person in people.items() if any(role.name in {"lead", "steward"} for role in person.roles)
    }


def _credit(person: Person, account: _Account, campaigns: Mapping[int, Campaign], only: Campaign | None) -> Credit:
    points, work = 0.0, Counter[Work]()
    reached: dict[str, float] = {}
    for campaign_id, counts in account.work.items():
        settings = campaigns[campaign_id].options.credit
        earned = sum(_worth(kind, settings) * count for kind, count in counts.items())
        points += earned
        reached |= {title: need for title, need in settings.thresholds.items() if earned >= need}
        work += counts
    kinds: set[str] = set(work)
    return Credit(
        person_id=person.id,
        name=_name(person),
        naming=person.naming,
        simulated=person.simulated,
        points=round(points, 6),
        work=dict(sorted(work.items())),
        titles=tuple(sorted(reached, key=lambda title: (-reached[title], title))),
        roles=credit_roles(kinds, [role.name for role in person.roles if _applies(role, only)]),
        first=account.first,
        last=account.last,
    )


def _worth(kind: Work, settings: CreditSettings) -> float:
    if kind == "given":
        return 0.0
    return float(getattr(settings, "answer" if kind in {"finding", "opinion"} else kind))


def _applies(role: Role, only: Campaign | None) -> bool:
    return only is None or role.campaign_id in {None, only.id}


def _name(person: Person) -> str:
    return person.name if person.naming != "none" else ""


def _here(column: Any, campaign: Campaign | None) -> ColumnElement[bool]:
    return true() if campaign is None else column == campaign.id


def _hers(column: Any, person: Person | None) -> ColumnElement[bool]:
    return true() if person is None else column == person.id
