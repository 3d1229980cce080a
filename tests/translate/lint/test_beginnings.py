from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.translate.lint.beginnings import WHOLE, beginnings
from minga.translate.lint.language_rules import languages_with_rules, rules_for


@pytest.mark.parametrize(
    ("pattern", "starts"),
    [
        (r"no|never", {"no", "never"}),
        (r"fals[oa]s?", {"fals"}),
        (r"ningún|ningun[oa]s?", {"ningún", "ningun"}),
        (r"(?:not|n)ever", {"not", "n"}),
        (r"(?:i )?hope", {"i" + WHOLE, "hope"}),
        (r"\bnota\s*:", {"nota" + WHOLE}),
        (r"milles? per hora", {"mille"}),
        (r"\w+less", None),
        (r"no|\d+", None),
        (r"(?<=only )A", None),
    ],
)
def test_a_match_begins_with_one_of_these(pattern: str, starts: set[str] | None) -> None:
    assert beginnings(pattern) == (None if starts is None else frozenset(starts))


@pytest.mark.parametrize("language", languages_with_rules())
@given(st.data())
def test_a_pattern_that_matches_a_word_is_awake(language: str, data: st.DataObject) -> None:
    rules = rules_for(language)
    word = data.draw(st.sampled_from(sorted(rules.function_words | set(rules.calendar) | rules.dangling)))
    awake = rules.awake([word])
    for key in ("negations", "negation_hints"):
        if rules.words(key).fullmatch(word):
            assert key in awake
