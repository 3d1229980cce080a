from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.errors import InputError
from minga.translate.glossary import Glossary, Term, glossary_faults, read_glossary

CSV = """source,es,es-MX,ca,case,pos,keep
spin,espín,,espín,,noun,
electric field,campo eléctrico,,camp elèctric,,,
computer,ordenador,computadora,ordinador,,,
Mercury,Mercurio,,Mercuri,exact,,
Hello World,,,,,,yes
"""
TOML = """
[[terms]]
source = "spin"
es = "espín"
pos = "noun"

[[terms]]
source = "Hello World"
keep = true
"""


def glossary(tmp_path: Path, text: str, target: str = "es", name: str = "terms.csv") -> Glossary:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return read_glossary(tmp_path / name, "en", target)


def faults(source: str, target: str, *terms: Term) -> list[str]:
    return [fault.wanted for fault in glossary_faults(source, target, Glossary(terms))]


def test_a_file_gives_the_terms_of_one_language(tmp_path: Path) -> None:
    terms = {term.source: term for term in glossary(tmp_path, CSV).terms}
    assert terms["spin"] == Term("spin", "espín", pos="noun")
    assert terms["Mercury"] == Term("Mercury", "Mercurio", "exact")
    assert terms["Hello World"].kept
    assert terms["computer"].target == "ordenador"


@pytest.mark.parametrize(
    ("target", "wanted"), [("es-MX", "computadora"), ("es-PE", "ordenador"), ("ca-valencia", "ordinador")]
)
def test_a_variety_goes_before_its_language(tmp_path: Path, target: str, wanted: str) -> None:
    terms = {term.source: term.target for term in glossary(tmp_path, CSV, target).terms}
    assert terms["computer"] == wanted
    assert terms["spin"] == "espín"


def test_a_language_without_translations_only_keeps_what_is_kept(tmp_path: Path) -> None:
    assert [term.source for term in glossary(tmp_path, CSV, "eu").terms] == ["Hello World"]


def test_toml_says_the_same(tmp_path: Path) -> None:
    assert glossary(tmp_path, TOML, name="terms.toml").terms == (
        Term("spin", "espín", pos="noun"),
        Term("Hello World", "Hello World"),
    )


def test_semicolons_and_a_byte_order_mark_are_a_spreadsheets_way(tmp_path: Path) -> None:
    assert glossary(tmp_path, "\ufeffsource;es\nspin;espín\n").terms == (Term("spin", "espín"),)


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("terms.csv", "source,es,case\nspin,espín,loud\n", "term 1: case is 'loud'"),
        ("terms.csv", "term,es\nspin,espín\n", "term 1: has no source term"),
        ("terms.csv", "source,klingonish\nspin,x\n", "'klingonish' is neither a language nor one of"),
        ("terms.toml", "[[terms]\n", "is not valid TOML"),
        ("terms.toml", "terms = 3", r"has no \[\[terms\]\]"),
    ],
)
def test_a_row_that_makes_no_sense_says_where_it_is(tmp_path: Path, name: str, text: str, what: str) -> None:
    with pytest.raises(InputError, match=what):
        glossary(tmp_path, text, name=name)


def test_uses_are_whole_words_the_longest_first() -> None:
    terms = Glossary((Term("field", "campo"), Term("electric field", "campo eléctrico")))
    uses = list(terms.uses("An Electric  field; the field, and fields."))
    assert [(use.text, use.wanted) for use in uses] == [("Electric  field", "Campo eléctrico"), ("field", "campo")]


def test_exact_terms_are_only_meant_as_they_are_written() -> None:
    terms = Glossary((Term("Mercury", "Mercurio", "exact"),))
    assert [use.text for use in terms.uses("mercury on Mercury")] == ["Mercury"]


@pytest.mark.parametrize(
    ("target", "ok"),
    [
        ("El espín del electrón", True),
        ("Los espines son dos", True),
        ("El giro del electrón", False),
        ("ESPÍN", True),
    ],
)
def test_a_term_may_be_inflected_and_not_replaced(target: str, ok: bool) -> None:
    assert (faults("The spin of it", target, Term("spin", "espín")) == []) is ok


def test_kept_and_exact_terms_stand_as_they_are() -> None:
    assert faults("Run Hello World", "Ejecuta Hola Mundo", Term("Hello World", "Hello World")) == ["Hello World"]
    assert faults("On Mercury", "En mercurio", Term("Mercury", "Mercurio", "exact")) == ["Mercurio"]


def test_each_term_is_found_once() -> None:
    assert faults("spin and spin", "giro y giro", Term("spin", "espín")) == ["espín"]


def test_a_term_without_a_word_stands_nowhere() -> None:
    assert list(Glossary((Term(" ", "0"),)).uses("a b")) == []


@given(
    st.text(max_size=60),
    st.text(max_size=60),
    st.lists(st.tuples(st.text(min_size=1, max_size=8), st.text(min_size=1, max_size=8)), max_size=5),
)
def test_any_text_and_any_terms_are_searched(source: str, target: str, terms: list[tuple[str, str]]) -> None:
    words = Glossary(tuple(Term(one, other) for one, other in terms))
    place = 0
    for use in words.uses(source):
        assert place <= use.start < use.end
        assert source[use.start : use.end] == use.text
        place = use.end
    list(glossary_faults(source, target, words))
