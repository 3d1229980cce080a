from __future__ import annotations

from minga.translate.lint.sleeping_patterns import SleepingPatterns


def test_a_pattern_wakes_where_a_word_of_the_text_can_begin_a_match() -> None:
    patterns = SleepingPatterns({"denials": "never|not|none", "idioms": "spill the beans"})
    assert patterns.awake(["we", "never", "knew"]) == {"denials"}
    assert patterns.awake(["they", "spill", "coffee"]) == {"idioms"}
    assert patterns.awake(["a", "house"]) == set()


def test_a_part_of_a_word_with_a_hyphen_wakes_it_as_well() -> None:
    assert SleepingPatterns({"denials": "not"}).awake(["forget-me-not"]) == {"denials"}


def test_a_pattern_that_any_word_may_begin_never_sleeps() -> None:
    assert SleepingPatterns({"any": r"\w+ is not", "denials": "not"}).awake([]) == {"any"}


def test_a_word_that_was_looked_up_before_wakes_the_same() -> None:
    patterns = SleepingPatterns({"denials": "not"})
    assert patterns.awake(["not"]) == patterns.awake(["not"]) == {"denials"}
