from __future__ import annotations

import json
from pathlib import Path

import pytest

from minga.curate.curated_run import CuratedRun
from minga.curate.sampling import audited, draw, error_rates
from minga.errors import InputError, UsageError
from tests.curate.contamination.test_overlaps import QUESTION
from tests.curate.test_overruling import WITHDRAWN, decided
from tests.curate.test_stage import record, run, table
from tests.curate.untidy import FOREIGN, KEPT, space, untidy_run


def test_kept_and_dropped_records_are_drawn_with_their_texts(tmp_path: Path) -> None:
    drawn = untidy_run(tmp_path)
    assert [one.id for one in draw(drawn, "kept", 10, 1)] == sorted(one.id for one in KEPT)
    [foreign] = draw(drawn, "wrong-language", 10, 1)
    assert (foreign.id, foreign.reason, foreign.table) == (FOREIGN.id, "wrong-language", "donations/vecinos")
    assert (foreign.detail, foreign.answer) == ("looks like en (1.00)", FOREIGN.answer)


def test_a_reason_that_nothing_left_for_lists_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"duplicate \(1\), near-duplicate \(1\), too-short \(1\), wrong-language"):
        draw(untidy_run(tmp_path), "refusal", 10, 1)


def test_of_a_record_that_holds_an_item_the_place_is_drawn_and_of_what_was_taken_back_nothing(tmp_path: Path) -> None:
    far = "El maíz se siembra en octubre, cuando caen las primeras lluvias del año. " * 130
    exam = record(f"{far}{QUESTION} Se llama minga. {far}", "¿Qué dice?")
    drawn = CuratedRun.of(decided(tmp_path, {}, [exam, WITHDRAWN], max_repetition=1.0), space(tmp_path))
    [found] = draw(drawn, "contaminated", 10, 1)
    assert QUESTION in found.answer
    assert found.answer.startswith("… ")
    with pytest.raises(UsageError, match="taken back"):
        draw(drawn, "withdrawn", 10, 1)


def test_the_same_seed_draws_the_same_and_another_seed_others(tmp_path: Path) -> None:
    words = ["uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce"]
    texts = [f"En la casa {a} vive la familia {b} desde hace años." for a in words for b in words]
    run(tmp_path, table(tmp_path, "a", [record(text, f"¿Qué hay en {text[:20]}?") for text in texts]))
    drawn = CuratedRun.newest(space(tmp_path))
    first, again, other = (draw(drawn, "kept", 20, seed) for seed in (1, 1, 2))
    assert first == again
    assert len({one.id for one in first}) == 20
    assert {one.id for one in other} != {one.id for one in first}


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_answers_become_an_error_rate_with_the_exact_interval(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"audit.{ending}"
    said = ["yes"] * 40 + ["Sí"] * 5 + ["no", "NO ", "0", "false", "ez"] + [""] * 3
    if ending == "csv":
        lines = [f"id{number};kept;{right}" for number, right in enumerate(said)]
        path.write_text("\n".join(["\ufeffid;reason;right", *lines]), encoding="utf-8")
    else:
        rows = ({"reason": "kept", "right": right or None} for right in said)
        path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    [rate] = error_rates(audited(path), path)
    assert (rate.judged, rate.wrong, rate.rate, rate.unanswered) == (50, 5, 0.1, 3)
    # 5 of 50: the interval of R's binom.test(5, 50)
    assert (round(rate.low, 4), round(rate.high, 4)) == (0.0333, 0.2181)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("id,right\n1,yes\n", "no column"),
        ("id,reason,right\n1,kept,quizás\n", "neither yes nor no"),
        ("id,reason,right\n1,kept,\n", "no answer"),
        ("", "no answer"),
    ],
)
def test_a_file_that_cannot_be_counted_is_an_error(tmp_path: Path, text: str, what: str) -> None:
    path = tmp_path / "audit.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=what):
        error_rates(audited(path), path)


def test_bytes_that_are_no_text_are_an_error(tmp_path: Path) -> None:
    path = tmp_path / "audit.csv"
    path.write_bytes(b"id,reason,right\n1,kept,s\xed\n")
    with pytest.raises(InputError, match="not UTF-8"):
        error_rates(audited(path), path)
