"""Taking items and answering them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from minga.community.models import Assignment, Campaign, Person
from minga.review import Nothing, answer, answer_and_take, find_campaign_by_id, my_assignment, skip, take
from minga.web.api.callers import FAULTS, Answering, CampaignHere, Here, Number, Reading
from minga.web.api.schemas import AnsweredOut, AnswerIn, AssignmentOut, NothingOut, SkipIn, TakenOut
from minga.web.api.shapes import answer_out, questions_out, texts_out
from minga.web.lookups import or_404
from minga.web.site import Site

__all__ = ["assignment", "give_answer", "router", "skip_item", "take_next"]

router = APIRouter(tags=["work"])


@router.post(
    "/campaigns/{slug}/assignments", responses={**FAULTS, 201: {"model": TakenOut}}, response_model=TakenOut
)  # fmt: skip
def take_next(site: Here, person: Answering, campaign: CampaignHere, response: Response) -> Any:
    """Take the next item, or get the one that you hold (201); or learn why there is none (200)."""
    taken = take(site.db, person, campaign)
    response.status_code = 201 if taken else 200
    return _taken_out(campaign, taken)


@router.get("/assignments/{number}", responses=FAULTS)
def assignment(site: Here, person: Reading, number: Number) -> AssignmentOut:
    """An item that was given to you."""
    mine = _mine(site, person, number)
    return _assignment_out(find_campaign_by_id(site.db, mine.campaign_id), mine)


@router.post("/assignments/{number}/answer", responses=FAULTS, status_code=201)
def give_answer(
    site: Here,
    person: Answering,
    number: Number,
    given: AnswerIn,
    following: Annotated[bool, Query(alias="next", description="Take the next item in the same step.")] = False,
) -> AnsweredOut:
    """Answer an item, or correct your answer. Sent twice with the same `client_key`, it is kept once."""
    mine = _mine(site, person, number)
    said: dict[str, Any] = {
        "answers": given.answers, "edits": given.edits if given.verdict in {"edit", "answer"} else None,
        "note": given.note, "client_key": given.client_key,
    }  # fmt: skip
    if not following:
        return AnsweredOut(answer=answer_out(answer(site.db, mine, given.verdict, **said)), next=None)
    kept, taken = answer_and_take(site.db, mine, given.verdict, **said)
    campaign = find_campaign_by_id(site.db, mine.campaign_id)
    return AnsweredOut(answer=answer_out(kept), next=_taken_out(campaign, taken))


@router.post("/assignments/{number}/skip", responses=FAULTS, status_code=204)
def skip_item(site: Here, person: Answering, number: Number, given: SkipIn) -> None:
    """Give an item back; you will not see it again."""
    skip(site.db, _mine(site, person, number), given.reason)


def _mine(site: Site, person: Person, number: int) -> Assignment:
    return or_404(my_assignment, site.db, person, number)


def _taken_out(campaign: Campaign, taken: Assignment | Nothing) -> TakenOut:
    if isinstance(taken, Nothing):
        nothing = NothingOut(reason=taken.reason, until=taken.until, detail=list(taken.detail))
        return TakenOut(assignment=None, nothing=nothing)
    return TakenOut(assignment=_assignment_out(campaign, taken), nothing=None)


def _assignment_out(campaign: Campaign, mine: Assignment) -> AssignmentOut:
    return AssignmentOut(
        id=mine.id,
        campaign=campaign.slug,
        kind=campaign.kind,
        record_id=mine.item.record_id,
        language=mine.item.language,
        state=mine.state,
        adjudicating=mine.adjudicating,
        expires_at=mine.expires_at,
        guidelines_version=mine.guidelines_version,
        texts=texts_out(campaign.kind, mine.item.payload, swapped=mine.swapped),
        questions=questions_out(campaign),
    )
