from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from minga.collect import collect
from minga.errors import InputError, MingaError, NothingToDo, SettingError
from minga.records import InstructionRecord, rows_of
from minga.settings import CollectSettings, DonationSettings
from minga.tables import Table
from minga.workspace import Workspace

from .conftest import Collect


def _records(table: Table) -> list[InstructionRecord]:
    return [record for batch in table.batches() for record in rows_of(batch, InstructionRecord)]


def _dropped(table: Table) -> list[tuple[str, str, str]]:
    return sorted((drop["id"], drop["reason"], drop["detail"]) for drop in table.dropped())


def _alpaca(instruction: str = "¿Qué es el chuño?", output: object = "Papa deshidratada.", **labels: object) -> str:
    return json.dumps({"instruction": instruction, "output": output, **labels}, ensure_ascii=False)


def test_a_donation_becomes_records_with_what_is_known_about_it(donate: Collect) -> None:
    table = donate("d.jsonl", _alpaca(), country="PE", domain="cooking", source="https://example.org/chuno")
    (record,) = _records(table)
    assert table.name == "donations/ofrenda"
    assert [(message.role, message.content) for message in record.messages] == [
        ("user", "¿Qué es el chuño?"),
        ("assistant", "Papa deshidratada."),
    ]
    assert (record.language, record.country, record.domain) == ("es", "PE", "cooking")
    assert (record.licence, record.contributor, record.origin) == ("CC0-1.0", "Rosa", "human")
    assert record.source == "https://example.org/chuno"


def test_a_row_s_own_labels_come_before_the_donation_s(donate: Collect) -> None:
    rows = [
        _alpaca(
            "¿Qué es la humita?", language="qu-PE", country="pe", domain="food", license="cc-by-4.0", register="formal"
        ),
        _alpaca("¿Qué es el mate?", language="", country=None, domain=" "),
    ]
    by_language = {record.language: record for record in _records(donate("d.jsonl", "\n".join(rows), country="AR"))}
    own, donated = by_language["qu-PE"], by_language["es"]
    assert (own.country, own.domain, own.licence, own.register_) == ("PE", "food", "CC-BY-4.0", "formal")
    assert (donated.country, donated.domain, donated.licence) == ("AR", "", "CC0-1.0")


def test_a_row_under_a_licence_that_the_project_does_not_accept_is_dropped(donate: Collect) -> None:
    rows = [
        _alpaca("¿Qué es la humita?"),
        _alpaca("¿Qué es el mate?", license="cc-by-4.0"),
        _alpaca("¿Qué es la oca?", license="cc-by-nc-4.0"),
        _alpaca("¿Qué es el olluco?", licence="NOASSERTION"),
    ]
    anything = donate("d.jsonl", "\n".join(rows))
    table = donate("d.jsonl", None, accept=("CC0-1.0", "CC-BY-4.0"))
    assert (anything.rows, table.rows, table.state) == (4, 2, "made")
    assert _dropped(table) == [
        ("row 3", "licence-not-accepted", "CC-BY-NC-4.0"),
        ("row 4", "licence-not-accepted", "NOASSERTION"),
    ]
    assert donate("d.jsonl", None, accept=("CC-BY-4.0", "CC0-1.0")).state == "unchanged"


def test_every_row_that_leaves_has_its_place_and_reason(donate: Collect) -> None:
    lines = [
        _alpaca(),
        "{esto no es JSON",
        _alpaca(output="  "),
        _alpaca(output="x" * 51),
        _alpaca(language="español de Perú"),
        _alpaca(country="Perú"),
        _alpaca(license="gratis"),
        _alpaca(output=["lista"]),
        "",
        _alpaca(),
        "[]",
        _alpaca(output="Papa deshidratada\u0301."),
    ]
    table = donate("d.jsonl", "\n".join(lines), limits=CollectSettings(max_characters=50))
    assert _dropped(table) == [
        ("row 10", "duplicate", "says the same as row 1"),
        ("row 11", "invalid-row", "is not an object but list"),
        ("row 2", "invalid-json", "Expecting property name enclosed in double quotes (column 2)"),
        ("row 3", "empty-message", "message 2 (assistant) is empty"),
        ("row 4", "too-long", "message 2 has 51 characters of at most 50"),
        ("row 5", "invalid-label", "language: 'español de Perú' is not a BCP-47 tag"),
        ("row 6", "invalid-label", "country: 'PERÚ' is not a code of two letters, such as PE"),
        ("row 7", "invalid-label", "licence: 'gratis' is not an SPDX licence"),
        ("row 8", "invalid-row", "output is not text"),
    ]
    assert (table.manifest.counts.rows_in, table.rows) == (11, 2)


def test_a_conversation_must_end_with_an_answer(donate: Collect) -> None:
    turns = [
        {"from": "human", "value": "Hola"},
        {"from": "gpt", "value": "Buenas"},
        {"from": "human", "value": "Adiós"},
    ]
    table = donate("d.json", json.dumps([{"conversations": turns}, {"conversations": turns[:2]}]))
    assert table.rows == 1
    assert _dropped(table) == [
        ("row 1", "invalid-row", "messages must go [system,] user … assistant, not user, assistant, user")
    ]


