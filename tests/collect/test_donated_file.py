from __future__ import annotations

import json
import tracemalloc
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from minga.collect.donated_file import check_file, open_rows
from minga.collect.parquet_rows import unpacked_bytes
from minga.collect.rows import Row, RowFault
from minga.errors import InputError, NothingToDo, SettingError


def _rows(path: Path, encoding: str = "utf-8") -> list[object]:
    source = open_rows(path, path.name, encoding, 10)
    rows = source.rows(source.columns)
    return [row.detail if isinstance(row, RowFault) else dict(row.values) for row in rows]


def _written(path: Path, data: str | bytes) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


HOLA = {"pregunta": "¿Qué tal?", "respuesta": "Bien, ¿y tú?"}
JSON = json.dumps(HOLA, ensure_ascii=False)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("d.jsonl", JSON),
        ("d.jsonl", "\ufeff\n" + JSON + "\r\n\r\n"),
        ("d.txt", JSON + "\n"),
        ("d.json", JSON),
        ("d.json", f"[{JSON}]"),
        ("d.json", json.dumps([HOLA], indent=2)),
        ("d", f"  [\n{JSON}\n]\n"),
        ("d.csv", 'pregunta,respuesta\n¿Qué tal?,"Bien, ¿y tú?"\n'),
        ("d.csv", '\ufeffpregunta;respuesta\r\n¿Qué tal?;"Bien, ¿y tú?"'),
        ("d.csv", "pregunta\trespuesta\n¿Qué tal?\tBien, ¿y tú?\n"),
        ("d.tsv", "pregunta\trespuesta\n¿Qué tal?\tBien, ¿y tú?\n\n"),
        ("d", "pregunta|respuesta\r¿Qué tal?|Bien, ¿y tú?\r"),
    ],
)
def test_files_are_recognised_by_what_is_in_them(tmp_path: Path, name: str, text: str) -> None:
    assert _rows(_written(tmp_path / name, text)) == [HOLA]


def test_parquet_is_recognised_whatever_it_is_called(tmp_path: Path) -> None:
    pq.write_table(pa.Table.from_pylist([HOLA, HOLA]), tmp_path / "d.dat")
    assert _rows(tmp_path / "d.dat") == [HOLA, HOLA]


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("text", ['pregunta,respuesta\n¿Qué tal?,"Bien, ¿y tú?"\n', JSON])
def test_other_encodings_are_read_when_they_are_named(tmp_path: Path, encoding: str, text: str) -> None:
    assert _rows(_written(tmp_path / "d.csv", text.encode(encoding)), encoding) == [HOLA]


def test_quoted_cells_may_hold_line_ends_signs_and_ten_megabytes(tmp_path: Path) -> None:
    long = "palabra " * 1_300_000
    text = f'"a;b","c"\n"uno\ndos;""tres""",{long}\n'
    assert _rows(_written(tmp_path / "d.csv", text)) == [{"a;b": 'uno\ndos;"tres"', "c": long}]


def test_rows_that_do_not_fit_the_header_are_faults_with_their_lines(tmp_path: Path) -> None:
    path = _written(tmp_path / "d.csv", 'a,b\n1,2\n1\n1,2,3\n"x\ny"\n3,4\n')
    assert _rows(path) == [
        {"a": "1", "b": "2"},
        "1 cells where the header has 2 (line 3)",
        "3 cells where the header has 2 (line 4)",
        "1 cells where the header has 2 (lines 5 to 6)",
        {"a": "3", "b": "4"},
    ]


def test_a_quotation_mark_inside_a_cell_is_forgiven(tmp_path: Path) -> None:
    assert _rows(_written(tmp_path / "d.csv", 'a,b\n1,"el primero." El segundo\n')) == [
        {"a": "1", "b": "el primero. El segundo"}
    ]


def test_an_open_quotation_does_not_swallow_the_rest_of_the_file(tmp_path: Path) -> None:
    path = _written(tmp_path / "d.csv", 'a,b\n1,2\n3,"4\n' + "5,6\n" * 1000)
    with pytest.raises(InputError, match=r"d.csv:3: a quotation mark is opened and never closed; close it"):
        _rows(path)


def test_a_column_that_stands_twice_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"d.csv: column 'a' stands twice in the header"):
        _rows(_written(tmp_path / "d.csv", "a,b,a\n1,2,3\n"))


def test_single_bad_lines_of_jsonl_are_faults(tmp_path: Path) -> None:
    lines = ["{", JSON, "", "[1]", "7" * 5000, "[" * 100_000, JSON]
    rows = _rows(_written(tmp_path / "d.jsonl", "\n".join(lines)))
    assert rows == [
        "Expecting property name enclosed in double quotes (column 2)",
        HOLA,
        "is not an object but list",
        "Exceeds the limit (4300 digits) for integer string conversion: value has 5000 digits",
        "is nested too deeply",
        HOLA,
    ]


