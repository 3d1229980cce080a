"""One project's site: what every page needs, held together."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.requests import Request

from minga.community import Database
from minga.community.consents import ConsentText
from minga.community.email_links import Mailer
from minga.community.models import Campaign
from minga.community.openid import Provider
from minga.project import Project
from minga.settings import AccountSettings
from minga.workspace import Workspace

if TYPE_CHECKING:
    import httpx

__all__ = ["CONSENT_VERSION", "Site", "shipped_text", "site_of"]

CONSENT_VERSION = "2"
"""Raised when the consent text changes what people agree to: everybody is then asked again before the next item."""
_TEXTS = Path(__file__).parent / "texts"
_SECONDS = 10
"""That an OpenID provider may take to answer."""


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

    @property
    def accounts(self) -> AccountSettings:
        """How people may sign in."""
        return self.project.settings.accounts

    @cached_property
    def mailer(self) -> Mailer | None:
        """What sends links by e-mail; None where the project has no mail server."""
        return Mailer(self.accounts.mail) if self.accounts.mail.host else None

    @cached_property
    def openid(self) -> Provider | None:
        """The OpenID provider; None where the project has none. It is asked for its addresses once."""
        if not self.accounts.openid.issuer:
            return None

        def client() -> httpx.Client:
            import httpx

            return httpx.Client(timeout=_SECONDS)

        return Provider(self.accounts.openid, f"{self.accounts.address}/sign-in/openid/back", client)

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
