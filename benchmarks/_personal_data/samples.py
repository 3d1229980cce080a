"""Texts with one thing planted, for ten countries: personal data, or what only looks like it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from stdnum import ean, iban, isbn, luhn
from stdnum.ar import cuit
from stdnum.br import cnpj, cpf
from stdnum.cl import rut as rut_cl
from stdnum.co import nit
from stdnum.ec import ci
from stdnum.ec import ruc as ruc_ec
from stdnum.es import cif, dni, nie
from stdnum.mx import curp, rfc
from stdnum.pe import ruc as ruc_pe
from stdnum.py import ruc as ruc_py
from stdnum.uy import rut as rut_uy

from _personal_data import numbers as made
from _personal_data.numbers import Made, broken, digits
from _personal_data.texts import BARE, CONTACT, FILLER, LABELLED, NEGATIVE

Check = Callable[[str], bool] | None


@dataclass(frozen=True)
class Number:
    kind: str
    label: str
    make: Made
    check: Check
    """Says whether the check digits fit; None where the number has none, and then it has a label always."""
    alone: bool = False
    """Whether its shape is like nothing else."""


@dataclass(frozen=True)
class Sample:
    text: str
    country: str
    language: str
    kind: str
    """Of what is planted, or of what only looks like personal data."""
    start: int = -1
    end: int = -1
    """Where personal data stands; -1 where there is none."""


def _dotless(check: Callable[[str], bool]) -> Callable[[str], bool]:
    return lambda number: check(number.replace(".", "").replace("/", ""))


def _uy(number: str) -> bool:
    plain = "".join(filter(str.isdigit, number))
    weights = (2, 9, 8, 7, 6, 3, 4)
    return -sum(int(one) * weight for one, weight in zip(plain[:7], weights, strict=True)) % 10 == int(plain[7])


def _nss(number: str) -> bool:
    plain = number.replace("/", "")
    return int(plain[:10]) % 97 == int(plain[10:])


NUMBERS: dict[str, tuple[Number, ...]] = {
    "ES": (
        Number("dni", "DNI", made.dni_es, dni.is_valid, alone=True),
        Number("nie", "NIE", made.nie_es, nie.is_valid, alone=True),
        Number("cif", "CIF", made.cif_es, cif.is_valid),
        Number("nss", "NSS", made.nss_es, _nss),
    ),
    "MX": (
        Number("curp", "CURP", made.curp_mx, curp.is_valid, alone=True),
        Number("rfc", "RFC", made.rfc_mx, lambda n: rfc.is_valid(n, validate_check_digits=True), alone=True),
    ),
    "CL": (Number("rut", "RUT", made.rut_of_chile, rut_cl.is_valid, alone=True),),
    "PE": (
        Number("ruc", "RUC", made.ruc_of_peru, ruc_pe.is_valid),
        Number("dni", "DNI", lambda rng: digits(rng, 8), None),
    ),
    "AR": (
        Number("cuit", "CUIT", made.cuit_ar, cuit.is_valid),
        Number("cuit", "CUIL", made.cuit_ar, cuit.is_valid),
        Number("dni", "DNI", made.dni_of_argentina, None),
    ),
    "BR": (
        Number("cpf", "CPF", made.cpf_br, cpf.is_valid),
        Number("cnpj", "CNPJ", made.cnpj_br, cnpj.is_valid, alone=True),
    ),
    "CO": (
        Number("nit", "NIT", made.nit_co, nit.is_valid),
        Number("cedula", "cédula de ciudadanía", made.cedula_of_colombia, None),
    ),
    "EC": (
        Number("cedula", "cédula", made.cedula_of_ecuador, ci.is_valid),
        Number("ruc", "RUC", made.ruc_of_ecuador, ruc_ec.is_valid),
    ),
    "UY": (
        Number("cedula", "C.I.", made.cedula_of_uruguay, _uy),
        Number("rut", "RUT", made.rut_of_uruguay, rut_uy.is_valid),
    ),
    "PY": (
        Number("ruc", "RUC", made.ruc_of_paraguay, _dotless(ruc_py.is_valid)),
        Number("cedula", "cédula de identidad", made.cedula_of_paraguay, None),
    ),
}
NAMES = ("ana.perez", "jose_luis88", "m.quispe", "rosa+trabajo", "peñaloza", "g-ramirez", "lucia1990", "tomas")
HOSTS = ("correo", "mail-uni", "ayuda.vecinos", "tienda", "escola")
ENDS = {"ES": "es", "MX": "com.mx", "CL": "cl", "PE": "pe", "AR": "com.ar", "BR": "com.br", "CO": "co", "EC": "ec"}


def samples(rng: random.Random, each: int) -> Iterator[Sample]:
    """`each` texts of every kind and country."""
    for country in NUMBERS:
        for number in range(each):
            language = "pt" if country == "BR" else "ca" if country == "ES" and number % 3 == 2 else "es"
            for kind, value, sentence in _planted(rng, country, language):
                yield _sample(rng, country, language, kind, value, sentence, personal=True)
            for kind, value, sentence in _innocent(rng, country, language):
                yield _sample(rng, country, language, kind, value, sentence, personal=False)


def _planted(rng: random.Random, country: str, language: str) -> Iterator[tuple[str, str, str]]:
    contact = CONTACT[language]
    values = {
        "phone": made.phone(rng, country),
        "email": f"{rng.choice(NAMES)}@{rng.choice(HOSTS)}.{ENDS.get(country, 'org')}",
        "handle": "@" + rng.choice(NAMES).replace("+", "_").replace("-", "_"),
        "ip": _public_ip(rng),
        "link": _secret_link(rng),
        "card": made.card(rng),
        "iban": made.iban_es(rng),
    }
    for kind, sentences in contact.items():
        if kind != "iban" or country == "ES":
            yield kind, values[kind], rng.choice(sentences)
    for number in NUMBERS[country]:
        sentence = rng.choice(LABELLED[language]).replace("{label}", number.label).replace("{number}", "{}")
        if number.alone and rng.random() < 0.4:
            sentence = rng.choice(BARE[language])
        yield number.kind, number.make(rng), sentence


def _innocent(rng: random.Random, country: str, language: str) -> Iterator[tuple[str, str, str]]:
    values = {
        "order": rng.choice((digits(rng, rng.randrange(6, 14), "123456789"), made.phone(rng, country).lstrip("+"))),
        "price": _price(rng),
        "date": _date(rng),
        "isbn": _isbn(rng),
        "years": f"{rng.randrange(1800, 1990)}-{rng.randrange(1990, 2026)}",
        "version": ".".join(str(rng.randrange(0, 30)) for _ in range(rng.randrange(3, 5))),
        "coordinates": f"{rng.uniform(-50, 45):.6f}, {rng.uniform(-90, 5):.6f}",
        "count": rng.choice((made.dotted(digits(rng, 8, "123456789")), digits(rng, rng.randrange(6, 10), "123456789"))),
    }
    for kind, sentences in NEGATIVE[language].items():
        yield kind, values[kind], rng.choice(sentences)
    for number in NUMBERS[country]:
        if number.check:
            sentence = rng.choice(LABELLED[language]).replace("{label}", number.label).replace("{number}", "{}")
            yield f"broken {number.kind}", broken(rng, number.make(rng), number.check), sentence
    yield "broken card", broken(rng, made.card(rng), luhn_ok), rng.choice(CONTACT[language]["card"])
    if country == "ES":
        yield "broken iban", broken(rng, made.iban_es(rng), iban.is_valid), rng.choice(CONTACT[language]["iban"])


def luhn_ok(number: str) -> bool:
    return bool(luhn.is_valid(number.replace(" ", "")))


def _sample(
    rng: random.Random, country: str, language: str, kind: str, value: str, sentence: str, *, personal: bool
) -> Sample:
    before, after = rng.choice(FILLER[language]), rng.choice(FILLER[language])
    head, tail = sentence.split("{}")
    start = len(before) + 1 + len(head)
    text = f"{before} {head}{value}{tail}\n{after}"
    place = (start, start + len(value)) if personal else (-1, -1)
    return Sample(text, country, f"{language}-{country}" if rng.random() < 0.5 else language, kind, *place)


def _public_ip(rng: random.Random) -> str:
    network = rng.choice(("62.42", "80.58", "83.45", "190.12", "200.87", "201.160"))
    return f"{network}.{rng.randrange(256)}.{rng.randrange(1, 255)}"


def _secret_link(rng: random.Random) -> str:
    key = made.letters(rng, 20, "abcdef0123456789")
    return rng.choice(
        (
            f"https://tienda.org/pedido?id=4&token={key}",
            f"https://ana:{key[:9]}@archivos.org/x.csv",
            f"http://datos.org/v1/lugares?api_key={key}",
            f"https://nube.org/f/a.pdf?access_token={key}&v=2",
        )
    )


def _price(rng: random.Random) -> str:
    amount = rng.randrange(1_000, 99_999_999)
    return rng.choice(
        (f"{made.dotted(str(amount))},{digits(rng, 2)} €", f"$ {made.dotted(str(amount))}", f"{amount} pesos",
         f"S/ {amount},50", f"R$ {made.dotted(str(amount))},00", f"US$ {amount}", f"${amount:,}.00")
    )  # fmt: skip


def _date(rng: random.Random) -> str:
    day, month, year = rng.randrange(1, 29), rng.randrange(1, 13), rng.randrange(1900, 2027)
    return rng.choice(
        (f"{day:02d}/{month:02d}/{year}", f"{year}-{month:02d}-{day:02d}", f"{day}.{month}.{year}",
         f"{day:02d}-{month:02d}-{year}", f"{year}{month:02d}{day:02d}")
    )  # fmt: skip


def _isbn(rng: random.Random) -> str:
    number = "97884" + digits(rng, 7)
    whole = number + ean.calc_check_digit(number)
    return rng.choice((whole, isbn.format(whole)))
