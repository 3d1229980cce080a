from __future__ import annotations

import os
import re
from datetime import UTC, datetime

import pytest

from minga.community.models import EvaluationJob
from minga.leaderboard import leaderboard
from tests.leaderboard.boards import PROJECT, SETTINGS, evaluation, made_board, right_answers, task
from tests.web.sites import SiteUnderTest

NOW = datetime(2026, 7, 1, tzinfo=UTC)


@pytest.fixture
def ranked(site: SiteUnderTest) -> SiteUnderTest:
    made_board(site.project.workspace())
    return site


def order(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="[^"]*">(Modelo \w)</a>', page)


def test_the_pages_are_in_the_visitors_language(ranked: SiteUnderTest) -> None:
    browser = ranked.browser()
    page = browser.get("/leaderboard/?lang=eu")
    assert '<html lang="eu">' in page.text
    assert page.headers["content-language"] == "eu"
    # and stay so
    assert '<html lang="eu">' in browser.get("/leaderboard/charts.html").text


def test_the_server_sorts_and_filters_without_a_script(ranked: SiteUnderTest) -> None:
    browser = ranked.browser()
    page = browser.get("/leaderboard/?sort=model&dir=up")
    assert order(page.text) == ["Modelo A", "Modelo B", "Modelo C"]
    assert "<script" not in page.text
    assert "script-src 'none'" in page.headers["content-security-policy"]
    assert "unsafe-inline" not in page.headers["content-security-policy"]
    assert order(browser.get("/leaderboard/?q=modelo+c").text) == ["Modelo C"]
    assert order(browser.get("/leaderboard/by/es.html?sort=model").text) == ["Modelo C", "Modelo B", "Modelo A"]


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "col=" + "x" * 5000,
        "sort=%F0%9F%98%80",
        "page=-1",
        "page=" + "9" * 5000,
        "q=%3Cscript%3E",
        "size=1e999",
    ],
)
def test_no_query_is_a_fault_or_gets_into_the_page(ranked: SiteUnderTest, query: str) -> None:
    for path in ("", "items/andes_mmlu_es.html", "compare.html"):
        page = ranked.browser().get(f"/leaderboard/{path}?{query}")
        assert page.status_code == 200
        assert "<script" not in page.text


def test_all_questions_are_there_a_few_on_each_page(ranked: SiteUnderTest) -> None:
    browser = ranked.browser()
    first, second = (browser.get(f"/leaderboard/items/andes_mmlu_es.html?page={page}").text for page in (1, 2))
    asked = [set(re.findall(r"¿Pregunta (\d+)\?", page)) for page in (first, second)]
    assert (len(asked[0]), len(asked[1]), len(asked[0] | asked[1])) == (20, 20, 40)
    nobody = browser.get("/leaderboard/items/andes_mmlu_es.html?which=none").text
    assert nobody.count("aciertos: 0/3") == nobody.count("<article") > 0
    assert "No hay preguntas así" in browser.get("/leaderboard/items/andes_mmlu_es.html?page=9").text


def test_any_two_models_are_compared_with_the_questions_that_only_one_has_right(ranked: SiteUnderTest) -> None:
    page = ranked.browser().get("/leaderboard/compare.html?first=a&second=b&task=andes_mmlu_es").text
    assert "Los dos tienen 3 de las 4 tareas" in page
    assert "Solo Modelo A tiene: truthfulqa" in page
    assert "Modelo A es mejor" in page
    alone = re.search(r"Solo Modelo A acertó (\d+) de 40 preguntas; solo Modelo B, (\d+)", page)
    better, worse = right_answers(0.9, seed=0), right_answers(0.35, seed=0)
    assert alone is not None
    assert int(alone[1]) == sum(one > other for one, other in zip(better, worse, strict=True))
    assert page.count("<article") == min(20, int(alone[1])) + min(20, int(alone[2]))


def test_of_a_scope_that_two_models_have_in_part_the_page_says_how_much(site: SiteUnderTest) -> None:
    work = site.project.workspace()
    tasks = [task(work, f"andes_t{number}_es") for number in range(3)]
    done = [
        *(evaluation(work, model, tasks[0], right_answers(0.6), answered=False, error=0.05) for model in "ab"),
        evaluation(work, "c", tasks[1], right_answers(0.5)),
    ]
    leaderboard(done, tasks, {}, SETTINGS, PROJECT, work)
    page = site.browser().get("/leaderboard/compare.html?first=a&second=b&lang=es").text
    # neither has the other two tasks
    assert "(1/3)" in page
    # nor are the answers known
    assert page.count("†") == 3


