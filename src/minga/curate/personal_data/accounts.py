"""Bank accounts and cards, by their check digits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minga.curate.personal_data.cues import IDENTITY, MONEY, OTHER, label_before, labels, words_of
from minga.curate.personal_data.span import Span

__all__ = ["account_shapes", "accounts", "cards", "is_clabe"]

_IBAN = re.compile(
    r"(?<![\w])[A-Za-z]{2}\d{2}(?:(?:[ -]?[A-Za-z0-9]{4}){2,7}(?:[ -]?[A-Za-z0-9]{1,3})?)(?![A-Za-z0-9])"
)
_SHAPE = re.compile(r"(?<!\w)[A-Za-z]{2}\d{2}(?:[ -]?\d{4}){3,7}")
_GROUP = re.compile(r"[ -]?[A-Za-z0-9]{1,4}$")
_LOCAL = re.compile(r"(?<![\w.,-])\d(?:[ -]?\d){17,21}(?![\w]|[.,-]\d)")
_CARD = re.compile(r"(?<![\w.,-])[2-6]\d(?:[ -]?\d){11,17}(?![\w]|[.,-]\d)")
_CARD_GROUPS = re.compile(r"\d{4}([ -])\d{4}\1\d{4}\1\d{1,7}|\d{4}([ -])\d{6}\2\d{4,5}")
_ISSUERS = re.compile(r"4|5[0-8]|6[0-9]|3[4-9]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)")
"""First digits of Visa, Mastercard, American Express, Diners, Discover, UnionPay, Maestro, Elo and Hipercard."""
_ACCOUNT = words_of("cuenta compte conta clabe cbu ccc iban interbancaria transferencia deposito")
_CARD_LABELS = words_of("tarjeta targeta cartao card visa mastercard maestro credito credit debito debit elo amex")


def accounts(text: str) -> Iterator[Span]:
    """IBAN anywhere; CLABE (MX), CBU (AR) and CCC (ES) behind a word that says so."""
    from stdnum import iban

    for found in _IBAN.finditer(text):
        number = found[0]
        while len(number) > 14:
            if iban.is_valid(number):
                yield Span(found.start(), found.start() + len(number), "iban", number[:2].upper())
                break
            number = _GROUP.sub("", number)
    for found in _LOCAL.finditer(text):
        if not _ACCOUNT.isdisjoint(labels(text, found.start())):
            country = _local_country(found[0])
            if country:
                yield Span(found.start(), found.end(), "account", country)


def account_shapes(text: str) -> Iterator[Span]:
    """What looks like an IBAN, right or wrong: parts of it are neither cards nor telephones."""
    for found in _SHAPE.finditer(text):
        yield Span(found.start(), found.end(), "iban")


def cards(text: str) -> Iterator[Span]:
    """Numbers of payment cards: a known issuer, Luhn's check digit, and groups of digits or a word that says so."""
    from stdnum import luhn

    for found in _CARD.finditer(text):
        digits = re.sub(r"\D", "", found[0])
        if not _ISSUERS.match(digits) or len(set(digits)) == 1:
            continue
        words = labels(text, found.start())
        if _CARD_LABELS.isdisjoint(words):
            label = label_before(words)
            if not _CARD_GROUPS.fullmatch(found[0]) or label in OTHER or label in IDENTITY:
                continue
            if MONEY.search(text[max(0, found.start() - 6) : found.start()]):
                continue
        if luhn.is_valid(digits):
            yield Span(found.start(), found.end(), "card")


def is_clabe(number: str) -> bool:
    """Whether 18 digits are a Mexican CLABE: weights 3, 7, 1, modulo 10 (Banco de México, Circular 3/2012)."""
    if not re.fullmatch(r"\d{18}", number):
        return False
    total = sum(int(digit) * weight % 10 for digit, weight in zip(number[:17], (3, 7, 1) * 6, strict=False))
    return int(number[17]) == -total % 10


def _local_country(number: str) -> str | None:
    from stdnum.ar import cbu
    from stdnum.es import ccc

    digits = re.sub(r"\D", "", number)
    checks = {18: ("MX", is_clabe), 20: ("ES", ccc.is_valid), 22: ("AR", cbu.is_valid)}
    country, check = checks.get(len(digits), (None, None))
    return country if check and check(digits) else None
