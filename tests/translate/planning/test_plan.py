from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from minga.errors import InputError
from minga.records import BenchmarkItem, to_batch
from minga.table_writer import TableWriter
from minga.tables import Table
from minga.translate.planning import ItemScores, Pace, Plan, PlanOptions, make_plan, read_scores
from minga.workspace import Recipe, Workspace

SIZE = 60


def workspace(root: Path) -> Workspace:
    return Workspace(root / "data", root / ".minga")


def translated(root: Path) -> Table:
    """Sixty items, the later ones riskier."""
    items = [
        BenchmarkItem(
            benchmark="bees", question=f"¿Cuánto es {number}?", choices=("uno", "dos"), answer=0, language="es",
            origin="translated", licence="MIT", source_item=f"source {number}", risk=number / SIZE,
        )
        for number in range(SIZE)
    ]  # fmt: skip

    def build(writer: TableWriter) -> None:
        writer.count_in(SIZE)
        writer.write(to_batch(sorted(items, key=lambda item: item.id), BenchmarkItem.schema))

    return workspace(root).make_table(Recipe("translated/bees-es", "translate", 1), BenchmarkItem.schema, build)


def plan(root: Path, *, hours: float = 0.5, scores: ItemScores | None = None, redraw: bool = False) -> Plan:
    options = PlanOptions(hours=hours, people=1, redraw=redraw)
    return make_plan(translated(root), options, workspace(root), scores=scores, pace=Pace(60, 0, 0))


def order(found: Plan) -> list[str]:
    return [row["id"] for row in sorted(found.table.read().to_pylist(), key=lambda row: row["place"])]


def scored(root: Path, table: Table, done: list[str], dropped: frozenset[str] = frozenset()) -> ItemScores:
    """Scores of one model: 1 on the machine's version of every item, and 0 once it is validated."""
    lines = ["item,model,machine,validated,sure"]
    for row in table.read().to_pylist():
        said = ("dropped" if row["id"] in dropped else "0") if row["id"] in done else ""
        lines.append(f"{row['id']},smollm2,1,{said},0.5")
    path = root / "scores.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return read_scores(path, {row["id"]: row["source_item"] for row in table.read().to_pylist()})


def test_hours_and_people_buy_so_many_items_and_the_table_marks_them(tmp_path: Path) -> None:
    found = plan(tmp_path)
    assert (found.items, found.done, found.affordable, found.assumed) == (SIZE, 0, 30, True)
    assert found.hours_for_all == pytest.approx(1.0)
    assert list(found.first) == order(found)[:30]
    assert sum(row["affordable"] for row in found.table.read().to_pylist()) == 30
    assert found.table.name == "plans/bees-es"


def test_risky_items_come_first_on_the_whole(tmp_path: Path) -> None:
    risk = {row["id"]: row["risk"] for row in translated(tmp_path).read().to_pylist()}
    places = [risk[item] for item in order(plan(tmp_path))]
    assert np.mean(places[:20]) > np.mean(places[40:])


def test_an_order_that_people_work_by_stays(tmp_path: Path) -> None:
    first = plan(tmp_path)
    assert order(plan(tmp_path, hours=1)) == order(first)
    again = plan(tmp_path)
    assert again.table.content == first.table.content


def test_verdicts_give_an_estimate_and_a_redraw_keeps_what_is_done(tmp_path: Path) -> None:
    first = plan(tmp_path, scores=scored(tmp_path, translated(tmp_path), []))
    done = order(first)[:25]
    scores = scored(tmp_path, translated(tmp_path), [*done, order(first)[40]], frozenset(done[:3]))
    found = plan(tmp_path, scores=scores, redraw=True)
    assert (found.done, found.assumed) == (25, False)
    assert order(found)[:25] == done
    assert order(found) != order(first)
    assert found.estimates["smollm2"].low < 0.2
    assert found.table.manifest.notes["taken"] == 25
    more = scored(tmp_path, translated(tmp_path), order(found)[:40], frozenset(done[:3]))
    after = plan(tmp_path, scores=more)
    assert (after.done, order(after)) == (40, order(found))
    assert after.estimates["smollm2"].half_width < found.estimates["smollm2"].half_width


def test_all_done_is_exact(tmp_path: Path) -> None:
    plan(tmp_path)
    ids = [row["id"] for row in translated(tmp_path).read().to_pylist()]
    found = plan(tmp_path, scores=scored(tmp_path, translated(tmp_path), ids))
    assert (found.done, found.width, found.first) == (SIZE, 0.0, ())
    assert found.estimates["smollm2"].half_width == 0


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("ITEM,m,2,", "machine 2 is not between 0 and 1"),
        ("ITEM,m,x,", "machine 'x' is no number"),
        ("ITEM,m,1,nan", "validated nan is not between 0 and 1"),
        ("ITEM,m,1", "not as many cells"),
        ("other,m,1,", "no score of an item of this benchmark"),
        ("ITEM,m,1,", "has no score of m on item"),
    ],
)
def test_a_file_of_scores_that_cannot_be_used_is_refused_with_its_line(tmp_path: Path, line: str, what: str) -> None:
    path = tmp_path / "scores.csv"
    path.write_text(f"item,model,machine,validated\n{line.replace('ITEM', 'a')}\n", encoding="utf-8")
    with pytest.raises(InputError, match=what):
        read_scores(path, {"a": "source a", "b": "source b"})


def test_scores_may_name_source_items(tmp_path: Path) -> None:
    path = tmp_path / "scores.csv"
    path.write_text("item,model,machine,validated\nsource a,m,1,0.5\n", encoding="utf-8")
    found = read_scores(path, {"a": "source a"})
    assert (found.machine[0, 0], found.validated[0, 0], found.known[0]) == (1, 0.5, 1)
