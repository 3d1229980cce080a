from __future__ import annotations

from pathlib import Path

import pytest

from minga.curate.decisions import Decision, add_decisions, decisions_table, read_decisions, standing
from minga.errors import InputError
from tests.curate.untidy import space

ONE, OTHER = "1" * 32, "2" * 32


def decision(id_: str, verdict: str = "keep", why: str = "es una adivinanza") -> Decision:
    return Decision(id_, verdict, why, "Ana", "2026-03-01T10:00:00+00:00")  # type: ignore[arg-type]  # checked when read


def test_of_several_rows_on_a_record_the_last_stands(tmp_path: Path) -> None:
    path = tmp_path / "curate" / "decisions.csv"
    assert read_decisions(path) == {}
    add_decisions(path, [decision(ONE), decision(OTHER)])
    add_decisions(path, [decision(ONE, "drop", "está copiada"), decision(OTHER, "undo", "me equivoqué")])
    assert read_decisions(path) == {ONE: decision(ONE, "drop", "está copiada")}
    assert path.read_text(encoding="utf-8").count("\n") == 5  # nothing was overwritten


def test_a_file_that_a_spreadsheet_saved_is_read_and_keeps_its_further_columns(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    path.write_text(f"\ufeffid;decision;reason;who;when;nota\n{ONE};KEEP;=sí; Ana ;;ver\n;;;;;\n", encoding="utf-8")
    assert read_decisions(path) == {ONE: Decision(ONE, "keep", "=sí", "Ana", "")}
    add_decisions(path, [decision(OTHER)])
    first, kept, added = path.read_text(encoding="utf-8").splitlines()
    assert first == "id,decision,reason,who,when,nota"
    assert kept == f"{ONE},KEEP,'=sí, Ana ,,ver"  # a spreadsheet shows it, and does not calculate
    assert added.startswith(OTHER)


@pytest.mark.parametrize(
    ("row", "what"),
    [
        (f"{ONE},maybe,why,,", r"decisions\.csv, row 3: decides 'maybe'"),
        (",keep,why,,", "has no id"),
        (f"{ONE},keep,,,", "has no reason"),
    ],
)
def test_a_row_that_decides_nothing_is_an_error(tmp_path: Path, row: str, what: str) -> None:
    path = tmp_path / "decisions.csv"
    path.write_text(f"id,decision,reason,who,when\n{OTHER},keep,why,,\n{row}\n", encoding="utf-8")
    with pytest.raises(InputError, match=what):
        read_decisions(path)
    with pytest.raises(InputError, match=what):
        add_decisions(path, [decision(OTHER)])


def test_what_stands_is_a_table(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    assert decisions_table(path, space(tmp_path)) is None
    add_decisions(path, [decision(OTHER), decision(ONE, "drop")])
    made = decisions_table(path, space(tmp_path))
    assert made is not None
    assert list(standing(made)) == [ONE, OTHER]
    add_decisions(path, [decision(OTHER)])  # says the same again
    again = decisions_table(path, space(tmp_path))
    assert again is not None
    assert (again.state, again.content) == ("unchanged", made.content)
