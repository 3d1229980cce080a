from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from minga.project import parse_settings

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "real_data"


def run(tmp_path: Path, *, recipes: str) -> subprocess.CompletedProcess[str]:
    (tmp_path / "handbook").mkdir()
    (tmp_path / "handbook" / "apt.html").write_text("<p>APT instala paquetes.</p>", encoding="utf-8")
    (tmp_path / "truthfulqa.json").write_text("[]", encoding="utf-8")
    command = [sys.executable, EXAMPLE / "run.py", "--handbook", tmp_path / "handbook", "--into", tmp_path / "project"]
    command += ["--recipes", tmp_path / recipes, "--truthfulqa", tmp_path / "truthfulqa.json"]
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)


def test_an_absent_input_is_named_before_anything_is_made(tmp_path: Path) -> None:
    ran = run(tmp_path, recipes="nowhere.csv")
    assert ran.returncode == 2
    assert f"absent: {tmp_path / 'nowhere.csv'}" in ran.stderr
    assert not (tmp_path / "project").exists()


def test_a_donation_without_rows_is_named(tmp_path: Path) -> None:
    (tmp_path / "recipes.csv").write_text("Nombre,Ingredientes,Pasos\n", encoding="utf-8")
    ran = run(tmp_path, recipes="recipes.csv")
    assert ran.returncode == 3
    assert "recetas.csv" in ran.stdout
    assert (tmp_path / "project" / "documents" / "apt.html").is_file()


def test_its_settings_are_valid() -> None:
    path = EXAMPLE / "minga.toml"
    assert parse_settings(path.read_text(encoding="utf-8"), path).donations
