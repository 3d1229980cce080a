"""Forms with a file: only for whoever may make a campaign, and only after that is known."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from minga.review.making_campaigns import MAX_UPLOAD
from minga.web.leading import project_lead
from minga.web.rate_limits import hold_back
from minga.web.security import is_form_token
from minga.web.visitors import SignedInVisitor, check_form, field

__all__ = ["MAX_BODY", "UploadedForm", "uploaded"]

MAX_BODY = MAX_UPLOAD + 256 * 1024
"""Bytes of such a form with its other fields."""
_MAX_FIELDS = 40


async def _uploaded_form(request: Request, visitor: SignedInVisitor) -> AsyncIterator[FormData]:
    """The fields and the file. Raises 403 for who may not, before anything is read, and for a form of another site."""
    project_lead(visitor)
    hold_back(request, visitor.person)
    check_form(request, "multipart/form-data")
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > MAX_BODY:
        raise HTTPException(413)
    async with request.form(max_files=1, max_fields=_MAX_FIELDS) as form:
        if not is_form_token(visitor.secret, field(form, "csrf")):
            raise HTTPException(403)
        yield form


UploadedForm = Annotated[FormData, Depends(_uploaded_form)]


def uploaded(form: FormData, name: str) -> bytes:
    """The bytes of a file that was handed in; none where there is no file. Its name and type are not looked at."""
    file = form.get(name)
    return file.file.read(MAX_UPLOAD + 1) if isinstance(file, UploadFile) else b""
