"""What leads see of a campaign, and change in it. Stewards see; leads change."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi import Path as InPath
from fastapi.responses import FileResponse
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from minga.community.invitations import list_invitations, make_invitation, revoke_invitation
from minga.community.models import Person
from minga.community.people import change_roles
from minga.errors import CommunityError
from minga.review import change_campaign, set_open
from minga.review.campaign_agreement import Grouping, agreement_in_groups, campaign_agreement
from minga.review.control_items import pause, resume
from minga.review.coverage import widen
from minga.review.figures import concentration, item_counts, varieties
from minga.review.funnel import funnel
from minga.review.guidelines import change_guidelines
from minga.review.item_history import Shown, find_items, item_history
from minga.review.pace import pace_figures
from minga.review.participants import Participant, participant, participants
from minga.review.pseudonyms import project_pseudonyms
from minga.web.api.callers import FAULTS, CampaignHere, Here, Leading, Number
from minga.web.api.figure_schemas import (
    AgreementOut,
    ConcentrationOut,
    CountsOut,
    FiguresOut,
    FunnelOut,
    GroupOut,
    PaceOut,
    VarietyOut,
)
from minga.web.api.lead_schemas import (
    ChangesIn,
    DecisionOut,
    FoundOut,
    GuidelinesIn,
    HeardOut,
    HistoryOut,
    InvitationIn,
    InvitationMadeOut,
    InvitationOut,
    ItemsOut,
    OpenIn,
    ParticipantOut,
    PauseIn,
    RoleIn,
    SettingsOut,
    WidenedOut,
    WidenIn,
)
from minga.web.api.schemas import GuidelinesOut
from minga.web.lead_exports import send_export
from minga.web.lookups import or_404
from minga.web.site import Site

__all__ = [
    "agreement_groups",
    "change_role",
    "change_settings",
    "close_or_open",
    "download",
    "figures",
    "find",
    "history",
    "invitations",
    "invite",
    "lead_settings",
    "one_person",
    "pause_person",
    "people",
    "resume_person",
    "revoke",
    "router",
    "save_guidelines",
    "widen_variety",
]

router = APIRouter(prefix="/campaigns/{slug}", tags=["leading"], responses=FAULTS)

_FROM_FILES = {"gold", "guidelines"}
"""Settings that name files of the project: nobody points them elsewhere from outside."""
Offset = Annotated[int, Query(ge=0, le=1_000_000)]
RecordId = Annotated[str, InPath(max_length=64, pattern=r"^[0-9a-f]+$")]


def _may_change(person: Leading, campaign: CampaignHere) -> Person:
    if not person.has_role("lead", campaign_id=campaign.id):
        raise HTTPException(403)
    return person


Changing = Annotated[Person, Depends(_may_change)]


@router.get("/figures")
def figures(site: Here, person: Leading, campaign: CampaignHere) -> FiguresOut:
    """A campaign at a glance: progress, pace and forecast, concentration, coverage, funnel, agreement."""
    db = site.db
    return FiguresOut(
        counts=CountsOut.model_validate(item_counts(db, campaign)),
        pace=PaceOut.model_validate(pace_figures(db, campaign)),
        concentration=ConcentrationOut.model_validate(concentration(db, campaign)),
        varieties=[VarietyOut.model_validate(row) for row in varieties(db, campaign)],
        funnel=[FunnelOut.model_validate(row) for row in funnel(db, campaign)],
        agreement=AgreementOut.model_validate(campaign_agreement(db, campaign)),
    )


@router.get("/agreement/{question}")
def agreement_groups(
    site: Here, person: Leading, campaign: CampaignHere, question: Annotated[str, InPath(max_length=110)],
    by: Grouping = "language",
) -> dict[str, GroupOut]:  # fmt: skip
    """Agreement on one question within each language, variety or week, or between each two countries."""
    found = agreement_in_groups(site.db, campaign, question, by)
    return {key: GroupOut.model_validate(each) for key, each in found.items()}


@router.get("/settings")
def lead_settings(site: Here, person: Leading, campaign: CampaignHere) -> SettingsOut:
    """What holds, what `minga.toml` says, and what was changed over it."""
    return SettingsOut(
        open=campaign.open,
        settings=campaign.options.model_dump(mode="json"),
        declared=campaign.declared,
        changed=sorted(campaign.overrides),
    )


@router.patch("/settings")
def change_settings(site: Here, person: Changing, campaign: CampaignHere, given: ChangesIn) -> SettingsOut:
    """Let other settings hold over the file's; decisions follow at once."""
    if fixed := sorted(_FROM_FILES & given.changes.keys()):
        raise CommunityError("files are named in minga.toml alone", where=fixed[0])
    return lead_settings(site, person, change_campaign(site.db, campaign, given.changes, person))


@router.put("/open", status_code=204)
def close_or_open(site: Here, person: Changing, campaign: CampaignHere, given: OpenIn) -> None:
    """Close the campaign, or open it again."""
    set_open(site.db, campaign, given.open, person)


@router.put("/guidelines", status_code=201)
def save_guidelines(site: Here, person: Changing, campaign: CampaignHere, given: GuidelinesIn) -> GuidelinesOut:
    """A new version of the guidelines, written over the one that holds: everybody is asked to accept it."""
    if given.version != campaign.guidelines_version:
        raise CommunityError("the guidelines have changed meanwhile", where=campaign.slug, hint="read them again")
    kept = change_guidelines(site.db, campaign, given.text, person)
    return GuidelinesOut(version=kept.version, language="", text=kept.text)


