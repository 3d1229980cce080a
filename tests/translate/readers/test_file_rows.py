from __future__ import annotations

import bz2
import contextlib
import gzip
import json
import lzma
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.errors import InputError
from minga.translate.readers.file_rows import SourceFile, kind_of, rows_of_files
from minga.translate.readers.rows import Dropped, FileRow

PACKED = {".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress, "": bytes}
OBJECTS = st.lists(
    st.dictionaries(
        st.text(min_size=1, max_size=5),
        st.text(max_size=20) | st.integers() | st.none() | st.lists(st.text(max_size=5), max_size=3),
        min_size=1,
        max_size=4,
    ),
    max_size=8,
)


def rows(path: Path) -> list[FileRow | Dropped]:
    return list(rows_of_files([SourceFile(path.name, path)], several=False))


def values(path: Path) -> list[object]:
    return [row.values if isinstance(row, FileRow) else row.reason for row in rows(path)]


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("files")


@given(objects=OBJECTS, indent=st.sampled_from([None, 2]), ascii_only=st.booleans())
def test_a_json_list_comes_back_element_by_element(
    folder: Path, objects: list[dict[str, object]], indent: int | None, ascii_only: bool
) -> None:
    text = json.dumps(objects, indent=indent, ensure_ascii=ascii_only)
    assert values(written(folder, "list.json", text.encode("utf-8", "replace"))) == json.loads(
        text.encode("utf-8", "replace")
    )


@given(objects=OBJECTS)
def test_json_lines_come_back(folder: Path, objects: list[dict[str, object]]) -> None:
    text = "\r\n".join(json.dumps(one) for one in objects)
    assert values(written(folder, "lines.jsonl", text.encode())) == objects


@given(junk=st.binary(max_size=300), ending=st.sampled_from([".json", ".csv", ".tsv", ".txt", ".parquet", ".json.gz"]))
def test_junk_is_refused_or_read_and_never_a_crash(folder: Path, junk: bytes, ending: str) -> None:
    with contextlib.suppress(InputError):
        rows(written(folder, f"junk{ending}", junk))


@pytest.mark.parametrize("ending", PACKED)
@pytest.mark.parametrize("kind", ["jsonl", "parquet", "csv"])
def test_files_may_be_packed(tmp_path: Path, kind: str, ending: str) -> None:
    pq.write_table(pa.table({"question": ["¿Qué?"], "answer": ["4"]}), tmp_path / "plain")
    content = {
        "jsonl": '{"question": "¿Qué?", "answer": "4"}\n'.encode(),
        "parquet": (tmp_path / "plain").read_bytes(),
        "csv": "question,answer\n¿Qué?,4\n".encode(),
    }[kind]
    path = written(tmp_path, f"x.{kind}{ending}", PACKED[ending](content))
    assert values(path) == [{"question": "¿Qué?", "answer": "4"}]
    assert [row.stem for row in rows(path) if isinstance(row, FileRow)] == ["x"]


@pytest.mark.parametrize("ending", [".gz", ".bz2", ".xz"])
@pytest.mark.parametrize("damage", [lambda data: data[: len(data) // 2], lambda data: b"not packed at all"])
def test_a_damaged_file_says_so(tmp_path: Path, ending: str, damage: Callable[[bytes], bytes]) -> None:
    whole = PACKED[ending](json.dumps([{"question": str(number) * 9} for number in range(5000)]).encode())
    with pytest.raises(InputError, match="cannot be unpacked") as caught:
        rows(written(tmp_path, f"x.json{ending}", damage(whole)))
    assert "fetch it anew" in str(caught.value)


@pytest.mark.parametrize(("name", "start"), [("x.jsonl.gz", b'{"a": 1}\n'), ("x.parquet.gz", b"PAR1")])
def test_a_small_file_that_unpacks_without_end_is_stopped(tmp_path: Path, name: str, start: bytes) -> None:
    path = written(tmp_path, name, gzip.compress(start + (b" " * 999 + b"\n") * 4000))
    with pytest.raises(InputError, match="unpacks to more than 1 MB"):
        list(rows_of_files([SourceFile(name, path)], several=False, limit=1 << 20))


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "x.jsonl", b'{"question": "' + b"a" * (17 << 20) + b'"}\n')
    with pytest.raises(InputError, match="a line of more than 16 MB") as caught:
        rows(path)
    assert "x.jsonl:1" in str(caught.value)


def test_rows_that_are_no_objects_leave_alone(tmp_path: Path) -> None:
    assert values(written(tmp_path, "x.jsonl", b'{"a": 1}\n[1]\nnonsense\n\n{"b": 2}\n')) == [
        {"a": 1}, "invalid-row", "invalid-json", {"b": 2},
    ]  # fmt: skip
    assert [row.place for row in rows(tmp_path / "x.jsonl")] == ["row 1", "row 2", "row 3", "row 5"]
    assert values(written(tmp_path, "y.json", b'[{"a": 1}, 2, {"b": 2}]')) == [{"a": 1}, "invalid-row", {"b": 2}]


@pytest.mark.parametrize(
    ("text", "line"), [("[\n1,\n", 3), ('[\n{"a": 1}\n{"b": 2}]', 3), ('[\n{"a": 1}]\n\n[]', 4), ('[{"a": tru}]', 1)]
)
def test_a_broken_list_says_its_line(tmp_path: Path, text: str, line: int) -> None:
    with pytest.raises(InputError, match="is not JSON") as caught:
        rows(written(tmp_path, "x.json", text.encode()))
    assert f"x.json:{line}:" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "text"),
    [("x.jsonl", '{"a": 1}\n{"a": "ñ"}'), ("x.json", '[{"a": 1},\n{"a": "ñ"}]'), ("x.csv", "a,b\n1,ñ")],
)
def test_another_encoding_is_named_with_its_line(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(InputError, match="not UTF-8") as caught:
        rows(written(tmp_path, name, text.encode("latin-1")))
    assert f"{name}:2" in str(caught.value)


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_a_csv_is_cut_at_the_sign_it_has(tmp_path: Path, sign: str) -> None:
    text = f'\ufeffquestion{sign}label\n"one\ntwo{sign}three"{sign}1\n\nlast{sign}\n'
    assert values(written(tmp_path, "x.csv", text.encode())) == [
        {"question": f"one\ntwo{sign}three", "label": "1"},
        {"question": "last", "label": None},
    ]


def test_a_row_with_more_cells_than_columns_leaves_alone(tmp_path: Path) -> None:
    assert values(written(tmp_path, "x.csv", b"a,b\n1,2,3\n4,5\n")) == ["invalid-row", {"a": "4", "b": "5"}]


def test_quotation_marks_in_a_tsv_are_text_but_around_doubled_ones(tmp_path: Path) -> None:
    text = 'a\tb\n"hi" he said\t"""Hi,"" he said"\n'
    assert values(written(tmp_path, "x.tsv", text.encode())) == [{"a": '"hi" he said', "b": '"Hi," he said'}]


@pytest.mark.parametrize(("name", "kind"), [("x", "lines"), ("x.json", "lines"), ("x.txt", "text"), ("x.csv", "csv")])
def test_json_is_known_by_its_beginning(tmp_path: Path, name: str, kind: str) -> None:
    path = written(tmp_path, name, b'\xef\xbb\xbf {"a": 1}\n')
    assert kind_of(SourceFile(name, path)) == kind


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no known form"):
        rows(written(tmp_path, "x.pdf", b"%PDF-1.4"))
