"""Campaigns with answers and decisions, written straight into the database: what credit and exports are read from."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from minga.community import Database
from minga.community.models import Assignment, Campaign, Decision, Item, Person, Response, Role, RoleName
from minga.manifests import hash_of

_keys = itertools.count()


def add_campaign(db: Database, slug: str = "c", kind: str = "review-instruction", **settings: Any) -> Campaign:
    source = {"over": f"table-{slug}"} if kind != "survey" else {}
    with db.writing() as session:
        campaign = Campaign(
            slug=slug, title=slug.title(), kind=kind, table_name=f"table-{slug}", languages=["es"],
            declared={"name": slug, "kind": kind, **source, **settings}, overrides={}, created_at=db.now(),
        )  # fmt: skip
        session.add(campaign)
        return campaign


def add_person(db: Database, name: str, *roles: RoleName, naming: str = "name", **values: Any) -> Person:
    with db.writing() as session:
        granted = [Role(name=role, granted_at=db.now()) for role in roles]
        person = Person(name=name, naming=naming, created_at=db.now(), roles=granted, **{"varieties": ["es"], **values})
        session.add(person)
        return person


def add_item(db: Database, campaign: Campaign, name: str = "1", payload: Any = None, **values: Any) -> Item:
    text = {"text": f"Texto {name}"} if payload is None else payload
    with db.writing() as session:
        item = Item(
            campaign_id=campaign.id, record_id=hash_of([campaign.slug, name])[:32], table_content="x", payload=text,
            created_at=db.now(), **{"language": "es", **values},
        )  # fmt: skip
        session.add(item)
        return item


def add_response(
    db: Database, item: Item, person: Person, verdict: str = "accept", *, purpose: str = "work", version: int = 1,
    edits: Mapping[str, str] | None = None, answers: Mapping[str, Any] | None = None, **values: Any,
) -> Response:  # fmt: skip
    with db.writing() as session:
        campaign = session.get_one(Campaign, item.campaign_id)
        campaign.responses += 1
        assignment = Assignment(
            item_id=item.id, campaign_id=campaign.id, person_id=person.id, state="answered", purpose=purpose,
            taken_at=db.now(), expires_at=db.now() + timedelta(minutes=30), ended_at=db.now(),
        )  # fmt: skip
        session.add(assignment)
        session.flush()
        key = f"row-{next(_keys)}"
        response = Response(
            campaign_id=campaign.id, position=campaign.responses, item_id=item.id, assignment_id=assignment.id,
            person_id=person.id, version=version, purpose=purpose, verdict=verdict,
            edits=None if edits is None else dict(edits), answers=None if answers is None else dict(answers),
            guidelines_version=1, client_key=key, digest=key, created_at=db.now(), **{"seconds": 12.5, **values},
        )  # fmt: skip
        session.add(response)
        return response


def add_decision(
    db: Database, item: Item, outcome: str, supporters: Sequence[Response], *, others: Sequence[Response] = (),
    edits: Mapping[str, str] | None = None, **values: Any,
) -> Decision:  # fmt: skip
    inputs = sorted(response.id for response in [*supporters, *others])
    with db.writing() as session:
        decision = Decision(
            item_id=item.id, rule="majority-1(overlap=2)", inputs=inputs, outcome=outcome,
            edits=None if edits is None else dict(edits), supporters=[response.id for response in supporters],
            decided_at=db.now(), **values,
        )  # fmt: skip
        session.add(decision)
        session.get_one(Item, item.id).state = "disputed" if outcome == "disputed" else "decided"
        return decision
