from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest
import sqlalchemy as sa

from minga.community import Database
from minga.community.audit import log_act
from minga.community.models import Base
from minga.community.personal_data import PERSONAL, as_csv, as_zip, export
from minga.errors import CommunityError
from tests.community.filled import fill_in, owners, personal_tables, set_up

SECRET = {"token_hash", "code_hash", "csrf_secret", "password_hash", "subject"}


def test_every_table_that_points_at_a_person_is_exported_and_has_a_fate() -> None:
    pointing = {name: owners(table) for name, table in personal_tables().items()}
    assert {name: [personal.owner] for name, personal in PERSONAL.items()} == pointing
    assert len(pointing) >= 19
    for personal in PERSONAL.values():
        assert personal.fate == "deleted" or personal.why, f"{personal.model.__tablename__} stays without a reason"


def test_an_export_has_all_that_is_hers_and_nothing_of_others(db: Database) -> None:
    set_up(db)
    ada, _ = fill_in(db, "Ada"), fill_in(db, "Berta", item_id=2)
    exported = json.loads(json.dumps(export(db, ada.id)))
    assert "Berta" not in json.dumps(exported)
    assert exported["person"]["name"] == "Ada"
    for name, table in personal_tables().items():
        [row] = exported["tables"][name]
        expected = {column.name for column in table.columns} - SECRET
        if name == "audit_event":
            expected.add("subject")
        assert expected <= row.keys(), name
        hidden = {column.name for column in table.columns} - row.keys()
        assert hidden <= SECRET, name
    assert exported["tables"]["response"][0]["campaign"] == "refranes"
    assert exported["tables"]["response"][0]["record"] == f"{1:032x}"


def test_what_leads_did_to_her_is_hers_to_know(sqlite_db: Database) -> None:
    set_up(sqlite_db)
    ada = fill_in(sqlite_db, "Ada")
    with sqlite_db.writing() as session:
        log_act(session, "pause", f"person {ada.id}", at=sqlite_db.now(), reason="too fast")
        log_act(session, "pause", f"person {ada.id}0", at=sqlite_db.now())
    [act] = export(sqlite_db, ada.id)["tables"]["acts_on_you"]
    assert (act["action"], act["detail"]) == ("pause", {"reason": "too fast"})


def test_nobody_is_nobodys_export(sqlite_db: Database) -> None:
    with pytest.raises(CommunityError, match="no such person"):
        export(sqlite_db, 1)


def test_the_zip_has_the_json_and_a_csv_for_each_table(sqlite_db: Database) -> None:
    set_up(sqlite_db)
    exported = export(sqlite_db, fill_in(sqlite_db, "Ada").id)
    with zipfile.ZipFile(io.BytesIO(as_zip(exported))) as archive:
        assert json.loads(archive.read("everything.json")) == json.loads(json.dumps(exported))
        names = {name.removesuffix(".csv") for name in archive.namelist() if name.endswith(".csv")}
        assert set(PERSONAL) | {"person"} <= names
        [row] = csv.DictReader(io.StringIO(archive.read("response.csv").decode()))
    assert json.loads(row["edits"]) == {"said": "Ada edits"}


@pytest.mark.parametrize("value", ["=1+1", "+51 999", "-2", "@SUM(A1)", "  =1+1", "\t=1", "＝1"])
def test_no_cell_is_a_formula(value: str) -> None:
    [row] = csv.DictReader(io.StringIO(as_csv([{"note": value, "number": -2}])))
    assert row["note"] == f"'{value}"
    assert row["number"] == "-2"


def texts(db: Database) -> dict[str, str]:
    """All that is in each table, as one text."""
    with db.engine.connect() as connection:
        return {
            table.name: json.dumps(
                [list(row) for row in connection.execute(sa.select(table))], default=str, ensure_ascii=False
            )
            for table in Base.metadata.sorted_tables
        }


def test_the_search_for_remains_would_find_some(sqlite_db: Database) -> None:
    set_up(sqlite_db)
    fill_in(sqlite_db, "Ada")
    assert "Ada edits" in texts(sqlite_db)["response"]
