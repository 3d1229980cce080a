from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import httpx
import pyarrow.parquet as pq
import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from minga.community.audit import recent
from minga.community.demographics import save_demographics
from minga.community.models import Campaign, Item, Person
from minga.community.people import change_roles
from minga.community.sessions import issue_key, sign_in
from minga.review import change_campaign, find_campaign
from minga.table_writer import TableWriter
from minga.translate.risk import calibration_of
from minga.translate.risk.stage import SCHEMA
from minga.workspace import Recipe
from tests.review.leading import said
from tests.review.making import accept_everything, person
from tests.review.taking_part import items_of
from tests.web.sites import SiteUnderTest, token_of

HERE = "/lead/instructions"
QUESTION = '[[questions]]\nname = "tone"\ntype = "label"\ntitle = "¿El tono?"\noptions = ["good", "bad"]\n'


@pytest.fixture
def lead(site: SiteUnderTest) -> TestClient:
    browser = site.signed_in("Lea", "lead")
    browser.headers["accept-language"] = "en"
    browser.cookies.set("minga_lang", "en")
    return browser


@pytest.fixture
def work(site: SiteUnderTest) -> Campaign:
    return site.campaigns["instructions"]


def send(browser: TestClient, path: str, page: str = "", **values: str) -> httpx.Response:
    """Send a form from `page` (or from the path itself)."""
    return browser.post(path, data={"csrf": token_of(browser.get(page or path).text), **values})


def now(site: SiteUnderTest) -> Campaign:
    return find_campaign(site.db, "instructions")


def disputed_item(site: SiteUnderTest, work: Campaign) -> Item:
    ada, berta = (person(site.db, name) for name in ("Ada", "Berta"))
    change_campaign(site.db, work, {"overlap": 2, "overlap_max": 0}, None)
    said(site.db, work, ada, 0, "accept", note="Así se dice aquí")
    said(site.db, work, berta, 0, "reject", note="No es cierto")
    return items_of(site.db, work)[0]


