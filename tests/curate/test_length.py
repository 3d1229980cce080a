from __future__ import annotations

from minga.curate.length import LengthRule
from minga.curate.rules import Drop

from .examples import example


def test_the_bounds_themselves_are_allowed() -> None:
    rule = LengthRule(2, 4)
    assert rule(example("Uno dos")) is None
    assert rule(example("uno, dos; ¡tres!, cuatro…")) is None
    assert rule(example("Uno.")) == Drop("too-short", "1 words of at least 2")
    assert rule(example("Uno dos tres cuatro cinco")) == Drop("too-long", "5 words of at most 4")


def test_only_the_answer_is_measured() -> None:
    assert LengthRule(1, 3)(example("Sí", "una pregunta de muchas, muchas palabras")) is None
