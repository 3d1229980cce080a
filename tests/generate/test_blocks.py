from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.generate.blocks import Block, blocks_of_markdown, blocks_of_plain_text


def markdown(text: str) -> list[Block]:
    return list(blocks_of_markdown(text))


def plain(text: str, *, hyphenated: bool = False) -> list[Block]:
    return list(blocks_of_plain_text(text, hyphenated=hyphenated))


def test_markup_goes_and_words_stay() -> None:
    text = "La **papa** se guarda en [colcas](https://ejemplo.org), *junto* a los `caminos`\nincas ![un tambo](t.png)."
    assert markdown(text) == [Block("La papa se guarda en colcas, junto a los caminos incas un tambo.")]


def test_headings_keep_their_level() -> None:
    assert markdown("# El mate\n\nLa ronda\n---\n\n### *Yuyos*") == [
        Block("El mate", "heading", 1),
        Block("La ronda", "heading", 2),
        Block("Yuyos", "heading", 3),
    ]


def test_list_items_keep_their_marks() -> None:
    text = "1. Lavar el maíz.\n2. Ponerlo con cal.\n\n   Toda la noche.\n\n- Sal\n  - Gruesa\n"
    assert [block.text for block in markdown(text)] == [
        "1. Lavar el maíz.", "2. Ponerlo con cal.", "Toda la noche.", "- Sal", "- Gruesa",
    ]  # fmt: skip


def test_a_row_of_a_table_is_one_item() -> None:
    assert markdown("| Mes | Tarea |\n|---|---|\n| junio | chuño |\n| | siembra |") == [
        Block("Mes | Tarea", "item"),
        Block("junio | chuño", "item"),
        Block("siembra", "item"),
    ]


def test_navigation_front_matter_comments_and_scripts_are_left_out() -> None:
    text = (
        "---\ntitle: Mate\n---\n\n- [Anterior](a.html)\n- [Siguiente](b.html)\n\n[Inicio](i.html) | [Mapa](m.html)\n\n"
        "<!-- nota -->\n\n<script>alert(1)</script>\n\nCebar no es [servir](s.html)."
    )
    assert markdown(text) == [Block("Cebar no es servir.")]


def test_code_is_kept_as_it_is() -> None:
    assert markdown("```sh\napt  install\n  apertium\n```") == [Block("apt  install\n  apertium", "code")]


def test_lines_of_a_plain_paragraph_are_joined_and_short_lines_are_headings() -> None:
    text = "El mate\n\nLa ronda\n\nSe comparte\ny se devuelve.\n\nFin de la historia."
    assert plain(text) == [
        Block("El mate", "heading", 1),
        Block("La ronda", "heading", 2),
        Block("Se comparte y se devuelve."),
        Block("Fin de la historia."),
    ]


def test_page_numbers_and_page_breaks_are_no_text() -> None:
    assert plain("Primera parte del texto.\n\n12\n\n\fSegunda parte del texto.\n\n— 13 —") == [
        Block("Primera parte del texto."),
        Block("Segunda parte del texto."),
    ]


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("la transhu-\nmancia de ovejas.", "la transhumancia de ovejas."),
        ("cal enfilar-\nse a la torre.", "cal enfilar-se a la torre."),
        ("la franja 1273-\n1836 fue larga.", "la franja 1273- 1836 fue larga."),
    ],
)
def test_words_broken_at_a_lines_end_are_joined_but_not_catalan_pronouns(broken: str, whole: str) -> None:
    assert plain(broken, hyphenated=True) == [Block(whole)]


@given(st.text())
def test_any_text_becomes_blocks_with_words_in_nfc(text: str) -> None:
    for block in [*markdown(text), *plain(text, hyphenated=True)]:
        assert block.text.strip() == block.text or block.kind == "code"
        assert block.text