class TestSeeing:
    def test_only_leads_find_the_way(self, site: SiteUnderTest, lead: TestClient) -> None:
        assert 'href="/lead"' in lead.get("/").text
        assert 'href="/lead"' not in site.signed_in("Ada").get("/").text

    def test_home_says_what_wants_a_decision(self, site: SiteUnderTest, lead: TestClient, work: Campaign) -> None:
        assert "disputed" not in lead.get("/lead").text
        disputed_item(site, work)
        page = lead.get("/lead").text
        assert "1 disputed item" in page
        assert "2 notes that nobody has read" in page

    def test_the_dashboard_says_how_far_it_is(self, site: SiteUnderTest, lead: TestClient, work: Campaign) -> None:
        disputed_item(site, work)
        page = lead.get(HERE).text
        for words in (
            "How far it is",
            "too early to say",
            "From an invitation",
            "People for each variety",
            "How evenly the work is spread",
            "How far people agree",
            "Items that people disagree about",
        ):
            assert words in page, words
        assert "aria-labelledby" in page

    def test_the_dashboard_counts_verdicts(self, site: SiteUnderTest, lead: TestClient) -> None:
        work, ada = site.campaigns["mmlu-es"], person(site.db, "Ada")
        change_campaign(site.db, work, {"overlap": 1, "overlap_max": 0}, None)
        said(site.db, work, ada, 0, "accept")
        said(site.db, work, ada, 1, "reject", answers={"rejected_as": "untranslatable"})
        page = lead.get("/lead/mmlu-es").text
        assert "right as it was 1 · not translatable 1" in page
        record = items_of(site.db, work)[1].record_id
        assert "<h3>not translatable" in lead.get(f"/lead/mmlu-es/items/{record}").text

    def test_the_dashboard_says_how_well_changes_are_foreseen(self, site: SiteUnderTest, lead: TestClient) -> None:
        assert "foreseen" not in lead.get("/lead/mmlu-es").text
        learnt = calibration_of([0.9, 0.8, 0.3, 0.2, 0.1], [True, True, False, True, False])
        assert learnt is not None
        figures = {"learnt": learnt.as_json, "default": learnt.as_json}

        def build(writer: TableWriter) -> None:
            writer.notes["calibration"] = {site.campaigns["mmlu-es"].options.over: figures}

        site.project.workspace().make_table(Recipe("risk", "translate", 1), SCHEMA, build)
        page = lead.get("/lead/mmlu-es").text
        assert "How well it is foreseen what has to be changed" in page
        assert "1 · the riskiest</th><td>90%</td><td>100%</td><td>1</td>" in page
        assert "foreseen" not in lead.get(HERE).text

    def test_agreement_has_a_picture_and_the_same_in_words(
        self, site: SiteUnderTest, lead: TestClient, work: Campaign
    ) -> None:
        people = [person(site.db, name) for name in ("Ada", "Berta", "Carmen", "Delia")]
        for number in range(6):
            for place, someone in enumerate(people):
                said(site.db, work, someone, number, "reject" if place == number else "accept")
        page = lead.get(f"{HERE}/agreement?question=verdict&by=week").text
        assert '<svg xmlns="http://www.w3.org/2000/svg"' in page
        assert "Oct 26, 2026" in page
        assert "of the pairs of answers are the same" in page
        assert lead.get(f"{HERE}/agreement?by=colour").status_code == 422

    def test_a_campaign_that_is_not_there(self, lead: TestClient) -> None:
        assert lead.get("/lead/nothing").status_code == 404

    def test_the_lead_of_one_campaign_sees_no_other(self, site: SiteUnderTest) -> None:
        someone = site.someone("Nora")
        change_roles(site.db, someone.id, "lead", give=True, campaign_id=site.campaigns["instructions"].id)
        browser = site.browser()
        browser.cookies.set("minga_session", sign_in(site.db, someone.id))
        assert browser.get(HERE).status_code == 200
        assert browser.get("/lead/mmlu-es").status_code == 403
        assert "mmlu" not in browser.get("/lead").text
        assert browser.get("/lead/audit").status_code == 403
        assert browser.get("/lead/new").status_code == 403

    def test_a_steward_sees_and_does_not_change(self, site: SiteUnderTest) -> None:
        browser = site.signed_in("Sara", "steward")
        page = browser.get(f"{HERE}/settings").text
        assert "disabled" in page
        assert browser.post(f"{HERE}/settings", data={"csrf": token_of(browser.get("/me").text)}).status_code == 403

    def test_pages_say_nothing_that_the_browser_must_run(self, site: SiteUnderTest, lead: TestClient) -> None:
        for path in ("", "/agreement", "/settings", "/questions", "/people", "/items", "/exports"):
            page = lead.get(HERE + path).text
            assert re.findall(r"\s(style|on\w+)=", page) == [], path
            assert page.count("<script") == 1


