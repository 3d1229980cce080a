"""How alike people's edits of the same texts are, and how near they come to the text that was adopted.

Of the items that at least two people edited and those whose edits were adopted, the newest are looked at. A version is
all texts of an item that anybody changed; one that somebody left as it was counts as it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session as OrmSession

from minga.community import Database
from minga.community.models import Campaign, Item, Response
from minga.edit_distance import Versions, compare_versions
from minga.review.decisions import current_decisions
from minga.review.fields import fields_of
from minga.review.kept_figures import kept_figures
from minga.review.said import Said, load_said, newest_of

__all__ = ["EditFigures", "edit_figures"]

_MOST = 120


@dataclass(frozen=True)
class EditFigures:
    """Means over texts; None where there is nothing to compare."""

    responses: int
    """Responses of the campaign that it is from."""
    items: int
    """Items that were compared, the newest first and at most 120."""
    chrf: float | None
    """Between each two versions of a text, 0 to 100."""
    characters: float | None
    """Edit distance between them in characters, by the length of the longer: 0 (the same) to 1."""
    words: float | None
    """The same in words."""
    chrf_to_final: float | None
    """Of each version against the text that was adopted."""
    characters_to_final: float | None
    words_to_final: float | None


def edit_figures(db: Database, campaign: Campaign) -> EditFigures:
    """How alike edits are, for campaigns in which texts are edited; all None for others."""
    return kept_figures(db, campaign, "edits", lambda: _figures(db, campaign))


def _figures(db: Database, campaign: Campaign) -> EditFigures:
    with db.reading() as session:
        said = _edited(session, campaign)
        payloads: dict[int, Any] = {
            row.id: row
            for row in session.execute(select(Item.id, Item.record_id, Item.payload).where(Item.id.in_(said)))
        }
    adopted = {
        record: decision.edits for record, decision in current_decisions(db, campaign).items() if decision.edits
    } if said else {}  # fmt: skip
    compared = [
        versions
        for item_id, edits in said.items()
        for versions in _compare(campaign, payloads[item_id], edits, adopted.get(payloads[item_id].record_id))
    ]
    return EditFigures(
        responses=campaign.responses,
        items=len(said),
        chrf=_mean(one.chrf for one in compared),
        characters=_mean(one.characters for one in compared),
        words=_mean(one.words for one in compared),
        chrf_to_final=_mean(value for one in compared for value in one.chrf_to_final),
        characters_to_final=_mean(value for one in compared for value in one.characters_to_final),
        words_to_final=_mean(value for one in compared for value in one.words_to_final),
    )


def _edited(session: OrmSession, campaign: Campaign) -> dict[int, list[Mapping[str, str]]]:
    """The edits of the newest items that at least two people edited, by item."""
    here = (Response.campaign_id == campaign.id, Response.purpose == "work", Response.verdict == "edit")
    several = (
        select(Response.item_id)
        .where(*here)
        .group_by(Response.item_id)
        .having(func.count(func.distinct(Response.person_id)) > 1)
        .order_by(func.max(Response.id).desc())
        .limit(_MOST)
    )
    numbers = list(session.scalars(several))
    by_item: dict[int, list[Said]] = {number: [] for number in numbers}
    # versions that are no edit any more must be seen to be left out
    for one in newest_of(load_said(session, Response.item_id.in_(numbers), Response.purpose == "work")):
        by_item[one.item_id].append(one)
    edits = {
        number: [one.edits for one in said if one.verdict == "edit" and one.edits] for number, said in by_item.items()
    }
    return {number: its for number, its in edits.items() if len(its) > 1}


def _compare(
    campaign: Campaign, row: Any, edits: Sequence[Mapping[str, str]], final: Mapping[str, str] | None
) -> list[Versions]:
    originals = {text.name: text.text for text in fields_of(campaign.kind, row.payload)}
    names = sorted({name for one in (*edits, final or {}) for name in one})
    return [
        compare_versions(
            [one.get(name, originals.get(name, "")) for one in edits],
            None if final is None else final.get(name, originals.get(name, "")),
        )
        for name in names
    ]


def _mean(values: Any) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known else None
