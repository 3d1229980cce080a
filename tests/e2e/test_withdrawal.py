"""Somebody gives texts, others judge them, a release goes out; two of them take their work back, and the next release
goes without it and says so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from minga.community.models import Campaign, Person
from minga.community.people import Profile, add_person, grant_role
from minga.community.withdrawal import confirm_claim, list_claims
from minga.pipeline import Pipeline
from minga.project import Project
from minga.records import InstructionRecord, rows_of
from minga.review import answer, find_campaign, replay, take
from minga.review.withdrawing import come_back, withdraw
from minga.tables import Artifact, Table
from tests.review.making import accept_everything

SETTINGS = """
[project]
name = "Refranes de México"
slug = "refranes"

[[donations]]
name = "refranes"
path = "refranes.jsonl"
language = "es"
country = "MX"
licence = "CC0-1.0"
contributor = "Ana Quispe"

[[donations]]
name = "dichos"
path = "dichos.jsonl"
language = "es"
country = "MX"
licence = "CC0-1.0"
contributor = "Taller de dichos"

[[benchmarks]]
name = "saberes"
path = "saberes.jsonl"
licence = "CC0-1.0"
language = "es"

[review]
overlap = 1
overlap_max = 0
"""
SAYINGS = {
    "refranes.jsonl": {
        "A quien madruga, Dios le ayuda": "Que a quien empieza temprano le va mejor el día y el trabajo.",
        "Camarón que se duerme se lo lleva la corriente": "Que quien se descuida pierde la ocasión que tenía delante.",
    },
    "dichos.jsonl": {
        "No por mucho madrugar amanece más temprano": "Que apurarse no hace que las cosas lleguen antes de su hora.",
        "El que nace pa' tamal, del cielo le caen las hojas": "Que el destino de cada quien se cumple por sí solo.",
        "Aunque la mona se vista de seda, mona se queda": "Que la ropa cara no cambia a quien la lleva puesta.",
    },
}
ATOLE = {"question": "¿De qué se hace el atole?", "choices": ["De maíz", "De trigo"], "answer": 0}
MOLE = {"question": "¿De qué se hace el mole?", "choices": ["De chile", "De arroz"], "answer": 0}
ITEMS = [{**ATOLE, "contributor": "Ana Quispe"}, MOLE]


class Community:
    """A project, and whoever works on it."""

    def __init__(self, folder: Path) -> None:
        self.project = Project.load(folder)
        self.pipeline = Pipeline(self.project, self.project.workspace())

    @property
    def db(self):  # type: ignore[no-untyped-def]
        return self.pipeline.database

    def again(self) -> None:
        """As the next command starts: nothing in memory."""
        self.pipeline.database.close()
        self.pipeline = Pipeline(self.project, self.project.workspace())

    def join(self, name: str, **about: str) -> Person:
        with self.db.writing() as session:
            person = add_person(session, self.db, Profile(name, varieties=("es",)), **about)
            grant_role(session, self.db, person, "reviewer")
            return person

    def campaign(self) -> Campaign:
        self.pipeline.campaigns  # noqa: B018 - opens them
        return find_campaign(self.db, "instructions")

    def accept(self, person: Person, number: int) -> None:
        self.campaign()
        accept_everything(self.db)
        for _ in range(number):
            taken = take(self.db, person, self.campaign())
            assert taken
            answer(self.db, taken, "accept", client_key=f"{person.id}-{taken.id}")

    def release(self) -> Artifact:
        return self.pipeline.release[0]


@pytest.fixture
def community(tmp_path: Path) -> Iterator[Community]:
    (tmp_path / "minga.toml").write_text(SETTINGS, encoding="utf-8")
    for name, sayings in SAYINGS.items():
        rows = [{"instruction": f"¿Qué quiere decir «{saying}»?", "output": text} for saying, text in sayings.items()]
        lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
        (tmp_path / name).write_text("".join(lines), encoding="utf-8")
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in ITEMS]
    (tmp_path / "saberes.jsonl").write_text("".join(lines), encoding="utf-8")
    community = Community(tmp_path)
    yield community
    community.db.close()


def rows(table: Table) -> list[InstructionRecord]:
    return [row for batch in table.batches() for row in rows_of(batch, InstructionRecord)]


def text(release: Artifact, name: str) -> str:
    return (release.path / name).read_text(encoding="utf-8")


def test_the_next_release_goes_without_what_was_taken_back_and_says_so(community: Community) -> None:
    ana = community.join("Ana Q.", contributor="Ana Quispe")
    ada, bea = community.join("Ada"), community.join("Bea")
    community.accept(ada, 2)
    community.accept(bea, 3)
    first = community.release()
    assert len(rows(community.pipeline.reviewed[0])) == 5
    assert "Ana Quispe (2)" in text(first, "README.md")
    assert "Nobody has taken work back." in text(first, "RELEASE_NOTES.md")

    withdraw(community.db, ana)
    withdraw(community.db, ada)
    community.again()
    second = community.release()

    curated, reviewed = community.pipeline.curated[0], community.pipeline.reviewed[0]
    assert curated.manifest.counts.dropped == {"withdrawn": 2}
    kept = rows(reviewed)
    assert {row.contributor for row in kept} == {"Taller de dichos"}
    assert {row.validated_by for row in kept} <= {("Bea",)}
    lost = reviewed.manifest.counts.dropped.get("withdrawn", 0)
    assert len(kept) + lost == 3
    assert second.path != first.path
    for name in ("README.md", "RELEASE_NOTES.md", "croissant.json", "provenance.json"):
        assert "Ana" not in text(second, name).replace("Ada", ""), name
        assert "Ada" not in text(second, name), name
    notes = text(second, "RELEASE_NOTES.md")
    assert f"2 people have taken their work back since the project began; {2 + lost} rows left for it." in notes
    assert "## Taken back" in text(second, "README.md")
    assert replay(community.db, community.campaign()) is not None


def test_questions_that_were_taken_back_leave_the_benchmark(community: Community) -> None:
    ana = community.join("Ana Q.", contributor="Ana Quispe")
    assert community.pipeline.sources["saberes"].rows == 2
    withdraw(community.db, ana)
    community.again()
    source = community.pipeline.sources["saberes"]
    assert (source.rows, source.manifest.counts.dropped) == (1, {"withdrawn": 1})


def test_whoever_validated_alone_takes_the_validation_along(community: Community) -> None:
    ada = community.join("Ada")
    community.accept(ada, 5)
    assert len(rows(community.pipeline.reviewed[0])) == 5
    withdraw(community.db, ada)
    community.again()
    reviewed = community.pipeline.reviewed[0]
    assert (reviewed.rows, reviewed.manifest.counts.dropped) == (0, {"withdrawn": 5})


def test_what_came_back_is_in_the_release_again(community: Community) -> None:
    ada = community.join("Ada")
    community.accept(ada, 5)
    before = community.pipeline.reviewed[0]
    withdraw(community.db, ada)
    come_back(community.db, ada)
    community.again()
    assert community.pipeline.reviewed[0].content == before.content


def test_texts_under_a_name_of_her_own_leave_when_a_lead_has_said_so(community: Community) -> None:
    ana = community.join("Ana Quispe")
    withdraw(community.db, ana)
    assert community.pipeline.curated[0].rows == 5
    [claim] = list_claims(community.db)
    confirm_claim(community.db, claim.withdrawal_id, granted=True)
    community.again()
    assert community.pipeline.curated[0].rows == 3


def test_a_withdrawal_that_was_broken_off_is_finished_by_the_next_run(community: Community) -> None:
    from minga.community.withdrawal import take_back

    ada = community.join("Ada")
    community.accept(ada, 5)
    assert community.pipeline.reviewed[0].rows == 5
    take_back(community.db, ada.id)  # and the power fails before anything is decided anew
    community.again()
    assert community.pipeline.reviewed[0].manifest.counts.dropped == {"withdrawn": 5}
    work = community.campaign()
    assert replay(community.db, work) == {}


def test_erasing_leaves_the_release_as_withdrawing_does(community: Community) -> None:
    ada, bea = community.join("Ada"), community.join("Bea")
    community.accept(ada, 2)
    community.accept(bea, 3)
    withdraw(community.db, ada)
    community.again()
    withdrawn = community.pipeline.reviewed[0].content
    withdraw(community.db, ada, erase=True)
    community.again()
    assert community.pipeline.reviewed[0].content == withdrawn
    assert community.db.now() is not None