class TestChanging:
    def fields(self, browser: TestClient) -> dict[str, str]:
        """What stands in the form of the settings."""
        page = browser.get(f"{HERE}/settings").text
        found: dict[str, str] = {}
        inputs = re.findall(r"<input([^>]*)>", page)
        for one in inputs:
            name = re.search(r' name="([^"]+)"', one)
            value = re.search(r' value="([^"]*)"', one)
            if name and value and "checkbox" not in one:
                found[name[1]] = value[1]
        found |= dict(re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)</textarea>', page))
        found["credit.order"] = "points"
        return {name: value for name, value in found.items() if not name.startswith("reset")}

    def change(self, browser: TestClient, **values: str) -> httpx.Response:
        return browser.post(f"{HERE}/settings", data={**self.fields(browser), **values})

    def test_nothing_changed_changes_nothing(self, site: SiteUnderTest, lead: TestClient) -> None:
        assert "Nothing was changed" in self.change(lead).text
        assert now(site).overrides == {}

    def test_a_change_goes_before_the_file_and_the_page_says_so(self, site: SiteUnderTest, lead: TestClient) -> None:
        page = self.change(lead, overlap="3", confidence="0,85").text
        assert "Saved." in page
        assert (now(site).options.overlap, now(site).options.confidence) == (3, 0.85)
        assert page.count(">changed here<") == 2
        assert "minga.toml says: 2" in page
        [act] = recent(site.db, actions=["change-campaign"])
        assert act.actor == "Lea"
        assert act.detail["overlap"] == {"before": 2, "after": 3}

    def test_part_of_the_caps_leaves_the_rest(self, site: SiteUnderTest, lead: TestClient) -> None:
        self.change(lead, **{"caps.soft_day": "5"})
        assert (now(site).options.caps.soft_day, now(site).options.caps.hard_day) == (5, 200)

    def test_back_to_the_file(self, site: SiteUnderTest, lead: TestClient) -> None:
        self.change(lead, overlap="3")
        self.change(lead, **{"reset.overlap": "1"})
        assert now(site).overrides == {}

    @pytest.mark.parametrize(
        ("field", "value", "what"),
        [("overlap", "0", "at least 1"), ("overlap", "many", "a whole number is needed"),
         ("confidence", "1.5", "less than 1"), ("languages", "castellano!", "not"),
         ("credit.thresholds", "co-author 50", "an equals sign"), ("countries", "Perú", "must look like"),
         ("closes", "2026-13-40", "no date")],
    )  # fmt: skip
    def test_a_fault_stands_at_its_field_and_nothing_is_lost(
        self, site: SiteUnderTest, lead: TestClient, field: str, value: str, what: str
    ) -> None:
        answer = self.change(lead, title="Otro título", **{field: value})
        assert answer.status_code == 400
        identity = field.replace(".", "-").replace("_", "-")
        [fault] = re.findall(rf'<p class="fault-note" id="{identity}-fault">([^<]*)', answer.text)
        assert what in fault
        assert 'value="Otro título"' in answer.text
        assert now(site).overrides == {}

    def test_a_campaign_is_closed_and_opened_again(self, site: SiteUnderTest, lead: TestClient) -> None:
        assert "The campaign is closed" in send(lead, f"{HERE}/open", HERE, open="0").text
        assert not now(site).open
        send(lead, f"{HERE}/open", HERE, open="1")
        assert now(site).open

    def test_a_variety_with_too_few_people_is_widened(self, site: SiteUnderTest, lead: TestClient) -> None:
        for name in ("Ada", "Berta"):
            person(site.db, name, varieties=("es-MX",))
        with site.db.writing() as session:
            session.execute(sa.update(Item).values(language="es-HN"))
        page = lead.get(HERE).text
        assert "too few" in page
        assert "Widen to other varieties" in page
        done = send(lead, f"{HERE}/widen", HERE, language="es-HN", wide="1")
        assert "People of other varieties" in done.text
        assert "Only people of this variety again" in done.text
        assert send(lead, f"{HERE}/widen", HERE, language="ca", wide="1").status_code == 400


class TestQuestions:
    def test_a_preview_saves_nothing(self, site: SiteUnderTest, lead: TestClient) -> None:
        page = send(lead, f"{HERE}/questions", questions=QUESTION, action="preview").text
        assert "Nothing is saved yet" in page
        assert "¿El tono?" in page
        assert now(site).options.questions == ()

    def test_what_was_saved_is_asked(self, site: SiteUnderTest, lead: TestClient) -> None:
        page = send(lead, f"{HERE}/questions", questions=QUESTION, action="save").text
        assert "From now on people are asked this" in page
        assert [one.name for one in now(site).options.questions] == ["tone"]
        send(lead, f"{HERE}/questions/reset", f"{HERE}/questions")
        assert now(site).options.questions == ()

    @pytest.mark.parametrize(
        ("text", "line"),
        [(QUESTION + "x = [", 6), (QUESTION.replace('"label"', '"colour"'), 3), ("[other]\n", 1),
         (QUESTION.replace('["good", "bad"]', '["good"]'), 1), (QUESTION + 'colour = "red"\n', 6)],
    )  # fmt: skip
    def test_a_fault_has_its_line(self, lead: TestClient, text: str, line: int) -> None:
        answer = send(lead, f"{HERE}/questions", questions=text, action="save")
        assert answer.status_code == 400
        assert f"Line {line}:" in answer.text

    def test_an_answered_option_stays(self, site: SiteUnderTest, lead: TestClient, work: Campaign) -> None:
        send(lead, f"{HERE}/questions", questions=QUESTION, action="save")
        said(site.db, now(site), person(site.db, "Ada"), 0, answers={"tone": "bad"})
        answer = send(
            lead, f"{HERE}/questions", questions=QUESTION.replace('"bad"', '"worse"'), action="save"
        )  # fmt: skip
        assert answer.status_code == 409
        assert "the answer bad was given" in answer.text


