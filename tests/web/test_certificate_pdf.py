from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1

from minga.errors import MissingPart
from minga.web.certificate_pdf import CertificateWords, draw_certificate

AT = datetime(2026, 11, 24, 10, tzinfo=UTC)
WORDS = CertificateWords(
    language="es", project="Sabores de la tierra", heading="Certificado de contribución",
    intro="Este documento certifica que", name="Rosa Ñusta Quispe",
    statement=["ha aportado 57 respuestas", "en la campaña «Recetas»."],
    facts=[("Puntos", "57"), ("Papeles", "Validación")], check="Se comprueba en",
    address="https://minga.example/certificates/A1B2C-D3E4F-G5H6J-K7M80", code="A1B2C-D3E4F-G5H6J-K7M80",
    picture="Código QR con la misma dirección",
)  # fmt: skip


def text_of(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    try:
        assert len(document) == 1
        return str(document[0].get_textpage().get_text_range())
    finally:
        document.close()


def catalog_of(content: bytes) -> dict[str, object]:
    return dict(PDFDocument(PDFParser(BytesIO(content))).catalog)


def elements_of(content: bytes) -> list[dict[str, object]]:
    root = resolve1(catalog_of(content)["StructTreeRoot"])
    [whole] = root["K"]
    return [resolve1(child) for child in resolve1(whole)["K"]]


def test_everything_on_it_can_be_read_as_text() -> None:
    text = text_of(draw_certificate(WORDS, AT))
    for part in (WORDS.project, WORDS.heading, WORDS.name, *WORDS.statement, "Validación", WORDS.code, WORDS.address):
        assert part in text


def test_the_same_certificate_has_the_same_bytes_and_another_moment_others() -> None:
    assert draw_certificate(WORDS, AT) == draw_certificate(WORDS, AT)
    assert draw_certificate(WORDS, AT) != draw_certificate(WORDS, AT.replace(hour=11))


def test_a_screen_reader_gets_language_title_and_the_order_of_reading() -> None:
    content = draw_certificate(WORDS, AT)
    catalog = catalog_of(content)
    assert catalog["Lang"] == b"es"
    assert resolve1(catalog["MarkInfo"])["Marked"] is True
    document = PDFDocument(PDFParser(BytesIO(content)))
    title = document.info[0]["Title"].decode(
        "utf-16" if document.info[0]["Title"].startswith(b"\xfe\xff") else "latin-1"
    )
    assert title == "Certificado de contribución: Rosa Ñusta Quispe"
    tags = [element["S"].name for element in elements_of(content)]  # type: ignore[attr-defined]  # a name of PDF
    assert tags[:4] == ["P", "H1", "P", "H2"]
    assert tags[-1] == "Figure"
    assert "Alt" in elements_of(content)[-1]


@pytest.mark.parametrize("name", ["محمد علي", "क्षत्रिय शर्मा", "Ỹvytu g̃uarã", "Ada محمد", "დავით", "Đặng Thị Ánh"])
def test_a_name_in_any_script_is_drawn_and_named_in_words(name: str) -> None:
    content = draw_certificate(replace(WORDS, name=name), AT)
    assert content == draw_certificate(replace(WORDS, name=name), AT)
    [words] = [element["ActualText"] for element in elements_of(content) if "ActualText" in element]
    assert isinstance(words, bytes)
    assert words.removeprefix(b"\xfe\xff").decode("utf-16-be") == name


def test_letters_that_no_font_has_are_said_and_not_left_blank() -> None:
    with pytest.raises(MissingPart, match="font"):
        draw_certificate(replace(WORDS, name="Ada \u0378"), AT)


def test_a_long_name_becomes_smaller_and_stays_on_the_page() -> None:
    content = draw_certificate(replace(WORDS, name="Wenceslao " * 11 + "Quispe"), AT)
    document = pypdfium2.PdfDocument(content)
    page = document[0]
    text = page.get_textpage()
    right = max(text.get_charbox(place)[2] for place in range(text.count_chars()))
    assert right < page.get_width() - 60
    document.close()


def test_the_qr_code_leads_to_the_address() -> None:
    document = pypdfium2.PdfDocument(draw_certificate(WORDS, AT))
    [found] = zxingcpp.read_barcodes(document[0].render(scale=3).to_numpy())
    assert found.text == WORDS.address
    document.close()
