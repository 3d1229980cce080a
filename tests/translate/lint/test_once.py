"""One defect, one finding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.records import Finding
from minga.translate.lint import CHECKS
from minga.translate.lint.once import _FOLLOWS, said_once
from tests.translate.lint.making import checks

NAMES = sorted(check.name for check in CHECKS)
findings = st.lists(
    st.builds(
        Finding,
        check=st.sampled_from(NAMES),
        severity=st.sampled_from(["error", "warning", "note"]),
        field=st.sampled_from(["question", "choices[0]"]),
        text=st.sampled_from(["", "ab", "abc"]),
        start=st.integers(-1, 2),
    ),
    max_size=6,
)


@pytest.mark.parametrize(
    ("source", "target", "only"),
    [
        ("Is the big house on the hill red?", "¿La casa grande de la colina es roja", ["lost-question-mark"]),
        ("London gets fewer visitors", "Londres Londres Londres recibe menos visitas", ["doubled-word"]),
        ("The dog sleeps in the garden", "Lo siento, no puedo traducir este texto.", ["model-talk"]),
        ("John Smith lives here", "Aquí vive ella", ["lost-name"]),
        ("He kicked the bucket last night.", "Estiró la pata anoche.", ["idiom"]),
        (
            "The bees carry yellow pollen from flower to flower. They sleep during the winter.",
            "Mi hermano compró una mesa verde y cuatro sillas viejas.",
            ["other-text"],
        ),
    ],
)
def test_one_defect_is_said_once(source: str, target: str, only: list[str]) -> None:
    assert checks(source, target) == only


def test_every_name_in_the_table_is_a_checks() -> None:
    assert {*_FOLLOWS, *(name for follows in _FOLLOWS.values() for name in follows)} <= {*NAMES, "unknown-word"}


@given(findings)
def test_what_is_left_out_is_explained_by_one_that_is_no_milder(every: list[Finding]) -> None:
    kept = list(said_once(every))
    rank = ("error", "warning", "note").index
    for finding in every:
        if finding in kept:
            continue
        assert any(
            other.field == finding.field
            and (
                (finding.check in _FOLLOWS.get(other.check, ()) and rank(other.severity) <= rank(finding.severity))
                or (other.check == finding.check and finding.start >= other.start >= 0)
            )
            for other in every
            if other is not finding
        )


@given(findings)
def test_of_every_text_with_findings_one_stays(every: list[Finding]) -> None:
    assert {one.field for one in said_once(every)} == {one.field for one in every}


@given(findings)
def test_nothing_is_added_and_the_order_stays(every: list[Finding]) -> None:
    rest = iter(every)
    assert all(any(one is other for other in rest) for one in said_once(every))
