"""One project's site: what every page needs, held together."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from starlette.requests import Request

from minga.community import Database
from minga.community.invitations import ConsentText
from minga.community.models import Campaign
from minga.project import Project
from minga.workspace import Workspace

__all__ = ["Site", "shipped_text", "site_of"]

CONSENT_VERSION = "1"
_TEXTS = Path(__file__).parent / "texts"


@dataclass(frozen=True)
class Site:
    """A project, its database, and whether this is the demonstration."""

    project: Project
    db: Database
    demo: bool = False

    @cached_property
    def workspace(self) -> Workspace:
        """The project's artifacts, to look at; pages never make any."""
        return self.project.workspace(dry=True)

    @property
    def name(self) -> str:
        """The project's title."""
        return self.project.settings.project.name

    @property
    def locale(self) -> str:
        """The language for visitors who ask for none that there is."""
        return self.project.settings.project.locale

    def consent(self, locale: str) -> tuple[str, ConsentText]:
        """The Markdown of the consent text, and what is recorded about it."""
        text = shipped_text("consent", locale)
        return text, ConsentText(CONSENT_VERSION, locale, hashlib.sha256(text.encode()).hexdigest())

    def guidelines(self, campaign: Campaign, locale: str) -> tuple[str, str]:
        """The guidelines of a campaign as Markdown, and the language they are in (empty when unknown)."""
        if campaign.guidelines:
            return campaign.guidelines, ""
        return shipped_text(campaign.kind, locale), locale


@lru_cache(maxsize=64)
def shipped_text(name: str, locale: str) -> str:
    """A longer text that comes with minga, as Markdown."""
    return (_TEXTS / f"{name}.{locale}.md").read_text(encoding="utf-8")


def site_of(request: Request) -> Site:
    """The site that a request came to."""
    site: Site = request.app.state.site
    return site
