from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from minga.curate.duplicates.compared_words import compared_words
from minga.words import normalised, words

TEXTS = st.text(st.one_of(st.sampled_from("aÑ1_ '’ʼ·.\n\u0303\u0301ß\0日"), st.characters(exclude_categories=["Cs"])))


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=8))
def test_words_are_those_that_the_pattern_finds_in_each_text(texts: list[str]) -> None:
    assert compared_words(texts) == [" ".join(words(normalised(text))) for text in texts]
