"""Tags, matching, names and speakers.

Expected names are CLDR's, but for the tables of ours; numbers are a territory's population times the share of speakers
in CLDR's `supplementalData.xml` (Quechua in Peru: 32,600,200 x 15 %).
"""

from __future__ import annotations

import contextlib
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from minga.errors import LanguageError, MingaError
from minga.languages import (
    check_tag,
    country_name,
    language_of,
    matches,
    name,
    speakers,
    territories,
    territory_of,
)
from minga.languages._areas import within
from minga.languages._matching import MEMBERS
from minga.languages._names import LANGUAGES, LOCALES, VARIANTS
from minga.settings import VarietySettings

TAGS = [
    "es", "es-PE", "es-419", "es-ES", "es-IC", "es-x-lima", "ca", "ca-valencia", "ca-ES-valencia", "eu", "gl", "pt-BR",
    "an", "ast", "oc-aranes", "gn", "gn-PY", "qu", "quy", "quz-PE", "ay", "nah", "azz", "arn", "zap", "en-scouse",
    "zh-Hant", "zh-TW", "sr-Latn", "und",
]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("ES-pe", "es-PE"),
        (" es ", "es"),
        ("CA-VALENCIA", "ca-valencia"),
        ("spa", "es"),
        ("aym", "ay"),
        ("iw", "he"),
        ("es-UK", "es-GB"),
        ("es-Latn-PE", "es-PE"),
        ("zh-yue", "yue"),
        ("es-x-lima", "es-x-lima"),
        ("es-IC", "es-IC"),
        ("quz", "quz"),
    ],
)
def test_a_tag_has_one_canonical_form(written: str, canonical: str) -> None:
    assert check_tag(written) == canonical


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("es_PE", "es-PE"),
        ("es/PE", "es-PE"),
        ("es-PER", "es-PE"),
        ("es-peru", "es-PE"),
        ("es-latam", "es-419"),
        ("es-XX", "es"),
        ("es-AN", "es"),
        ("spanish", "es"),
        ("espanol", "es"),
        ("castellano", "es"),
        ("Español (Perú)", "es-PE"),
        ("español de México", "es-MX"),
        ("Quechua de Ayacucho", "quy"),
        ("catalna", "ca"),
        ("valencià", "ca-valencia"),
        ("ca-valenciana", "ca-valencia"),
        ("ca-valencia-ES", "ca-ES-valencia"),
        ("ca_ES.UTF-8@valencia", "ca-ES-valencia"),
        ("es-valencia", "ca-valencia"),
        ("es-MX-valencia", "es-MX"),
        ("zh_Hans_CN", "zh-Hans-CN"),
    ],
)
def test_a_wrong_tag_is_answered_with_the_nearest_right_one(written: str, meant: str) -> None:
    with pytest.raises(LanguageError) as caught:
        check_tag(written)
    assert caught.value.hint == f"did you mean {meant}?"
    assert check_tag(meant) == meant


@pytest.mark.parametrize("written", ["", "xx", "null", "é", "x" * 1000, "-", "____", "12"])
def test_a_tag_that_means_nothing_is_refused_with_examples(written: str) -> None:
    with pytest.raises(LanguageError, match="es-PE, ca-valencia or gn"):
        check_tag(written)


def test_the_message_says_what_is_wrong_with_a_subtag() -> None:
    with pytest.raises(LanguageError, match="the variant valencia belongs to ca"):
        check_tag("es-valencia")
    with pytest.raises(LanguageError, match="SU is no longer one territory"):
        check_tag("es-SU")


@given(st.text(max_size=80))
def test_any_text_is_a_tag_or_a_language_error(text: str) -> None:
    with contextlib.suppress(LanguageError):
        canonical = check_tag(text)
        assert check_tag(canonical) == canonical


@given(st.from_regex(r"[a-z]{2,3}([_-][A-Za-z]{2})?([_-][a-z]{5,8})?", fullmatch=True))
def test_every_suggestion_is_valid(text: str) -> None:
    try:
        check_tag(text)
    except LanguageError as error:
        if error.hint and error.hint.startswith("did you mean "):
            suggested = error.hint.removeprefix("did you mean ").removesuffix("?")
            assert check_tag(suggested) == suggested


