from __future__ import annotations

import pytest
from sacrebleu.metrics import CHRF

from minga.records import Alternative, BenchmarkItem
from minga.translate.engines import engine_disagreement


def item(*others: tuple[str, str, str]) -> BenchmarkItem:
    return BenchmarkItem(
        benchmark="bees", question="¿Qué hacen las abejas?", choices=("Miel", "Leche"), answer=0, language="es",
        origin="translated", licence="MIT",
        alternatives=tuple(Alternative(engine=engine, field=field, text=text) for engine, field, text in others),
    )  # fmt: skip


def other(engine: str, question: str, *choices: str) -> list[tuple[str, str, str]]:
    return [(engine, "question", question), *((engine, f"choices[{n}]", text) for n, text in enumerate(choices))]


def test_one_engine_disagrees_with_nobody() -> None:
    assert engine_disagreement(item()) is None


def test_equal_translations_do_not_disagree() -> None:
    assert engine_disagreement(item(*other("llm", "¿Qué hacen las abejas?", "Miel", "Leche"))) == 0


def test_translations_without_a_common_letter_disagree_wholly() -> None:
    assert engine_disagreement(item(*other("llm", "Zzzz", "www", "kkk"))) == pytest.approx(1, abs=0.01)


def test_it_is_what_sacrebleu_says_both_ways() -> None:
    ours, theirs = "¿Qué hacen las abejas?\nMiel\nLeche", "¿Qué producen las abejas?\nMiel\nLeche"
    chrf = CHRF()
    mean = (chrf.sentence_score(ours, [theirs]).score + chrf.sentence_score(theirs, [ours]).score) / 2
    asked = engine_disagreement(item(*other("llm", "¿Qué producen las abejas?", "Miel", "Leche")))
    assert asked == pytest.approx(1 - mean / 100, abs=1e-4)


def test_every_pair_of_engines_counts() -> None:
    same = other("a", "¿Qué hacen las abejas?", "Miel", "Leche")
    far = other("b", "Zzzz", "www", "kkk")
    assert engine_disagreement(item(*same, *far)) == pytest.approx(2 / 3, abs=0.01)


def test_an_engine_without_all_texts_does_not_count() -> None:
    assert engine_disagreement(item(("llm", "question", "Zzzz"))) is None
