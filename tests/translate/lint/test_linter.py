from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minga.records import Finding
from minga.translate.engines import Translation
from minga.translate.lint import CHECKS, explain, lint, risk_of, unknown_words
from minga.translate.texts import texts_of
from tests.translate.lint.making import found, item

words = st.text(alphabet="aeno tÑ12.,?!¿()«»\"'*_$^A B\n", min_size=1, max_size=60).filter(str.strip)


@settings(deadline=None)
@given(words, words, st.sampled_from(["es", "ca", "gn", "en"]))
def test_every_place_that_is_named_is_there(source: str, target: str, language: str) -> None:
    ours, theirs = item(source, ("a", "b")), item(target, ("c", "d"), language=language)
    before, after = texts_of(ours), texts_of(theirs)
    for finding in lint(ours, theirs):
        if finding.start >= 0:
            assert after[finding.field][finding.start : finding.start + len(finding.text)] == finding.text
        if finding.source_start >= 0:
            end = finding.source_start + len(finding.source_text)
            assert before[finding.field][finding.source_start : end] == finding.source_text
        assert finding.suggestion != after[finding.field]


@settings(deadline=None)
@given(words)
def test_a_suggested_opening_is_not_suggested_again(target: str) -> None:
    for finding in found("What?", target):
        if finding.check == "missing-opening-mark":
            assert "missing-opening-mark" not in [one.check for one in found("What?", finding.suggestion)]


def test_the_worst_comes_first() -> None:
    severities = [
        finding.severity for finding in found("Why is 5 NOT a prime (or is it)?", "Por que es un primo (o no?")
    ]
    assert severities == sorted(severities, key=("error", "warning", "note").index)


def test_a_language_without_rules_is_only_checked_for_what_needs_none() -> None:
    checks = [finding.check for finding in found("It has 12 legs and is not red", "Oguereko retyma", "gn")]
    assert checks == ["lost-number"]


@pytest.mark.parametrize("language", ["ca", "en", "es", "eu", "gl", "pt"])
def test_every_check_is_explained(language: str) -> None:
    path = files("minga.translate.lint").joinpath("messages", f"{language}.toml")
    assert tomllib.loads(path.read_text(encoding="utf-8")).keys() == {check.name for check in CHECKS}


def test_a_finding_is_explained_in_the_readers_language() -> None:
    finding = Finding(check="lost-number", severity="error", field="question", source_text="12")
    assert explain(finding, "es-PE") == "Falta el número 12, o ha cambiado."
    assert explain(finding, "ca") == "Hi falta el nombre 12, o ha canviat."
    assert explain(finding, "gn") == explain(finding, "es")
    assert explain(finding, "fi") == explain(finding, "en")


def test_braces_in_a_text_are_only_text() -> None:
    finding = Finding(check="untranslated", severity="error", field="question", text="{source} {0}")
    assert "{source} {0}" in explain(finding, "es")


def test_words_that_the_engine_did_not_know_become_findings() -> None:
    source, target = item("The cyclic Kuiper belt is 5 mm"), item("El cyclic Kuiper cinturón es 5 mm", language="es")
    answer = {"question": Translation(target.question, ((3, 9), (10, 16), (31, 33)))}
    unknown = list(unknown_words(source, target, answer))
    assert [(one.text, one.severity, one.source_start) for one in unknown] == [
        ("cyclic", "warning", 4),
        ("Kuiper", "note", 11),
    ]


def finding(check: str, severity: str) -> Finding:
    return Finding.model_validate({"check": check, "severity": severity, "field": "question"})


def test_risk_grows_with_what_was_found() -> None:
    error, warning, note = (finding(severity, severity) for severity in ("error", "warning", "note"))
    assert risk_of([]) == 0
    assert 0 < risk_of([note]) < risk_of([warning]) < risk_of([warning, note]) < risk_of([error]) < 1
    assert risk_of([error, warning]) == risk_of([warning, error])


def test_the_same_check_again_tells_less_than_another_one() -> None:
    again, other = [finding("a", "warning")] * 2, [finding("a", "warning"), finding("b", "warning")]
    assert risk_of(again[:1]) < risk_of(again) < risk_of(other)
    assert risk_of([finding("a", "note")] * 200) < 0.1


@settings(deadline=None)
@given(st.lists(st.sampled_from(["error", "warning", "note"]), max_size=30))
def test_risk_is_a_share(severities: list[str]) -> None:
    assert 0 <= risk_of([finding(f"check-{number}", severity) for number, severity in enumerate(severities)]) <= 1