def test_settings_collect_a_wrong_tag_with_its_key() -> None:
    with pytest.raises(ValidationError) as caught:
        VarietySettings.model_validate({"tag": "es_PE", "goal": -1})
    faults = caught.value.errors(include_url=False)
    assert [fault["loc"] for fault in faults] == [("tag",), ("goal",)]
    assert faults[0]["msg"] == "Value error, 'es_PE' is not a BCP-47 tag; did you mean es-PE?"


def test_subtags_are_read_from_any_spelling() -> None:
    assert (language_of("ES-pe"), territory_of("ES-pe")) == ("es", "PE")
    assert (language_of("ca-valencia"), territory_of("ca-valencia")) == ("ca", None)
    assert territory_of("es-419") == "419"
    with pytest.raises(LanguageError):
        language_of("es_PE")


@pytest.mark.parametrize(
    ("wanted", "declared", "fits"),
    [
        ("es", "es-PE", True),
        ("es-PE", "es", False),
        ("es-AR", "es-PE", False),
        ("es-419", "es-PE", True),
        ("es-419", "es-ES", False),
        ("es-003", "es-MX", True),
        ("es-ES", "es-IC", True),
        ("es-IC", "es-ES", False),
        ("ca", "ca-valencia", True),
        ("ca-valencia", "ca", False),
        ("ca-valencia", "ca-ES-valencia", True),
        ("ca-ES", "ca-valencia", True),
        ("ca-AD", "ca-valencia", False),
        ("qu", "quy", True),
        ("quy", "qu", False),
        ("quy", "quz", False),
        ("qu-PE", "quy-PE", True),
        ("qu-PE", "quy", False),
        ("nah", "azz", True),
        ("myn", "yua-MX", True),
        ("oto", "ote", True),
        ("gn", "gug", True),
        ("zh-Hant", "zh-TW", True),
        ("zh-Hant", "zh-CN", False),
        ("es-x-lima", "es", False),
        ("es", "es-x-lima", True),
        ("es-x-lima", "es-x-lima", True),
        ("gl", "pt", False),
        ("es", "und", False),
    ],
)
def test_what_is_declared_fits_what_is_wanted(wanted: str, declared: str, fits: bool) -> None:
    assert matches(wanted, declared) is fits


@given(st.sampled_from(TAGS), st.sampled_from(TAGS), st.sampled_from(TAGS))
def test_matching_is_a_preorder(a: str, b: str, c: str) -> None:
    assert matches(a, a)
    if matches(a, b) and matches(b, c):
        assert matches(a, c)


def test_members_of_collections_are_languages_of_their_own() -> None:
    for collection, members in MEMBERS.items():
        assert check_tag(collection) == collection
        for member in members.split():
            assert check_tag(member) == member


def test_areas_hold_what_the_united_nations_say() -> None:
    assert {"PE", "MX", "DO", "005", "013", "029"} <= within("419")
    assert not {"ES", "US"} & within("419")
    assert within("ES") == {"ES", "EA", "IC"}


