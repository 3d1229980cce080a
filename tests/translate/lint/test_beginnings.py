from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.translate.lint.beginnings import DIGIT, WHOLE, alternatives, beginnings, signals
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
        (r"no|\d+", {"no", DIGIT}),
        (r"\d*no", None),
        (r"[4-9]th|401k", {DIGIT}),
        (r"[(\[]sic", {"(", "["}),
        (r"U\.?S\.? army", {"u"}),
        (r"i(?:'m| am) sorry", {"i" + WHOLE}),
        (r"i(?:'m| am)? sorry", {"i"}),
        (r"\b[ye]\b", {"y" + WHOLE, "e" + WHOLE}),
        (r"(?<=only )A", None),
    ],
)
def test_a_match_begins_with_one_of_these(pattern: str, starts: set[str] | None) -> None:
    assert beginnings(pattern) == (None if starts is None else frozenset(starts))


def test_brackets_around_a_whole_pattern_hide_no_alternatives() -> None:
    assert list(alternatives(r"\b(?:a (?:b|c)|d)\b|(?:e|f)?g|(?:h|[|)]i)")) == [
        r"\ba (?:b|c)\b", r"\bd\b", r"(?:e|f)?g", "h", "[|)]i",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("pattern", "wakes"),
    [
        (r"\bthe early bird\b", {"early"}),
        (r"(?:the )?first two", {"first"}),
        (r"the birds?", {"bird"}),
        (r"never (?:early|late)", {"never" + WHOLE}),
        (r"a re-?reading", {"a" + WHOLE}),
        (r"\w+gabe", None),
        (r"\w+ without", {"without"}),
    ],
)
def test_a_pattern_sleeps_until_its_most_telling_word_comes(pattern: str, wakes: set[str] | None) -> None:
    assert signals(pattern) == (None if wakes is None else frozenset(wakes))


@pytest.mark.parametrize("language", languages_with_rules())
@given(st.data())
def test_a_pattern_that_matches_a_word_is_awake(language: str, data: st.DataObject) -> None:
    rules = rules_for(language)
    word = data.draw(st.sampled_from(sorted(rules.function_words | set(rules.calendar) | rules.dangling)))
    awake = rules.awake([word], word)
    assert bool(rules.words("negations").fullmatch(word)) == any(
        pattern.fullmatch(word) for pattern in awake.get("negations", ())
    )