def test_the_same_rows_give_the_same_records_from_every_kind_of_file(donate: Collect, tmp_path: Path) -> None:
    rows = [{"instruction": f"¿Cuánto es {n} más uno?", "input": "", "output": f"Es {n + 1}."} for n in range(40)]
    lines = [f'"{row["instruction"]}";"";"{row["output"]}"' for row in rows]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "d.parquet", row_group_size=7)
    tables = [
        donate("d.jsonl", "\n".join(json.dumps(row) for row in rows)),
        donate("d.json", json.dumps(rows, indent=2)),
        donate("d.csv", "\ufeffinstruction;input;output\r\n" + "\r\n".join(lines)),
        donate("d2.csv", ("instruction;input;output\n" + "\n".join(lines)).encode("latin-1"), encoding="latin-1"),
        donate("d.parquet", None),
    ]
    first = tables[0].read()
    assert first["id"].to_pylist() == sorted(first["id"].to_pylist())
    assert all(table.read().equals(first) for table in tables)


def test_a_recipe_book_in_columns_needs_only_a_template(donate: Collect) -> None:
    book = 'Nombre,Ingredientes,Pasos\ncarapulcra,"papa seca, ají panca","1 Remojar.\n2 Guisar."\nlocro,,1 Hervir.\n'
    table = donate("libro.csv", book, user="¿Cómo se prepara {Nombre}?", assistant="{Ingredientes}\n\n{Pasos}")
    (record,) = _records(table)
    assert record.prompt == "¿Cómo se prepara carapulcra?"
    assert record.answer == "papa seca, ají panca\n\n1 Remojar.\n2 Guisar."
    assert _dropped(table) == [("row 2", "empty-message", "the column Ingredientes is empty")]


def test_a_donation_is_collected_once_wherever_it_lies(donate: Collect, tmp_path: Path) -> None:
    assert donate("d.jsonl", _alpaca()).state == "made"
    assert donate("d.jsonl", None).state == "unchanged"
    (tmp_path / "aparte").mkdir()
    (tmp_path / "d.jsonl").rename(tmp_path / "aparte" / "d.jsonl")
    moved = donate("aparte/d.jsonl", None)
    assert moved.state == "unchanged"
    assert "aparte" not in (moved.path / "manifest.json").read_text()
    assert donate("aparte/d.jsonl", _alpaca("¿Qué es la oca?")).state == "made"
    assert donate("aparte/d.jsonl", None, country="BO").state == "made"


def test_a_dry_run_reads_no_row(tmp_path: Path) -> None:
    (tmp_path / "d.jsonl").write_text("esto no es JSON")
    donation = DonationSettings(name="ofrenda", path="d.jsonl", language="es", licence="CC0-1.0", contributor="Rosa")
    workspace = Workspace(tmp_path / "data", tmp_path / ".minga", dry=True)
    assert collect(donation, CollectSettings(), tmp_path, workspace).state == "pending"


@pytest.mark.parametrize(
    ("name", "data", "error", "message"),
    [
        ("no.csv", None, InputError, "no.csv: there is no such file"),
        ("d.csv", "", NothingToDo, "d.csv: the donation is empty"),
        ("d.csv", "a,b\n1,2\n", InputError, "d.csv: its form cannot be recognised: its columns are 'a', 'b'"),
        ("d.csv", "instruction,output\nañade,ñ\n".encode("latin-1"), InputError, 'set encoding = "latin-1"'),
    ],
)
def test_a_failed_collection_leaves_nothing_behind(
    donate: Collect, tmp_path: Path, name: str, data: bytes | str | None, error: type[MingaError], message: str
) -> None:
    with pytest.raises(error, match=message):
        donate(name, data)
    assert [path for path in tmp_path.glob("data/**/*") if path.is_file()] == []
    assert list(tmp_path.glob("data/donations/ofrenda/.*")) == []


def test_an_unknown_column_in_a_template_is_a_setting_error(donate: Collect) -> None:
    with pytest.raises(SettingError, match="did you mean Pasos"):
        donate("d.csv", "Nombre,Pasos\na,b\n", user="{Nombre}", assistant="{Paso}")


def test_more_rows_than_fit_in_memory_are_sorted_on_disk(
    donate: Collect, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = "\n".join(_alpaca(f"¿Qué número es el {number % 2500}?") for number in range(4000))
    whole = donate("d.jsonl", lines)
    from minga.collect import stage
    from minga.external_sort import ExternalSorter

    monkeypatch.setattr(stage, "ExternalSorter", lambda folder, keys: ExternalSorter(folder, keys, memory=50_000))
    monkeypatch.setattr(stage, "CODE", 2)
    spilled = donate("d.jsonl", None)
    assert spilled.state == "made"
    assert spilled.read().equals(whole.read())
    assert _dropped(spilled) == _dropped(whole)
    assert (whole.rows, whole.manifest.counts.dropped) == (2500, {"duplicate": 1500})
    assert list(tmp_path.glob("data/donations/ofrenda/.*")) == []


def test_hostile_text_stays_text(donate: Collect) -> None:
    row = '{"instruction": "a\\u0000\\ud800b", "output": "c\\r\\nd", "\\ud800": "x"}\n{"\\udfff": 1}\n[1]'
    table = donate("d.jsonl", row)
    assert _records(table)[0].prompt == "a?b"
    assert _records(table)[0].answer == "c\nd"
    assert _dropped(table)[0] == ("row 2", "empty-message", "message 1 (user) is empty")


def test_importing_collect_is_light() -> None:
    code = "import sys, minga.collect; print(sorted({'daft', 'ray', 'torch', 'pandas'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
