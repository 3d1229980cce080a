from __future__ import annotations

from pathlib import Path

import pytest

from minga.curate.curated_run import CuratedRun
from minga.curate.reasons import Threshold
from minga.curate.report.measures import distributions, languages_found, marks
from minga.settings import CurateSettings
from tests.curate.test_stage import record, run, table
from tests.curate.untidy import space, untidy_run


def test_numbers_are_spread_over_bins_that_hold_every_record(tmp_path: Path) -> None:
    found = {one.column: one for one in distributions(untidy_run(tmp_path))}
    words = found["quality.words"]
    assert words.thresholds == (Threshold("min_words", 4), Threshold("max_words", 4000))
    assert [words.shows(limit) for limit in words.thresholds] == [True, False]  # 4,000 words lie far beyond
    [spread] = words.spreads
    assert (spread.language, spread.records, sum(spread.counts)) == ("es-PE", 7, 7)
    below = [count for edge, count in zip(words.edges[1:], spread.counts, strict=True) if edge <= 4]
    assert sum(below) == 1  # the answer of two words


def test_a_language_has_its_own_thresholds_in_its_row(tmp_path: Path) -> None:
    spanish = [record(f"En la casa vive la familia {number} desde hace años.") for number in range(25)]
    basque = [record("ura " * (5 + number), language="eu") for number in range(25)]
    quality = {"languages": {"eu": {"min_words": 9}}}
    settings = CurateSettings.model_validate({"quality": quality})
    run(tmp_path, table(tmp_path, "a", [*spanish, *basque]), settings=settings)
    found = distributions(CuratedRun.newest(space(tmp_path)))
    [words] = [one for one in found if one.column == "quality.words"]
    assert {spread.language: [limit.line for limit in spread.thresholds] for spread in words.spreads} == {
        "es-PE": ["min_words = 4", "max_words = 4000"],
        "eu": ["quality.languages.eu.min_words = 9", "max_words = 4000"],
    }
    assert not words.share
    with_thresholds = [bool(one.thresholds) for one in found]
    assert with_thresholds == sorted(with_thresholds, reverse=True)


def test_rare_languages_share_a_histogram(tmp_path: Path) -> None:
    spanish = [record(f"En la casa vive la familia {number} desde hace años.") for number in range(25)]
    others = [record("ura " * (5 + number), language=tag) for number, tag in enumerate(("eu", "gl", "ca"))]
    run(tmp_path, table(tmp_path, "a", [*spanish, *others]), settings=CurateSettings(min_words=0))
    [words] = [one for one in distributions(CuratedRun.newest(space(tmp_path))) if one.column == "quality.words"]
    assert [(spread.language, spread.records) for spread in words.spreads] == [("es-PE", 25), ("other languages", 3)]


def test_languages_that_are_said_and_found(tmp_path: Path) -> None:
    [spanish] = languages_found(untidy_run(tmp_path))
    assert (spanish.declared, spanish.answers["en"], spanish.answers["und"]) == ("es", 1, 1)


def test_marks_are_counted_with_their_words(tmp_path: Path) -> None:
    answer = "Lo siento, pero no puedo ayudar con eso."
    run(tmp_path, table(tmp_path, "a", [record(answer), record(answer, "¿Y esto?"), record("La minga reúne a todos.")]))
    drawn = CuratedRun.newest(space(tmp_path))
    found = {mark.column: mark for mark in marks(drawn, distributions(drawn))}
    refusals = found["quality.refusal"]
    assert (refusals.records, refusals.share) == (2, pytest.approx(2 / 3))
    assert refusals.frequent == (("lo siento, pero no puedo ayudar", 2),)


def test_a_number_that_is_zero_for_nearly_all_is_a_mark(tmp_path: Path) -> None:
    texts = [record(f"En la casa vive la familia {number} desde hace años.") for number in range(30)]
    english = record("Llame a doña Rosa al 987 654 321 the day before cuando caiga la tarde.")
    run(tmp_path, table(tmp_path, "a", [*texts, english]))
    drawn = CuratedRun.newest(space(tmp_path))
    shown = distributions(drawn)
    found = {mark.column: (mark.records, mark.frequent) for mark in marks(drawn, shown)}
    assert found["quality.english"] == (1, ())
    assert found["personal.kinds"] == (1, (("phone", 1),))
    assert "personal.count" not in found
    assert not found.keys() & {one.column for one in shown}
