"""A model goes from the form, on a phone without scripts, to the leaderboard; every page of it looked at with axe."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from typer.testing import CliRunner

from minga.cli import app
from minga.community import Database
from minga.community.models import EvaluationJob, JobState
from minga.evaluate.submissions.checker import record
from minga.evaluate.submissions.checking import Checked, Found
from minga.evaluate.submissions.queue import Request, accept, find_submission, submit
from minga.evaluate.submissions.reasons import Reason
from minga.evaluate.submissions.submitted_models import slug_of
from minga.settings import SubmissionSettings
from tests.e2e.browsing import DESKTOP, PHONE, Served, context, press, sign_in, sign_in_as
from tests.evaluate.submissions.repositories import repository
from tests.llm.hub import COMMIT, Hub, hub
from tests.web.sites import TOML, make_site

pytestmark = pytest.mark.slow

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SETTINGS = """
[[benchmarks]]
name = "miel"
path = "miel.jsonl"
language = "es"
licence = "CC0-1.0"

[evaluate]
models = []

[submissions]
open = true
"""
ITEMS = [
    {"question": f"¿Qué hacen las abejas {word}?", "choices": ["Miel", "Leche", "Pan", "Vino"], "answer": 0}
    for word in ("en marzo", "de día", "en el valle")
]


@pytest.fixture(scope="module")
def server(tiny_model: Path) -> Iterator[Hub]:
    files = repository(tiny_model)
    with hub({"owner/tiny": files, "owner/own-code": files | {"modeling.py": b""}}) as running:
        yield running


@pytest.fixture
def served(tmp_path: Path, filled_project: Path, server: Hub, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """A project that takes models, with three questions on bees."""
    monkeypatch.setenv("HF_ENDPOINT", server.url)
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hub"))
    folder = tmp_path / "project"
    shutil.copytree(filled_project, folder, symlinks=True)
    (folder / "minga.toml").write_text(TOML + SETTINGS, encoding="utf-8")
    lines = [json.dumps(item, ensure_ascii=False) for item in ITEMS]
    (folder / "miel.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with Database.at(folder / ".minga" / "minga.db") as database:
        served = Served(make_site(folder, database))
        yield served
        served.stop()


def test_a_model_goes_from_the_form_to_the_leaderboard(browser: Browser, served: Served) -> None:
    with context(browser, scripts=False) as phone, context(browser, scripts=False) as desk:
        page = phone.new_page()
        sign_in(page, served, "Ada")
        page.goto(f"{served.address}/submissions")
        page.get_by_role("link", name="Submit a model").click()
        page.get_by_label("Model", exact=True).fill("owner/own-code")
        press(page, "Submit")
        wait_for(page, "The model comes with code to execute: modeling.py.")
        page.goto(f"{served.address}/submissions/new")
        page.get_by_label("Model", exact=True).fill("owner/tiny")
        page.get_by_label("base model").check()
        page.get_by_label("A note for the lead").fill("Solo para probar")
        press(page, "Submit")
        wait_for(page, "It passed its check. Now the lead decides.")
        address = page.url

        lead = desk.new_page()
        sign_in(lead, served, "Eva", "lead")
        lead.goto(f"{served.address}/lead")
        lead.get_by_role("link", name="Submitted models").first.click()
        lead.get_by_role("link", name="owner/tiny").click()
        expect(lead.get_by_text("Solo para probar")).to_be_visible()
        press(lead, "Accept")
        page.goto(address)
        expect(page.get_by_text("Number 1 in the queue.")).to_be_visible()

        minga(served, "evaluate")
        page.goto(address)
        expect(page.get_by_text("1 of 1 evaluations are done.")).to_be_visible()
        minga(served, "leaderboard")
        page.goto(f"{served.address}/leaderboard")
        expect(page.get_by_text(f"owner/tiny@{COMMIT[:8]}").first).to_be_visible()


def minga(served: Served, command: str) -> None:
    done = CliRunner().invoke(app, [command, "--project", str(served.site.project.root)])
    assert done.exit_code == 0, done.output


def wait_for(page: Page, text: str) -> None:
    """Load the page again until the check is over."""
    for _ in range(120):
        if page.get_by_text(text).count():
            return
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError(page.content())


@pytest.mark.parametrize(("size", "dark"), [(PHONE, False), (DESKTOP, True)], ids=["phone-light", "desktop-dark"])
def test_no_page_has_a_fault_that_axe_finds_or_is_wider_than_the_screen(
    browser: Browser, served: Served, dark: bool, size: dict[str, int]
) -> None:
    lead = served.site.someone("Eva", "lead")
    fill(served, lead)
    numbers = range(1, 7)
    paths = ["/submissions", "/submissions/new", "/lead/submissions", *(f"/submissions/{number}" for number in numbers)]
    with context(browser, dark=dark, size=size) as screen:
        page = screen.new_page()
        sign_in_as(page, served, lead)
        for path in paths:
            page.goto(f"{served.address}{path}")
            found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
            assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found] == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
            if folder := os.environ.get("MINGA_PICTURES"):
                name = f"{path.strip('/').replace('/', '-')}-{size['width']}-{'dark' if dark else 'light'}.png"
                page.screenshot(path=str(Path(folder) / name), full_page=True)


def fill(served: Served, lead: object) -> None:
    """One submission of each kind, all of them the lead's own."""
    db, settings = served.site.db, served.site.project.settings
    open_wide = settings.model_copy(update={"submissions": SubmissionSettings(open=True, per_week=9)})
    names = ["comunidad/poeta-1b-instruct", "comunidad/lorito", "comunidad/papagayo-de-nombre-largo-7b-base-v0.2",
             "otra/abeja", "otra/colmena", "lejos/nube"]  # fmt: skip
    for number, name in enumerate(names, start=1):
        row = submit(db, Request(name, "instruct", note="Entrenado con las recetas de la abuela."), open_wide, lead)  # type: ignore[arg-type]
        if number < 5:
            found = Found(name, f"{number}" * 40, "Apache-2.0", number * 1_235_814_400, number * 2_471_645_608)
            record(db, row.id, Checked(found=found), settings.submissions)
        if number < 4:
            accept(db, row.id)
    add_jobs(db, 1, "done", "done", "running", "queued")
    add_jobs(db, 2, "done", "failed")
    record(db, 5, Checked(refused=Reason("pickle", {"files": "pytorch_model.bin"})), settings.submissions)
    undecided = Reason("unreachable", {"fault": "[Errno 111] Connection refused"})
    record(db, 6, Checked(undecided=undecided), settings.submissions)


def add_jobs(db: Database, number: int, *states: JobState) -> None:
    slug = slug_of(find_submission(db, number))
    with db.writing() as session:
        for place, state in enumerate(states):
            values = {"task": f"sabores_mmlu_{place}", "state": state, "fingerprint": f"{slug}-{place}", "attempts": 3}
            reason = "no answer for 30 minutes: it hangs" if state == "failed" else ""
            moments = {"not_before": db.now(), "queued_at": db.now()}
            session.add(EvaluationJob(model=slug, reason=reason, **values, **moments))
