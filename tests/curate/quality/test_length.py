from __future__ import annotations

from minga.curate.example import Example
from minga.curate.quality import thresholds
from minga.curate.quality.length import MEASURES, length_rules
from minga.curate.quality.thresholds import Threshold

from ..examples import example, verdict


def judged(given: Example, least: int, most: int) -> tuple[str, str] | None:
    return verdict((*MEASURES, *thresholds.MEASURES), length_rules(Threshold(least), Threshold(most)), given)


def test_the_bounds_themselves_are_allowed() -> None:
    assert judged(example("Uno dos"), 2, 4) is None
    assert judged(example("uno, dos; ¡tres!, cuatro…"), 2, 4) is None
    assert judged(example("Uno."), 2, 4) == ("too-short", "1 words of at least 2")
    assert judged(example("Uno dos tres cuatro cinco"), 2, 4) == ("too-long", "5 words of at most 4")


def test_only_the_answer_is_measured() -> None:
    assert judged(example("Sí", "una pregunta de muchas, muchas palabras"), 1, 3) is None
