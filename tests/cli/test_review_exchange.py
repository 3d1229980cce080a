from __future__ import annotations

import csv
import io
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from minga.cli import app
from minga.community import Database
from minga.review import list_campaigns
from tests.cli.test_review import run
from tests.review.rows import add_decision, add_item, add_person, add_response
from tests.web.conftest import filled_project  # noqa: F401 - a fixture


@pytest.fixture
def project(tmp_path: Path, filled_project: Path) -> Path:  # noqa: F811 - a fixture
    """A project in which Ada's answers were confirmed, and those of somebody with a long name too."""
    folder = Path(shutil.copytree(filled_project, tmp_path / "project", symlinks=True))
    with Database.at(folder / ".minga" / "minga.db") as db:
        [campaign] = [one for one in list_campaigns(db) if one.slug == "instructions"]
        for name in ("Ada, «la primera»", "=Bea " + "de la Fuente " * 5 + "[y más]"):
            person = add_person(db, name.strip(), "reviewer")
            item = add_item(db, campaign, name, payload={"record": {}})
            add_decision(db, item, "accepted", [add_response(db, item, person)])
    return folder


def printed(project: Path, *arguments: str) -> str:
    """What the command prints where no terminal is."""
    done = CliRunner().invoke(app, [*arguments, "--project", str(project)])
    assert done.exit_code == 0, done.output
    return str(done.stdout)


@pytest.mark.parametrize("zipped", [False, True])
def test_everything_goes_out_with_a_manifest(project: Path, tmp_path: Path, zipped: bool) -> None:
    target = tmp_path / ("out.zip" if zipped else "out")
    made = run(project, "review", "export", "--to", str(target), "-c", "instructions", *(["--zip"] if zipped else []))
    rows = {file["path"]: file["rows"] for file in made["files"]}
    assert rows["responses/instructions.parquet"] == 2
    if zipped:
        with zipfile.ZipFile(target) as archive:
            assert set(archive.namelist()) == set(rows)
    else:
        assert pq.read_metadata(target / "responses/instructions.parquet").num_rows == 2


def test_an_export_does_not_overwrite(project: Path, tmp_path: Path) -> None:
    error = run(project, "review", "export", "--to", str(tmp_path), code=2)["error"]
    assert "already" in error["what"]


@pytest.mark.parametrize(
    ("arguments", "what"),
    [(["export", "--to", "x", "--form", "xls"], "there is no form 'xls'"),
     (["credits", "--form", "xls"], "there is no form 'xls'")],
)  # fmt: skip
def test_an_unknown_form_is_refused(project: Path, arguments: list[str], what: str) -> None:
    assert run(project, "review", *arguments, code=2)["error"]["what"] == what


def test_the_author_list_is_printed_as_it_is_whatever_the_width_of_the_screen(project: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(printed(project, "review", "credits", "--form", "csv"))))
    assert [row["name"][:5] for row in rows] == ["'=Bea", "Ada, "]
    assert rows[0]["name"].endswith("[y más]")
    assert len(json.loads(printed(project, "review", "credits", "--form", "json"))["authors"]) == 2
    assert "\\[y más\\]" in printed(project, "review", "credits")


def test_the_author_list_of_one_campaign_is_its_own(project: Path) -> None:
    assert run(project, "review", "credits", "-c", "mmlu-es")["people"] == []
    assert [one["points"] for one in run(project, "review", "credits")["people"]] == [1.0, 1.0]


def argilla(folder: Path, **settings: Any) -> Path:
    """A small data set as Argilla writes it."""
    tone = {"name": "tone", "title": "Tone", "required": True,
            "settings": {"type": "label_selection", "options": [{"value": "good"}, {"value": "bad"}]}}  # fmt: skip
    record = {"id": "1", "fields": {"text": "Hola"}, "responses": {"tone": [{"value": "good", "user_id": "u-1"}]}}
    (folder / ".argilla").mkdir(parents=True)
    (folder / ".argilla" / "settings.json").write_text(json.dumps({"questions": [tone], **settings}))
    (folder / "records.json").write_text(json.dumps([record]))
    return folder


def test_what_another_tool_knows_comes_in_as_a_campaign(project: Path, tmp_path: Path) -> None:
    options = ["--name", "theirs", "--language", "es", "--licence", "CC-BY-4.0"]
    made = run(project, "review", "import", str(argilla(tmp_path / "theirs")), *options)
    assert {name: made[name] for name in ("campaign", "records", "people", "answers")} == {
        "campaign": "theirs", "records": 1, "people": 1, "answers": 1,
    }  # fmt: skip
    people = run(project, "review", "credits")
    assert (len(people["people"]), people["anonymous"]) == (2, 0), "who cannot sign in is no author"


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--name", "theirs", "--language", "klingon!", "--licence", "MIT"], 2),
        (["--name", "theirs", "--language", "es", "--licence", "no licence"], 2),
        (["--name", "Not A Name", "--language", "es", "--licence", "MIT"], 2),
    ],
)
def test_options_that_make_no_sense_are_one_line(project: Path, tmp_path: Path, options: list[str], code: int) -> None:
    error = run(project, "review", "import", str(argilla(tmp_path / "theirs")), *options, code=code)["error"]
    assert "fault of minga" not in (error["hint"] or "")
