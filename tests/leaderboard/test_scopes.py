from __future__ import annotations

from typing import Any

import pytest

from minga.leaderboard.scopes import scopes_of, shares_of
from minga.task_cards import TaskCard


def card(name: str, language: str, family: str = "", **values: Any) -> TaskCard:
    known = {"benchmark": name, "metric": "acc", "items": 40, "licence": "MIT"}
    return TaskCard.model_validate({**known, "task": name, "language": language, "family": family, **values})


CARDS = [
    card("a", "es", "reading"),
    card("b", "es", "exams"),
    card("c", "es", "exams"),
    card("d", "ca", "reading"),
    card("e", "ca"),
]


def test_everything_comes_first_then_languages_then_families() -> None:
    names = [scope.name for scope in scopes_of(CARDS)]
    assert names == ["all", "ca", "es", "all:exams", "all:reading", "ca:reading", "es:reading"]


def test_a_family_with_the_tasks_of_another_scope_is_not_shown_twice() -> None:
    assert [scope.name for scope in scopes_of([card("a", "es", "reading")])] == ["all", "es"]


def test_languages_weigh_the_same_however_many_tasks_they_have() -> None:
    [everything, *_] = scopes_of(CARDS)
    assert everything.weights == pytest.approx({"a": 1 / 6, "b": 1 / 6, "c": 1 / 6, "d": 1 / 4, "e": 1 / 4})


def test_families_weigh_the_same_where_the_project_says_so() -> None:
    [everything, *_] = scopes_of(CARDS, "families")
    assert everything.weights == pytest.approx({"a": 1 / 4, "b": 1 / 8, "c": 1 / 8, "d": 1 / 4, "e": 1 / 4})


@pytest.mark.parametrize("weighting", ["tasks", "families"])
def test_weights_sum_to_one(weighting: Any) -> None:
    assert all(sum(scope.weights.values()) == pytest.approx(1) for scope in scopes_of(CARDS, weighting))


def test_shares_say_who_wrote_the_items_and_who_looked() -> None:
    cards = [
        card("a", "es", origin="native"),
        card("b", "es", origin="human", validated=0.5, validators=["Rosa"]),
        card("c", "es", origin="machine", validated=0.75, validators=["Rosa"]),
        card("d", "es", origin="machine", validated=1.0, validators=["Persona de prueba 1 (simulada)"]),
    ]
    shares = shares_of(cards, {"a": 0.1, "b": 0.2, "c": 0.4, "d": 0.3})
    assert shares.native == 0.1
    assert shares.human == 0.2
    assert shares.validated == pytest.approx(0.3)
    assert shares.machine == pytest.approx(0.4)  # what only simulated people saw, nobody saw
    assert shares.checked == pytest.approx(0.4)
