"""What a model wrote, from `minga.toml` to what `minga report` says of it and `minga publish` does not let out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from minga.cli import app
from minga.pipeline import Pipeline
from minga.project import Project
from minga.steps import run_step
from tests.llm.stand_in import Reply, completion, standing_in

SETTINGS = """
[project]
name = "Papas"
slug = "papas"

[endpoints.tienda]
url = "{url}"
model = "m"
licence = "LicenseRef-Gemma"
price_in = 10.0
price_out = 50.0

[[documents]]
name = "chuno"
path = "chuno.md"
language = "es-PE"
licence = "CC-BY-4.0"
contributor = "Ana Quispe"

[generate]
endpoint = "tienda"
tasks = ["summary"]
"""
CHUNO = "El chuño es papa secada por el frío de la puna. Se prepara en junio y julio, en las noches heladas."


def answer(body: dict[str, Any]) -> Reply:
    return completion("El chuño es papa secada por el frío de la puna en junio y julio.", tokens=(300, 20))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("papas")
    (folder / "chuno.md").write_text(CHUNO, encoding="utf-8")
    with standing_in(answer) as server:
        (folder / "minga.toml").write_text(SETTINGS.format(url=server.url), encoding="utf-8")
        loaded = Project.load(folder)
        pipeline = Pipeline(loaded, loaded.workspace(), simulated=True)
        run_step(pipeline, "review")
        pipeline.database.close()
        yield folder


def run(project: Path, *arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, [*arguments, "--project", str(project)])
    assert done.exit_code == code, done.output
    return done.output


def test_the_report_says_what_the_models_read_wrote_and_cost(project: Path) -> None:
    spent = json.loads(run(project, "report", "--json"))["expenses"]
    assert spent == [{"table": "generated/chuno", "tokens_in": 300, "tokens_out": 20, "cost_usd": 0.004}]
    page = " ".join(run(project, "report").split())
    assert "models generated/chuno 300 tokens read, 20 written, $0.0040" in page


def test_what_a_models_terms_forbid_is_not_released(project: Path) -> None:
    said = " ".join(run(project, "publish", code=1).split())
    assert "LicenseRef-Gemma limits what it may be used for" in said
