"""One's own data: seeing and taking along everything, and taking one's work back."""

from __future__ import annotations

import json
from dataclasses import replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from minga.community.accounts import check_current_password, ways_of
from minga.community.personal_data import as_zip, export
from minga.community.throttling import Throttled
from minga.errors import CommunityError
from minga.review.withdrawing import come_back as return_to_work
from minga.review.withdrawing import withdraw
from minga.web.messages import later
from minga.web.rendering import render
from minga.web.visitors import CheckedForm, SignedInVisitor, Visitor, field, forget_session, person_of

__all__ = ["as_files", "as_json", "come_back", "data_page", "erase", "router", "take_back"]

router = APIRouter(include_in_schema=False, prefix="/me/data")


_SURE = later("say that you are sure")


@router.get("")
def data_page(request: Request, visitor: SignedInVisitor, done: str = "") -> HTMLResponse:
    """What there is about oneself, in numbers, and what may be done with it."""
    return _data_page(request, visitor, done=done)


@router.get("/everything.json")
def as_json(visitor: SignedInVisitor) -> Response:
    """All of it as one JSON document."""
    exported = export(visitor.site.db, person_of(visitor).id)
    text = json.dumps(exported, ensure_ascii=False, indent=1)
    return Response(text, media_type="application/json", headers=_as_file(visitor, "json"))


@router.get("/everything.zip")
def as_files(visitor: SignedInVisitor) -> Response:
    """The same, and a CSV file for each table, as a ZIP."""
    packed = as_zip(export(visitor.site.db, person_of(visitor).id))
    return Response(packed, media_type="application/zip", headers=_as_file(visitor, "zip"))


@router.post("/withdraw")
def take_back(request: Request, visitor: SignedInVisitor, form: CheckedForm) -> Response:
    """Take one's work back; the way in stays."""
    return _leave(request, visitor, form, erase=False)


@router.post("/erase")
def erase(request: Request, visitor: SignedInVisitor, form: CheckedForm) -> Response:
    """Take one's work back, and have everything deleted that one wrote and told."""
    return _leave(request, visitor, form, erase=True)


@router.post("/return")
def come_back(visitor: SignedInVisitor, form: CheckedForm) -> Response:
    """Come back with one's work."""
    return_to_work(visitor.site.db, person_of(visitor))
    return RedirectResponse("/me/data?done=returned", 303)


def _leave(request: Request, visitor: Visitor, form: CheckedForm, *, erase: bool) -> Response:
    person = person_of(visitor)
    try:
        if field(form, "sure") != "yes":
            raise CommunityError(_SURE)
        check_current_password(visitor.site.db, person.id, field(form, "current"))
    except CommunityError as error:
        return _data_page(request, visitor, fault=error)
    withdraw(visitor.site.db, person, erase=erase, keep_session=visitor.token)
    if not erase:
        return RedirectResponse("/me/data?done=withdrawn", 303)
    response = render(request, replace(visitor, person=None, token=None), "farewell.html")
    forget_session(response)
    return response


def _data_page(
    request: Request, visitor: Visitor, *, fault: CommunityError | None = None, done: str = ""
) -> HTMLResponse:
    person = person_of(visitor)
    exported = export(visitor.site.db, person.id)
    seconds = fault.seconds if isinstance(fault, Throttled) else 0
    return render(
        request,
        visitor,
        "my_data.html",
        status=429 if seconds else 400 if fault else 200,
        person=person,
        answers=len(exported["tables"]["response"]),
        rows=sum(len(rows) for rows in exported["tables"].values()),
        has_password=ways_of(visitor.site.db, person.id).password,
        fault=fault.what if fault else "",
        seconds=seconds,
        done=done,
    )


def _as_file(visitor: Visitor, ending: str) -> dict[str, str]:
    slug = visitor.site.project.settings.project.slug
    return {"content-disposition": f'attachment; filename="{slug}-my-data.{ending}"'}
