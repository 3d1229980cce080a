from __future__ import annotations

import hashlib
import json
import tracemalloc
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import sqlalchemy as sa

from minga.community import Database
from minga.community.models import Assignment, Item, Response
from minga.errors import UsageError
from minga.review.exchange.package import export_review
from minga.review.exchange.parquet import export_responses
from minga.review.exchange.people import Voices
from minga.review.exchange.snapshot import snapshot
from minga.review.pseudonyms import Pseudonyms
from tests.review.rows import add_campaign, add_decision, add_item, add_person, add_response

NAMES = Pseudonyms("secret")
KINDS = ("responses", "decisions", "history", "items", "crowd")


def test_the_manifest_says_what_is_in_every_file(db: Database, tmp_path: Path) -> None:
    campaign = add_campaign(db)
    ada, gone = add_person(db, "Ada"), add_person(db, "Gone", withdrawn_at=db.now())
    item = add_item(db, campaign)
    add_response(db, item, gone)
    add_decision(db, item, "accepted", [add_response(db, item, ada)])
    made = export_review(db, NAMES, [campaign], tmp_path / "out")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    listed = {entry["path"]: entry for entry in manifest["files"]}
    assert set(listed) == {*(f"{kind}/c.parquet" for kind in KINDS), "crowd/c.csv"}
    assert {file.path for file in made.files} == {*listed, "manifest.json"}
    for path, entry in listed.items():
        content = (tmp_path / "out" / path).read_bytes()
        assert (entry["bytes"], entry["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
        if path.endswith(".parquet"):
            table = pq.read_table(tmp_path / "out" / path)
            assert (entry["rows"], list(entry["columns"])) == (table.num_rows, table.column_names)
    assert manifest["responses_of_people_who_withdrew"] == 1
    assert manifest["exported_at"] == db.now().isoformat()
    assert [one["name"] for one in manifest["campaigns"]] == ["c"]


def test_the_same_state_gives_the_same_bytes_also_zipped(db: Database, tmp_path: Path) -> None:
    campaign = add_campaign(db)
    add_response(db, add_item(db, campaign), add_person(db, "Ada"))
    first, second = (
        export_review(db, NAMES, [campaign], tmp_path / name, zipped=True).path for name in ("a.zip", "b.zip")
    )
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as archive:
        assert archive.testzip() is None
        assert json.loads(archive.read("manifest.json"))["files"]


def test_what_is_there_already_is_not_overwritten(db: Database, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with pytest.raises(UsageError, match="already"):
        export_review(db, NAMES, [add_campaign(db)], tmp_path / "out")


def test_an_export_that_fails_leaves_nothing_behind(
    sqlite_db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = add_campaign(sqlite_db)
    target = tmp_path / "exports" / "out"
    with sqlite_db.writing() as session:
        session.execute(sa.text("DROP TABLE decision"))
    with pytest.raises(sa.exc.OperationalError):
        export_review(sqlite_db, NAMES, [campaign], target)
    assert list(target.parent.iterdir()) == []


def test_a_formula_in_an_answer_is_inert_in_the_csv_file(db: Database, tmp_path: Path) -> None:
    question = {"name": "why", "type": "text", "title": "Why?", "decides": False}
    campaign = add_campaign(db, kind="label", questions=[question])
    add_response(db, add_item(db, campaign), add_person(db, "Ada"), "answer", answers={"why": "=cmd|' /C calc'!A0"})
    export_review(db, NAMES, [campaign], tmp_path / "out")
    assert ",'=cmd|" in (tmp_path / "out/crowd/c.csv").read_text()
    assert pq.read_table(tmp_path / "out/crowd/c.parquet")["label"].to_pylist() == ["=cmd|' /C calc'!A0"]


def test_people_answer_while_it_is_written(db: Database, tmp_path: Path) -> None:
    campaign = add_campaign(db)
    person = add_person(db, "Ada")
    _fill(db, campaign.id, [person.id], 500, words=10)
    with ThreadPoolExecutor(1) as pool:
        exporting = pool.submit(export_review, db, NAMES, [campaign], tmp_path / "out")
        if db.embedded:  # the rows above were numbered by hand, which PostgreSQL's own numbers know nothing of
            for number in range(5):
                add_response(db, add_item(db, campaign, f"more {number}"), person)
        exporting.result()
    rows = {kind: pq.read_metadata(tmp_path / f"out/{kind}/c.parquet").num_rows for kind in KINDS}
    assert rows["responses"] == rows["history"] == rows["crowd"] >= 500


def test_only_a_part_of_the_responses_is_in_memory_at_a_time(sqlite_db: Database, tmp_path: Path) -> None:
    campaign = add_campaign(sqlite_db)
    _fill(sqlite_db, campaign.id, [add_person(sqlite_db, "Ada").id], 10_000, words=1000)
    with snapshot(sqlite_db) as session:
        people = Voices(session, NAMES)
        tracemalloc.start()
        try:
            assert export_responses(session, campaign, people, tmp_path / "r.parquet") == 10_000
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert peak < 50 * 2**20, f"{peak >> 20} MiB at a time, of 60 MB of text"


def _fill(db: Database, campaign_id: int, people: list[int], count: int, *, words: int) -> None:
    now = db.now()
    with db.writing() as session:
        rows = range(1, count + 1)
        session.execute(sa.insert(Item), [
            {"id": n, "campaign_id": campaign_id, "record_id": str(n), "language": "es", "payload": {"text": "x"},
             "table_content": "x", "created_at": now} for n in rows])  # fmt: skip
        session.execute(sa.insert(Assignment), [
            {"id": n, "item_id": n, "campaign_id": campaign_id, "person_id": people[n % len(people)],
             "state": "answered", "taken_at": now, "expires_at": now} for n in rows])  # fmt: skip
        session.execute(sa.insert(Response), [
            {"id": n, "campaign_id": campaign_id, "position": n, "item_id": n, "assignment_id": n,
             "person_id": people[n % len(people)], "verdict": "edit", "edits": {"q": f"{n:05} " * words},
             "guidelines_version": 1, "client_key": f"f{n}", "digest": "x", "created_at": now}
            for n in rows])  # fmt: skip
        session.execute(sa.text("UPDATE campaign SET responses = :count"), {"count": count})
