"""E-mail addresses, handles, IP addresses, and links that carry a password or a token."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator

from minga.curate.personal_data.cues import IDENTITY, INTERNET, VERSION, label_before, labels, words_of
from minga.curate.personal_data.span import Span

__all__ = ["emails", "handles", "ip_addresses", "links", "secret_links"]

_DOMAIN = re.compile(r"@(?:[^\W_](?:[\w-]{0,62})\.){1,6}[^\W\d_]{2,24}(?![\w-])")
_LOCAL = frozenset("._%+-'")
_LOCAL_LENGTH = 64
_HANDLE = re.compile(r"(?<![\w@/.:#])@(?=[\w.]{0,29}[^\W\d_])(\w[\w.]{1,28}\w)(?![\w@/(=]|\.\w)")
_NOT_PEOPLE = words_of(
    "property override staticmethod classmethod abstractmethod dataclass decorator param params return returns "
    "throws deprecated author since see todo media import charset keyframes supports layer include mixin extend "
    "page test autowired component service entity table column suppresswarnings functionalinterface nullable "
    "notnull bean pytest fixture cached_property lru_cache wraps overload final id"
)
"""What stands behind an @ in programs."""
_LINK = re.compile(r"(?<!\w)(?:[A-Za-z][A-Za-z0-9+.-]{1,15}://|mailto:)[^\s<>\"'`]{1,4000}")
_PASSWORD = re.compile(r"://[^\s/@:]{1,100}:[^\s/@]{1,200}@")
_TOKEN = re.compile(
    r"[?&#;](?:[\w-]{0,20}(?:token|secret|passw(?:or)?d|signature)|pwd|api[_-]?key|apikey|auth|key|sig|jwt|session"
    r"(?:id)?|sid|clave|contrasena|senha)=[^&#\s]{6,}",
    re.IGNORECASE,
)
_NO_VERSION = 64
_IPV4 = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?!\w|\.\w|\.\d)")
_IPV6 = re.compile(r"(?<![\w:.])[0-9A-Fa-f]{1,4}(?::{1,2}[0-9A-Fa-f]{1,4}){3,7}(?![\w:])")


def emails(text: str) -> Iterator[Span]:
    """Addresses `name@domain`."""
    for found in _DOMAIN.finditer(text):
        start = first = found.start()
        while start > max(0, first - _LOCAL_LENGTH) and (text[start - 1].isalnum() or text[start - 1] in _LOCAL):
            start -= 1
        while start < first and not text[start].isalnum():
            start += 1
        if start < first and (start == 0 or text[start - 1] != "@"):
            yield Span(start, found.end(), "email")


def handles(text: str) -> Iterator[Span]:
    """Names in social networks, `@name`: neither decorators of programs nor `tod@s`."""
    for found in _HANDLE.finditer(text):
        if found[1].lower() not in _NOT_PEOPLE:
            yield Span(found.start(), found.end(), "handle")


def links(text: str) -> Iterator[Span]:
    """All links; numbers in them are nobody's."""
    for found in _LINK.finditer(text):
        yield Span(found.start(), found.end(), "link")


def secret_links(text: str) -> Iterator[Span]:
    """Links with `user:password@`, or with a token, key, password or session among their parameters."""
    for found in _LINK.finditer(text):
        if _PASSWORD.search(found[0]) or _TOKEN.search(found[0]):
            yield Span(found.start(), found.start() + len(found[0].rstrip(".,;:!?)]}»”")), "link")


def ip_addresses(text: str) -> Iterator[Span]:
    """Public IPv4 and IPv6 addresses; version and section numbers such as 1.2.3.4 are left alone.

    Without a word that speaks of networks beside it, an IPv4 address needs a part of 64 or more, and three parts of
    two digits or more.
    """
    for pattern in (_IPV4, _IPV6):
        for found in pattern.finditer(text):
            if _is_public(found[0]) and (pattern is _IPV6 or _speaks_of_networks(text, found)):
                yield Span(found.start(), found.end(), "ip")


def _is_public(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_global
    except ValueError:
        return False


def _speaks_of_networks(text: str, found: re.Match[str]) -> bool:
    words = labels(text, found.start())[:5]
    if label_before(words) in IDENTITY:
        return False  # a cédula such as 1.123.145.201
    known = next((word for word in words if word in VERSION or word in INTERNET), None)
    if known:
        return known in INTERNET
    parts = [int(part) for part in found[0].split(".")]
    return max(parts) >= _NO_VERSION and sum(part > 9 for part in parts) >= 3