class TestGuidelines:
    def version(self, browser: TestClient) -> str:
        found = re.search(r'name="version" value="(\d+)"', browser.get(f"{HERE}/guidelines").text)
        assert found is not None
        return found[1]

    def test_a_preview_shows_what_changes(self, site: SiteUnderTest, lead: TestClient) -> None:
        page = send(lead, f"{HERE}/guidelines", text="# Tono\n\nSé amable.", action="preview", version="1").text
        assert "What changes" in page
        assert "<h2>Tono</h2>" in page
        assert now(site).guidelines_version == 1

    def test_saving_makes_a_version(self, site: SiteUnderTest, lead: TestClient) -> None:
        page = send(lead, f"{HERE}/guidelines", text="# Tono", action="save", version=self.version(lead)).text
        assert "Saved as a new version" in page
        assert (now(site).guidelines, now(site).guidelines_version) == ("# Tono", 2)

    def test_two_leads_do_not_overwrite_each_other(self, site: SiteUnderTest, lead: TestClient) -> None:
        before = self.version(lead)
        send(lead, f"{HERE}/guidelines", text="# Uno", action="save", version=before)
        answer = send(lead, f"{HERE}/guidelines", text="# Dos", action="save", version=before)
        assert answer.status_code == 409
        assert "Somebody changed the guidelines while you wrote" in answer.text
        assert "# Dos" in answer.text
        assert now(site).guidelines == "# Uno"

    def test_markdown_does_no_harm(self, lead: TestClient) -> None:
        page = send(lead, f"{HERE}/guidelines", text="<script>x</script>", action="preview", version="1").text
        assert "<script>x" not in page