@router.post("/widenings")
def widen_variety(site: Here, person: Changing, campaign: CampaignHere, given: WidenIn) -> WidenedOut:
    """Open a variety's items to speakers of other varieties of the language, or take that back."""
    return WidenedOut(items=widen(site.db, campaign, given.language, person, widened=given.widened))


@router.get("/people")
def people(
    site: Here, person: Leading, campaign: CampaignHere, name: Annotated[str, Query(max_length=80)] = "",
    paused: bool = False, offset: Offset = 0,
) -> list[ParticipantOut]:  # fmt: skip
    """Who takes part, by name, 100 at a time."""
    found, _ = participants(site.db, campaign, name=name, paused=paused, offset=offset)
    return [ParticipantOut.of(one) for one in found]


@router.get("/people/{number}")
def one_person(site: Here, person: Leading, campaign: CampaignHere, number: Number) -> ParticipantOut:
    """One person who takes part."""
    return ParticipantOut.of(_participant(site, campaign, number))


@router.post("/people/{number}/roles", status_code=204)
def change_role(site: Here, person: Leading, campaign: CampaignHere, number: Number, given: RoleIn) -> None:
    """Give somebody a role in this campaign, or take it: leads all of them, stewards those below their own."""
    _participant(site, campaign, number)
    change_roles(
        site.db, number, given.name, give=given.give, campaign_id=campaign.id, language=given.language, actor=person
    )


@router.post("/people/{number}/pause", status_code=204)
def pause_person(site: Here, person: Changing, campaign: CampaignHere, number: Number, given: PauseIn) -> None:
    """Hand out nothing to somebody until it has been talked about; she is told why."""
    pause(site.db, campaign, _participant(site, campaign, number).person, person, given.reason)


@router.post("/people/{number}/resume", status_code=204)
def resume_person(site: Here, person: Changing, campaign: CampaignHere, number: Number) -> None:
    """Let a paused person go on."""
    resume(site.db, campaign, _participant(site, campaign, number).person, person)


@router.get("/invitations")
def invitations(site: Here, person: Leading, campaign: CampaignHere) -> list[InvitationOut]:
    """The ways into this campaign, the newest first."""
    return [
        InvitationOut(
            id=one.invitation.id, role=one.invitation.role, languages=one.invitation.languages, state=one.state,
            uses_left=one.invitation.uses_left, expires_at=one.invitation.expires_at, made_by=one.maker,
        )
        for one in list_invitations(site.db, campaign=campaign)
    ]  # fmt: skip


@router.post("/invitations", status_code=201)
def invite(site: Here, person: Leading, campaign: CampaignHere, given: InvitationIn) -> InvitationMadeOut:
    """Make a link and a code, which are shown this once."""
    made = make_invitation(
        site.db, role=given.role, campaign=campaign, languages=tuple(given.languages), uses=given.uses,
        valid=timedelta(days=given.days), actor=person,
    )  # fmt: skip
    return InvitationMadeOut(id=made.id, token=made.token, code=made.code)


@router.delete("/invitations/{number}", status_code=204)
def revoke(site: Here, person: Leading, campaign: CampaignHere, number: Number) -> None:
    """Make an invitation let nobody in any more."""
    if number not in {one.invitation.id for one in list_invitations(site.db, campaign=campaign)}:
        raise HTTPException(404)
    revoke_invitation(site.db, number, actor=person)


@router.get("/items")
def find(
    site: Here, person: Leading, campaign: CampaignHere, q: Annotated[str, Query(max_length=200)] = "",
    state: Shown | None = None, language: Annotated[str, Query(max_length=35)] = "", offset: Offset = 0,
) -> ItemsOut:  # fmt: skip
    """Items by their id, their words or their state, 100 at a time."""
    found, total = find_items(site.db, campaign, words=q, state=state, language=language, limit=100, offset=offset)
    return ItemsOut(total=total, items=[FoundOut.model_validate(one) for one in found])


@router.get("/items/{record}")
def history(site: Here, person: Leading, campaign: CampaignHere, record: RecordId) -> HistoryOut:
    """One item with every version of every answer, by pseudonym, and every decision with what it was drawn from."""
    found = or_404(item_history, site.db, campaign, record, project_pseudonyms(site.project.state))
    return HistoryOut(
        record_id=found.item.record_id,
        language=found.item.language,
        state=found.item.state,
        payload=found.item.payload,
        heard=[HeardOut.model_validate(one) for one in found.heard],
        decisions=[DecisionOut.model_validate(one) for one in found.decisions],
        withdrawn=found.withdrawn,
    )


@router.get("/exports/{name}", response_class=FileResponse)
def download(
    request: Request, site: Here, person: Changing, campaign: CampaignHere, name: Annotated[str, InPath(max_length=20)]
) -> Response:
    """A file: `all`, `argilla`, `label-studio` (ZIP), `responses`, `decisions`, `history`, `items`, `crowd` (Parquet),
    `crowd-csv` (CSV)."""
    return send_export(request, site, campaign, name, person)


def _participant(site: Site, campaign: CampaignHere, number: int) -> Participant:
    return or_404(participant, site.db, campaign, number)
