from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from minga.records import Finding
from minga.translate.lint import CHECKS, risk_of, word_count
from tests.translate.lint.making import item

FINDINGS = st.builds(
    Finding,
    check=st.sampled_from([check.name for check in CHECKS] + ["from-a-newer-linter"]),
    severity=st.sampled_from(["error", "warning", "note"]),
    field=st.sampled_from(["question", "choices[0]"]),
)


def finding(check: str, severity: str = "warning") -> Finding:
    return Finding(check=check, severity=severity, field="question")  # type: ignore[arg-type]


def test_where_nothing_was_found_the_risk_is_0() -> None:
    assert risk_of([]) == 0


@given(found=st.lists(FINDINGS, max_size=12), more=FINDINGS, words=st.integers(0, 300))
def test_no_finding_lowers_the_risk(found: list[Finding], more: Finding, words: int) -> None:
    before, after = risk_of(found, words), risk_of([*found, more], words)
    assert 0 <= before <= after <= 1


@given(found=st.permutations([finding("length"), finding("lost-number", "error"), finding("unknown-word")]))
def test_the_order_of_findings_does_not_matter(found: list[Finding]) -> None:
    assert risk_of(found) == risk_of(sorted(found, key=lambda one: one.check))


def test_an_error_weighs_more_than_a_warning_and_a_warning_more_than_a_note() -> None:
    error, warning, note = (risk_of([finding("from-a-newer-linter", one)]) for one in ("error", "warning", "note"))
    assert error > warning > note > 0


def test_a_check_that_lowers_the_severity_of_a_finding_means_it() -> None:
    assert risk_of([finding("choices-collapsed", "note")]) < risk_of([finding("choices-collapsed", "error")])


def test_an_unknown_word_in_ten_is_worse_than_one_in_a_hundred() -> None:
    assert risk_of([finding("unknown-word")], 10) > risk_of([finding("unknown-word")], 100) > 0
    assert risk_of([finding("length")], 10) == risk_of([finding("length")], 100)


def test_words_are_those_of_all_texts() -> None:
    assert word_count(item("¿Cuánto es dos más dos?", ["cuatro", "cinco o seis"])) == 9
