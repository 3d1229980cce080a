from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from minga.cli import app
from tests.translate.engines.installed import SHOUTING, install

TOML = """
[project]
name = "Bees"
slug = "bees"

[[benchmarks]]
name = "bees"
path = "bees.jsonl"
licence = "MIT"
to = ["es"]

[translate]
engine = "shouting"
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with two questions, and an installed engine that turns them into capitals."""
    monkeypatch.syspath_prepend(install(tmp_path / "site", f"cli_{tmp_path.name}", SHOUTING))
    monkeypatch.setenv("SHOUTING_LOG", str(tmp_path / "asked.txt"))
    return made(tmp_path / "project", 2)


def made(root: Path, questions: int) -> Path:
    root.mkdir()
    (root / "minga.toml").write_text(TOML, encoding="utf-8")
    (root / "bees.jsonl").write_text(lines("What do {} bees make?", questions), encoding="utf-8")
    return root


def lines(stem: str, questions: int) -> str:
    rows = [{"question": stem.format(number), "choices": ["Honey", "Milk"], "answer": 0} for number in range(questions)]
    return "".join(json.dumps(row) + "\n" for row in rows)


def run(project: Path, *arguments: str, code: int = 0) -> Any:
    done = CliRunner().invoke(app, ["translate", *arguments, "--project", str(project), "--json"])
    assert done.exit_code == code, done.output
    return json.loads(done.stdout)


def names(outcome: Any) -> dict[str, int]:
    return {one["name"]: one["rows"] for one in outcome["made"]}


def test_without_arguments_it_translates_what_minga_toml_says(project: Path) -> None:
    assert names(run(project)) == {"benchmarks/bees": 2, "translated/bees-es": 2}


def test_languages_engines_and_a_limit_may_be_given(project: Path) -> None:
    install(
        project.parent / "site",
        f"b{project.parent.name}",
        SHOUTING.replace('"shouting", "1', '"other", "1'),
        engine="other",
    )
    asked = run(
        project, "bees", "--to", "ca", "--to", "es-PE", "--engine", "shouting", "--engine", "other", "--limit", "1"
    )
    assert names(asked) == {"benchmarks/bees": 1, "translated/bees-ca": 1, "translated/bees-es-PE": 1}
    notes = json.loads((project / "data/translated/bees-ca/latest/manifest.json").read_text())["notes"]
    assert (notes["engine"], notes["other engines"]) == ("shouting: 1.0", ["other: 1.0"])


def test_a_file_is_a_benchmark_without_minga_toml_naming_it(project: Path, tmp_path: Path) -> None:
    (tmp_path / "Cows.v2.jsonl").write_text(lines("What do {} cows make?", 3), encoding="utf-8")
    done = run(project, str(tmp_path / "Cows.v2.jsonl"), "--to", "es", "--licence", "CC0-1.0")
    assert names(done) == {"benchmarks/cows": 3, "translated/cows-es": 3}
    assert "put it under [[benchmarks]]" in done["next"]


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["wasps", "--to", "es"], "there is no benchmark 'wasps'"),
        (["bees", "--to", "xx-yy-zz"], "'xx-yy-zz'"),
        (["bees", "--engine", "deepl"], "there is no engine 'deepl'"),
        (["bees", "--engine", "Deep L"], "engines[0]"),
    ],
)
def test_what_makes_no_sense_is_refused(project: Path, arguments: list[str], what: str) -> None:
    assert what in run(project, *arguments, code=2)["error"]["what"]


def test_texts_go_out_to_translators_and_come_back(project: Path, tmp_path: Path) -> None:
    path = tmp_path / "out" / "bees-ca.csv"
    out = run(project, "export", "bees", "--to", "ca", "--into", str(path))
    assert out["texts"] == 6
    rows = path.read_text(encoding="utf-8-sig").splitlines()
    assert rows[0] == "item,field,source,target,note"
    path.write_text("\n".join([rows[0], *(row.replace(",,", ",Traduït,") for row in rows[1:4])]), encoding="utf-8")
    back = run(project, "bees", "--to", "ca", "--engine", "file", "--file", str(path))
    assert [(one["name"], one["rows"], one["dropped"]) for one in back["made"]][1] == (
        "translated/bees-ca", 1, {"not-in-file": 1},
    )  # fmt: skip
    assert run(project, "export", "bees", "--to", "ca", "--into", str(path), "--missing")["texts"] == 3


