from __future__ import annotations

import re
import string
from typing import get_args

import pytest

from minga.leaderboard.texts import LOCALES, Texts, _catalogue
from minga.settings import ProjectSettings


def _flat(locale: str) -> dict[str, str]:
    flat = {}
    for key, value in _catalogue(locale).items():
        flat |= {f"{key}.{form}": text for form, text in value.items()} if isinstance(value, dict) else {key: value}
    return flat


def _places(text: str, *, without: str = "") -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name} - {without}


def test_every_interface_language_has_the_page() -> None:
    assert set(LOCALES) == set(get_args(ProjectSettings.model_fields["locale"].annotation))


@pytest.mark.parametrize("locale", LOCALES)
def test_every_language_says_everything_with_the_same_places(locale: str) -> None:
    english, here = _flat("en"), _flat(locale)
    assert here.keys() == english.keys()
    for key, text in here.items():
        assert text.strip() == text != "", key
        # `one` may write its number as a word
        assert _places(text, without="n") == _places(english[key], without="n"), key


def test_no_text_stays_unused_and_none_is_missing() -> None:
    from importlib.resources import files

    package = files("minga.leaderboard")
    folders = [package.joinpath("templates"), package.joinpath("pages")]
    sources = [file for folder in folders for file in folder.iterdir() if file.name.endswith((".html", ".py"))]
    used = " ".join(source.read_text(encoding="utf-8") for source in sources)
    composed = re.compile(
        r"(kind|origin|field|part|file|items|parts|reading|compare)_\w+|acc|acc_norm|exact_match|original|machine_only|human_only"
        r"|machine_part|human_part|failed|timeout|not-run|queued|running|cancelled|older-task|other-items|other-metric"
    )
    assert [
        key for key in _catalogue("en") if not re.search(rf"""["']{key}["']""", used) and not composed.fullmatch(key)
    ] == []
    asked = set(re.findall(r"""(?:say|count)\(["']([\w-]+)["'][,)]""", used))
    assert asked - _catalogue("en").keys() == set()


@pytest.mark.parametrize(
    ("locale", "number", "interval"),
    [("es", "−1.234,5", "[−0,4; 12,0]"), ("en", "−1,234.5", "[−0.4, 12.0]"), ("ca", "−1.234,5", "[−0,4; 12,0]")],
)
def test_numbers_are_written_as_in_the_language(locale: str, number: str, interval: str) -> None:
    texts = Texts(locale)
    assert texts.number(-1234.5) == number
    assert texts.brackets(-0.4, 12) == interval
    assert texts.number(-0.04) == texts.number(0)


def test_one_and_several() -> None:
    texts = Texts("es")
    assert [texts.count("items", n) for n in (1, 2000)] == ["1 pregunta", "2.000 preguntas"]
