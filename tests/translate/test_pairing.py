from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.errors import InputError
from minga.settings import BenchmarkSettings
from minga.translate.pairing import paired_items
from minga.translate.readers.rows import Dropped


def rows(*numbers: Any, language: str = "en", **more: Any) -> list[dict[str, Any]]:
    """Questions that tell their number: one of None has no number in the file."""
    numbered = ({} if number is None else {"number": str(number)} for number in numbers)
    return [
        {"question": f"{language} {place if number is None else number}", "reference": "x", **given, **more}
        for place, (number, given) in enumerate(zip(numbers, numbered, strict=True), 1)
    ]


def paired(
    folder: Path, ours: list[Any], theirs: list[Any], **how: bool
) -> tuple[list[tuple[str, str]], list[Dropped]]:
    parts = []
    for language, lines in (("en", ours), ("es", theirs)):
        text = "".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in lines)
        (folder / f"{language}.jsonl").write_text(text, encoding="utf-8")
        parts.append(
            BenchmarkSettings(name="b", path=f"{language}.jsonl", form="items", language=language, licence="MIT")
        )
    found = list(paired_items(*parts, folder, **how))
    pairs = [(one[0].question, one[1].question) for one in found if not isinstance(one, Dropped)]
    return pairs, [one for one in found if isinstance(one, Dropped)]


def test_items_go_together_by_their_number_whatever_their_order(tmp_path: Path) -> None:
    pairs, left = paired(tmp_path, rows("q1", "q2", "q3"), rows("q3", "q1", "q2", language="es"))
    assert (sorted(pairs), left) == ([("en q1", "es q1"), ("en q2", "es q2"), ("en q3", "es q3")], [])


def test_an_item_that_the_other_version_lacks_leaves_with_its_number(tmp_path: Path) -> None:
    pairs, left = paired(tmp_path, rows("q1", "q2", "q3"), rows("q3", "q1", "q9", language="es"))
    assert sorted(pairs) == [("en q1", "es q1"), ("en q3", "es q3")]
    assert sorted((one.reason, one.detail) for one in left) == [
        ("unpaired", "number q2 is not in es.jsonl"),
        ("unpaired", "number q9 is not in en.jsonl"),
    ]


def test_the_same_number_in_two_splits_names_two_items(tmp_path: Path) -> None:
    ours = [*rows(1, 7, split="test"), *rows(1, 8, split="validation")]
    theirs = [*rows(8, 1, split="validation", language="es"), *rows(7, 1, split="test", language="es")]
    pairs, left = paired(tmp_path, ours, theirs)
    assert (len(pairs), left) == (4, [])
    assert all(mine.split()[1] == other.split()[1] for mine, other in pairs)


@pytest.mark.parametrize(
    ("ours", "theirs"), [((None, None), (None, None)), (("a", "a"), ("a", "a")), ((5, 6), (None, None))]
)
def test_without_numbers_that_name_one_item_each_the_nth_goes_with_the_nth(
    ours: tuple[Any, ...], theirs: tuple[Any, ...], tmp_path: Path
) -> None:
    pairs, left = paired(tmp_path, rows(*ours), rows(*theirs, language="es"))
    assert (len(pairs), left) == (2, [])
    assert pairs[0] == (f"en {ours[0] or 1}", f"es {theirs[0] or 1}")


def test_rows_that_are_only_counted_do_not_slip_where_one_is_missing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"es\.jsonl: has 2 questions, and en\.jsonl has 3;"):
        paired(tmp_path, rows(None, None, None), rows(None, None, language="es"))


@pytest.mark.parametrize("beginning", [False, True])
def test_a_version_that_only_counts_its_rows_does_not_slip_beside_numbers_from_0(
    beginning: bool, tmp_path: Path
) -> None:
    ours, theirs = rows(0, 1, 2), rows(None, None, language="es")
    if not beginning:
        with pytest.raises(InputError, match=r"has 2 questions, and en\.jsonl has 3; only in en\.jsonl: 0"):
            paired(tmp_path, ours, theirs)
        return
    pairs, left = paired(tmp_path, ours, theirs, beginning=True)
    assert (pairs, len(left)) == ([("en 0", "es 1"), ("en 1", "es 2")], 1)


@pytest.mark.parametrize("unusable", [[], [2]])
def test_numbers_name_the_counted_rows_of_a_version_without_any(unusable: list[int], tmp_path: Path) -> None:
    ours = [row | ({"question": ""} if at in unusable else {}) for at, row in enumerate(rows(*[None] * 4), 1)]
    pairs, _ = paired(tmp_path, ours, rows(4, 3, 2, 1, language="es"))
    assert sorted(pairs) == [(f"en {at}", f"es {at}") for at in (1, 2, 3, 4) if at not in unusable]


def test_a_translation_line_by_line_follows_the_lines_whatever_the_sources_numbers_are(tmp_path: Path) -> None:
    pairs, left = paired(tmp_path, rows(3, 1, 2), rows(None, None, None, language="es"))
    assert (pairs, left) == ([("en 3", "es 1"), ("en 1", "es 2"), ("en 2", "es 3")], [])


def test_a_part_of_a_numbered_benchmark_finds_its_rows_in_the_whole(tmp_path: Path) -> None:
    pairs, left = paired(tmp_path, rows(4, 2), rows(1, 2, 3, 4, language="es"))
    assert (sorted(pairs), len(left)) == ([("en 2", "es 2"), ("en 4", "es 4")], 2)


def test_the_error_says_which_numbers_are_missing_where(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"only in en\.jsonl: a, b; only in es\.jsonl: 1"):
        paired(tmp_path, rows("a", "b"), rows(None, language="es"))


def test_a_row_that_cannot_be_used_leaves_with_its_readers_reason(tmp_path: Path) -> None:
    pairs, left = paired(tmp_path, [*rows(None), "{", *rows(None)], rows(None, None, None, language="es"))
    assert (len(pairs), [one.reason for one in left]) == (2, ["invalid-json"])
    pairs, left = paired(tmp_path, ["{", *rows("a", "b")], rows("b", "c", "a", language="es"))
    assert (len(pairs), sorted(one.reason for one in left)) == (2, ["invalid-json", "unpaired"])


def test_a_version_may_end_early_where_that_is_asked(tmp_path: Path) -> None:
    pairs, left = paired(tmp_path, rows(None, None), rows(None, language="es"), beginning=True)
    assert pairs == [("en 1", "es 1")]
    assert [(one.reason, one.detail) for one in left] == [("unpaired", "es.jsonl ends before")]


@given(st.lists(st.integers(0, 30), unique=True), st.lists(st.integers(0, 30), unique=True))
def test_nothing_is_lost_and_nothing_goes_with_another(ours: list[int], theirs: list[int]) -> None:
    mine, other = ([f"n{one}" for one in numbers] for numbers in (ours, theirs))
    if not set(mine) & set(other):
        return
    with tempfile.TemporaryDirectory() as folder:
        pairs, left = paired(Path(folder), rows(*mine), rows(*other, language="es"))
    assert {pair[0] for pair in pairs} == {f"en {one}" for one in set(mine) & set(other)}
    assert all(one.split()[1] == two.split()[1] for one, two in pairs)
    assert len(left) == len(set(mine) ^ set(other))
