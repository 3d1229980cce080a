"""Accounts: how people come back, and what they are asked about themselves."""

from __future__ import annotations

from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator

from minga.settings.base import Part

__all__ = ["AccountSettings", "MailSettings", "OpenIDSettings"]

_HERE = {"127.0.0.1", "localhost", "::1"}


class MailSettings(Part):
    """`[accounts.mail]`: the server that sends links to sign in."""

    host: str = ""
    """Name of the SMTP server; empty sends no mail."""
    port: int = Field(default=587, ge=1, le=65535)
    """587 for `starttls`, 465 for `tls`."""
    security: Literal["starttls", "tls", "none"] = "starttls"
    """How the connection is kept secret; `none` only for a server on this machine."""
    user: str = ""
    """Who signs in there; empty signs nobody in."""
    password_env: str = "MINGA_SMTP_PASSWORD"  # noqa: S105 - the name of a variable
    """The environment variable that holds its password."""
    sender: str = ""
    """The address that the mail comes from."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.host and "@" not in self.sender:
            raise ValueError("sender is missing: the address that the mail comes from")
        if self.host and self.security == "none" and self.host not in _HERE:
            raise ValueError("security = none is for a server on this machine")
        return self


class OpenIDSettings(Part):
    """`[accounts.openid]`: signing in with an account that people have elsewhere, such as at Hugging Face."""

    issuer: str = ""
    """Address of the OpenID Connect provider, such as `https://huggingface.co`; empty has none."""
    name: str = ""
    """What the button calls it; empty takes the issuer's host."""
    client_id: str = ""
    """What the provider calls this site."""
    secret_env: str = "MINGA_OPENID_SECRET"  # noqa: S105 - the name of a variable
    """The environment variable that holds the secret that the provider gave; it may be unset for a public client."""
    scopes: tuple[str, ...] = ("openid", "profile")
    """What the provider is asked for; nothing but the account's number is kept."""

    @field_validator("issuer")
    @classmethod
    def _secret_on_the_way(cls, issuer: str) -> str:
        return _checked_address(issuer)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.issuer and not self.client_id:
            raise ValueError("client_id is missing: the provider gives it when the site is registered there")
        if "openid" not in self.scopes:
            raise ValueError("scopes must have openid")
        return self

    @property
    def shown(self) -> str:
        """What the button calls it."""
        return self.name or self.issuer.partition("://")[2].partition("/")[0]


class AccountSettings(Part):
    """`[accounts]`: how people sign in beyond personal links, and what they may tell about themselves."""

    address: str = ""
    """Where people reach the application: `https://minga.example.org`. Links in mails and the way back from an OpenID
    provider begin with it."""
    passwords: bool = True
    """Whether people may set an e-mail address with a password."""
    password_length: int = Field(default=15, ge=8, le=64)
    """Fewest characters of a password; 15 is what NIST SP 800-63B-4 asks where nothing else is checked."""
    mail: MailSettings = MailSettings()
    """The server that sends links to sign in."""
    openid: OpenIDSettings = OpenIDSettings()
    """Signing in with an account elsewhere."""
    demographics: bool = True
    """Whether people are shown a page with optional questions on age, gender, education and first languages."""

    @field_validator("address")
    @classmethod
    def _plain_address(cls, address: str) -> str:
        return _checked_address(address)

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if (self.mail.host or self.openid.issuer) and not self.address:
            raise ValueError("address is missing: mails and OpenID providers have to lead back to the application")
        return self


def _checked_address(address: str) -> str:
    """Without its last slash. Plain http only to this machine: what goes over it would be anybody's."""
    address = address.rstrip("/")
    parts = urlsplit(address)
    if address and parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _HERE):
        raise ValueError(f"{address} must begin with https://")
    if "?" in address or "#" in address:
        raise ValueError(f"{address} must be an address without ? and #")
    return address
