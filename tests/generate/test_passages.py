from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from minga.generate.blocks import Block
from minga.generate.passages import Passage, cut, spread


def prose(words: int, first: str = "Una") -> str:
    """Sentences of ten words."""
    return " ".join(f"{first} frase tiene diez palabras y esta es la {number}." for number in range(words // 10))


def headed(level: int, text: str) -> Block:
    return Block(text, "heading", level)


def pieces(*blocks: Block, words: int = 100) -> list[Passage]:
    return cut("d.md", blocks, words)


def test_a_passage_stands_under_all_its_titles() -> None:
    first, second = pieces(
        headed(1, "El mate"), headed(2, "La ronda"), Block(prose(80)), headed(2, "Yuyos"), Block(prose(90))
    )
    assert first.heading == "El mate: La ronda"
    assert second.heading == "El mate: Yuyos"
    assert second.source == "d.md#passage-2"


def test_paragraphs_stay_whole_where_they_fit() -> None:
    passages = pieces(Block(prose(60, "A")), Block(prose(60, "B")), Block(prose(110, "C")))
    assert [passage.words for passage in passages] == [120, 110]
    assert passages[0].text.count("\n\n") == 1


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    passages = pieces(Block(prose(500)))
    assert all(passage.text.endswith(".") for passage in passages)
    assert all(60 <= passage.words <= 125 for passage in passages)


def test_a_text_without_a_full_stop_is_cut_between_words() -> None:
    assert [passage.words for passage in pieces(Block("palabra " * 250))] == [100, 100, 50]


def test_a_short_rest_joins_the_passage_before_it() -> None:
    assert [passage.words for passage in pieces(Block(prose(100)), Block(prose(20)))] == [120]


def test_short_sections_stand_together_under_the_title_that_they_share() -> None:
    (only,) = pieces(headed(1, "Mercado"), headed(2, "Fruta"), Block(prose(20)), headed(2, "Verdura"), Block(prose(30)))
    assert only.heading == "Mercado"
    assert only.words == 50


def test_a_line_before_the_title_does_not_take_the_title_away() -> None:
    (only,) = pieces(Block("Portada de la revista."), headed(1, "El mate"), Block(prose(80)))
    assert only.heading == "El mate"


def test_items_of_a_list_stand_on_lines_of_their_own_and_are_no_statements() -> None:
    (only,) = pieces(Block("Hace falta:"), Block("- sal", "item"), Block("- agua", "item"), Block("Se hierve todo."))
    assert only.text == "Hace falta:\n\n- sal\n- agua\n\nSe hierve todo."
    assert only.statements == ("Hace falta:", "Se hierve todo.")


def test_passages_are_spread_from_the_first() -> None:
    assert spread(list(range(10)), 3) == [0, 3, 6]
    assert spread(list(range(3)), 5) == [0, 1, 2]
    assert spread(list(range(3)), 0) == [0, 1, 2]


blocks = st.builds(
    Block,
    st.lists(st.sampled_from(["uno", "dos.", "Tres", "¿cuatro?"]), min_size=1, max_size=200).map(" ".join),
    st.sampled_from(["paragraph", "item", "code", "heading"]),
    st.integers(1, 6),
)


@given(st.lists(blocks, max_size=12), st.integers(30, 200))
def test_no_word_is_lost_and_no_passage_is_much_too_long(document: list[Block], words: int) -> None:
    passages = cut("d.md", document, words)
    assert [passage.number for passage in passages] == list(range(1, len(passages) + 1))
    said = " ".join(block.text for block in document if block.kind != "heading").split()
    assert " ".join(passage.text for passage in passages).split() == said
    assert all(0 < passage.words <= words * 2.5 for passage in passages)
