from __future__ import annotations

from urllib.parse import parse_qsl

import pytest

from minga.leaderboard.pages import Pages
from minga.leaderboard.pages.ranking import Ranking, ranking
from minga.leaderboard.pages.view import View
from tests.leaderboard.pages.drawn_boards import drawn_board

FIRST_PAGE = 150_000


def ranked(scope: str = "all", query: str = "", **shape: int) -> Ranking:
    return ranking(scope, View.read(parse_qsl(query)), drawn_board(live=True, **shape))


def numbers(page: Ranking) -> list[int]:
    return [int(row.slug[20:23]) for row in page.rows]


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("", [0, 1, 2, 3]),
        ("sort=average", [0, 1, 2, 3]),
        ("sort=average&dir=up", [3, 2, 1, 0]),
        ("sort=size", [3, 2, 1, 0]),
        ("sort=size&dir=up", [0, 1, 2, 3]),
        ("sort=model", [3, 2, 1, 0]),
        ("sort=es&dir=up", [3, 2, 1, 0]),
        ("sort=licence&dir=up", [0, 2, 1, 3]),
        ("sort=nothing", [0, 1, 2, 3]),
        ("q=model-002", [2]),
        ("licence=Llama-3.1&sort=size", [3, 1]),
    ],
)
def test_the_rows_are_sorted_and_filtered_as_the_address_asks(query: str, order: list[int]) -> None:
    assert numbers(ranked(query=query)) == order


def test_a_filter_leaves_places_as_they_are_among_all() -> None:
    [row] = ranked(query="q=model-002").rows
    assert row.place == "3–4"


def test_models_with_holes_come_last_and_have_no_mean_whatever_the_order() -> None:
    page = ranked(models=4, holes=1)
    assert numbers(page)[-1] == 3
    assert (page.rows[-1].place, page.rows[-1].average.value, page.rows[-1].average.hole) == ("—", "", "falta 1 tarea")
    # of its languages it lacks one
    assert [cell.hole for cell in page.rows[-1].cells[:5]].count("1/2") == 1
    assert numbers(ranked(models=4, holes=1, query="sort=average&dir=up")) == [2, 1, 0, 3]
    assert numbers(ranked(models=4, holes=1, query="sort=es-PE&dir=up"))[-1] in {0, 1, 2, 3}


def test_columns_are_those_asked_for_or_the_usual_ones() -> None:
    usual = [head.key for head in ranked().heads]
    assert usual == ["model", "average", "ca", "es", "es-PE", "eu", "gl", "size", "type", "co2", "licence"]
    asked = ranked(query="col=task:task_3&col=all:reading&col=nothing")
    assert [head.key for head in asked.heads] == ["model", "average", "task:task_3", "all:reading"]
    assert {option.value for option in asked.columns["tasks"] if option.chosen} == {"task:task_3"}


def test_a_language_has_its_tasks_as_columns() -> None:
    page = ranked("es", tasks=15)
    assert [head.title for head in page.heads][:5] == ["Modelo", "español", "Bench 0", "Bench 1", "Bench 2"]
    assert {option.label for option in page.families} == {"Conocimientos", "Comprensión lectora", "Sentido común"}


def test_as_files_headings_lead_to_pages_and_on_a_server_to_orders() -> None:
    heads = {head.key: head.href for head in ranking("all", View(), drawn_board()).heads}
    assert (heads["es"], heads["size"]) == ("by/es.html", "")
    heads = {head.key: head.href for head in ranked().heads}
    assert (heads["es"], heads["size"]) == ("?sort=es", "?sort=size")


@pytest.mark.parametrize("locale", ["es", "en"])
def test_the_first_page_of_a_large_leaderboard_is_small(locale: str) -> None:
    board = drawn_board(models=200, tasks=65, locale=locale)
    page = Pages(board).render("index.html")
    assert page is not None
    assert page.count("<tr") == 201
    assert len(page.encode()) < FIRST_PAGE
