from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minga.curate.quality import repetition, thresholds
from minga.curate.quality.repetition import SHARE, repeated_share
from minga.curate.quality.shares import share_rule
from minga.curate.quality.thresholds import Threshold

from ..examples import example, verdict

MEASURES = (*thresholds.MEASURES, *repetition.MEASURES)


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("a b c d e f g h", 0.0),
        ("a b c d e a b c d e", 1.0),
        ("a b c d e x a b c d e", 10 / 11),
        ("a a a a a a", 1.0),
        ("a b c d", 0.0),
        ("", 0.0),
        ("a b c d e f y a b c d e f z", 12 / 14),
    ],
)
def test_the_share_counts_every_word_of_a_repeated_sequence_once(text: str, share: float) -> None:
    assert repeated_share(text.split(), 5) == pytest.approx(share)


@settings(deadline=None)
@given(st.lists(st.sampled_from("abc"), max_size=40), st.integers(1, 6))
def test_the_share_is_what_marking_every_word_gives(tokens: list[str], size: int) -> None:
    sequences = [tuple(tokens[start : start + size]) for start in range(len(tokens) - size + 1)]
    marked = {
        place for start, one in enumerate(sequences) if sequences.count(one) > 1 for place in range(start, start + size)
    }
    assert repeated_share(tokens, size) == pytest.approx(len(marked) / len(tokens) if tokens else 0)


def test_an_answer_that_goes_round_in_circles_leaves() -> None:
    circles = example("La receta lleva papas y lleva ají. " * 8)
    assert verdict(MEASURES, [share_rule("repetitive", SHARE, Threshold(0.3), "words")], circles) == (
        "repetitive",
        "100% of the words",
    )


def test_a_refrain_is_allowed() -> None:
    song = (
        "Gracias a la cosecha que nos junta hoy, cantaban las tejedoras junto al río mientras el agua bajaba clara. "
        "Después volvían por el sendero con los cántaros llenos y los niños dormidos a la espalda, y otra vez decían: "
        "gracias a la cosecha que nos junta hoy."
    )
    assert verdict(MEASURES, [share_rule("repetitive", SHARE, Threshold(0.4), "words")], example(song)) is None