class TestPeople:
    def test_people_stand_by_name(self, site: SiteUnderTest, lead: TestClient) -> None:
        for name in ("Zoila", "Ada"):
            person(site.db, name)
        page = lead.get(f"{HERE}/people").text
        assert page.index(">Ada<") < page.index(">Lea<") < page.index(">Zoila<")
        assert "Zoila" not in lead.get(f"{HERE}/people?name=ada").text

    def test_a_role_is_given_and_taken(self, site: SiteUnderTest, lead: TestClient, work: Campaign) -> None:
        ada = person(site.db, "Ada")
        mine = f"{HERE}/people/{ada.id}"
        send(lead, f"{mine}/role", mine, role="adjudicator", language="es", give="1")
        assert self.roles(site, ada) == [("reviewer", None, None), ("adjudicator", work.id, "es")]
        send(lead, f"{mine}/role", mine, role="adjudicator", language="es", give="0")
        assert self.roles(site, ada) == [("reviewer", None, None)]
        assert send(lead, f"{mine}/role", mine, role="queen", give="1").status_code == 400
        assert send(lead, f"{mine}/role", mine, role="reviewer", language="!", give="1").status_code == 400

    def roles(self, site: SiteUnderTest, someone: Person) -> list[tuple[str, int | None, str | None]]:
        with site.db.reading() as session:
            current = session.get_one(Person, someone.id)
            return [(role.name, role.campaign_id, role.language) for role in current.roles]

    def test_a_steward_gives_no_role_above_her_own(self, site: SiteUnderTest) -> None:
        ada, browser = person(site.db, "Ada"), site.signed_in("Sara", "steward")
        mine = f"{HERE}/people/{ada.id}"
        assert send(browser, f"{mine}/role", mine, role="lead", give="1").status_code == 400
        assert send(browser, f"{mine}/role", mine, role="adjudicator", give="1").status_code == 200

    def test_a_pause_has_a_reason_and_is_lifted(self, site: SiteUnderTest, lead: TestClient) -> None:
        ada = person(site.db, "Ada")
        mine = f"{HERE}/people/{ada.id}"
        assert send(lead, f"{mine}/pause", mine, reason=" ").status_code == 400
        assert "hablemos primero" in send(lead, f"{mine}/pause", mine, reason="hablemos primero").text
        assert "1 person is paused" in lead.get(HERE).text
        assert "may go on" in send(lead, f"{mine}/resume", mine).text

    def test_reliability_is_on_the_persons_page_alone(
        self, site: SiteUnderTest, lead: TestClient, work: Campaign
    ) -> None:
        disputed_item(site, work)
        ada = lead.get(f"{HERE}/people?name=Ada").text
        number = re.search(rf'{HERE}/people/(\d+)">Ada', ada)
        assert number is not None
        assert "too few answers to say" in lead.get(f"{HERE}/people/{number[1]}").text
        assert "Dawid" not in lead.get(HERE).text

    def test_who_is_not_here_has_no_page(self, lead: TestClient) -> None:
        assert lead.get(f"{HERE}/people/999").status_code == 404
        assert lead.get(f"{HERE}/people/{10**30}").status_code == 404

    def test_an_invitation_is_shown_once_and_taken_back(self, site: SiteUnderTest, lead: TestClient) -> None:
        page = send(lead, f"{HERE}/invitations", role="reviewer", uses="5", days="7", languages="es-PE").text
        link = re.search(r"http://testserver(/join/[^<]+)", page)
        assert link is not None
        assert site.browser().get(link[1]).status_code == 200
        assert link[1] not in lead.get(f"{HERE}/invitations").text
        done = send(lead, f"{HERE}/invitations/1/revoke", f"{HERE}/invitations")
        assert "lets nobody in any more" in done.text
        assert site.browser().get(link[1]).status_code == 404

    @pytest.mark.parametrize("values", [{"uses": "0"}, {"uses": "many"}, {"days": "9999"}, {"languages": "!"}])
    def test_an_invitation_that_makes_no_sense(self, lead: TestClient, values: dict[str, str]) -> None:
        form = {"role": "reviewer", "uses": "5", "days": "7", "languages": "", **values}
        assert send(lead, f"{HERE}/invitations", **form).status_code == 400

    def test_an_invitation_to_another_campaign_is_not_touched(self, site: SiteUnderTest, lead: TestClient) -> None:
        site.invitation(campaign=site.campaigns["mmlu-es"])
        assert send(lead, f"{HERE}/invitations/1/revoke", f"{HERE}/invitations").status_code == 404


class TestItems:
    def test_from_the_list_to_the_answers(self, site: SiteUnderTest, lead: TestClient, work: Campaign) -> None:
        item = disputed_item(site, work)
        assert item.record_id in lead.get(f"{HERE}/items?state=disputed").text
        assert item.record_id in lead.get(f"{HERE}/items?q={item.record_id[:8]}").text
        page = lead.get(f"{HERE}/items/{item.record_id}").text
        for words in ("majority-1(overlap=2)", "Así se dice aquí", "No es cierto", "/data#curated"):
            assert words in page, words
        assert "Ada" not in page
        for number in re.findall(r'href="#(a\d+)"', page):
            assert f'id="{number}"' in page
        assert lead.get(f"{HERE}/items/{'0' * 32}").status_code == 404

    def test_an_adjudicator_takes_the_one_she_chose(self, site: SiteUnderTest, work: Campaign) -> None:
        item = disputed_item(site, work)
        someone = site.someone("Nora", "lead", "adjudicator")
        accept_everything(site.db)
        browser = site.browser()
        browser.cookies.set("minga_session", sign_in(site.db, someone.id))
        taken = send(browser, f"{HERE}/items/{item.record_id}/adjudicate", f"{HERE}/disputed")
        assert taken.url.path.startswith("/review/instructions/")
        other = items_of(site.db, work)[1]
        answer = send(browser, f"{HERE}/items/{other.record_id}/adjudicate", f"{HERE}/disputed")
        assert answer.url.path == taken.url.path, "what she holds comes first"

    def test_without_the_role_there_is_nothing_to_take(
        self, site: SiteUnderTest, lead: TestClient, work: Campaign
    ) -> None:
        item = disputed_item(site, work)
        assert "Take it and settle it" not in lead.get(f"{HERE}/disputed").text
        answer = send(lead, f"{HERE}/items/{item.record_id}/adjudicate", HERE)
        assert "cannot be given to you now" in answer.text

    def test_notes_are_read(self, site: SiteUnderTest, lead: TestClient, work: Campaign) -> None:
        disputed_item(site, work)
        page = lead.get(f"{HERE}/notes").text
        assert "Así se dice aquí" in page
        until = re.search(r'name="until" value="(\d+)"', page)
        assert until is not None
        send(lead, f"{HERE}/notes", until=until[1])
        assert "nobody has read" not in lead.get("/lead").text
        assert send(lead, f"{HERE}/notes", HERE, until="x").status_code == 400


