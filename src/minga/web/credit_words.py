"""Credit in words: titles, roles, kinds of work and whole certificates, in a reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from minga.community.models import Campaign, Certificate
from minga.web.catalogues import LOCALES, translations
from minga.web.certificate_pdf import CertificateWords
from minga.web.messages import later

__all__ = ["ROLE_NAMES", "TITLE_NAMES", "WORK_NAMES", "certificate_facts", "certificate_statement", "certificate_words"]


ROLE_NAMES: Mapping[str, str] = {
    "project-administration": later("Project administration"),
    "supervision": later("Supervision"),
    "data-curation": later("Data curation"),
    "validation": later("Validation"),
    "investigation": later("Investigation"),
    "resources": later("Resources"),
    "writing-original-draft": later("Writing – original draft"),
}
"""English names of CRediT roles, to be translated."""

TITLE_NAMES: Mapping[str, str] = {"contributor": later("contributor"), "co-author": later("co-author")}
"""Names of the usual thresholds; a project's own are printed as it wrote them."""

WORK_NAMES: Mapping[str, str] = {
    "answer": later("answers that the decision agrees with"),
    "finding": later("faults that you found"),
    "opinion": later("questions answered as the project concluded"),
    "edit": later("edits that were adopted"),
    "adjudication": later("disputes settled"),
    "written": later("texts written and accepted"),
    "given": later("texts given and accepted"),
}
"""Kinds of validated work, to be translated."""


def certificate_words(
    certificate: Certificate, campaign: Campaign | None, project: str, address: str
) -> CertificateWords:
    """All that is printed on a certificate, in the language that it was issued in."""
    locale = _locale(certificate)
    gettext = translations(locale).gettext
    return CertificateWords(
        language=locale,
        project=project,
        heading=gettext("Certificate of contribution"),
        intro=gettext("This certifies that"),
        name=certificate.name,
        statement=certificate_statement(certificate, campaign, project, locale),
        facts=certificate_facts(certificate, locale),
        check=gettext("Anybody can check it at"),
        address=address,
        code=certificate.code,
        picture=gettext("QR code with the same address"),
    )


def certificate_statement(certificate: Certificate, campaign: Campaign | None, project: str, locale: str) -> list[str]:
    """What the person did, in one or two lines."""
    catalogue = translations(locale)
    count = int(certificate.detail["validated"])
    shown = format_decimal(count, locale=locale)
    worked = catalogue.ngettext(
        "contributed %(count)s answer that the project’s decisions confirm",
        "contributed %(count)s answers that the project’s decisions confirm",
        count,
    ) % {"count": shown}
    if not count:
        worked = catalogue.gettext("contributed to the project")
    where = (
        catalogue.gettext("in the campaign “%(campaign)s”.") % {"campaign": campaign.title}
        if campaign
        else catalogue.gettext("in the project “%(project)s”.") % {"project": project}
    )
    return [worked, where]


def certificate_facts(certificate: Certificate, locale: str) -> list[tuple[str, str]]:
    """Labels and values; what is not known is left out."""
    detail, gettext = certificate.detail, translations(locale).gettext
    day = partial(_day, locale=locale)
    facts = [
        (gettext("Points"), format_decimal(detail["points"], locale=locale) if detail["points"] else ""),
        (gettext("Recognised as"), _title(detail["titles"], locale)),
        (
            gettext("Roles (CRediT)"),
            format_list([gettext(ROLE_NAMES[role]) for role in detail["roles"]], locale=locale),
        ),
        (gettext("First contribution"), day(detail["first"])),
        (gettext("Latest contribution"), day(detail["last"])),
        (gettext("Issued"), day(certificate.issued_at.isoformat())),
    ]
    return [(label, value) for label, value in facts if value]


def _title(titles: Sequence[str], locale: str) -> str:
    # gettext of an empty text is the catalogue's header
    return translations(locale).gettext(TITLE_NAMES.get(titles[0], titles[0])) if titles else ""


def _day(moment: str | None, *, locale: str) -> str:
    return str(format_date(datetime.fromisoformat(moment), format="long", locale=locale)) if moment else ""


def _locale(certificate: Certificate) -> str:
    chosen: Any = certificate.detail.get("locale")
    return chosen if chosen in LOCALES else "en"