def test_lint_counts_what_is_wrong_with_tables_that_are_there(project: Path) -> None:
    run(project)
    found = run(project, "lint", "--locale", "es", "--examples", "1", code=3)
    (one,) = found["translations"]
    assert (one["name"], one["items"]) == ("bees-es", 2)
    assert one["checks"]["untranslated"]["items"] == 2
    assert "sin traducir" in one["checks"]["untranslated"]["examples"][0]["explanation"]
    assert found["left_out"] == ["bees-es: errors in 2 items"]
    assert run(project, "lint", "bees-es", "--severity", "error", code=3)["translations"][0]["items"] == 2
    assert "there is no translation 'bees-ca'" in run(project, "lint", "bees-ca", code=2)["error"]["what"]


def test_lint_reads_a_benchmark_and_its_translation_without_a_project(tmp_path: Path) -> None:
    (tmp_path / "en.jsonl").write_text(lines("What do {} bees make?", 2), encoding="utf-8")
    spanish = lines("¿Qué hacen {} abejas?", 2).replace("Honey", "Miel").replace("Milk", "Leche")
    (tmp_path / "es.jsonl").write_text(spanish, encoding="utf-8")
    files = [str(tmp_path / "en.jsonl"), str(tmp_path / "es.jsonl")]
    assert run(tmp_path, "lint", *files, "--to", "es")["translations"][0]["items"] == 2
    assert "which language" in run(tmp_path, "lint", *files, code=2)["error"]["what"]


def test_people_read_checks_with_examples(project: Path) -> None:
    run(project)
    done = CliRunner().invoke(app, ["translate", "lint", "--project", str(project)])
    assert done.exit_code == 3
    assert "untranslated" in done.output


def test_a_killed_run_goes_on_where_it_stood_and_makes_the_same_table(tmp_path: Path) -> None:
    questions = 120
    install(tmp_path / "site", "killed_engine", SHOUTING)
    whole, broken = made(tmp_path / "whole", questions), made(tmp_path / "broken", questions)

    def start(root: Path, log: str, seconds: str) -> subprocess.Popen[bytes]:
        path = os.pathsep.join([str(tmp_path / "site"), *sys.path])
        environment = os.environ | {
            "PYTHONPATH": path,
            "SHOUTING_LOG": str(tmp_path / log),
            "SHOUTING_SECONDS": seconds,
        }
        code = "from minga.cli import main; main()"
        return subprocess.Popen(
            [sys.executable, "-c", code, "translate", "-q", "--project", str(root)], env=environment
        )

    def asked(log: str) -> list[str]:
        path = tmp_path / log
        return path.read_text(encoding="utf-8").splitlines() if path.exists() else []

    assert start(whole, "whole.txt", "0").wait() == 0
    first = start(broken, "first.txt", "0.02")
    while len(asked("first.txt")) < questions // 3 and first.poll() is None:
        time.sleep(0.01)
    first.send_signal(signal.SIGKILL)
    assert first.wait() == -signal.SIGKILL
    assert start(broken, "second.txt", "0").wait() == 0

    def table(root: Path) -> dict[str, bytes]:
        folder = root / "data/translated/bees-es/latest"
        return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    assert table(broken) == table(whole)
    # the one item that was being translated when the end came may have been asked twice
    assert questions <= len(asked("first.txt")) + len(asked("second.txt")) <= questions + 1
    assert questions // 3 <= len(asked("first.txt")) < questions


def answers_of_a_good_model(folder: Path, questions: int) -> Path:
    """It is sure of every key but the third."""
    rows = [
        {"model": "good", "item": row, "loglikelihoods": [-5, 0] if row == 3 else [0, -5]}
        for row in range(1, questions + 1)
    ]
    path = folder / "answers.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_lint_names_keys_that_good_models_dispute(project: Path) -> None:
    (project / "bees.jsonl").write_text(lines("What do {} bees make?", 20), encoding="utf-8")
    run(project)
    path = answers_of_a_good_model(project, 20)
    (one,) = run(project, "lint", "bees-es", "--answers", str(path), code=3)["translations"]
    assert one["models"] == {"good": 0.9}
    (example,) = one["checks"]["source-disputed-key"]["examples"]
    assert (example["field"], example["source_text"]) == ("choices[1]", "Milk")
    assert "no model was evaluated" in run(project, "lint", "--evaluations", code=1)["error"]["what"]


def test_lint_holds_the_keys_of_a_file_against_models(tmp_path: Path) -> None:
    for name in ("en", "es"):
        (tmp_path / f"{name}.jsonl").write_text(lines("What do {} bees make?", 20), encoding="utf-8")
    path = answers_of_a_good_model(tmp_path, 20)
    files = [str(tmp_path / "en.jsonl"), str(tmp_path / "es.jsonl"), "--to", "es"]
    (one,) = run(tmp_path, "lint", *files, "--answers", str(path), code=3)["translations"]
    assert one["checks"]["source-disputed-key"]["items"] == 1
    assert "no evaluations" in run(tmp_path, "lint", *files, "--evaluations", code=2)["error"]["what"]
