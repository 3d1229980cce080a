from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from minga.errors import InputError
from minga.generate.documents import DocumentFile
from minga.generate.reading import DocumentReader
from tests.generate.making import docx, pdf_of

TEXT = "La trashumancia es el viaje que hacen los rebaños dos veces al año en busca de pasto."


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[DocumentReader]:
    with DocumentReader(tmp_path / "documents.log", max_mb=1) as opened:
        yield opened


def read(reader: DocumentReader, path: Path) -> list[str]:
    return [block.text for block in reader.blocks(DocumentFile(path, f"docs/{path.name}"))]


def fault(reader: DocumentReader, path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read(reader, path)
    said = str(caught.value)
    assert f"docs/{path.name}" in said
    assert str(path.parent) not in caught.value.what
    return said


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_and_markdown(reader: DocumentReader, tmp_path: Path, encoding: str) -> None:
    for name in ("a.md", "a.txt"):
        (tmp_path / name).write_text(f"{TEXT}\r\n\r\n{TEXT}", encoding=encoding)
        assert read(reader, tmp_path / name) == [TEXT, TEXT]


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1"])
def test_a_page_gives_its_main_part_in_the_encoding_that_it_declares(
    reader: DocumentReader, tmp_path: Path, charset: str
) -> None:
    page = (
        f'<html><head><meta charset="{charset}"><title>t</title></head><body><nav>Menú con muchas palabras</nav>'
        f"<main><h1>Cañadas</h1><p>{TEXT}</p><script>alert(1)</script></main><footer>© nadie</footer></body></html>"
    )
    (tmp_path / "a.html").write_bytes(page.encode(charset))
    assert read(reader, tmp_path / "a.html") == ["Cañadas", TEXT]


def test_menus_and_tables_of_contents_of_older_pages_are_no_text(reader: DocumentReader, tmp_path: Path) -> None:
    page = (
        '<body class="toc"><ul class="docnav top"><li>El manual</li></ul><div class="toc"><p>1. RAID</p></div>'
        f'<div role="navigation"><p>Usted está aquí</p></div><div class="content"><p>{TEXT}</p></div>'
        '<div id="footer"><p>Todos los derechos reservados</p></div></body>'
    )
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    assert read(reader, tmp_path / "a.html") == [TEXT]


def test_a_pdf(reader: DocumentReader, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf_of(f"# Cañadas\n\n{TEXT}\n\n{TEXT} {TEXT}"))
    assert read(reader, tmp_path / "a.pdf") == ["Cañadas", TEXT, f"{TEXT} {TEXT}"]


def test_a_word_document(reader: DocumentReader, tmp_path: Path) -> None:
    docx(tmp_path / "a.docx", "Cañadas & cordeles", TEXT)
    assert read(reader, tmp_path / "a.docx") == ["Cañadas & cordeles", TEXT]


def test_text_that_is_not_utf_8_says_in_which_line(reader: DocumentReader, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("uno\ndos\ntrashumancia y caña".encode("latin-1"))
    assert fault(reader, tmp_path / "a.md").startswith("docs/a.md:3: is not UTF-8 text")


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("a.pdf", b"%PDF-1.4 broken", "cannot be read as PDF"),
        ("a.docx", b"PK\x03\x04 broken", "cannot be read as DOCX"),
        ("a.txt", b"bin\x00ary", "NUL"),
        ("a.jpg", b"\xff\xd8", "files of the kind '.jpg' are not read"),
        ("a", b"text", "are not read"),
        ("a.md", b"x" * (1 << 20) + b"x", "has 1 MB of at most 1"),
    ],
)
def test_what_cannot_be_read_says_why(
    reader: DocumentReader, tmp_path: Path, name: str, data: bytes, what: str
) -> None:
    (tmp_path / name).write_bytes(data)
    assert what in fault(reader, tmp_path / name)


def test_a_missing_file_says_so(reader: DocumentReader, tmp_path: Path) -> None:
    assert "No such file" in fault(reader, tmp_path / "a.md")


@pytest.mark.parametrize(
    ("limits", "what"),
    # a library that has no memory left may say anything
    [({"memory": 700 << 20}, "docs/bomb.docx"), ({"seconds": 2}, "takes more than 2 s to read")],
)
def test_a_file_that_would_take_everything_is_given_up_and_the_next_one_is_read(
    tmp_path: Path, limits: dict[str, int], what: str
) -> None:
    docx(tmp_path / "bomb.docx", empty=5_000_000)
    assert (tmp_path / "bomb.docx").stat().st_size < 100_000
    with DocumentReader(tmp_path / "log", max_mb=50, **limits) as reader:
        assert what in fault(reader, tmp_path / "bomb.docx")
        docx(tmp_path / "b.docx", TEXT)
        assert read(reader, tmp_path / "b.docx") == [TEXT]
