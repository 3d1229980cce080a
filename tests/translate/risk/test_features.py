from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.records import BenchmarkItem, Finding, normalise_text
from minga.translate.risk import features_of
from tests.translate.lint.making import item

SOURCE = item("How much is a pound of the yellow butter worth here?", ["nothing", "a dollar"])
TEXT = st.text(min_size=1, max_size=80).filter(lambda text: normalise_text(text).strip())


def translation(question: str, *checks: str, risk: float = 0.0) -> BenchmarkItem:
    findings = tuple(Finding(check=check, severity="warning", field="question") for check in checks)
    return item(question, ["nada", "un dólar"], language="es").edited(findings=findings, risk=risk)


def test_the_score_is_the_log_odds_of_the_linters_risk() -> None:
    assert features_of(translation("¿Cuánto?", risk=0.75), None)["score"] == pytest.approx(1.0986, abs=1e-4)
    assert (
        features_of(translation("¿Cuánto?"), None)["score"]
        == features_of(translation("¿Cuánto?", risk=0.01), None)["score"]
    )


def test_checks_are_counted_by_their_names() -> None:
    found = features_of(translation("¿Cuánto?", "length", "unknown-word", "unknown-word", "unknown-word"), SOURCE)
    assert (found["check:length"], found["check:unknown-word"]) == (1, 2)
    assert found["unknown"] > 1


def test_words_that_were_only_copied_show() -> None:
    good = features_of(translation("¿Cuánto vale aquí una libra de mantequilla amarilla?"), SOURCE)
    bad = features_of(translation("¿Cuánto worth aquí una pound de butter yellow?"), SOURCE)
    assert bad["copied"] > 1
    assert "copied" not in good


def test_a_length_out_of_proportion_shows() -> None:
    whole = features_of(translation("¿Cuánto vale aquí una libra de la mantequilla amarilla?"), SOURCE)
    half = features_of(translation("¿Cuánto?"), SOURCE)
    assert half["growth"] > 1 > whole.get("growth", 0)


def test_engines_that_disagree_show_where_there_is_more_than_one() -> None:
    assert "disagreement" not in features_of(translation("¿Cuánto?"), SOURCE)
    assert features_of(translation("¿Cuánto?"), SOURCE, 0.8)["disagreement"] == 2


@given(question=TEXT, choices=st.lists(TEXT, min_size=2, max_size=4), risk=st.floats(0, 1))
def test_any_text_has_features_of_a_bounded_size(question: str, choices: list[str], risk: float) -> None:
    found = features_of(item(question, choices, language="es").edited(risk=risk), SOURCE)
    assert all(-6 <= value <= 6 for value in found.values())
