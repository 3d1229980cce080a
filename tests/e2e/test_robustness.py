"""What goes wrong on real machines: each is one clear line, and nothing that was there is lost."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.command_line import minga

TOML = """[project]
name = "Recetas"
slug = "recetas"

[[varieties]]
tag = "es"

[[donations]]
name = "gift"
path = "gift.{ending}"
language = "es"
licence = "CC0-1.0"
contributor = "Ana"
"""


def rows(count: int, size: int = 200) -> str:
    return "".join(
        json.dumps(
            {"instruction": f"¿Cómo se hace el plato número {number}?", "output": f"Paso {number}. " * (size // 8)}
        )
        + "\n"
        for number in range(count)
    )


def project(root: Path, ending: str = "jsonl", content: bytes | None = None) -> Path:
    root.mkdir(exist_ok=True)
    (root / "minga.toml").write_text(TOML.replace("{ending}", ending), encoding="utf-8")
    (root / f"gift.{ending}").write_bytes(rows(20).encode() if content is None else content)
    return root


def files_of(root: Path) -> dict[str, bytes]:
    return {
        str(path): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file() and path.suffix != ".lock"
    }


def test_a_malformed_setting(tmp_path: Path) -> None:
    root = project(tmp_path)
    assert minga("collect", cwd=root).code == 0
    before = files_of(root / "data")
    text = (root / "minga.toml").read_text(encoding="utf-8")
    (root / "minga.toml").write_text(text.replace("contributor", "contributer"), encoding="utf-8")
    ran = minga("collect", cwd=root)
    assert ran.code == 2
    assert "minga.toml:13" in ran.line
    assert "did you mean contributor?" in ran.line
    assert files_of(root / "data") == before


def test_a_truncated_parquet_donation(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table({"instruction": ["¿Qué es esto?"] * 50, "output": ["Una cosa."] * 50})
    pq.write_table(table, tmp_path / "whole.parquet")
    root = project(tmp_path / "p", "parquet", (tmp_path / "whole.parquet").read_bytes()[:-30])
    ran = minga("collect", cwd=root)
    assert ran.code == 1
    assert "gift.parquet" in ran.line
    assert not list(root.glob("data/donations/gift/*"))


def test_a_csv_in_latin_1_names_line_and_encoding(tmp_path: Path) -> None:
    content = "instruction,output\nhola,adiós a todos\n¿qué?,ñandú\n"
    root = project(tmp_path, "csv", content.encode("latin-1"))
    ran = minga("collect", cwd=root)
    assert ran.code == 1
    assert "gift.csv" in ran.line
    assert "2" in ran.line
    assert "latin-1" in ran.line
    told = (root / "minga.toml").read_text(encoding="utf-8") + 'encoding = "latin-1"\n'
    (root / "minga.toml").write_text(told, encoding="utf-8")
    assert minga("collect", "--json", cwd=root).json["made"][0]["rows"] == 2


@pytest.mark.parametrize("content", [b"", b"\n\n", b"  "])
def test_an_empty_donation(tmp_path: Path, content: bytes) -> None:
    ran = minga("collect", cwd=project(tmp_path, content=content))
    assert ran.code == 1
    assert "gift.jsonl" in ran.line


def test_a_truncated_table_names_the_folder_to_delete_and_comes_back(tmp_path: Path) -> None:
    root = project(tmp_path)
    assert minga("collect", cwd=root).code == 0
    shard = next(root.glob("data/donations/gift/latest/data/*.parquet")).resolve()
    whole = shard.read_bytes()
    shard.write_bytes(whole[:-10])
    ran = minga("collect", cwd=root)
    assert ran.code == 1
    assert f"delete {shard.parent.parent}" in ran.line
    shutil.rmtree(shard.parent.parent)
    assert minga("collect", cwd=root).code == 0
    assert shard.read_bytes() == whole


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    if os.getuid() != 0:
        pytest.skip("mounting a small tmpfs needs root")
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], check=False)
    if mounted.returncode:
        pytest.skip("a tmpfs cannot be mounted here")
    yield folder
    subprocess.run(["umount", folder], check=True)


def _fill(path: Path) -> None:
    with path.open("wb", buffering=0) as handle, contextlib.suppress(OSError):
        while handle.write(b"x" * 4096):
            pass


def test_a_full_disk_keeps_what_was_finished(small_disk: Path) -> None:
    root = project(small_disk)
    assert minga("collect", cwd=root).code == 0
    before = files_of(root / "data")
    filler = root / "filler"
    _fill(filler)
    text = (root / "minga.toml").read_text(encoding="utf-8")
    (root / "minga.toml").write_bytes(text.replace('"Ana"', '"Eva"').encode())
    ran = minga("collect", cwd=root)
    assert ran.code == 1
    assert "the disk is full" in ran.line
    assert "free some space" in ran.line
    assert files_of(root / "data") == before
    filler.unlink()
    assert minga("collect", cwd=root).code == 0


def test_a_busy_port(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ran = minga("serve", "--port", port, cwd=project(tmp_path))
    assert ran.code == 1
    assert str(port) in ran.line


def test_no_project_here(tmp_path: Path) -> None:
    ran = minga("run", cwd=tmp_path)
    assert ran.code == 2
    assert "minga init" in ran.line


def test_an_error_as_json_goes_to_standard_output(tmp_path: Path) -> None:
    ran = minga("collect", "--json", cwd=tmp_path)
    assert ran.json["error"]["kind"] == "ProjectError"
    assert ran.code == 2


def test_an_unknown_option_is_wrong_usage(tmp_path: Path) -> None:
    assert minga("collect", "--no-such", cwd=tmp_path).code == 2


def test_init_never_overwrites(tmp_path: Path) -> None:
    assert minga("init", tmp_path / "new", "--name", "Mi proyecto").code == 0
    before = (tmp_path / "new" / "minga.toml").read_bytes()
    ran = minga("init", tmp_path / "new")
    assert ran.code == 2
    assert (tmp_path / "new" / "minga.toml").read_bytes() == before


def test_dry_run_writes_nothing(tmp_path: Path) -> None:
    root = project(tmp_path)
    ran = minga("collect", "--dry-run", "--json", cwd=root)
    assert ran.json["made"][0]["state"] == "pending"
    assert not (root / "data").exists()