def test_a_list_is_read_an_element_at_a_time_across_chunks(tmp_path: Path) -> None:
    items = [{"pregunta": "¿" + "a" * (number * 7919 % 60_000) + "?", "n": number} for number in range(120)]
    text = json.dumps(items, ensure_ascii=False, indent=1)
    assert len(text) > 3 << 20
    assert _rows(_written(tmp_path / "d.json", text)) == items


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("d.jsonl", "<html>\n<body>", "d.jsonl:1: is not JSON: Expecting value .column 1.; a donation is JSON Lines"),
        ("d.json", '{\n "data": []\n}', "d.json:1: is not JSON"),
        ("d.json", f"[{JSON},\n {{", "d.json:2:3: is not JSON: Expecting property name"),
        ("d.json", f"[{JSON}\n {JSON}]", "d.json:2:2: is not JSON: ']' is missing"),
        ("d.json", f"[{JSON}]\nx", "d.json:2:1: is not JSON: there is more after the end"),
        ("d.json", "[" * 100_000, "d.json:1:2: is not JSON: maximum recursion depth"),
        ("d.txt", "Érase una vez", "d.txt: cannot be recognised; a donation is JSONL, JSON, CSV, TSV or Parquet"),
        ("d.csv", b"\x89PNG\r\n\x00\x01\x02,", "is not a text file"),
        ("d.csv", "a,b\n1,2\n".encode("utf-16"), 'is UTF-16, not UTF-8; set encoding = "utf-16"'),
        ("d.jsonl.gz", b"\x1f\x8b\x08rest", "is compressed; unpack it first: gunzip"),
        ("d.xlsx", b"PK\x03\x04rest", "is a ZIP archive or a spreadsheet; unpack it, or export the sheet as CSV"),
        ("d.parquet", b"PAR1 and then nothing", "d.parquet: is damaged or cut short .*fetch or export it again"),
        ("d.parquet", b"not Parquet at all", "d.parquet: is damaged or cut short"),
    ],
)
def test_what_cannot_be_read_is_one_clear_line(tmp_path: Path, name: str, data: str | bytes, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        _rows(_written(tmp_path / name, data))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["d.csv", "d.jsonl", "d.json"])
@pytest.mark.parametrize("text", ["", " \n\n", "\ufeff"])
def test_empty_files_are_nothing_to_do(tmp_path: Path, name: str, text: str) -> None:
    path = _written(tmp_path / name, text)
    with pytest.raises(NothingToDo, match=f"{name}: the donation is empty"):
        check_file(path, name, 10) if text == "" else open_rows(path, name, "utf-8", 10)


def test_files_without_rows_are_nothing_to_do(tmp_path: Path) -> None:
    with pytest.raises(NothingToDo, match="has a header and no row"):
        _rows(_written(tmp_path / "d.csv", "a,b\n"))
    with pytest.raises(NothingToDo, match="empty list"):
        _rows(_written(tmp_path / "d.json", "[]"))
    pq.write_table(pa.table({"a": pa.array([], pa.string())}), tmp_path / "d.parquet")
    with pytest.raises(NothingToDo, match="has no row"):
        _rows(tmp_path / "d.parquet")


def test_latin_1_names_line_byte_and_what_to_set(tmp_path: Path) -> None:
    text = "plato,origen\nají de gallina,Perú\nmoñitos,España\n"
    path = _written(tmp_path / "d.csv", text.encode("latin-1"))
    with pytest.raises(InputError) as caught:
        _rows(path)
    assert str(caught.value) == (
        "d.csv:2: byte 3 of the line (0xED) is not UTF-8, and reads as latin-1: 'ají'; "
        'set encoding = "latin-1" for this donation'
    )


def test_the_place_of_a_bad_byte_is_right_across_chunks(tmp_path: Path) -> None:
    line = b"a" * 999 + b"\n"
    path = _written(tmp_path / "d.csv", b"a,b\n" + line * 1500 + b"x" * 2_000_000 + b" \x93hola\x94,1")
    with pytest.raises(InputError, match=r"d.csv:1502: byte 2000002 of the line \(0x93\).*reads as cp1252: '“hola”'"):
        _rows(path)


def test_an_encoding_that_is_none_is_a_setting_error(tmp_path: Path) -> None:
    for encoding in ("klingon", "zlib", "rot13"):
        with pytest.raises(SettingError, match=f"there is no text encoding '{encoding}'; such as utf-8, latin-1"):
            _rows(_written(tmp_path / "d.csv", "a,b\n1,2\n"), encoding)


