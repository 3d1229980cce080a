"""The data files that linguists edit."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from minga import languages
from minga.translate.lint.language_rules import languages_with_rules, rules_for
from minga.translate.lint.rules_schema import LANGUAGE_KEYS, PLACE_KEYS, faults_of

FOLDER = Path(str(files("minga.translate.lint").joinpath("rules")))
VARIETIES = sorted(path.stem for path in (FOLDER / "variety").glob("*.toml"))


def test_the_languages_of_the_project_have_rules() -> None:
    assert languages_with_rules() == ("ca", "en", "es", "eu", "gl", "pt")


@pytest.mark.parametrize("language", languages_with_rules())
def test_a_languages_rules_are_as_the_schema_says(language: str) -> None:
    values = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    assert list(faults_of(values, LANGUAGE_KEYS)) == []


@pytest.mark.parametrize("variety", VARIETIES)
def test_a_varietys_rules_are_as_the_schema_says(variety: str) -> None:
    assert languages.check_tag(variety) == variety
    values = tomllib.loads((FOLDER / "variety" / f"{variety}.toml").read_text(encoding="utf-8"))
    assert list(faults_of(values, PLACE_KEYS)) == []


@pytest.mark.parametrize("language", languages_with_rules())
def test_every_language_has_the_same_months_days_units_and_small_numbers(language: str) -> None:
    rules, english = rules_for(language), rules_for("en")
    assert set(rules.calendar.values()) == set(english.calendar.values())
    assert {unit for units in rules.units.values() for unit in units} == {
        unit for units in english.units.values() for unit in units
    }
    assert set(range(16)) <= set(rules.numbers.values())


@pytest.mark.parametrize("language", languages_with_rules())
def test_the_rules_say_in_the_language_itself_what_they_are(language: str) -> None:
    first = (FOLDER / f"{language}.toml").read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# ")


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"functionwords": "a"}, "functionwords is no key"),
        ({"inflected": "no"}, "inflected is not true or false"),
        ({"length": "long"}, "length is not a number"),
        ({"negations": "no||not"}, "negations has an empty alternative"),
        ({"alien": "(th"}, "alien is no regular expression"),
        ({"calendar": {"moons": "a"}}, "calendar.moons is no key"),
        ({"units": {"length": {"mile": 3}}}, "units.length.mile is not text"),
        ({"names": "London"}, "names is not a table"),
    ],
)
def test_a_mistake_is_named(values: dict[str, object], fault: str) -> None:
    assert any(one.startswith(fault) for one in faults_of(values, LANGUAGE_KEYS))
