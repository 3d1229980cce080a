"""Templates in the reader's language."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_time
from babel.numbers import format_decimal, format_percent
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from minga import languages
from minga.web.catalogues import LOCALES, text_direction, translations
from minga.web.differences import difference
from minga.web.findings import drop_reason, explain, stage_name
from minga.web.markdown import render_markdown
from minga.web.marking import mark
from minga.web.submission_words import reason_words
from minga.web.visitors import Visitor, remember_guest, remember_language

__all__ = ["render"]

_PACKAGE = Path(__file__).parent


def render(request: Request, visitor: Visitor, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A page from `templates/`, in the visitor's language."""
    page = _environment(visitor.locale).get_template(template)
    text = page.render(request=request, visitor=visitor, site=visitor.site, here=request.url.path, **values)
    response = HTMLResponse(text, status_code=status, headers={"content-language": visitor.locale})
    if visitor.form_token in text:  # a guest needs the cookie only where there is a form to send
        remember_guest(request, response, visitor)
    remember_language(request, response)
    return response


@lru_cache(maxsize=16)
def _environment(locale: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_PACKAGE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.policies["ext.i18n.trimmed"] = True
    catalogue = translations(locale)
    environment.install_gettext_translations(catalogue, newstyle=True)  # type: ignore[attr-defined]  # from ext.i18n
    environment.filters.update(
        number=partial(format_decimal, locale=locale),
        percent=partial(format_percent, locale=locale),
        date=partial(_date, locale=locale),
        moment=partial(_moment, locale=locale),
        language=partial(languages.name, locale=locale),
        country=partial(languages.country_name, locale=locale),
        markdown=render_markdown,
        explain=partial(explain, locale=locale),
        reason=partial(drop_reason, catalogue),
        refusal=partial(reason_words, catalogue, locale=locale),
        stage=partial(stage_name, catalogue),
    )
    environment.globals.update(
        locale=locale,
        direction=text_direction(locale),
        locales=LOCALES,
        asset=_asset,
        difference=difference,
        mark=mark,
        own_name=languages.name,
    )
    return environment


def _date(value: datetime, *, locale: str) -> str:
    return str(format_date(value, format="long", locale=locale))


def _moment(value: datetime, *, locale: str) -> str:
    # Seconds say nothing to a reader, and make the line break on a phone.
    return f"{format_date(value, format='medium', locale=locale)}, {format_time(value, format='short', locale=locale)}"


@lru_cache(maxsize=64)
def _asset(name: str) -> str:
    """The address of a static file; it changes with the file, so browsers may keep it for good."""
    content = (_PACKAGE / "static" / name).read_bytes()
    return f"/static/{name}?{hashlib.sha256(content).hexdigest()[:10]}"
