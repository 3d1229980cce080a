from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from minga.curate.personal_data.numbering_plans import valid_digits

COUNTRIES = ["AR", "BR", "CO", "CU", "DO", "ES", "GB", "IT", "MX", "PE", "PY", "US", "UY"]
LOCAL_ONLY = phonenumbers.ValidationResult.IS_POSSIBLE_LOCAL_ONLY


def without_area_code(number: phonenumbers.PhoneNumber) -> bool:
    return phonenumbers.is_possible_number_with_reason(number) == LOCAL_ONLY


@pytest.mark.parametrize("country", COUNTRIES)
def test_an_example_of_every_country_has_room_in_its_plan(country: str) -> None:
    number = phonenumbers.example_number(country)
    plan = valid_digits(country)
    assert number
    assert plan
    digits = phonenumbers.national_significant_number(number)
    assert plan.fullmatch(digits)
    assert plan.fullmatch(f"{number.country_code}{digits}")
    assert not plan.fullmatch(digits * 2)


def test_there_is_no_plan_of_what_is_no_country() -> None:
    assert valid_digits("XX") is None


@given(
    country=st.sampled_from(COUNTRIES),
    prefix=st.sampled_from(["", "0", "00", "1", "9", "15", "54", "540", "5409", "55", "550", "59500", "011", "119"]),
    number=st.one_of(st.just(""), st.from_regex(r"[0-9]{4,12}", fullmatch=True)),
)
@example(country="AR", prefix="54", number="001123456789")
@example(country="BR", prefix="", number="01511961234567")
@example(country="US", prefix="", number="2530000")
def test_what_has_no_room_in_a_plan_is_no_valid_number(country: str, prefix: str, number: str) -> None:
    digits = prefix + (number or phonenumbers.national_significant_number(example_of(country)))
    try:
        parsed = phonenumbers.parse(digits, country)
    except phonenumbers.NumberParseException:
        return
    plan, local = valid_digits(country), valid_digits(country, local=True)
    assert plan
    assert local
    assert plan.fullmatch(digits) or not phonenumbers.is_valid_number_for_region(parsed, country)
    assert local.fullmatch(digits) or not without_area_code(parsed)


def example_of(country: str) -> phonenumbers.PhoneNumber:
    number = phonenumbers.example_number_for_type(country, phonenumbers.PhoneNumberType.MOBILE)
    assert number
    return number