class TestExports:
    def get(self, browser: TestClient, name: str) -> httpx.Response:
        return send(browser, f"{HERE}/exports/{name}", f"{HERE}/exports")

    @pytest.mark.parametrize(
        ("name", "rows"), [("responses", 2), ("decisions", 1), ("history", 3), ("items", 6), ("crowd", 2)]
    )
    def test_a_table_is_sent(self, site: SiteUnderTest, lead: TestClient, work: Campaign, name: str, rows: int) -> None:
        disputed_item(site, work)
        answer = self.get(lead, name)
        assert answer.headers["content-disposition"] == f'attachment; filename="instructions-{name}.parquet"'
        found = pq.read_table(io.BytesIO(answer.content))
        assert found.num_rows == rows
        assert "Ada" not in str(found.to_pylist())
        assert recent(site.db, actions=["export"])[0].detail == {"what": name}

    def test_everything_is_one_file(self, site: SiteUnderTest, lead: TestClient, work: Campaign) -> None:
        disputed_item(site, work)
        names = zipfile.ZipFile(io.BytesIO(self.get(lead, "all").content)).namelist()
        assert "manifest.json" in names
        assert "responses/instructions.parquet" in names
        assert b"worker" in self.get(lead, "crowd-csv").content

    @pytest.mark.parametrize(
        ("name", "inside"),
        [("argilla", "instructions/.argilla/settings.json"), ("label-studio", "instructions/tasks.json")],
    )
    def test_other_tools_get_their_own_form(self, lead: TestClient, name: str, inside: str) -> None:
        answer = self.get(lead, name)
        assert f'filename="instructions-{name}.zip"' in answer.headers["content-disposition"]
        assert inside in zipfile.ZipFile(io.BytesIO(answer.content)).namelist()

    def test_what_there_is_not(self, lead: TestClient) -> None:
        assert self.get(lead, "secrets").status_code == 404

    def test_too_many_have_to_wait(self, lead: TestClient) -> None:
        answers = [self.get(lead, "items") for _ in range(12)]
        assert answers[0].status_code == 200
        assert answers[-1].status_code == 429
        assert int(answers[-1].headers["retry-after"]) > 0

    def test_nothing_is_left_behind(self, lead: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("TMPDIR", str(tmp_path))
        monkeypatch.setattr("tempfile.tempdir", None)
        self.get(lead, "items")
        assert list(tmp_path.glob("minga-export-*")) == []


class TestProject:
    def form(self, browser: TestClient, **values: str) -> dict[str, str]:
        csrf = token_of(browser.get("/lead/new?kind=label").text)
        questions = QUESTION.replace("tone", "cultural")
        return {"csrf": csrf, "kind": "label", "name": "etiquetas", "title": "Etiquetas", "languages": "es",
                "questions": questions, **values}  # fmt: skip

    def make(self, browser: TestClient, file: bytes | None = None, **values: str) -> httpx.Response:
        files = {"file": ("../../evil.jsonl", b"" if file is None else file, "text/html")}
        return browser.post("/lead/new", data=self.form(browser, **values), files=files)

    def test_a_campaign_over_a_file(self, site: SiteUnderTest, lead: TestClient) -> None:
        lines = "".join(json.dumps({"text": f"texto {number}"}) + "\n" for number in range(3)).encode()
        page = self.make(lead, lines)
        assert page.url.path == "/lead/etiquetas"
        assert "The campaign is there" in page.text
        assert find_campaign(site.db, "etiquetas").options.items == ".minga/items/etiquetas.jsonl"

    def test_a_campaign_over_a_table(self, site: SiteUnderTest, lead: TestClient) -> None:
        assert "<option>curated</option>" in lead.get("/lead/new?kind=label").text
        assert self.make(lead, over="curated").url.path == "/lead/etiquetas"
        with site.db.reading() as session:
            made = find_campaign(site.db, "etiquetas")
            assert session.scalar(sa.select(sa.func.count(Item.id)).where(Item.campaign_id == made.id)) == 6

    @pytest.mark.parametrize(
        ("file", "values", "what"),
        [(b"{", {}, "1: is not JSON"), (b"", {}, "needs items"), (None, {"over": "../secrets"}, "no table"),
         (None, {"over": "curated", "name": "../x"}, "name: "), (None, {"over": "curated", "name": "audit"}, "taken"),
         (None, {"over": "curated", "questions": "x ="}, "1: "),
         (None, {"over": "curated", "questions": ""}, "question")],
    )  # fmt: skip
    def test_what_cannot_be_is_said_and_what_was_written_stays(
        self, site: SiteUnderTest, lead: TestClient, file: bytes | None, values: dict[str, str], what: str
    ) -> None:
        page = self.make(lead, file, **values)
        assert page.status_code == 400
        [fault] = re.findall(r'role="alert">([^<]*)', page.text)
        assert what in fault
        assert 'value="Etiquetas"' in page.text
        assert not (site.project.root / ".minga" / "items").exists() or not list(
            (site.project.root / ".minga" / "items").iterdir()
        )

    def test_a_file_that_nobody_should_send(self, lead: TestClient) -> None:
        assert self.make(lead, b"x" * 10_000_000).status_code == 413

    def test_a_large_file_passes_where_others_stop(self, lead: TestClient) -> None:
        lines = (json.dumps({"text": f"{number} " + "a" * 900}) + "\n" for number in range(1000))
        assert self.make(lead, "".join(lines).encode()).url.path == "/lead/etiquetas"

    def test_a_form_of_another_site_makes_nothing(self, lead: TestClient) -> None:
        form = self.form(lead)
        for headers, csrf in (({"sec-fetch-site": "cross-site"}, form["csrf"]), ({}, "0" * 64)):
            files = {"file": ("x", b"", "text/plain")}
            answer = lead.post("/lead/new", data={**form, "csrf": csrf}, files=files, headers=headers)
            assert answer.status_code == 403
        assert lead.post("/lead/new", data=form).status_code == 400

    def test_every_kind_has_a_form(self, lead: TestClient) -> None:
        kinds = re.findall(r'name="kind" value="([^"]+)"', lead.get("/lead/new").text)
        assert len(kinds) == 6
        for kind in kinds:
            assert lead.get(f"/lead/new?kind={kind}").status_code == 200

    def test_the_log_goes_back_page_by_page(self, site: SiteUnderTest, lead: TestClient) -> None:
        for number in range(60):
            change_campaign(site.db, site.campaigns["instructions"], {"overlap": 2 + number % 2}, None)
        page = lead.get("/lead/audit").text
        assert "<del>" in page
        older = re.search(r'href="\?before=(\d+)"', page)
        assert older is not None
        assert "open-campaign" in lead.get(f"/lead/audit?before={older[1]}").text

    def test_who_takes_part_in_groups_of_ten(self, site: SiteUnderTest, lead: TestClient) -> None:
        assert "Too few people" in lead.get("/lead/demographics").text
        for number in range(21):
            someone = person(site.db, f"P{number}")
            save_demographics(site.db, someone.id, {"age": "25-34" if number < 11 else "35-44"})
        page = lead.get("/lead/demographics").text
        assert "25\u201334" in page
        assert "21 people answered" in page


class TestApi:
    @pytest.fixture
    def program(self, site: SiteUnderTest) -> TestClient:
        browser = site.browser()
        token = issue_key(site.db, site.someone("Lea", "lead").id, "api", scopes=["lead"])
        browser.headers["authorization"] = f"Bearer {token}"
        return browser

    api = "/api/v1/campaigns/instructions"

    def test_figures_are_those_of_the_page(self, site: SiteUnderTest, program: TestClient, work: Campaign) -> None:
        disputed_item(site, work)
        found = program.get(f"{self.api}/figures").json()
        assert found["counts"] == {"open": 5, "decided": 0, "disputed": 1}
        assert found["pace"]["forecast"]["outlook"] == "too-early"
        assert found["agreement"]["questions"][0]["name"] == "verdict"
        assert found["concentration"]["answers"] == 2

    def test_settings_are_changed_but_not_files(self, site: SiteUnderTest, program: TestClient) -> None:
        changed = program.patch(f"{self.api}/settings", json={"changes": {"overlap": 3}}).json()
        assert (changed["settings"]["overlap"], changed["changed"]) == (3, ["overlap"])
        refused = program.patch(f"{self.api}/settings", json={"changes": {"gold": "/etc/passwd"}})
        assert refused.status_code == 409
        assert program.put(f"{self.api}/open", json={"open": False}).status_code == 204
        assert not now(site).open

    def test_guidelines_want_the_version_they_were_written_over(self, program: TestClient) -> None:
        text = {"text": "# Tono", "version": 1}
        assert program.put(f"{self.api}/guidelines", json=text).json()["version"] == 2
        assert program.put(f"{self.api}/guidelines", json={**text, "text": "# Otro"}).status_code == 409

    def test_people_and_invitations(self, site: SiteUnderTest, program: TestClient, work: Campaign) -> None:
        ada = person(site.db, "Ada")
        mine = f"{self.api}/people/{ada.id}"
        assert program.post(f"{mine}/roles", json={"name": "adjudicator"}).status_code == 204
        assert [role["name"] for role in program.get(mine).json()["roles"]] == ["reviewer", "adjudicator"]
        assert program.post(f"{mine}/pause", json={"reason": "hablemos"}).status_code == 204
        assert [one["reason"] for one in program.get(f"{self.api}/people?paused=true").json()] == ["hablemos"]
        assert program.post(f"{mine}/resume").status_code == 204
        made = program.post(f"{self.api}/invitations", json={"uses": 3}).json()
        assert program.delete(f"{self.api}/invitations/{made['id']}").status_code == 204
        assert [one["state"] for one in program.get(f"{self.api}/invitations").json()] == ["revoked"]

    def test_an_item_with_its_history(self, site: SiteUnderTest, program: TestClient, work: Campaign) -> None:
        item = disputed_item(site, work)
        assert program.get(f"{self.api}/items?state=disputed").json()["total"] == 1
        found = program.get(f"{self.api}/items/{item.record_id}").json()
        assert len(found["heard"]) == 2
        assert found["decisions"][0]["inputs"] == [one["id"] for one in found["heard"]]

    @pytest.mark.parametrize(("name", "role", "status"), [("Lea", "lead", 200), ("Ada", "reviewer", 403)])
    def test_only_leads_make_a_token_that_leads(self, site: SiteUnderTest, name: str, role: str, status: int) -> None:
        page = send(site.signed_in(name, role), "/me/token", "/me/sign-in", name="bot", scope="lead").text  # type: ignore[arg-type]
        token = re.search(r'<code class="secret">([^<]+)', page)
        assert token is not None
        headers = {"authorization": f"Bearer {token[1]}"}
        assert site.browser().get(f"{self.api}/figures", headers=headers).status_code == status

    def test_a_narrower_token_leads_nothing(self, site: SiteUnderTest) -> None:
        token = issue_key(site.db, site.someone("Lea", "lead").id, "api", scopes=["read", "answer"])
        headers = {"authorization": f"Bearer {token}"}
        assert site.browser().get(f"{self.api}/figures", headers=headers).status_code == 403

    def test_exports_are_files(self, site: SiteUnderTest, program: TestClient, work: Campaign) -> None:
        disputed_item(site, work)
        assert pq.read_table(io.BytesIO(program.get(f"{self.api}/exports/responses").content)).num_rows == 2
