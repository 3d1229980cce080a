from __future__ import annotations

import itertools
import random
import sys
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.curate.personal_data import countries_of, find_personal_data
from minga.curate.personal_data.cues import IDENTITY
from minga.curate.personal_data.schemes import SCHEMES


def found(text: str, *countries: str) -> list[tuple[str, str]]:
    return [(span.kind, text[span.start : span.end]) for span in find_personal_data(text, countries)]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Escríbeme a ana.pérez+taller@correo.com.pe.", "email", "ana.pérez+taller@correo.com.pe"),
        ("¿Quién es @rosa_quispe? Cocina muy bien.", "handle", "@rosa_quispe"),
        ("Entró desde la IP 190.12.44.7 anoche", "ip", "190.12.44.7"),
        ("el servidor 2a02:9130:80:1::5 no responde", "ip", "2a02:9130:80:1::5"),
        ("mira https://x.org/a?id=4&access_token=abc123def.", "link", "https://x.org/a?id=4&access_token=abc123def"),
        ("ftp://ana:clave99@archivos.org/x.csv", "link", "ftp://ana:clave99@archivos.org/x.csv"),
        ("Mi cuenta: ES91 2100 0418 4502 0005 1332 (gracias)", "iban", "ES91 2100 0418 4502 0005 1332"),
        ("CLABE 032180000118359719", "account", "032180000118359719"),
        ("La tarjeta 4539 1488 0343 6467 caducó", "card", "4539 1488 0343 6467"),
        ("Llámame al +51 987 654 321", "phone", "+51 987 654 321"),
        ("Llámame al 612345678.", "phone", "612345678"),
        ("Ana, 612 345 678", "phone", "612 345 678"),
        ("Ana, 12345678Z, firma", "dni", "12345678Z"),
        ("NIE X-1234567-L", "nie", "X-1234567-L"),
        ("NSS 28/12345678/40", "nss", "28/12345678/40"),
        ("D.N.I. n.º 12345678", "dni", "12345678"),
        ("CURP BOXW310820HNERXN09", "curp", "BOXW310820HNERXN09"),
        ("RFC: GODE561231GR8", "rfc", "GODE561231GR8"),
        ("Su rut es 12.531.909-2.", "rut", "12.531.909-2"),
        ("CUIT 20-05536168-2", "cuit", "20-05536168-2"),
        ("CPF 390.533.447-05", "cpf", "390.533.447-05"),
        ("o CNPJ 16.727.230/0001-97", "cnpj", "16.727.230/0001-97"),
        ("NIT 213.123.432-1", "nit", "213.123.432-1"),
        ("cédula de ciudadanía 1.020.304.050", "cedula", "1.020.304.050"),
        ("RIF V-11470283-4", "rif", "V-11470283-4"),
        ("DUI 00016297-5", "dui", "00016297-5"),
    ],
)
def test_personal_data_is_found_to_the_letter(text: str, kind: str, words: str) -> None:
    # the identity numbers are the examples of python-stdnum and of the authorities; none is a known person's
    assert found(text, "ES") == [(kind, words)]


