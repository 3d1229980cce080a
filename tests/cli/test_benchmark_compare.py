"""The experiment from files and from a project, with a model that is very small and real."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from minga.cli import app

SETTINGS = """
[project]
name = "Saberes"
slug = "saberes"
locale = "es"

[evaluate]
batch_size = 4
"""
QUESTIONS = [
    ("What is mate made of?", "¿De qué se hace el compañero?", "¿De qué se hace el mate?"),
    ("Which ocean is west of Chile?", "¿Qué océano es oeste de Chile?", "¿Qué océano baña Chile?"),
    ("How many legs has a spider?", "¿Cuántas piernas tiene una araña?", "¿Cuántas patas tiene una araña?"),
    ("Is the sky blue?", "¿Es el cielo azul?", "¿Es el cielo azul?"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("saberes")
    (folder / "minga.toml").write_text(SETTINGS, encoding="utf-8")
    for place, name in enumerate(("source", "machine", "validated")):
        rows = [
            {"question": texts[place], "choices": ["A thing", "Sí", "8"], "answer": number % 3}
            for number, texts in enumerate(QUESTIONS)
        ]
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    return folder


def run(folder: Path, *arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["benchmark", "compare", *arguments, "--project", str(folder)])
    assert done.exit_code == code, done.output
    return done.output


def versions(folder: Path, name: str = "saberes") -> list[str]:
    files = [
        option for kind in ("source", "machine", "validated") for option in (f"--{kind}", str(folder / f"{kind}.jsonl"))
    ]
    return [name, "--to", "es", *files, "--draws", "200"]


def only(output: str) -> dict[str, Any]:
    (comparison,) = json.loads(output)["comparisons"]
    return dict(comparison)


def test_three_files_are_compared_without_any_model(folder: Path) -> None:
    found = only(run(folder, *versions(folder), "--json"))
    assert (found["items"], found["paired"], found["models"]) == (4, 4, [])
    assert {one["verdict"]: one["share"]["count"] for one in found["verdicts"]} == {"unchanged": 1, "edited": 3}
    assert "index.html" in run(folder, *versions(folder))
    page = folder / "data/comparisons/saberes-es/latest/index.html"
    assert '<html lang="es">' in page.read_text(encoding="utf-8")


def test_files_with_numbers_may_be_in_another_order_and_lack_an_item(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "minga.toml").write_text(SETTINGS, encoding="utf-8")
    for place, kind in enumerate(("source", "machine", "validated")):
        lines = (folder / f"{kind}.jsonl").read_text(encoding="utf-8").splitlines()
        rows = [json.loads(line) | {"number": f"q{number}"} for number, line in enumerate(lines)]
        rows = [*rows[place:], *rows[:place]][: 4 if place < 2 else 3]
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (tmp_path / f"{kind}.jsonl").write_text(text, encoding="utf-8")
    output, _ = json.JSONDecoder().raw_decode(run(tmp_path, *versions(tmp_path), "--json", code=3))
    assert output["left_out"] == ["validated/saberes-es: rows that are in one of the files only: 1"]
    (found,) = output["comparisons"]
    assert (found["items"], found["paired"]) == (4, 3)
    assert {one["verdict"]: one["share"]["count"] for one in found["verdicts"]} == {
        "unchanged": 1,
        "edited": 2,
        "undecided": 1,
    }


@pytest.mark.slow
def test_models_answer_every_version_and_their_evaluations_are_found_again(folder: Path, tiny_model: Path) -> None:
    found = only(run(folder, *versions(folder), "--models", str(tiny_model), "--json"))
    assert found["models"] == ["tiny-llama"]
    assert [one["version"] for one in found["scores"]] == ["source", "machine", "validated"]
    assert {one["items"] for one in found["scores"]} == {4}
    assert len(found["differences"]) == 3
    again = only(run(folder, *versions(folder), "--json"))
    assert again["scores"] == found["scores"]


def test_a_version_alone_is_wrong_usage(folder: Path) -> None:
    said = run(folder, "saberes", "--to", "es", "--source", str(folder / "source.jsonl"), code=2)
    assert "give --source, --machine and --validated" in " ".join(said.split())


def test_files_need_a_name_and_a_language(folder: Path) -> None:
    run(folder, *versions(folder)[1:], code=2)
    run(folder, *versions(folder, name="No good name"), code=2)


def test_versions_of_different_length_cannot_be_aligned(folder: Path, tmp_path: Path) -> None:
    short = tmp_path / "short.jsonl"
    short.write_text((folder / "machine.jsonl").read_text(encoding="utf-8").partition("\n")[0] + "\n", encoding="utf-8")
    said = run(folder, *versions(folder, name="corta"), "--machine", str(short), code=1)
    assert "short.jsonl" in " ".join(said.split())


def test_a_benchmark_that_the_project_has_not_is_wrong_usage(folder: Path) -> None:
    assert "translated are: none" in " ".join(run(folder, "nada", code=2).split())
