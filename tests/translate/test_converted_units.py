from __future__ import annotations

import pytest

from minga.translate.converted_units import convert_units


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a 5 millas de aquí", "a 8 km de aquí"),
        ("a 12.5 millas", "a 20,1 km"),
        ("6 pies de alto", "1,8 m de alto"),
        ("200 libras", "91 kg"),
        ("hierve a 212 °F", "hierve a 100 °C"),
        ("65 mph", "105 km/h"),
        ("1,200 millas", "1931 km"),
        ("32 °F", "0 °C"),
        ("5 kilómetros", "5 kilómetros"),
        ("`5 millas`", "`5 millas`"),
        ("cinco millas", "cinco millas"),
    ],
)
def test_imperial_units_after_numbers_become_metric(text: str, expected: str) -> None:
    assert convert_units(text, "es") == expected


def test_a_language_without_rules_keeps_them() -> None:
    assert convert_units("5 millas", "gn") == "5 millas"