@pytest.mark.parametrize(
    "text",
    [
        "El pedido 612345678 llegó tarde.",
        "Pedido n.º 612 345 678",
        "Cuesta 1.234.567,89 € o US$ 12345678.",
        "Del 2024-05-17 al 17/05/2024, o el 20240517.",
        "Entre 1936-1939 y 2010-2024.",
        "ISBN 978-84-376-0494-7 y 9788437604947",
        "Busca el 978-84-376-0494-7 en la biblioteca",
        "Está en 40.416775, -3.703790.",
        "La ciudad tiene 612345678 habitantes.",
        "La versión 1.2.3.4 y Python 3.11.4; sección 3.2.11.14",
        "El router está en 192.168.1.1 y el servidor en 127.0.0.1, 10.20.30.40",
        "std::vector<int> a las 12:30:45",
        "Hola a tod@s, l@s amig@s",
        "@property\ndef f(): ...\n@app.route('/x')\n@angular/core",
        "Mira https://x.org/articulo/612345678?id=987654321",
        "DNI 12345678A, NIE X1234567A",
        "IBAN ES92 2100 0418 4502 0005 1332",
        "tarjeta 4539 1488 0343 6468",
        "CPF 390.533.447-06",
        "de 1990 a 12345674, y 1234567 l, tiene 640404123 plazas",
        "Suma 12345678 + 87654321 = 99999999",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert found(text, "ES", "SV", "AR") == []


def test_a_plain_number_is_what_its_country_and_its_label_say() -> None:
    assert found("Celular 987654321", "PE") == [("phone", "987654321")]
    assert found("Aparece 20131312955 ahí", "PE") == [("ruc", "20131312955")]
    assert found("Aparece 20131312955 ahí", "ES") == []
    assert found("Mi RUC es 20131312955", "ES") == [("ruc", "20131312955")]
    assert found("cédula 1714307103", "EC") == [("cedula", "1714307103")]
    assert found("cédula 1714307104", "EC") == []  # the check digit of Ecuador is wrong
    assert found("cédula 1714307104", "CO") == [("cedula", "1714307104")]  # Colombia has none


def test_several_things_come_in_order_and_apart() -> None:
    text = "Mi DNI es 45678912, mi teléfono 987654321 y mi correo ana@correo.pe (@anita)."
    assert [kind for kind, _ in found(text, "PE")] == ["dni", "phone", "email", "handle"]


def test_the_countries_of_a_record() -> None:
    assert countries_of("PE", "es-AR") == ("PE", "AR")
    assert countries_of(None, "pt")[:1] == ("BR",)
    assert {"ES", "MX", "PE"} <= set(countries_of(None, "es"))
    assert "US" not in countries_of(None, "es")
    assert "419" not in countries_of(None, "es-419")


def test_every_label_of_a_scheme_says_that_a_number_identifies() -> None:
    assert {label for scheme in SCHEMES for label in scheme.labels} <= IDENTITY


SPANISH = countries_of(None, "es")
"""More than twenty countries, each with its own telephones and identity numbers."""
PIECES = [*"1236890", "12", "345", *" ./-@+():;,\n", "a", "B", "ñ", "tel ", "http://", "?key=", "S/", "€"]


def calls(text: str, countries: Sequence[str]) -> int:
    """How many functions are called while personal data is looked for in a text."""
    count = 0

    def counted(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        find_personal_data(text, countries)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("seed", range(8))
def test_no_text_is_much_work(seed: int) -> None:
    rng = random.Random(seed)
    find_personal_data("Llámame al 612 345 678", SPANISH)
    for _ in range(10):
        fragment = "".join(rng.choices(PIECES, k=rng.randint(1, 6)))
        same = (fragment * 2000)[:2000]
        other = "".join(rng.choice("0123456789") if sign.isdigit() else sign for sign in same)
        assert calls(same, SPANISH) < 20_000 + 50 * len(same), fragment
        assert calls(other, SPANISH) < 20_000 + 400 * len(other), fragment


@pytest.mark.parametrize(
    "part", ["1", "1 ", "12 345 ", "@", "a@", "a.b@c.", "1.2.3.", "ab:", "http://", "A1 ", "+", "(", "ES12 3456 "]
)
def test_the_work_grows_no_faster_than_the_text(part: str) -> None:
    short, long = (calls((part * length)[:length], ["ES"]) for length in (5_000, 40_000))
    assert long < 1000 + 9 * short


@given(st.text(alphabet="0123456789 .-/()+@aZ:ñ$€\n", max_size=80))
def test_findings_lie_in_the_text_and_apart(text: str) -> None:
    spans = find_personal_data(text, ["ES", "BR"])
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(first.end <= second.start for first, second in itertools.pairwise(spans))
