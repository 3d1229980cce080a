from __future__ import annotations

import pytest

from minga.curate.reasons import (
    DUPLICATES,
    Threshold,
    in_order,
    other_record,
    reason_of,
    thresholds,
    thresholds_of,
)
from minga.curate.stage import rules_of
from minga.settings import CurateSettings

SETTINGS = CurateSettings().model_dump(mode="json")
REASONS = [rule.reason for rule in rules_of(CurateSettings())]


@pytest.mark.parametrize("reason", [*dict.fromkeys(REASONS), "withdrawn", "by-hand", *DUPLICATES])
def test_every_rule_has_a_sentence_and_settings_that_exist(reason: str) -> None:
    assert reason_of(reason).sentence != reason_of(f"{reason}-unknown").sentence.replace(" unknown", "")
    assert len(thresholds(reason, SETTINGS)) == len(reason_of(reason).settings)


def test_a_reason_that_is_not_known_is_told_by_its_name() -> None:
    assert reason_of("far-too-loud").sentence == "Far too loud."
    assert thresholds("far-too-loud", SETTINGS) == []


def test_reasons_stand_in_the_order_of_the_rules_and_duplicates_last() -> None:
    assert in_order(["near-duplicate", "far-too-loud", *reversed(REASONS), "withdrawn"]) == [
        "withdrawn",
        *dict.fromkeys(REASONS),
        "far-too-loud",
        "near-duplicate",
    ]


def test_only_numbers_lie_on_the_scale_of_a_measure() -> None:
    assert [(one.setting, one.value) for one in thresholds_of("quality.words", SETTINGS)] == [
        ("min_words", 4),
        ("max_words", 4000),
    ]
    assert thresholds_of("quality.words", {}) == []


def test_a_language_has_its_own_thresholds() -> None:
    languages = {"gn": {"min_words": 2}, "es": {"max_symbols": 0.2}, "es-PE": {"max_symbols": 1.0}}
    quality = {"max_symbols": 0.3, "languages": languages}
    settings = CurateSettings.model_validate({"quality": quality}).model_dump(mode="json")
    assert [one.line for one in thresholds("too-short", settings)] == [
        "min_words = 4",
        "quality.languages.gn.min_words = 2",
    ]
    assert [one.line for one in thresholds("too-short", settings, "gn-PY")] == ["quality.languages.gn.min_words = 2"]
    assert [one.line for one in thresholds("too-short", settings, "es")] == ["min_words = 4"]
    assert thresholds_of("quality.symbols", settings) == [Threshold("quality.max_symbols", 0.3)]
    assert thresholds_of("quality.symbols", settings, "es-AR") == [Threshold("quality.languages.es.max_symbols", 0.2)]
    assert thresholds_of("quality.symbols", settings, "es-PE") == []  # 1 is none


def test_a_threshold_is_told_as_it_is_written() -> None:
    assert Threshold("quality.unfinished", ["mark"]).line == 'quality.unfinished = ["mark"]'


def test_the_other_record_of_a_detail() -> None:
    id_ = "0123456789abcdef" * 2
    assert other_record(f"{id_} (similarity 0.912)") == id_
    assert other_record("2 words of at least 4") == ""
