from __future__ import annotations

import unicodedata

from minga.control_signs import visible


def test_whatever_commands_a_terminal_is_shown_as_a_mark() -> None:
    shown = visible("a\x1b[2Jb\x07c\x9bd\re\u202ef\u2066g\x00h\x7fi")
    assert shown == "a�[2Jb�c�d�e�f�g�h�i"
    every = visible("".join(map(chr, range(0x3000))))
    assert {sign for sign in every if unicodedata.category(sign) == "Cc"} == {"\t", "\n"}


def test_texts_of_all_scripts_stay_as_they_are() -> None:
    text = "¿Qué? L·l, ñandú, אבג, دهو, 漢字, 👨\u200d👩\u200d👧, a\u0301\tb\nc"
    assert visible(text) == text
