from __future__ import annotations

import re

import pytest

from minga.review.verdict_questions import DETAILS, SENSITIVITY
from minga.web.built_in_questions import WORDS
from minga.web.catalogues import LOCALES, extract, missing, negotiate, read_catalogue, text_direction, translations
from minga.web.site import shipped_text

TRANSLATED = [locale for locale in LOCALES if locale != "en"]


@pytest.mark.parametrize("locale", TRANSLATED)
def test_every_message_of_the_interface_is_translated(locale: str) -> None:
    assert missing(locale) == []


@pytest.mark.parametrize("locale", TRANSLATED)
def test_no_translation_is_left_over(locale: str) -> None:
    used = {message.id for message in extract()}
    assert [message.id for message in read_catalogue(locale) if message.id and message.id not in used] == []


@pytest.mark.parametrize("locale", TRANSLATED)
def test_translations_keep_the_places_for_values(locale: str) -> None:
    for message in read_catalogue(locale):
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        strings = [message.string] if isinstance(message.string, str) else list(message.string)
        wanted = set(re.findall(r"%\((\w+)\)s", ids[-1]))
        assert set(re.findall(r"%\((\w+)\)s", strings[-1])) == wanted, message.id


def test_extraction_finds_templates_code_and_errors() -> None:
    found = {message.id if isinstance(message.id, str) else message.id[0] for message in extract()}
    assert {"Skip to the content", "%(shown)s answer", "this invitation has expired", "too short"} <= found


def test_the_words_of_built_in_questions_are_among_the_messages() -> None:
    texts = [[one.title, one.help, *one.labels.values()] for one in (*DETAILS, *SENSITIVITY)]
    assert {text for group in texts for text in group if text} == set(WORDS)


@pytest.mark.parametrize("name", ["consent", "validate-translation", "review-instruction"])
@pytest.mark.parametrize("locale", LOCALES)
def test_longer_texts_exist_in_every_language_with_the_same_structure(name: str, locale: str) -> None:
    def shape(text: str) -> list[str]:
        return [line.partition(" ")[0] for line in text.splitlines() if re.match(r"(#+|-) ", line)]

    assert shape(shipped_text(name, locale)) == shape(shipped_text(name, "en"))


@pytest.mark.parametrize(
    ("wishes", "header", "chosen"),
    [
        (["ca"], "es", "ca"),
        (["xx", "", "eu"], "es", "eu"),
        ([], "pt-BR,pt;q=0.9,en;q=0.8", "pt"),
        ([], "qu, en;q=0.3, gl;q=0.5", "gl"),
        ([], "de, fr", "es"),
        ([], "", "es"),
        ([], "en;q=x, ca", "ca"),
        ([], ";;;,,=q", "es"),
    ],
)
def test_the_language_is_what_the_reader_wants_most(wishes: list[str], header: str, chosen: str) -> None:
    assert negotiate(wishes, header, "es") == chosen


def test_plural_forms_are_the_languages_own() -> None:
    assert translations("es").ngettext("%(shown)s answer", "%(shown)s answers", 1) == "%(shown)s respuesta"
    assert translations("en").ngettext("%(shown)s answer", "%(shown)s answers", 2) == "%(shown)s answers"


def test_right_to_left_is_known() -> None:
    assert (text_direction("es"), text_direction("ar")) == ("ltr", "rtl")
