"""`minga publish`, from reviewed records to the Hub's stand-in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from minga.cli import app
from minga.pipeline import Pipeline
from minga.project import Project
from minga.steps import run_step
from tests.publish.hub import stand_in

SETTINGS = """
[project]
name = "Refranes de México"
slug = "refranes"

[[donations]]
name = "refranes"
path = "refranes.jsonl"
language = "es"
country = "MX"
licence = "{licence}"
contributor = "Ana Quispe"

[publish]
namespace = "{namespace}"
"""
PROVERBS = [
    ("A quien madruga, Dios le ayuda", "Que a quien empieza temprano le va mejor el día y el trabajo."),
    ("No por mucho madrugar amanece más temprano", "Que apurarse no hace que las cosas lleguen antes de su hora."),
    ("Camarón que se duerme se lo lleva la corriente", "Que quien se descuida pierde la ocasión que tenía delante."),
    ("El que nace pa' tamal, del cielo le caen las hojas", "Que el destino de cada quien se cumple por sí solo."),
]


def make_project(folder: Path, *, licence: str = "CC0-1.0", namespace: str = "somos") -> Path:
    """A project whose records simulated people have reviewed."""
    folder.mkdir()
    (folder / "minga.toml").write_text(SETTINGS.format(licence=licence, namespace=namespace), encoding="utf-8")
    rows = [{"instruction": f"¿Qué quiere decir «{saying}»?", "output": meaning} for saying, meaning in PROVERBS]
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
    (folder / "refranes.jsonl").write_text("".join(lines), encoding="utf-8")
    project = Project.load(folder)
    pipeline = Pipeline(project, project.workspace(), simulated=True)
    run_step(pipeline, "review")
    pipeline.database.close()
    return folder


def run(project: Path, *arguments: str, code: int = 0) -> Any:
    done = CliRunner().invoke(app, ["publish", *arguments, "--project", str(project), "--json"])
    assert done.exit_code == code, done.output
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_project(tmp_path_factory.mktemp("projects") / "refranes")


def test_a_project_with_records_alone_publishes_a_data_set_and_trains_nothing(project: Path) -> None:
    said = run(project)
    assert [made["name"] for made in said["made"]] == ["release/dataset"]
    assert (project / "data/release/dataset/latest/README.md").is_file()
    assert not (project / "data/adapter").exists()


def test_a_dry_upload_says_what_would_go_where_and_sends_nothing(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(project)
    with stand_in() as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.address)
        said = run(project, "--upload", "--dry-run")
        assert hub.asked == []
    (to,) = said["uploads"]
    assert (to["repository"], to["type"]) == ("somos/refranes", "dataset")
    assert "README.md" in to["files"]
    assert "manifest.json" not in to["files"]


def test_an_upload_brings_the_release_to_the_hub(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with stand_in() as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.address)
        monkeypatch.setenv("HF_TOKEN", hub.token)
        said = run(project, "--upload")
        assert sorted(hub.files["somos/refranes"]) == said["uploads"][0]["files"]
        assert hub.token not in json.dumps(said)


def test_without_a_token_it_says_what_to_set(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HF_TOKEN", raising=False)
    error = run(project, "--upload", code=2)["error"]
    assert error["what"] == "HF_TOKEN is not set"


def test_without_a_namespace_it_says_what_to_set(tmp_path: Path) -> None:
    error = run(make_project(tmp_path / "refranes", namespace=""), "--upload", code=2)["error"]
    assert error["what"] == "publish.namespace is not set"


def test_an_unknown_licence_stops_the_release_in_one_line(tmp_path: Path) -> None:
    error = run(make_project(tmp_path / "refranes", licence="NOASSERTION"), code=1)["error"]
    assert error["kind"] == "LicenceError"
    assert "Ana Quispe" in error["what"]
