"""The mails that minga sends, in the reader's language."""

from __future__ import annotations

import logging

from minga.errors import MingaError
from minga.web.catalogues import translations
from minga.web.site import Site

__all__ = ["send_confirmation", "send_sign_in_link"]

_log = logging.getLogger("minga.web")


def send_sign_in_link(site: Site, address: str, token: str, locale: str) -> None:
    """Send somebody the link that she asked for."""
    _ = translations(locale).gettext
    text = _(
        "Somebody, most likely you, wants to sign in. This link does it, once, within fifteen minutes:\n\n"
        "%(link)s\n\nIf it was not you, do nothing: without this mail nobody comes in.\n"
    )
    _send(site, address, _("Your link to sign in"), text, token)


def send_confirmation(site: Site, address: str, token: str, locale: str, name: str) -> None:
    """Ask whether an address belongs to whoever named it; `name` is her public name."""
    _ = translations(locale).gettext
    text = _(
        "%(name)s wants to sign in with this address from now on. If that is you, this link confirms it within "
        "fifteen minutes:\n\n%(link)s\n\nIf it is not you, do nothing: the address is then forgotten.\n"
    )
    _send(site, address, _("Is this your address?"), text, token, name=name)


def _send(site: Site, address: str, subject: str, text: str, token: str, **values: str) -> None:
    link = f"{site.accounts.address}/email/{token}"
    try:
        if site.mailer is not None:
            site.mailer.send(address, f"{site.name}: {subject}", text % {"link": link, **values}, name=site.name)
    except MingaError as error:
        # Whoever asked has her answer already, and must not learn from a fault whether the address is known.
        _log.error("a mail was not sent: %s", error)
