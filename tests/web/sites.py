"""A small project with tables, campaigns and people, as a site for the tests."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from fastapi.testclient import TestClient

from minga.community import Database
from minga.community.consents import ConsentText, agree
from minga.community.invitations import invite
from minga.community.models import Campaign, Person, RoleName
from minga.community.sessions import sign_in
from minga.project import Project
from minga.records import Finding
from minga.review import list_campaigns, open_campaigns
from minga.web import create_app
from minga.web.site import CONSENT_VERSION
from minga.workspace import Recipe
from tests.review.making import SOURCE, item, person, record, table

TOML = """\
[project]
name = "Sabores de la tierra"
slug = "sabores"
description = "Recetas y saberes de cocina de varios países, para que los modelos de lenguaje los conozcan."
authors = ["Comunidad de prueba"]

[[varieties]]
tag = "es-PE"
goal = 40

[[varieties]]
tag = "es-MX"
goal = 20

[[varieties]]
tag = "ca"
"""

FINDINGS = (
    Finding(check="missing-opening-mark", severity="warning", field="question", text="Cuántos", start=0,
            suggestion="¿Cuántos días tiene una semana?"),
    Finding(check="untranslated", severity="error", field="choices[2]", text="Nine", start=0,
            source_text="Nine", source_start=0),
)  # fmt: skip


@dataclass
class SiteUnderTest:
    """A project with its application, and ways to act in it."""

    project: Project
    db: Database
    client: TestClient
    campaigns: dict[str, Campaign]

    def someone(self, name: str = "Ada", *roles: RoleName, varieties: tuple[str, ...] = ("es",)) -> Person:
        someone = person(self.db, name, *roles, varieties=varieties)
        agree(self.db, someone.id, ConsentText(CONSENT_VERSION, "es", "0" * 64))
        return someone

    def signed_in(self, name: str = "Ada", *roles: RoleName, varieties: tuple[str, ...] = ("es",)) -> TestClient:
        """A browser of its own in which a new person is signed in."""
        someone = self.someone(name, *roles, varieties=varieties)
        client = self.browser()
        client.cookies.set("minga_session", sign_in(self.db, someone.id))
        return client

    def browser(self) -> TestClient:
        return TestClient(self.client.app, base_url="http://testserver", follow_redirects=True)

    def invitation(self, **values: object) -> str:
        return invite(self.db, **values)  # type: ignore[arg-type]


def make_project(folder: Path, toml: str = TOML) -> Project:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "minga.toml").write_text(toml, encoding="utf-8")
    return Project.load(folder)


def fill(project: Project, db: Database, *, records: int = 6, items: int = 3) -> dict[str, Campaign]:
    """Tables as the stages make them, and their campaigns."""
    work = project.workspace()
    curated = table(
        work,
        [record(number, country="PE", domain="cocina", source="recetas.md") for number in range(records)],
        "curated",
    )
    sources = table(work, [SOURCE], "sources/mmlu")
    broken = item(
        0,
        question="Cuántos días tiene una semana?",
        choices=("Cinco", "Siete", "Nine", "Diez"),
        subject="elementary_mathematics",
        findings=FINDINGS,
        risk=0.8,
    )
    rows = [broken, *(item(number) for number in range(1, items))]
    translated = table(work, rows, "translated/mmlu/es", [sources])
    synced = open_campaigns(project, db, [curated], {("mmlu", "es"): translated})
    return {one.campaign.slug: one.campaign for one in synced}


def add_leaderboard(project: Project) -> None:
    def build(folder: Path, notes: dict[str, object]) -> None:
        (folder / "index.html").write_text("<!doctype html><title>Tabla</title><h1>Tabla</h1>", encoding="utf-8")
        (folder / "data").mkdir()
        (folder / "data" / "scores.csv").write_text("model,score\n", encoding="utf-8")

    project.workspace().make_folder(Recipe("leaderboard", "leaderboard", 1), build)


def make_site(folder: Path, db: Database) -> SiteUnderTest:
    """The site of a project that is filled already, with `db` as its database."""
    campaigns = {campaign.slug: campaign for campaign in list_campaigns(db)}
    project = Project.load(folder)
    return SiteUnderTest(project, db, TestClient(create_app(project, db=db)), campaigns)


def token_of(page: str) -> str:
    """The form token of a page."""
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', page)
    assert found is not None
    return found[1]


def key_of(page: str) -> str:
    found = re.search(r'name="key" value="([0-9a-f]+)"', page)
    assert found is not None
    return found[1]
