from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from minga.community import Database
from minga.community.models import Assignment, Campaign, Person
from minga.community.people import Profile, update_profile
from minga.errors import CommunityError
from minga.project import Project
from minga.records import InstructionRecord, rows_of
from minga.review import answer, fields_of, list_campaigns, open_campaigns, take, written_records
from minga.review.withdrawing import withdraw
from minga.tables import Table
from tests.review.making import accept_everything, key, person, workspace

TOML = """
[project]
name = "Sabores"
slug = "sabores"
[licences]
release = "CC0-1.0"
[[campaigns]]
name = "escribir"
kind = "write-instruction"
items = "temas.jsonl"
overlap = 2
"""
LINES = [
    {"prompt": "¿Cómo se hace el mate?", "language": "es-PY", "country": "PY"},
    {"document": "El tereré se bebe frío.", "language": "es-PY"},
]
ANSWER = {"answer": "Con yerba y agua que no hierva."}
BOTH = {"question": "¿Cómo se bebe el tereré?", "answer": "Se bebe frío."}


def opened(db: Database, folder: Path) -> Campaign:
    (folder / "temas.jsonl").write_text("".join(json.dumps(line) + "\n" for line in LINES), encoding="utf-8")
    (folder / "minga.toml").write_text(TOML, encoding="utf-8")
    [synced] = open_campaigns(Project.load(folder), db, [], {})
    accept_everything(db)
    return synced.campaign


def given(db: Database, who: Person, work: Campaign, what: str) -> Assignment:
    """Her assignment for the item that is written from a `prompt` or a `document`."""
    taken = take(db, who, work)
    assert taken
    if what not in taken.item.payload:
        answer(db, taken, "cannot-judge", client_key=key())
        return given(db, who, work, what)
    return taken


def write(db: Database, who: Person, work: Campaign, what: str, texts: dict[str, str]) -> Assignment:
    taken = given(db, who, work, what)
    answer(db, taken, "answer", edits=texts, client_key=key())
    return taken


def rows(of: Table | None) -> list[InstructionRecord]:
    assert of is not None
    return [row for batch in of.batches() for row in rows_of(batch, InstructionRecord)]


def test_a_text_is_written_from_a_prompt_or_a_document() -> None:
    prompt = fields_of("write-instruction", {"prompt": "¿Qué?"})
    assert [(one.name, one.text, one.editable) for one in prompt] == [
        ("prompt", "¿Qué?", False), ("question", "¿Qué?", True), ("answer", "", True),
    ]  # fmt: skip
    document = fields_of("write-instruction", {"document": "Un texto."})
    assert [(one.name, one.text) for one in document] == [("document", "Un texto."), ("question", ""), ("answer", "")]


def test_what_was_written_becomes_records(db: Database, tmp_path: Path) -> None:
    work = opened(db, tmp_path)
    write(db, person(db, "Ada", varieties=["es"]), work, "prompt", ANSWER)
    [row] = rows(written_records(db, work, "CC0-1.0", workspace(tmp_path)))
    assert [message.content for message in row.messages] == [LINES[0]["prompt"], ANSWER["answer"]]
    assert (row.language, row.country, row.origin, row.source) == ("es-PY", "PY", "human", "written/escribir")
    assert (row.licence, row.contributor) == ("CC0-1.0", "Ada")


@pytest.mark.parametrize("texts", [{}, {"question": "¿Qué?"}, {"question": "", "answer": "x"}, {"document": "x"}])
def test_a_text_that_is_not_whole_is_not_kept(db: Database, tmp_path: Path, texts: dict[str, str]) -> None:
    work = opened(db, tmp_path)
    taken = given(db, person(db, "Ada"), work, "document")
    with pytest.raises(CommunityError):
        answer(db, taken, "answer", edits=texts, client_key=key())


def test_only_the_newest_version_of_a_text_counts(db: Database, tmp_path: Path) -> None:
    work = opened(db, tmp_path)
    taken = write(db, person(db, "Ada"), work, "document", BOTH)
    answer(db, taken, "answer", edits={**BOTH, "answer": "Se bebe muy frío."}, client_key=key())
    assert [row.answer for row in rows(written_records(db, work, "CC0-1.0", workspace(tmp_path)))] == [
        "Se bebe muy frío."
    ]


def test_without_a_text_there_is_no_table(db: Database, tmp_path: Path) -> None:
    assert written_records(db, opened(db, tmp_path), "CC0-1.0", workspace(tmp_path)) is None


def test_the_same_words_of_two_people_without_a_name_are_kept_once(db: Database, tmp_path: Path) -> None:
    work = opened(db, tmp_path)
    for number in range(2):
        someone = person(db, f"Person {number}")
        update_profile(db, someone.id, Profile(naming="none", varieties=("es",)))
        write(db, someone, work, "prompt", ANSWER)
    table = written_records(db, work, "CC0-1.0", workspace(tmp_path))
    assert table is not None
    assert (table.manifest.counts.rows_in, table.manifest.counts.dropped) == (2, {"duplicate": 1})
    assert [row.contributor for row in rows(table)] == ["anonymous"]


def test_texts_of_who_withdrew_are_no_records(db: Database, tmp_path: Path) -> None:
    work = opened(db, tmp_path)
    ada = person(db, "Ada")
    write(db, ada, work, "prompt", ANSWER)
    withdraw(db, ada)
    assert written_records(db, work, "CC0-1.0", workspace(tmp_path)) is None


def test_nobody_reviews_her_own_text_whatever_name_it_bears(db: Database, tmp_path: Path) -> None:
    work = opened(db, tmp_path)
    ada = person(db, "Ada")
    update_profile(db, ada.id, Profile(naming="none", varieties=("es",)))
    write(db, ada, work, "prompt", ANSWER)
    table = written_records(db, work, "CC0-1.0", workspace(tmp_path))
    assert table is not None
    settings: Any = Project.load(tmp_path)
    open_campaigns(settings, db, [table], {})
    accept_everything(db)
    review = next(one for one in list_campaigns(db) if one.kind == "review-instruction")
    berta = person(db, "Berta")
    update_profile(db, berta.id, Profile(naming="none", varieties=("es",)))
    assert not take(db, ada, review)
    assert take(db, berta, review)
