"""A project with a campaign and the people who work on it, made before anything is measured."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from minga.community import Database
from minga.community.consents import ConsentText, record_consent
from minga.community.people import Profile, add_person, grant_role
from minga.community.sessions import issue_key, sign_in
from minga.project import Project
from minga.records import BenchmarkItem, Finding, Record, to_batch
from minga.review import find_campaign, open_campaign
from minga.review.campaign_items import rows_as_items
from minga.review.guidelines import accept
from minga.settings import CampaignSettings
from minga.table_writer import TableWriter
from minga.tables import Table
from minga.web.site import CONSENT_VERSION
from minga.workspace import Recipe

__all__ = ["SLUG", "Pass", "invite_people", "make_project", "translations"]

SLUG = "mmlu-es"

_TOML = """\
[project]
name = "Campaña de carga"
slug = "carga"
description = "Un examen traducido que mucha gente valida a la vez."
authors = ["Comunidad"]
{database}

[[varieties]]
tag = "es"
goal = 1000
"""

_TEXT = (
    "el agua que baja de la sierra llega a los campos de maíz y de papa por canales que las familias limpian juntas "
    "cada año antes de la siembra cuando suenan las campanas del pueblo y empieza la fiesta con música baile y comida"
)


@dataclass(frozen=True)
class Pass:
    """How one person gets in."""

    person: int
    session: str
    """Cookie of her browser."""
    key: str
    """Bearer token of her programs."""


def translations(count: int) -> tuple[list[BenchmarkItem], list[BenchmarkItem]]:
    """Questions with four choices, of MMLU's length, and their translations; a third of these with a finding."""
    sources, translated = [], []
    for number in range(count):
        rng = random.Random(number)
        source = _question(rng, number, "en", benchmark="mmlu", origin="human")
        found = _finding(source.question) if number % 3 == 0 else ()
        text = _question(
            random.Random(number), number, "es", benchmark="mmlu", origin="translated", source_item=source.id,
            findings=found, risk=round(rng.random(), 3),
        )  # fmt: skip
        sources.append(source)
        translated.append(text)
    return sources, translated


def _question(rng: random.Random, number: int, language: str, **values: object) -> BenchmarkItem:
    return BenchmarkItem.model_validate(
        {
            "question": f"¿{number}: {_sentence(rng, 28)}?",
            "choices": tuple(f"{letter} {_sentence(rng, 8)}" for letter in "abcd"),
            "answer": rng.randrange(4),
            "subject": "high_school_geography",
            "language": language,
            "licence": "MIT",
            **values,
        }
    )


def _sentence(rng: random.Random, words: int) -> str:
    return " ".join(rng.choices(_TEXT.split(), k=words))


def _finding(question: str) -> tuple[Finding, ...]:
    return (
        Finding(check="untranslated", severity="error", field="question", text=question[4:10], start=4,
                suggestion=question[:4] + question[10:], source_text=question[4:10], source_start=4),
    )  # fmt: skip


def make_project(folder: Path, database: str, items: int) -> Project:
    """A project whose campaign `SLUG` has `items` translated questions, with the settings that minga gives it.

    `database` is empty for SQLite.
    """
    folder.mkdir(parents=True)
    line = f'database = "{database}"' if database else ""
    (folder / "minga.toml").write_text(_TOML.format(database=line), encoding="utf-8")
    project = Project.load(folder)
    sources, translated = translations(items)
    originals = _table(project, "sources/mmlu", sources)
    rows = _table(project, "translated/mmlu/es", translated, [originals])
    settings = CampaignSettings.model_validate({"name": SLUG, "kind": "validate-translation", "over": rows.name})
    with Database(project.database_url) as db:
        db.migrate()
        open_campaign(db, settings, rows_as_items(rows, originals))
    return project


def _table(project: Project, name: str, rows: Sequence[Record], parents: Sequence[Table] = ()) -> Table:
    ordered = sorted(rows, key=lambda row: row.id)

    def build(writer: TableWriter) -> None:
        writer.count_in(len(ordered))
        writer.write(to_batch(ordered, BenchmarkItem.schema))

    recipe = Recipe(name, "translate", 1, inputs={"rows": str(len(ordered))}, parents=parents)
    return project.workspace().make_table(recipe, BenchmarkItem.schema, build)


def invite_people(project: Project, count: int, slug: str = SLUG) -> list[Pass]:
    """`count` reviewers who have accepted all there is to accept in a campaign, with a signed-in browser and a token
    for the API.
    """
    with Database(project.database_url) as db:
        campaign = find_campaign(db, slug)
        text = ConsentText(CONSENT_VERSION, "es", "0" * 64)
        people = []
        with db.writing() as session:
            for number in range(count):
                person = add_person(session, db, Profile(f"Persona {number}", varieties=("es",)))
                grant_role(session, db, person, "reviewer")
                session.flush()
                record_consent(session, db, person.id, text)
                people.append(person)
        for person in people:
            accept(db, person, campaign, campaign.guidelines_version)
        return [Pass(one.id, sign_in(db, one.id), issue_key(db, one.id, "api")) for one in people]
