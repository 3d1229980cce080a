from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from minga.translate.engines.shield import STAND_IN, shield
from minga.translate.glossary import Glossary, Term


def test_protected_parts_are_hidden_behind_words() -> None:
    shielded = shield("The group S_10 has x^2 = 4 elements")
    assert shielded.text == "The group Zqaa has Zqab elements"
    assert (shielded.part("Zqaa"), shielded.part("Zqab"), shielded.part("Zqac")) == ("S_10", "x^2 = 4", None)
    assert shielded.between == ("The group ", " has ", " elements")


def test_a_translation_that_lost_or_doubled_a_part_is_noticed() -> None:
    shielded = shield("From S_10 to S_11")
    assert shielded.survived("De Zqaa a *Zqab")
    assert not shielded.survived("De Zqaa a")
    assert not shielded.survived("De Zqaa a Zqab y Zqab")


def test_a_text_with_words_like_stand_ins_is_left_alone() -> None:
    assert shield("Zqaa and S_10").text == "Zqaa and S_10"


@settings(deadline=None)
@given(st.text(alphabet="aZq1 .=+^_$(){}B\n", max_size=60))
def test_putting_the_parts_back_gives_the_text(text: str) -> None:
    shielded = shield(text)
    assert STAND_IN.sub(lambda found: shielded.part(found[0]) or found[0], shielded.text) == text
    assert shielded.survived(shielded.text) or not shielded.parts


def test_terms_come_back_as_the_glossary_has_them() -> None:
    shielded = shield("The spin of $x$ is wax", Glossary((Term("spin", "espín"), Term("wax", "cera"))))
    assert [part.text for part in shielded.parts] == ["espín", "$x$", "cera"]
    assert shielded.survived("El Zqaa de Zqab es Zqac")
    assert shielded.restored("El Zqaa de Zqab es Zqac") == "El espín de $x$ es cera"
    assert not shielded.survived("El Zqaa de Zqaa es Zqac")


def test_a_term_within_a_protected_part_is_not_touched() -> None:
    shielded = shield("Run `spin wax`", Glossary((Term("spin", "espín"),)))
    assert [part.text for part in shielded.parts] == ["`spin wax`"]
