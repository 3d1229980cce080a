from __future__ import annotations

import json
from pathlib import Path

import pytest

from minga.leaderboard.columns import read_column
from minga.leaderboard.pages.items import Item, Rates, _shown, choose, rates_of, read_items, read_rates, write_rates
from minga.leaderboard.pages.items_page import shown_item
from minga.leaderboard.pages.pairs import differing
from minga.results import Answer, item_scores, write_items
from tests.leaderboard.boards import evaluation, sample, task, workspace
from tests.leaderboard.pages.drawn_boards import drawn_board

RATES = Rates(("i0", "i1", "i2", "i3", "i4", "i5"), (0.0, 3.0, 1.0, 2.0, 0.0, 3.0), 3)


def test_items_are_told_apart_by_how_many_models_are_right() -> None:
    assert [RATES.kind(row) for row in range(6)] == ["none", "all", "divided", "divided", "none", "all"]


def test_of_many_items_those_that_tell_most_are_chosen_in_their_order() -> None:
    assert choose(RATES, 4) == (0, 1, 2, 3)
    assert choose(RATES, 100) == (0, 1, 2, 3, 4, 5)
    many = Rates(tuple(map(str, range(1000))), tuple(float(row % 11) for row in range(1000)), 10)
    rows = list(choose(many, 40))
    assert len(rows) == 40
    assert rows == sorted(rows)
    assert [many.kind(row) for row in rows].count("none") == 10


def test_rates_are_read_as_they_were_written(tmp_path: Path) -> None:
    write_rates({"a": RATES, "b": Rates(("x",), (0.5,), 2)}, tmp_path / "items.parquet")
    assert read_rates(tmp_path / "items.parquet") == {"a": RATES, "b": Rates(("x",), (0.5,), 2)}


def test_items_come_with_what_was_asked_and_everybodys_answer(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    on = task(space, "t", items=3)
    given = {
        "a": evaluation(space, "a", on, [1.0, 0.0, 1.0]),
        "b": evaluation(space, "b", on, [0.0, 0.0, 1.0], asked=["¿Uno?", "¿Dos?", "¿Tres?"]),
        "c": evaluation(space, "c", on, [1.0, 1.0, 1.0], ids=["x", "y", "z"]),
    }
    rates = Rates(("item-0", "item-1", "item-2"), (1.0, 0.0, 2.0), 2)
    first, last = read_items([0, 2], rates, given)
    assert (first.question, first.choices, first.target) == ("¿Uno?", ("sí", "no"), "0")
    assert {model: answer.prediction for model, answer in first.answers.items()} == {"a": "0", "b": "1"}
    assert (last.question, last.right, last.models) == ("¿Tres?", 2.0, 2)


def test_in_a_group_an_id_may_be_that_of_an_item_in_every_part(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    made = evaluation(space, "a", task(space, "t", items=2), [1.0, 1.0])
    parts = ("law", "history")
    write_items(made.path, [Answer("1", 1.0, "0", "0", subtask=part) for part in parts])
    lines = [sample(1, f"¿{part}?") | {"doc": {"id": "1"}, "subtask": part} for part in parts]
    (made.path / "samples.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    shown = read_items([0, 1], Rates(("1", "1"), (1.0, 1.0), 1), {"a": made})
    assert [item.question for item in shown] == ["¿law?", "¿history?"]


def test_by_a_metric_that_is_no_mean_an_item_is_right_where_its_label_is(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    on = task(space, "t", metric="mcc", random=0.0, items=4)
    given, wanted = ("1", "0", "1", "0"), ("1", "1", "0", "0")
    made = evaluation(space, "a", on, [0.0] * 4, metric="mcc", value=0.0)
    write_items(made.path, [Answer(f"i{row}", None, *both) for row, both in enumerate(zip(given, wanted, strict=True))])
    column = read_column(on, {"a": made}, {})
    assert column.answered[0].right is None
    assert rates_of([column])["t"] == Rates(("i0", "i1", "i2", "i3"), (1.0, 0.0, 0.0, 1.0), 1)
    # and which of them only one of two models got right, no number of an item says
    scores = item_scores(made)
    assert scores is not None
    assert differing("t", scores, scores, drawn_board(), ()) is None


def test_a_written_answer_is_right_when_it_has_all_that_can_be_had() -> None:
    board = drawn_board(maximum=100.0)
    model = next(iter(board.models))
    item = Item("i", "¿?", (), "sí", 0.4, 1, {model: Answer("i", 40.0, "bueno", "sí")})
    [choice] = shown_item(item, board.tasks["task_0"], board).choices
    assert not choice.right


def test_broken_samples_are_passed_over(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    made = evaluation(space, "a", task(space, "t", items=1), [1.0], asked=["¿Uno?"])
    path = made.path / "samples.jsonl"
    good = path.read_text(encoding="utf-8")
    path.write_text('{"doc": 3}\n[1, 2]\n{broken\n' + good, encoding="utf-8")
    [item] = read_items([0], Rates(("item-0",), (1.0,), 1), {"a": made})
    assert item.question == "¿Uno?"


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        ([["Pregunta", " a"], ["Pregunta", " b"]], ("Pregunta", ("a", "b"))),
        ({"gen_args_0": {"arg_0": "Escribe", "arg_1": {"until": ["\n"]}}}, ("Escribe", ())),
        ([["Ana llegó porque Ana", " tenía prisa"], ["Ana llegó porque Eva", " tenía prisa"]],
         ("", ("Ana llegó porque Ana  tenía prisa", "Ana llegó porque Eva  tenía prisa"))),
        ({"gen_args_0": {"arg_0": "Escribe"}}, ("Escribe", ())),
        ([], ("", ())),
        (None, ("", ())),
    ],
)  # fmt: skip
def test_questions_are_read_from_every_form_of_samples(arguments: object, shown: tuple[str, tuple[str, ...]]) -> None:
    assert _shown({"doc": {}, "arguments": arguments}) == shown


def test_worked_examples_are_not_shown_again_with_every_question() -> None:
    context = "Q: ¿Cuánto es uno y uno?\nA: dos\n\nQ: ¿Cuánto es dos y dos?\nA:"
    line = sample(0, context) | {"doc": {"question": "¿Cuánto es dos y dos?", "kind": "Q"}}
    assert _shown(json.loads(json.dumps(line)))[0] == "Q: ¿Cuánto es dos y dos?\nA:"
