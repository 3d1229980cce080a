from __future__ import annotations

import json
from pathlib import Path

import pytest

from minga.community import Database
from minga.community.audit import recent
from minga.errors import CommunityError, InputError
from minga.project import Project
from minga.review import find_campaign
from minga.review.item_history import find_items
from minga.review.making_campaigns import MAX_UPLOAD, make_campaign, tables_for, uploaded_items
from minga.settings import CampaignSettings
from tests.review.making import item, person, record, table

TOML = '[project]\nname = "P"\nslug = "p"\n[review]\noverlap = 3\ngold_rate = 0.1\n'
LABEL = {"name": "q", "type": "label", "title": "?", "options": ["yes", "no"]}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "minga.toml").write_text(TOML, encoding="utf-8")
    return Project.load(tmp_path)


def settings(name: str = "etiquetas", kind: str = "label", **values: object) -> CampaignSettings:
    source = {} if "over" in values or kind == "survey" else {"items": uploaded_items(name)}
    return CampaignSettings.model_validate(
        {"name": name, "kind": kind, "title": "T", "questions": [LABEL], "languages": ["es"], **source, **values}
    )


def lines(*texts: str) -> bytes:
    return "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts).encode()


def test_a_file_of_items_becomes_a_campaign(sqlite_db: Database, project: Project) -> None:
    lead = person(sqlite_db, "Lea", "lead")
    made = make_campaign(project, sqlite_db, settings(), lead, upload=lines("uno", "dos", "tres"))
    assert (made.added, made.campaign.languages, made.campaign.options.overlap) == (3, ["es"], 3)
    assert (project.root / ".minga" / "items" / "etiquetas.jsonl").read_bytes() == lines("uno", "dos", "tres")
    act = recent(sqlite_db, actions=["make-campaign"])[0]
    assert (act.actor, act.subject, act.detail) == ("Lea", "etiquetas", {"kind": "label", "items": 3})


def test_a_table_of_the_project_does_too(sqlite_db: Database, project: Project) -> None:
    table(project.workspace(), [record(number) for number in range(4)], "curated")
    made = make_campaign(project, sqlite_db, settings(over="curated"), None)
    assert (made.added, made.campaign.table_name) == (4, "curated@etiquetas")


def test_a_survey_needs_no_items(sqlite_db: Database, project: Project) -> None:
    assert make_campaign(project, sqlite_db, settings(kind="survey"), None).added == 1


@pytest.mark.parametrize(
    ("upload", "what"),
    [
        (lines("uno") + b"{", "2: is not JSON"),
        (lines("uno") + b'{"colour": 1}\n', "2: colour"),
        (lines("uno", "uno"), "2: the same item stands in line 1"),
        (b"\xff\xfe\n", "1: is not UTF-8"),
        (b"\n\n", "file: the file has no item"),
        (b"[" * 100_000 + b"\n", "1: "),
        (b"PK\x03\x04" + bytes(200) + b"\n", "1: "),
        (b'{"text": "x", "language": "xx-QQQ-1"}\n', "1: "),
        (b"x" * (MAX_UPLOAD + 1), "file: the file is too large"),
    ],
)
def test_a_file_that_is_wrong_makes_nothing(sqlite_db: Database, project: Project, upload: bytes, what: str) -> None:
    with pytest.raises(InputError) as error:
        make_campaign(project, sqlite_db, settings(), None, upload=upload)
    assert str(error.value).startswith(what)
    folder = project.root / ".minga" / "items"
    assert list(folder.glob("*")) + list(folder.glob(".*")) == []
    assert recent(sqlite_db) == []


@pytest.mark.parametrize(("name", "what"), [("new", "taken by a page"), ("etiquetas", "of that name already")])
def test_a_name_that_is_taken_is_refused(sqlite_db: Database, project: Project, name: str, what: str) -> None:
    make_campaign(project, sqlite_db, settings(), None, upload=lines("uno"))
    with pytest.raises(CommunityError, match=what):
        make_campaign(project, sqlite_db, settings(name), None, upload=lines("dos"))
    assert [one.text for one in find_items(sqlite_db, find_campaign(sqlite_db, "etiquetas"))[0]] == ["uno"]


def test_a_table_has_one_campaign_that_judges_it(sqlite_db: Database, project: Project) -> None:
    table(project.workspace(), [record()], "curated")
    judging = {"kind": "review-instruction", "over": "curated", "questions": []}
    make_campaign(project, sqlite_db, settings("uno", **judging), None)  # type: ignore[arg-type]
    with pytest.raises(CommunityError, match="over this table already"):
        make_campaign(project, sqlite_db, settings("dos", **judging), None)  # type: ignore[arg-type]


def test_only_tables_that_suit_the_kind_are_offered(project: Project) -> None:
    work = project.workspace()
    table(work, [record()], "curated")
    table(work, [item()], "translated/mmlu/es")
    offered = {
        kind: tables_for(project, kind) for kind in ("label", "review-instruction", "validate-translation", "compare")
    }
    assert offered == {
        "label": ["curated", "translated/mmlu/es"],
        "review-instruction": ["curated"],
        "validate-translation": ["translated/mmlu/es"],
        "compare": [],
    }
