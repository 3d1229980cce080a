from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from minga.errors import EndpointError, InputError
from minga.tables import Table
from minga.translate import source_items
from minga.translate.readers.hub import parse_hub_name, pick_files
from minga.workspace import Workspace
from tests.llm.hub import COMMIT, Hub, hub
from tests.translate.readers.making import items_in, lines, settings

ROW = {"question": "What do bees make?", "choices": ["Honey", "Milk"], "answer": 0}
FILES = {
    "README.md": b"# Bees",
    "bees.py": b"raise SystemExit",
    "honey/test-00000-of-00002.jsonl": lines(ROW).encode(),
    "honey/test-00001-of-00002.jsonl": lines(ROW | {"question": "What do bees eat?"}).encode(),
    "honey/train.jsonl": lines(ROW).encode(),
    "wax/validation.csv": b"question,A,B,C,D,answer\nWhat?,a,b,c,d,B\n",
    "wax/train.jsonl": lines(ROW).encode(),
}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    with hub({"owner/bees": FILES}, frozenset({"owner/gated"})) as running:
        monkeypatch.setenv("HF_ENDPOINT", running.url)
        monkeypatch.setenv("HF_HUB_DISABLE_TELEMETRY", "1")
        yield running


def read(root: Path, path: str, *, dry: bool = False) -> Table:
    return source_items(settings(path), root, Workspace(root / "data", root / ".minga", dry=dry))


def test_a_split_is_all_its_files_and_no_code(server: Hub, tmp_path: Path) -> None:
    table = read(tmp_path, "hub:owner/bees/honey/test")
    assert sorted(item.question for item in items_in(table)) == ["What do bees eat?", "What do bees make?"]
    assert table.manifest.notes["revision"] == COMMIT
    assert not [path for path in server.asked if path.endswith(".py")]


@pytest.mark.parametrize("path", ["hub:owner/bees/wax/validation.csv", "hub:owner/bees@main/validation"])
def test_a_file_or_a_split_of_one_configuration(server: Hub, tmp_path: Path, path: str) -> None:
    [item] = items_in(read(tmp_path, path))
    assert (item.answer, item.split) == (1, "validation")


def test_what_was_downloaded_is_kept(server: Hub, tmp_path: Path) -> None:
    first = read(tmp_path, "hub:owner/bees/honey/test")
    asked = len(server.asked)
    second = read(tmp_path, "hub:owner/bees/honey/test")
    assert (second.state, second.content) == ("unchanged", first.content)
    assert len(server.asked) == asked


def test_a_dry_run_downloads_nothing(server: Hub, tmp_path: Path) -> None:
    table = read(tmp_path, "hub:owner/bees/honey/test", dry=True)
    assert (table.state, table.reason) == ("pending", "will be downloaded")
    assert server.asked == []


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("hub:owner/bees/train", "several configurations have train"),
        ("hub:owner/bees/honey/nowhere", "no file there is for honey/nowhere"),
        ("hub:owner/bees/honey/absent.jsonl", "no such file"),
        ("hub:owner/wasps/test", "no such data set"),
        ("hub:owner/gated/test", "only on request"),
        ("hub:owner", "names nothing on the Hub"),
        ("hub:owner/bees/../x.jsonl", "names nothing on the Hub"),
    ],
)
def test_what_the_hub_does_not_have_is_said(server: Hub, tmp_path: Path, path: str, says: str) -> None:
    with pytest.raises(InputError, match=says) as caught:
        read(tmp_path, path)
    assert path in str(caught.value)


def test_a_hub_that_is_away_is_no_fault_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(EndpointError, match="did not give it"):
        read(tmp_path, "hub:owner/bees/honey/test.jsonl")


def test_a_revision_may_have_a_slash() -> None:
    name = parse_hub_name("hub:owner/bees@refs%2Fconvert%2Fparquet/honey/test")
    assert (name.repository, name.revision, name.rest) == ("owner/bees", "refs/convert/parquet", "honey/test")


def test_of_two_formats_of_a_split_one_is_taken() -> None:
    listed = ["data/test-00000-of-00001.parquet", "data/test.jsonl", "data/contest-x.parquet", "loader.py"]
    assert pick_files("test", listed, "x") == ["data/test-00000-of-00001.parquet"]
    assert pick_files("data/*.jsonl", listed, "x") == ["data/test.jsonl"]
