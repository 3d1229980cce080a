from __future__ import annotations

from pathlib import Path

import pytest

from minga.errors import NothingToDo, SettingError
from minga.generate.documents import find_documents
from minga.settings import DocumentSettings


def entry(path: str) -> DocumentSettings:
    return DocumentSettings(name="textos", path=path, language="es", licence="CC0-1.0", contributor="Ana")


def test_a_glob_finds_files_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b.md", "a.html", "c/d.md", ".oculto.md"):
        path = tmp_path / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("texto", encoding="utf-8")
    assert [file.name for file in find_documents(entry("docs/**/*"), tmp_path)] == [
        "docs/a.html", "docs/b.md", "docs/c/d.md",
    ]  # fmt: skip
    assert [file.name for file in find_documents(entry("docs/b.md"), tmp_path)] == ["docs/b.md"]


def test_nothing_found_names_the_glob(tmp_path: Path) -> None:
    with pytest.raises(NothingToDo, match=r"no document matches 'documents/\*\.md'"):
        find_documents(entry("documents/*.md"), tmp_path)


@pytest.mark.parametrize("path", ["/etc/*", "", "docs/**x/*"])
def test_what_is_no_relative_pattern_is_a_wrong_setting(tmp_path: Path, path: str) -> None:
    with pytest.raises((SettingError, NothingToDo)) as caught:
        find_documents(entry(path), tmp_path)
    assert "textos" in str(caught.value)


def test_a_file_that_cannot_be_read_has_a_fingerprint_that_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("texto", encoding="utf-8")
    (file,) = find_documents(entry("*.md"), tmp_path)
    assert len(file.fingerprint) == 64
    path.unlink()
    assert file.fingerprint.startswith("unreadable: ")
