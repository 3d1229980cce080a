"""Valid numbers of each country, made with the check digits, and the same numbers with broken ones."""

from __future__ import annotations

import random
import string
from collections.abc import Callable

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType
from stdnum import iban, luhn
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

Made = Callable[[random.Random], str]
PHONE_TYPES = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE)


def digits(rng: random.Random, count: int, first: str = string.digits) -> str:
    return rng.choice(first) + "".join(rng.choice(string.digits) for _ in range(count - 1))


def letters(rng: random.Random, count: int, of: str = string.ascii_uppercase) -> str:
    return "".join(rng.choice(of) for _ in range(count))


def dotted(number: str) -> str:
    return f"{int(number):,}".replace(",", ".")


def _date(rng: random.Random) -> str:
    return f"{rng.randrange(50, 99):02d}{rng.randrange(1, 13):02d}{rng.randrange(1, 29):02d}"


def until_valid(rng: random.Random, make: Made, is_valid: Callable[[str], bool]) -> str:
    while True:
        number = make(rng)
        if is_valid(number):
            return number


def dni_es(rng: random.Random) -> str:
    number = digits(rng, 8)
    return number + rng.choice(("", "-")) + dni.calc_check_digit(number)


def nie_es(rng: random.Random) -> str:
    number = rng.choice("XYZ") + digits(rng, 7)
    return number + nie.calc_check_digit(number)


def cif_es(rng: random.Random) -> str:
    number = rng.choice("ABCDEFGHJ") + digits(rng, 7)
    return number + cif.calc_check_digits(number)[0]


def nss_es(rng: random.Random) -> str:
    stem = f"{rng.randrange(1, 53):02d}{digits(rng, 8, '123456789')}"
    return f"{stem[:2]}/{stem[2:]}/{int(stem) % 97:02d}"


def curp_mx(rng: random.Random) -> str:
    def make(rng: random.Random) -> str:
        number = letters(rng, 4, "BCDGLMRSTV") + _date(rng) + rng.choice("HM") + rng.choice(["DF", "JC", "NL", "OC"])
        number += letters(rng, 3, "BCDFGHLMNR") + digits(rng, 1)
        return number + curp.calc_check_digit(number)

    return until_valid(rng, make, curp.is_valid)


def rfc_mx(rng: random.Random) -> str:
    def make(rng: random.Random) -> str:
        number = letters(rng, 4, "BCDGLMRSTV") + _date(rng) + letters(rng, 2, "1234567ABCDEFG")
        return number + rfc.calc_check_digit(number)

    return until_valid(rng, make, lambda number: rfc.is_valid(number, validate_check_digits=True))


def rut_of_chile(rng: random.Random) -> str:
    number = str(rng.randrange(5_000_000, 26_000_000))
    return f"{rng.choice((dotted(number), number))}-{rut_cl.calc_check_digit(number)}"


def ruc_of_peru(rng: random.Random) -> str:
    number = rng.choice(("10", "20")) + digits(rng, 8)
    return number + ruc_pe.calc_check_digit(number)


def cuit_ar(rng: random.Random) -> str:
    number = rng.choice(("20", "23", "27", "30")) + digits(rng, 8)
    whole = number + cuit.calc_check_digit(number)
    return rng.choice((whole, f"{whole[:2]}-{whole[2:10]}-{whole[10]}"))


def dni_of_argentina(rng: random.Random) -> str:
    number = str(rng.randrange(6_000_000, 49_000_000))
    return rng.choice((number, dotted(number)))


def cpf_br(rng: random.Random) -> str:
    number = digits(rng, 9)
    whole = next(end for end in (f"{number}{check:02d}" for check in range(100)) if cpf.is_valid(end))
    return rng.choice((whole, cpf.format(whole)))


def cnpj_br(rng: random.Random) -> str:
    number = digits(rng, 8, "123456789") + "0001"
    whole = number + cnpj.calc_check_digits(number)
    return rng.choice((whole, cnpj.format(whole)))


def nit_co(rng: random.Random) -> str:
    number = digits(rng, 9, "89")
    check = nit.calc_check_digit(number)
    return rng.choice((f"{number}-{check}", f"{dotted(number)}-{check}"))


def cedula_of_colombia(rng: random.Random) -> str:
    number = str(rng.choice((rng.randrange(10_000_000, 99_000_000), rng.randrange(1_000_000_000, 1_250_000_000))))
    return rng.choice((number, dotted(number)))


def cedula_of_ecuador(rng: random.Random) -> str:
    def make(rng: random.Random) -> str:
        return f"{rng.randrange(1, 25):02d}{digits(rng, 1, '012345')}{digits(rng, 7)}"

    return until_valid(rng, make, ci.is_valid)


def ruc_of_ecuador(rng: random.Random) -> str:
    return until_valid(rng, lambda rng: cedula_of_ecuador(rng) + "001", ruc_ec.is_valid)


def cedula_of_uruguay(rng: random.Random) -> str:
    number = digits(rng, 7, "12345")
    total = sum(int(digit) * weight for digit, weight in zip(number, (2, 9, 8, 7, 6, 3, 4), strict=True))
    return rng.choice((f"{number}-{-total % 10}", f"{dotted(number)}-{-total % 10}"))


def rut_of_uruguay(rng: random.Random) -> str:
    def make(rng: random.Random) -> str:
        number = f"{rng.randrange(1, 22):02d}{digits(rng, 6, '123456789')}001"
        return number + rut_uy.calc_check_digit(number)

    return until_valid(rng, make, rut_uy.is_valid)


def ruc_of_paraguay(rng: random.Random) -> str:
    number = str(rng.randrange(500_000, 8_000_000))
    return f"{number}-{ruc_py.calc_check_digit(number)}"


def cedula_of_paraguay(rng: random.Random) -> str:
    number = str(rng.randrange(500_000, 8_000_000))
    return dotted(number)


def iban_es(rng: random.Random) -> str:
    from stdnum.es import ccc

    bank = digits(rng, 8)
    account = digits(rng, 10)
    number = ccc.validate(bank + ccc.calc_check_digits(bank + "00" + account) + account)
    whole = "ES" + iban.calc_check_digits("ES00" + number) + number
    return rng.choice((whole, iban.format(whole)))


def card(rng: random.Random) -> str:
    number = rng.choice(("4", "51", "55")) + digits(rng, 14)
    number = number[:15]
    whole = number + luhn.calc_check_digit(number)
    return " ".join(whole[start : start + 4] for start in range(0, 16, 4))


def phone(rng: random.Random, country: str) -> str:
    """A valid number as people write it: national in groups, with the country code, or without a space."""
    example = phonenumbers.example_number_for_type(country, rng.choice(PHONE_TYPES))
    whole = phonenumbers.national_significant_number(example)
    while True:
        varied = whole[:-6] + digits(rng, 6)
        parsed = phonenumbers.parse(varied, country)
        if phonenumbers.is_valid_number_for_region(parsed, country):
            break
    form = rng.choice((PhoneNumberFormat.NATIONAL, PhoneNumberFormat.INTERNATIONAL, PhoneNumberFormat.E164))
    return phonenumbers.format_number(parsed, form)


def broken(rng: random.Random, number: str, is_valid: Callable[[str], bool]) -> str:
    """`number` with its last character changed so that the check fails."""
    of = string.digits if number[-1].isdigit() else "ABCDEFGHJKLMNPQRSTVWXYZ"
    while True:
        other = number[:-1] + rng.choice(of)
        if not is_valid(other):
            return other
