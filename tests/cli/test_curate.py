from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from minga.cli import app

SETTINGS = """[project]
name = "Vecinos"
slug = "vecinos"
[[varieties]]
tag = "es-PE"
goal = 10
[[donations]]
name = "saberes"
path = "saberes.jsonl"
language = "es-PE"
licence = "CC0-1.0"
contributor = "Ana Quispe"
"""
ANSWERS = [
    "La minga reúne a los vecinos para levantar una casa o abrir un camino.",
    "Una ayuda.",
    "=El maíz se siembra en octubre, cuando caen las primeras lluvias del año.",
    "",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("vecinos")
    (folder / "minga.toml").write_text(SETTINGS, encoding="utf-8")
    rows = [{"instruction": f"¿Qué es esto, {number}?", "output": answer} for number, answer in enumerate(ANSWERS)]
    (folder / "saberes.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    said(folder, "curate")
    return folder


def said(folder: Path, *arguments: str, code: int = 0) -> dict[str, Any]:
    done = CliRunner().invoke(app, [*arguments, "--project", str(folder), "--json"])
    assert done.exit_code == code, done.output
    return dict(json.loads(done.stdout))


def shown(folder: Path, *arguments: str) -> str:
    done = CliRunner().invoke(app, [*arguments, "--project", str(folder)])
    assert done.exit_code == 0, done.output
    return done.output


def test_a_dropped_record_is_explained(folder: Path) -> None:
    [short] = said(folder, "curate", "sample", "--reason", "too-short")["sample"]
    page = shown(folder, "curate", "explain", short["id"])
    for words in ("dropped", "too-short", "fewer words", "[curate] min_words = 4", "Una ayuda."):
        assert words in page
    assert said(folder, "curate", "explain", short["id"])["measures"]["quality"]["words"] == 2


def test_a_row_that_collecting_dropped_is_explained(folder: Path) -> None:
    [left] = said(folder, "curate", "explain", "row 4")["left"]
    assert (left["table"], left["reason"]) == ("donations/saberes", "empty-message")


def test_curating_says_how_alike_two_records_must_be_to_be_compared(folder: Path) -> None:
    near = said(folder, "curate")["near_duplicates"]
    assert (near["threshold"], near["half_found_at"]) == (0.85, 0.6847)
    assert near["found"]["0.70"] == 0.5645
    page = " ".join(shown(folder, "curate").split())
    assert "98.8% of the pairs that are 0.85 alike are compared, half of those that are 0.68 alike" in page


def test_an_unknown_id_says_where_ids_are(folder: Path) -> None:
    assert "no record has the id" in said(folder, "curate", "explain", "nadie", code=2)["error"]["what"]


def test_a_sample_goes_out_as_a_spreadsheet_and_comes_back_as_an_error_rate(folder: Path, tmp_path: Path) -> None:
    assert "La minga reúne" in shown(folder, "curate", "sample")
    file = tmp_path / "audit.csv"
    assert "2 records" in shown(folder, "curate", "sample", "--output", str(file))
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert sorted(row["answer"][:2] for row in rows) == ["'=", "La"]
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(rows[0]))
        writer.writeheader()
        writer.writerows(row | {"right": answer} for row, answer in zip(rows, ("yes", "no"), strict=True))
    [rate] = said(folder, "curate", "sample", "--answers", str(file))["error_rates"]
    assert (rate["judged"], rate["wrong"], rate["rate"]) == (2, 1, 0.5)
    assert "50.0%" in shown(folder, "curate", "sample", "--answers", str(file))
    assert said(folder, "curate", "sample", "--output", str(tmp_path / "audit.jsonl"))["written"] == 2
    assert json.loads((tmp_path / "audit.jsonl").read_text(encoding="utf-8").splitlines()[0])["reason"] == "kept"


def test_a_person_keeps_drops_and_leaves_it_to_the_rules_again(folder: Path, tmp_path: Path) -> None:
    project = tmp_path / "copy"
    shutil.copytree(folder, project, symlinks=True)
    [short] = said(project, "curate", "sample", "--reason", "too-short")["sample"]
    [one, _] = said(project, "curate", "sample")["sample"]
    assert "would write 1 decision" in shown(project, "curate", "keep", short["id"], "--why", "basta así", "-n")
    assert not (project / "curate").exists()
    shown(project, "curate", "keep", short["id"], "--why", "basta así", "--who", "Ana")
    [written] = said(project, "curate", "drop", one["id"], "--why", "está copiada", "--who", "Ana")["decisions"]
    assert (written["id"], written["decision"], written["reason"]) == (one["id"], "drop", "está copiada")
    [_, made] = said(project, "curate")["made"]
    assert made["name"] == "report/curation"
    page = shown(project, "curate", "explain", short["id"])
    assert "keep by Ana on 20" in page
    assert "else it would have left as too-short" in page
    assert "by-hand (está copiada (Ana))" in shown(project, "curate", "explain", one["id"])
    shown(project, "curate", "undo", short["id"], one["id"], "--why", "me equivoqué")
    said(project, "curate")
    assert "decided" not in shown(project, "curate", "explain", short["id"])
    assert said(project, "curate", "keep", "nadie", "--why", "por algo", code=2)["error"]["hint"]


def test_what_an_audit_found_wrong_is_decided(folder: Path, tmp_path: Path) -> None:
    project, file = tmp_path / "copy", tmp_path / "audit.csv"
    shutil.copytree(folder, project, symlinks=True)
    shown(project, "curate", "sample", "--output", str(file))
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    answers = [{"right": "no", "why": "está copiada"}, {"right": "yes"}]
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(rows[0]))
        writer.writeheader()
        writer.writerows(row | answer for row, answer in zip(rows, answers, strict=True))
    assert "minga curate decide" in shown(project, "curate", "sample", "--answers", str(file))
    [decision] = said(project, "curate", "decide", str(file), "--who", "Ana")["decisions"]
    assert (decision["id"], decision["decision"], decision["reason"]) == (rows[0]["id"], "drop", "está copiada")
    shown(project, "curate")
    [gone] = said(project, "curate", "sample", "--reason", "by-hand")["sample"]
    assert gone["detail"] == "está copiada (Ana)"


VARIETIES = """[project]
name = "Vecinas"
slug = "vecinas"
[[varieties]]
tag = "es-AR"
goal = 10
[[varieties]]
tag = "es-MX"
goal = 10
"""
DONATION = """[[donations]]
name = "{name}"
path = "{name}.jsonl"
language = "{tag}"
licence = "CC0-1.0"
contributor = "{name}"
"""


def test_what_tells_varieties_apart_is_learnt_and_said(tmp_path: Path) -> None:
    said_there = {
        "es-AR": "Vos podés venir cuando querés, número {}.",
        "es-MX": "Tú puedes venir cuando quieres, número {}.",
    }
    people = [(tag, f"{tag.lower()}-{number}") for tag in said_there for number in range(6)]
    donations = "".join(DONATION.format(name=name, tag=tag) for tag, name in people)
    (tmp_path / "minga.toml").write_text(VARIETIES + donations, encoding="utf-8")
    for tag, name in people:
        rows = [{"instruction": f"¿Qué dices, {n}?", "output": said_there[tag].format(n)} for n in range(12)]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    sheet = shown(tmp_path, "curate", "train-variety")
    assert "es: learnt from 144 texts" in sheet
    assert "tells 100% of them, and is right in 100% of these" in sheet
    held_out = said(tmp_path, "curate", "train-variety")["held_out"]["es"]
    assert held_out["confusion"]["es-AR"] == {"es-AR": held_out["texts"] // 2, "es-MX": 0, "und": 0}
