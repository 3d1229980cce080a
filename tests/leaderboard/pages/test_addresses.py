from __future__ import annotations

import re
from dataclasses import replace

import pytest

from minga.leaderboard.pages import Pages
from minga.leaderboard.pages.charts import co2_figure
from minga.leaderboard.texts import LOCALES
from tests.leaderboard.pages.drawn_boards import drawn_board


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("live", [False, True])
def test_every_page_speaks_the_language(locale: str, live: bool) -> None:
    pages = Pages(drawn_board(models=3, tasks=10, holes=1, live=live, locale=locale))
    for address in pages.addresses:
        html = pages.render(address)
        assert html is not None
        assert f'<html lang="{locale}">' in html
        words = re.sub(r"<pre.*?</pre>|<[^>]*>", " ", html, flags=re.DOTALL)
        assert not re.search(r"\{\w*\}", words), address


def test_there_is_nothing_at_other_addresses() -> None:
    pages = Pages(drawn_board())
    assert [pages.render(address) for address in ("models/none.html", "../index.html", "", "items/task_0.html")] == [
        None, None, None, None,
    ]  # fmt: skip


def test_families_in_a_language_have_pages_on_a_server_only() -> None:
    assert "by/es-reading.html" in Pages(drawn_board(tasks=15, live=True)).addresses
    assert "by/es-reading.html" not in Pages(drawn_board(tasks=15)).addresses
    assert "by/all-reading.html" in Pages(drawn_board(tasks=15)).addresses


def test_only_a_server_compares_by_query() -> None:
    first, second = list(drawn_board().models)[:2]
    query = [("first", first), ("second", second)]
    as_files, live = (Pages(drawn_board(live=live)).render("compare.html", query) or "" for live in (False, True))
    assert "<form" not in as_files
    assert "Model-000-7B-Instruct – organisation/Model-001-7B-Instruct" in live
    same = Pages(drawn_board(live=True)).render("compare.html", [("first", first), ("second", first)]) or ""
    assert "Elija dos modelos distintos." in same


def test_a_file_carries_a_script_and_a_server_none() -> None:
    assert "<script" in (Pages(drawn_board()).render("index.html") or "")
    assert "<script" not in (Pages(drawn_board(live=True)).render("index.html") or "")


def test_an_evaluation_of_which_only_some_tasks_were_measured_is_no_point_among_the_others() -> None:
    board = drawn_board(models=3)
    partly = board.standings.spending[0].model_copy(update={"tasks": 1})
    spending = [partly, *board.standings.spending[1:]]
    figure = co2_figure(replace(board, standings=board.standings.model_copy(update={"spending": spending})))
    assert figure is not None
    assert [row[0] for row in figure.rows] == [model.name for model in list(board.models.values())[1:]]
