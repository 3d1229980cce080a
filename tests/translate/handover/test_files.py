from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.errors import InputError, UsageError
from minga.translate.handover import Entry, read_entries, write_entries

ITEM = "0123456789abcdef0123456789abcdef"
TEXTS = st.text(
    alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00", min_codepoint=32)
    | st.sampled_from("\n\t"),
    min_size=1,
    max_size=40,
)


def entries(*texts: str) -> list[Entry]:
    return [Entry(ITEM, f"choices[{number}]", f"source {number}", text) for number, text in enumerate(texts)]


def pairs(found: object) -> list[tuple[str, str, str, str]]:
    return [(one.item, one.field, one.source, one.target) for one in found]  # type: ignore[attr-defined]


@pytest.mark.parametrize("ending", ["csv", "jsonl", "xlf", "po"])
def test_what_a_translator_wrote_comes_back(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"texts.{ending}"
    given_out = entries("", 'dice "sí", ¿no?', "dos\nlíneas & <b>más</b>", "=1+1", "100%", "%s {x}")
    assert write_entries(path, given_out, "en", "es-PE") == 6
    written = path.read_text(encoding="utf-8")
    if ending == "po":  # a person says that the machine was right
        assert "#, fuzzy" in written
        path.write_text(written.replace("#, fuzzy, python-format\n", "").replace("#, fuzzy\n", ""), encoding="utf-8")
    assert pairs(read_entries(path)) == pairs(given_out[1:])


def test_what_a_machine_translated_is_fuzzy_and_does_not_count_until_a_person_says_so(tmp_path: Path) -> None:
    path = tmp_path / "texts.po"
    write_entries(path, entries("máquina"), "en", "es")
    assert list(read_entries(path)) == []


def test_a_spreadsheet_shows_a_formula_and_does_not_calculate_it(tmp_path: Path) -> None:
    path = tmp_path / "texts.csv"
    write_entries(path, entries("=HYPERLINK(1)"), "en", "es")
    assert ",'=HYPERLINK(1)," in path.read_text(encoding="utf-8-sig")


def test_other_programs_may_say_id_and_text(tmp_path: Path) -> None:
    (tmp_path / "texts.jsonl").write_text(f'{{"id": "{ITEM}", "field": "question", "text": "Sí"}}\n', encoding="utf-8")
    (tmp_path / "texts.csv").write_text(f"id;field;text\n{ITEM};question;Sí\n", encoding="utf-8")
    for ending in ("jsonl", "csv"):
        assert pairs(read_entries(tmp_path / f"texts.{ending}")) == [(ITEM, "question", "", "Sí")]


def test_a_translation_tools_own_elements_are_looked_through(tmp_path: Path) -> None:
    path = tmp_path / "texts.xlf"
    write_entries(path, entries("uno dos"), "en", "es")
    path.write_text(path.read_text().replace("<target>uno dos", '<target>uno <g id="1">dos</g>'))
    assert [entry.target for entry in read_entries(path)] == ["uno dos"]


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("a.xlf", b"<xliff", "is not XML"),
        ("a.xlf", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><xliff/>', "declares a document type"),
        ("a.xlf", "<xliff/>".encode("utf-16"), "is not UTF-8"),
        (
            "a.xlf",
            b'<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2"><trans-unit id="3"/></xliff>',
            "does not say which item",
        ),
        ("a.csv", b"question,answer\nx,y\n", "does not say which text"),
        ("a.csv", b"item,field,target\nx,y,\xff\n", "is not CSV in UTF-8"),
        ("a.jsonl", b"{\n", "is not JSON"),
        ("a.jsonl", b"[]\n", "does not say which text"),
        ("a.po", b'msgid "x"\nmsgstr "y"\n', "does not say which item"),
        ("a.docx", b"PK", "is no file of a translator"),
    ],
)
def test_a_file_that_is_none_says_why(tmp_path: Path, name: str, content: bytes, what: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=what):
        list(read_entries(tmp_path / name))


def test_an_unknown_form_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="forms are csv, jsonl, xliff, po"):
        write_entries(tmp_path / "texts.docx", entries("x"), "en", "es")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", ["csv", "jsonl", "xlf"])
@given(texts=st.lists(TEXTS.filter(lambda text: text.strip() and not text.startswith("'")), min_size=1, max_size=5))
def test_any_text_comes_back(ending: str, texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("handover") / f"texts.{ending}"
    texts = [
        text
        for text in texts
        if ending != "xlf"
        or all(sign in "\n\t" or (sign >= " " and sign < "\ufffe") or sign > "\uffff" for sign in text)
    ]
    write_entries(path, entries(*texts), "en", "es")
    assert [entry.target for entry in read_entries(path)] == texts