def test_what_is_a_hole_in_the_leaderboard_is_none_of_a_comparison(site: SiteUnderTest) -> None:
    work = site.project.workspace()
    whole, other = task(work, "andes_a_es"), task(work, "andes_b_es", items=0, unknown=["items"])
    done = [evaluation(work, model, whole, right_answers(0.6)) for model in "ab"]
    done += [evaluation(work, model, other, right_answers(0.6, items=30)) for model in "ab"]  # most have 40
    done += [evaluation(work, model, other, right_answers(0.6)) for model in "cde"]
    leaderboard(done, [whole, other], {}, SETTINGS, PROJECT, work)
    page = site.browser().get("/leaderboard/compare.html?first=a&second=b&lang=es").text
    assert "Los dos tienen 1 de las 2 tareas" in page
    assert "(1/2)" in page


def test_answers_that_were_made_anew_are_not_shown_beside_older_numbers(ranked: SiteUnderTest) -> None:
    work = ranked.project.workspace()
    asked = work.latest("tasks/andes_mmlu_es")
    assert asked is not None
    before = ranked.browser().get("/leaderboard/items/andes_mmlu_es.html").text
    evaluation(work, "a", asked, right_answers(0.1))
    assert "Modelo A" in before
    assert "Modelo A" not in ranked.browser().get("/leaderboard/items/andes_mmlu_es.html").text


def test_files_stay_files_and_nothing_else_is_served(ranked: SiteUnderTest) -> None:
    browser = ranked.browser()
    for path, kind in (
        ("scores.csv", "text/csv"),
        ("plots/andes_mmlu_es.svg", "image/svg+xml"),
        ("leaderboard.css", "text/css"),
    ):
        answer = browser.get(f"/leaderboard/{path}")
        assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, kind)
    for path in ("models/none.html", "manifest.json", "items/none.html", "by/../../minga.toml"):
        assert browser.get(f"/leaderboard/{path}").status_code == 404


def test_versions_of_the_leaderboard_are_its_trend(ranked: SiteUnderTest) -> None:
    work = ranked.project.workspace()
    first = work.latest("leaderboard")
    assert first is not None
    os.utime(first.path / "scores.json", (1_700_000_000, 1_700_000_000))
    half = first.path.with_name(".building-x")
    half.mkdir()
    (half / "scores.json").write_bytes((first.path / "scores.json").read_bytes())
    assert "A lo largo del tiempo" not in ranked.browser().get("/leaderboard/charts.html").text
    made_board(work, "Modelo Cuatro")
    page = ranked.browser().get("/leaderboard/charts.html").text
    assert "A lo largo del tiempo" in page
    assert "1: 2023-11-14" in page
    assert "Modelo Cuatro" in page


def test_only_leads_read_what_a_failed_run_printed(ranked: SiteUnderTest) -> None:
    logs = ranked.project.state / "logs" / "evaluate"
    logs.mkdir(parents=True)
    (logs / "b.log").write_text("x" * 100_000 + "\nout of memory at layer 3", encoding="utf-8")
    (ranked.project.root / "secret.txt").write_text("secret", encoding="utf-8")
    with ranked.db.writing() as session:
        session.add_all(
            EvaluationJob(
                fingerprint=task, model="b", task=task, state="failed", log=log, not_before=NOW, queued_at=NOW
            )
            for task, log in (("andes_truthfulqa_es", ".minga/logs/evaluate/b.log"), ("elsewhere", "secret.txt"))
        )
    lead, guest = ranked.signed_in("Ada", "lead"), ranked.browser()
    address = "/lead/logs/b/andes_truthfulqa_es"
    assert f'href="{address}"' in lead.get("/leaderboard/models/b.html").text
    assert address not in guest.get("/leaderboard/models/b.html").text
    printed = lead.get(address)
    assert printed.headers["content-type"].startswith("text/plain")
    assert printed.text.endswith("out of memory at layer 3")
    assert len(printed.text) == 64 * 1024
    assert lead.get("/lead/logs/b/elsewhere").status_code == 404
    assert lead.get("/lead/logs/b/none").status_code == 404
    assert ranked.signed_in("Rosa", "reviewer").get(address).status_code == 403
