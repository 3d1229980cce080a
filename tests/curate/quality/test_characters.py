from __future__ import annotations

import pytest

from minga.curate.quality.characters import SYMBOLS, UPPERCASE, CharacterShares

from ..examples import example


def test_shares_are_of_visible_characters_and_of_letters() -> None:
    measured = CharacterShares()(example("ABCDE fghij klmno pqrst ¡!!!!"))
    assert measured[SYMBOLS] == pytest.approx(5 / 25)
    assert measured[UPPERCASE] == pytest.approx(5 / 20)


def test_capitals_of_a_short_text_and_of_nothing_say_nothing() -> None:
    assert CharacterShares()(example("ONU"))[UPPERCASE] is None
    assert CharacterShares()(example(""))[SYMBOLS] is None


def test_code_is_left_out_and_emoji_are_symbols() -> None:
    assert CharacterShares()(example("`$$$` si 🎉"))[SYMBOLS] == pytest.approx(1 / 3)


def test_many_answers_have_the_shares_of_each() -> None:
    examples = [example(text) for text in ("ABCDE fghij klmno pqrst ¡!!!!", "", "🙂 ñ", "x" * 200_000, "A" * 30)]
    assert CharacterShares().of_all(examples) == [CharacterShares()(one) for one in examples]