def test_a_parquet_file_cut_in_its_middle_says_so(tmp_path: Path) -> None:
    path = tmp_path / "d.parquet"
    pq.write_table(pa.table({"a": [f"texto {number}" for number in range(50_000)]}), path, compression="none")
    data = bytearray(path.read_bytes())
    data[200:150_000] = bytes(149_800)
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"d.parquet(, after row \d+)?: is damaged or cut short"):
        _rows(path)


def test_a_parquet_file_that_unpacks_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "d.parquet"
    pq.write_table(pa.table({"a": ["x" * 3_000_000] * 5}), path, compression="zstd", use_dictionary=False)
    assert path.stat().st_size < 100_000
    with pytest.raises(InputError, match="a row group unpacks to 15 MB, and donations may have 10 MB"):
        _rows(path)


def test_a_text_that_parquet_holds_once_counts_as_often_as_it_is_said(tmp_path: Path) -> None:
    path = tmp_path / "d.parquet"
    texts = pa.DictionaryArray.from_arrays(pa.array([0] * 300, pa.int32()), ["x" * 1_000_000])
    pq.write_table(pa.table({"a": texts}), path, compression="zstd")
    assert path.stat().st_size < 10_000
    tracemalloc.start()
    with pytest.raises(InputError, match=r"its first 64 rows unpack to 64 MB, and donations may have 10 MB; raise"):
        _rows(path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 5_000_000


def test_one_row_that_says_a_long_text_again_and_again_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "d.parquet"
    rows = [["corto"], ["x" * 1_000_000] * 100, ["otro", "corto"]]
    pq.write_table(pa.table({"a": rows}), path)
    source = open_rows(path, path.name, "utf-8", 200)
    assert [row.values if isinstance(row, Row) else (row.reason, row.detail) for row in source.rows(["a"])] == [
        {"a": ["corto"]},
        ("too-long", "unpacks to 100 MB"),
        {"a": ["otro", "corto"]},
    ]


def test_all_kinds_of_parquet_columns_come_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "d.parquet"
    table = pa.table(
        {
            "text": pa.array(["a", "b", None], pa.large_string()),
            "list": [["x", "y"], [], None],
            "map": pa.array([[("k", "v")], None, []], pa.map_(pa.string(), pa.string())),
            "maps": pa.array([[], [[("k", "v")]], None], pa.list_(pa.map_(pa.string(), pa.string()))),
            "structure": [{"a": 1, "b": [{"c": "z"}]}, {"a": 2, "b": None}, None],
            "decimal": [Decimal("1.5"), Decimal(10) ** 30, None],
            "bytes": [b"\xff", b"", None],
            "pair": pa.array([["q", "w"]] * 3, pa.list_(pa.string(), 2)),
            "dictionary": pa.array(["u", "v", "u"]).dictionary_encode(),
            "null": pa.nulls(3),
        }
    )
    for dictionary in (True, False):
        pq.write_table(table, path, use_dictionary=dictionary)
        source = open_rows(path, path.name, "utf-8", 200)
        assert [row.values for row in source.rows(source.columns) if isinstance(row, Row)] == table.to_pylist()


def test_what_columns_unpack_to() -> None:
    again = pa.array(["ab", "c", None, "ab"]).dictionary_encode()
    assert unpacked_bytes(again) == 5
    assert unpacked_bytes(again[1:3]) == 1
    assert unpacked_bytes(pa.ListArray.from_arrays([0, 1, 4], again)[1:]) == 4 + 3
    assert unpacked_bytes(pa.StructArray.from_arrays([again, again], ["a", "b"])) == 10
    assert unpacked_bytes(again[:0]) == 0


def test_a_parquet_text_that_is_not_utf_8_is_a_fault_of_its_row(tmp_path: Path) -> None:
    texts = pa.array([b"hola", b"a\xf1o", b"adi\xc3\xb3s"], pa.binary())
    pq.write_table(pa.table({"a": texts.view(pa.string())}), tmp_path / "d.parquet")
    assert _rows(tmp_path / "d.parquet") == [{"a": "hola"}, "a text is not UTF-8", {"a": "adiós"}]


def test_absent_files_folders_and_files_over_the_limit_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"d.csv: there is no such file; its path is relative to the project's folder"):
        check_file(tmp_path / "d.csv", "d.csv", 10)
    with pytest.raises(InputError, match="x: is not a file"):
        check_file(tmp_path, "x", 10)
    _written(tmp_path / "d.csv", "x" * 2_000_001)
    with pytest.raises(InputError, match=r"d.csv: is 2 MB, and donations may have 1 MB; raise \[collect\] max_file_mb"):
        check_file(tmp_path / "d.csv", "d.csv", 1)
