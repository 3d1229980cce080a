from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.translate.numerals import NumberCustom, custom_of, localise_numbers


@pytest.mark.parametrize(
    ("tag", "decimal", "group"),
    [  # CLDR 47, as Babel 2.18 has it
        ("es", ",", "."),
        ("es-MX", ".", ","),
        ("es-PE", ".", ","),
        ("es-AR", ",", "."),
        ("es-419", ".", ","),
        ("ca", ",", "."),
        ("ca-valencia", ",", "."),
        ("eu", ",", "."),
        ("gl", ",", "."),
        ("pt", ",", "."),
        ("pt-PT", ",", "\u00a0"),
        ("en", ".", ","),
    ],
)
def test_customs_are_those_of_cldr(tag: str, decimal: str, group: str) -> None:
    assert (custom_of(tag).decimal, custom_of(tag).group) == (decimal, group)


def test_a_language_that_cldr_does_not_know_has_some_custom() -> None:
    assert isinstance(custom_of("shp"), NumberCustom)


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("It is 3.5 km.", "Son 3.5 km.", "Son 3,5 km."),
        ("10,000 people", "10,000 personas", "10.000 personas"),
        ("1,000 people", "1,000 personas", "1000 personas"),
        ("1,234,567.89 dollars", "1,234,567.89 dólares", "1.234.567,89 dólares"),
        ("It is -3.5 °C", "Son -3.5 °C", "Son -3,5 °C"),
        ("12.5%", "12.5%", "12,5%"),
        ("$3.50 each", "$3.50 cada uno", "$3,50 cada uno"),
        ("between 1.5 and 2.5", "entre 1.5 y 2.5", "entre 1,5 y 2,5"),
        ("0.25", "0.25", "0,25"),
        ("(1.5)", "(1.5)", "(1,5)"),
        ("a 3.5-hour film", "una película de 3.5 horas", "una película de 3,5 horas"),
    ],
)
def test_numbers_are_written_in_the_targets_custom(source: str, text: str, expected: str) -> None:
    assert localise_numbers(source, text, "en", "es") == expected


@pytest.mark.parametrize(
    "text",
    [
        "Python 3.11", "version 2.5 of it", "v1.2", "1.2.3", "192.168.1.10", "12.05.2020", "section 3.2",
        "Fig. 1.2", "§ 4.1",
        "at 3.30 pm", "10.15 a.m.", "`x = 3.5`", "$x = 3.5$", "P = 3.5", "x + 2.5 = 4.5", "https://a.org/1.5",
        "USB 3.0", "IEEE 802.11b", "a1.5", "3.5x = 7", "John 3.16", "equation 2.1",
    ],
)  # fmt: skip
def test_versions_dates_times_addresses_references_and_formulas_stay(text: str) -> None:
    assert localise_numbers(text, text, "en", "es") == text


@pytest.mark.parametrize("target", ["es-MX", "es-PE", "es-419"])
def test_countries_with_a_decimal_point_keep_it(target: str) -> None:
    assert localise_numbers("It is 3.5 or 10,000", "Son 3.5 o 10,000", "en", target) == "Son 3.5 o 10,000"


def test_portugal_parts_thousands_with_a_space_that_does_not_break() -> None:
    assert localise_numbers("10,000", "10,000", "en", "pt-PT") == "10\u00a0000"


def test_numbers_that_are_written_so_already_stay() -> None:
    assert localise_numbers("It is 3.5", "Son 3,5", "en", "es") == "Son 3,5"
    assert localise_numbers("1.000 or 1,000", "1,000 o 1.000", "en", "es") == "1,000 o 1.000"


def test_what_the_translation_added_is_not_touched() -> None:
    assert localise_numbers("It is 3.5", "Son 3.5 (sección 4.5)", "en", "es") == "Son 3,5 (sección 4.5)"


def test_the_way_back_works_too() -> None:
    assert localise_numbers("Son 3,5 y 10.000", "It is 3,5 and 10.000", "es", "en") == "It is 3.5 and 10,000"


@given(st.text(alphabet="0123456789.,- $xk%()=\n", max_size=40))
def test_digits_are_never_changed(text: str) -> None:
    made = localise_numbers(text, text, "en", "es")
    assert [sign for sign in made if sign.isdigit()] == [sign for sign in text if sign.isdigit()]


@pytest.mark.parametrize("unit", ["1", "1,", "1.", "1,111", "1.1 "])
def test_a_hostile_text_is_searched_in_time(unit: str) -> None:
    text = unit * (20_000 // len(unit))
    started = time.process_time()
    localise_numbers(text, text, "en", "es")
    assert time.process_time() - started < 3
