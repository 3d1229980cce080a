from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from minga.errors import InputError, MingaError, MissingPart
from minga.translate import source_items
from minga.workspace import Workspace
from tests.translate.readers.making import items_in, lines, settings

ROW = {"question": "What do bees make?", "choices": ["Honey", "Milk"], "answer": 0}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "data", tmp_path / ".minga")


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An importable package that fails when it is imported."""
    home = tmp_path / "site" / "bees"
    (home / "data").mkdir(parents=True)
    (home / "__init__.py").write_text("raise SystemExit('imported')", encoding="utf-8")
    (home / "data" / "honey.jsonl").write_text(lines(ROW), encoding="utf-8")
    (tmp_path / "site" / "secret.jsonl").write_text(lines(ROW), encoding="utf-8")
    monkeypatch.syspath_prepend(str(home.parent))
    return home


def test_a_file_of_an_installed_package_is_read_without_importing_it(
    package: Path, tmp_path: Path, workspace: Workspace
) -> None:
    [item] = items_in(source_items(settings("package:bees/data/honey.jsonl"), tmp_path, workspace))
    assert item.choices == ("Honey", "Milk")
    assert "bees" not in sys.modules


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("package:bees/data/wax.jsonl", InputError),
        ("package:bees/../secret.jsonl", InputError),
        ("package:bees", InputError),
        ("package:bees.data/honey.jsonl", InputError),
        ("package:wasps/data/honey.jsonl", MissingPart),
    ],
)
def test_nothing_else_is_read_from_a_package(
    package: Path, tmp_path: Path, workspace: Workspace, path: str, error: type[MingaError]
) -> None:
    with pytest.raises(error) as caught:
        source_items(settings(path), tmp_path, workspace)
    assert path in str(caught.value)
    assert "bees" not in sys.modules


def test_a_pattern_without_files_says_so(tmp_path: Path, workspace: Workspace) -> None:
    with pytest.raises(InputError, match="no file is called so"):
        source_items(settings("mmlu/*_test.csv"), tmp_path, workspace)


def test_two_files_with_one_name_cannot_be_told_apart(tmp_path: Path, workspace: Workspace) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.jsonl").write_text(json.dumps(ROW), encoding="utf-8")
    with pytest.raises(InputError, match="the same name"):
        source_items(settings("*/x.jsonl"), tmp_path, workspace)
