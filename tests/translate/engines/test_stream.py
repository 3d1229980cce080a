from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from minga.translate.engines.engine import Translation
from minga.translate.engines.stream import Segment, read_segment


def test_reserved_signs_are_escaped_and_the_sentence_is_ended() -> None:
    assert Segment("he [sic] and/or <she").stream == r"he \[sic\] and\/or \<she.[]"


def test_a_single_word_gets_no_full_stop_that_would_make_an_abbreviation_of_it() -> None:
    assert Segment("No").stream == "No[]"


def test_lines_without_words_are_not_sent() -> None:
    for line in ("", "  ", "12", "$x^2$", "____"):
        assert Segment(line).stream == ""
        assert read_segment(Segment(line), "") == Translation(line)


def test_marks_are_taken_away_and_remembered() -> None:
    read = read_segment(Segment("The cyclic group S_10"), r"El *cyclic grupo *Zqaa.[]")
    assert read == Translation("El cyclic grupo S_10", ((3, 9),))


def test_marks_of_the_source_stay() -> None:
    segment = Segment("a *bold* move with #tags")
    assert "*" not in segment.stream
    answer = segment.stream.replace("a ", "un ").replace("bold", "atrevido")
    read = read_segment(segment, answer)
    assert read is not None
    assert read.text == "un *atrevido* move with #tags"
    assert read.unknown == ()


def test_space_around_a_line_and_the_case_of_its_first_letter_are_kept() -> None:
    assert read_segment(Segment("  red "), "Rojo[]") == Translation("  rojo ")
    assert read_segment(Segment("Red car"), "cotxe vermell.[]") == Translation("Cotxe vermell")
    assert read_segment(Segment("the DNA"), "ADN.[]") == Translation("ADN")


def test_a_lost_part_is_reported() -> None:
    assert read_segment(Segment("The group S_10 is big"), "El grupo es grande.[]") is None


@settings(deadline=None)
@given(st.text(alphabet="ab *#@^$\\[]{}<>/~_1=.\n’", max_size=40).map(lambda text: text.replace("\n", " ")))
def test_an_engine_that_changes_nothing_gives_the_line_back(line: str) -> None:
    segment = Segment(line)
    read = read_segment(segment, segment.stream)
    assert read is not None
    assert read.text == (line.replace("’", "'") if segment.stream else line)
    assert read.unknown == ()
