from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.translate.lint.sleeping_patterns import SleepingPatterns, first_match, match_at_start


def sleeping(**patterns: str) -> SleepingPatterns:
    return SleepingPatterns(patterns, lambda _, part: re.compile(part))


def awake(patterns: SleepingPatterns, text: str) -> dict[str, list[str]]:
    found = patterns.awake(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text.lower()), text)
    return {key: [pattern.pattern for pattern in alternatives] for key, alternatives in found.items()}


def test_an_alternative_wakes_where_the_text_has_a_word_that_it_needs() -> None:
    patterns = sleeping(denials="never|not|none", idioms="spill the beans")
    assert awake(patterns, "We never knew") == {"denials": ["never"]}
    assert awake(patterns, "They spill coffee") == {"idioms": ["spill the beans"]}
    assert awake(patterns, "A house") == {}


def test_a_part_of_a_word_with_a_hyphen_wakes_it_as_well() -> None:
    assert awake(sleeping(denials="not"), "forget-me-not") == {"denials": ["not"]}


def test_a_sign_or_a_digit_wakes_it() -> None:
    patterns = sleeping(notes=r"[(\[]sic", measures=r"\d+ miles?")
    assert awake(patterns, "He said (so)") == {"notes": [r"[(\[]sic"]}
    assert awake(patterns, "7 miles") == {"measures": [r"\d+ miles?"]}


def test_a_pattern_of_which_no_word_is_known_never_sleeps() -> None:
    assert awake(sleeping(any=r"\w+less", denials="not"), "") == {"any": [r"\w+less"]}


def test_a_word_that_was_looked_up_before_wakes_the_same() -> None:
    patterns = sleeping(denials="not")
    assert awake(patterns, "not") == awake(patterns, "not") == {"denials": ["not"]}


@pytest.mark.parametrize("pattern", [r"b|ab|abc", r"abc|ab|b", r"c+|b|\bab"])
@given(text=st.text("abc ", max_size=8))
def test_alternatives_apart_find_what_the_whole_pattern_finds(pattern: str, text: str) -> None:
    parts = [re.compile(part) for part in pattern.split("|")]
    for apart, whole in (
        (first_match(parts, text), re.search(pattern, text)),
        (match_at_start(parts, text), re.match(pattern, text)),
    ):
        assert (apart and apart.span()) == (whole and whole.span())