@pytest.mark.parametrize(
    ("tag", "names"),
    [
        (
            "es-PE",
            [
                "español (Perú)",
                "espanyol (Perú)",
                "gaztelania (Peru)",
                "español (Perú)",
                "espanhol (Peru)",
                "Spanish (Peru)",
            ],
        ),
        (
            "es-419",
            [
                "español (Latinoamérica)",
                "espanyol (Amèrica Llatina)",
                "gaztelania (Latinoamerika)",
                "español (América Latina)",
                "espanhol (América Latina)",
                "Spanish (Latin America)",
            ],
        ),
        (
            "ca-valencia",
            [
                "catalán (valenciano)",
                "català (valencià)",
                "katalana (valentziera)",
                "catalán (valenciano)",
                "catalão (valenciano)",
                "Catalan (Valencian)",
            ],
        ),
        (
            "eu",
            ["euskera", "basc", "euskara", "éuscaro", "basco", "Basque"],
        ),
        (
            "gn",
            ["guaraní", "guaraní", "guaraniera", "guaraní", "guarani", "Guarani"],
        ),
        (
            "qu",
            ["quechua", "quítxua", "kitxua", "quechua", "quíchua", "Quechua"],
        ),
        (
            "ay",
            ["aimara", "aimara", "aimara", "aimará", "aimará", "Aymara"],
        ),
        (
            "nah",
            ["náhuatl", "nàhuatl", "nahuatlera", "náhuatl", "náuatle", "Nahuatl"],
        ),
        (
            "ast",
            ["asturiano", "asturià", "asturiera", "asturiano", "asturiano", "Asturian"],
        ),
        (
            "an",
            ["aragonés", "aragonès", "aragoiera", "aragonés", "aragonês", "Aragonese"],
        ),
        (
            "oc-aranes",
            [
                "occitano (aranés)",
                "occità (aranès)",
                "okzitaniera (aranera)",
                "occitano (aranés)",
                "occitânico (aranês)",
                "Occitan (Aranese)",
            ],
        ),
    ],
)
def test_a_variety_is_named_in_every_interface_language(tag: str, names: list[str]) -> None:
    assert [name(tag, locale) for locale in LOCALES] == names


def test_a_name_is_found_where_the_locale_lacks_one() -> None:
    assert name("quy", "fr") == "quechua de Ayacucho"  # Spanish stands in
    assert name("mxq", "ca") == "Juquila Mixe"  # nobody translated it: the registry's own
    assert name("es-PE", "ay") == name("es-PE", "zz-no-such") == name("es-PE", "") == "español (Perú)"
    assert name("es-PE", "es-MX") == "español (Perú)"
    assert name("es-PE", "../../etc/passwd") == "español (Perú)"
    assert name("es-x-lima", "es") == "español (lima)"
    assert name("x-quena", "es") == "x-quena"


def test_our_tables_name_each_language_in_each_interface_language() -> None:
    for code, names in {**LANGUAGES, **VARIANTS}.items():
        assert len(names) == len(LOCALES), code
        assert all(names[:-1]), code  # English may be left to the registry
    for code in LANGUAGES:
        assert name(code, "en")[0].isupper()
        assert check_tag(code) == code


def test_countries_are_named_in_the_readers_language() -> None:
    assert [country_name("PE", locale) for locale in LOCALES] == ["Perú", "Perú", "Peru", "Perú", "Peru", "Peru"]
    assert country_name("ES", "eu") == "Espainia"
    assert country_name("419", "es") == "Latinoamérica"
    assert country_name("QQ", "es") == "QQ"


def test_speakers_stand_by_territory_with_the_most_first() -> None:
    assert dict(speakers("qu")) == {"PE": 4890030, "BO": 3939840, "EC": 3112700}
    assert territories("qu") == ("PE", "BO", "EC")
    assert territories("es")[0] == "MX"
    assert dict(speakers("es-PE")) == {"PE": speakers("es")["PE"]}


def test_nobody_is_counted_twice() -> None:
    assert "IC" not in speakers("es")
    assert "IC" not in speakers("es-ES")
    assert set(speakers("es-IC")) == {"IC"}


def test_an_area_has_the_speakers_of_its_countries() -> None:
    assert set(speakers("es-013")) == {"BZ", "CR", "GT", "HN", "MX", "NI", "PA", "SV"}


def test_speakers_of_a_variety_without_a_number_are_not_invented() -> None:
    assert dict(speakers("ca-valencia")) == {}
    assert dict(speakers("quy")) == {}
    assert dict(speakers("es-x-lima")) == {}
    with pytest.raises(MingaError):
        speakers("spanish")


def test_importing_languages_loads_no_data() -> None:
    program = "import sys, minga.languages; print([m for m in sys.modules if m.split('.')[0] in %r])"
    heavy = {"langcodes", "language_data", "babel", "pycountry", "pydantic"}
    shown = subprocess.run(
        [sys.executable, "-c", program % heavy], capture_output=True, text=True, check=True, timeout=60
    )
    assert shown.stdout.strip() == "[]"
