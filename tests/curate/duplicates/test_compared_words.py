from __future__ import annotations

import sys
import unicodedata

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minga.curate.duplicates import compared_words as module
from minga.curate.duplicates.compared_words import compared_words
from minga.words import normalised, words

OFTEN = "aÑ1_ '’ʼ·.\n\u0303\u0301ß\0日Áé€…“–ºª²ẽỸİΣςЖ🙂"
TEXTS = st.text(st.one_of(st.sampled_from(OFTEN), st.characters(exclude_categories=["Cs"])))


def _said(text: str) -> str:
    return " ".join(words(normalised(text)))


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=8), st.integers(0, 3))
def test_words_are_those_that_the_pattern_finds_in_each_text(texts: list[str], least: int) -> None:
    found = compared_words(pa.array(texts, pa.string()), least)
    assert found.to_pylist() == [said if len(said.split()) >= least else None for said in map(_said, texts)]


def test_every_character_that_is_known_is_what_the_pattern_takes_it_for() -> None:
    characters = [chr(point) for first, end in module._KNOWN for point in range(first, end)]
    texts = [text for one in characters for text in (one, f"a{one}b", f"A {one}é{one}", f"{one}x'{one}")]
    assert compared_words(pa.array(texts)).to_pylist() == list(map(_said, texts))


def test_no_character_that_is_known_is_ever_joined_to_the_one_before_it() -> None:
    parts = [unicodedata.decomposition(chr(point)).split() for point in range(sys.maxunicode + 1)]
    joined = {int(part[1], 16) for part in parts if len(part) == 2 and not part[0].startswith("<")}
    kinds, _ = module._characters_known()
    assert not [point for point in joined if point < len(kinds) and kinds[point]]


def test_parts_of_texts_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["La minga de l'avi", "", "…", "tŷ ñe\u0303 mañana", "日本", "ÁRBOL " * 20] * 7
    whole = compared_words(pa.array(texts))
    monkeypatch.setattr(module, "_BYTES", 20)
    monkeypatch.setattr(module, "_TEXTS", 3)
    assert compared_words(pa.array(["x", *texts, "y"]).slice(1, len(texts))).equals(whole)
