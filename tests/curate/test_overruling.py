from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from minga.credits import name_hash
from minga.curate import curate
from minga.curate.curated_run import CuratedRun
from minga.curate.deciding import audit_decisions, decide_on
from minga.curate.decisions import Decision, Verdict, add_decisions, decisions_table
from minga.curate.explain import explain
from minga.engine import Engine
from minga.errors import InputError, UsageError
from minga.settings import CurateSettings
from minga.tables import Table
from tests.curate.contamination.test_overlaps import QUESTION, benchmark, item
from tests.curate.test_stage import LONG, PARTY, dropped, kept, record, table
from tests.curate.untidy import COPY, ENGLISH, FOREIGN, HUMAN, KEPT, SHORT, space, untidy_run

PRIVATE = record(f"{PARTY}. Para venir, llame al 987 654 321.")
EXAM = record(f"{QUESTION} Se llama minga.", "¿Qué dice la pregunta?")
TWIN = record(LONG.upper(), origin="synthetic", source="una máquina")
EVERYTHING = [*KEPT, SHORT, COPY, FOREIGN, PRIVATE, EXAM, TWIN]
WITHDRAWN = record("El telar de cintura se ata a un árbol y a la espalda de quien teje.", contributor="Luis Mamani")


def decided(root: Path, verdicts: dict[str, Verdict], records: Sequence[Any] = EVERYTHING, **settings: object) -> Table:
    path = root / "decisions.csv"
    path.unlink(missing_ok=True)
    add_decisions(path, [Decision(id_, verdict, "por algo", "Ana") for id_, verdict in verdicts.items()])
    return curate(
        [table(root, "vecinos", records)],
        CurateSettings.model_validate(settings),
        ["es-PE"],
        space(root),
        Engine(),
        withdrawn=[name_hash("Luis Mamani")],
        benchmarks=[benchmark(root, "benchmarks/saberes", [item(QUESTION)])],
        decisions=decisions_table(path, space(root)),
    )


def test_a_person_brings_back_what_a_rule_dropped_and_lets_go_what_it_kept(tmp_path: Path) -> None:
    before = decided(tmp_path, {})
    assert {SHORT.id, FOREIGN.id, COPY.id} <= dropped(before).keys()
    curated = decided(tmp_path, {SHORT.id: "keep", FOREIGN.id: "keep", COPY.id: "keep", KEPT[1].id: "drop"})
    stay = {one.id for one in kept(curated)}
    assert {SHORT.id, FOREIGN.id, COPY.id, HUMAN.id} <= stay
    assert dropped(curated)[KEPT[1].id] == ("by-hand", "por algo (Ana)")
    notes = curated.manifest.notes["by_hand"]
    assert notes["overruled"] == {SHORT.id: "too-short", FOREIGN.id: "wrong-language", COPY.id: "near-duplicate"}
    assert (notes["keep"], notes["drop"], notes["not_kept"], notes["unknown"]) == (3, 1, {}, [])


def test_what_protects_a_person_or_a_score_is_not_overruled(tmp_path: Path) -> None:
    wanted: dict[str, Verdict] = dict.fromkeys((PRIVATE.id, EXAM.id, TWIN.id, WITHDRAWN.id, "f" * 32), "keep")
    records = [*EVERYTHING, WITHDRAWN]
    curated = decided(tmp_path, wanted, records, personal_data={"policy": "drop"})
    firm = {
        PRIVATE.id: "personal-data", EXAM.id: "contaminated", TWIN.id: "duplicate", WITHDRAWN.id: "withdrawn",
    }  # fmt: skip
    assert {id_: dropped(curated)[id_][0] for id_ in firm} == firm
    notes = curated.manifest.notes["by_hand"]
    assert notes["not_kept"] == firm
    assert (notes["overruled"], notes["unknown"]) == ({}, ["f" * 32])
    withdrawn = explain(WITHDRAWN.id, space(tmp_path))
    assert (withdrawn.left[0].reason, withdrawn.excerpt) == ("withdrawn", None)  # nobody's to read any more
    assert explain(EXAM.id, space(tmp_path)).measures["contamination"]["how"] == "verbatim"


def test_a_record_that_is_kept_is_still_redacted_and_leaves_where_a_firm_rule_comes_later(tmp_path: Path) -> None:
    private = record("Llame al 987 654 321.")
    exam = record(QUESTION, QUESTION)  # repeats the prompt, and holds an item
    curated = decided(tmp_path, {private.id: "keep", exam.id: "keep"}, [private, exam], min_words=20)
    assert [one.messages[-1].content for one in kept(curated)] == ["Llame al [TELÉFONO]."]
    assert dropped(curated)[exam.id][0] == "contaminated"
    assert curated.manifest.notes["by_hand"]["overruled"] == {private.id: "too-short"}


def test_of_near_copies_that_are_equal_one_is_kept(tmp_path: Path) -> None:
    loud = record((LONG + " ya").upper(), origin="synthetic", source="otra máquina")
    curated = decided(tmp_path, {COPY.id: "keep", loud.id: "keep"}, [HUMAN, COPY, loud])
    first, second = sorted((COPY.id, loud.id))
    assert {one.id for one in kept(curated)} == {HUMAN.id, first}
    assert dropped(curated)[second][0] == "near-duplicate"
    assert curated.manifest.notes["by_hand"]["not_kept"] == {second: "near-duplicate"}


def test_an_answer_too_many_to_one_question_is_kept(tmp_path: Path) -> None:
    both = [record(LONG), record(PARTY)]
    limit = {"repeated_prompts": {"most": 1}}
    [(left, (reason, _))] = dropped(decided(tmp_path, {}, both, **limit)).items()
    assert reason == "many-answers"
    curated = decided(tmp_path, {left: "keep"}, both, **limit)
    assert len(kept(curated)) == 2
    assert curated.manifest.notes["by_hand"]["overruled"] == {left: "many-answers"}


def test_a_record_that_came_in_twice_is_kept_once(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    add_decisions(path, [Decision(SHORT.id, "keep", "por algo")])
    tables = [table(tmp_path, name, [SHORT]) for name in ("a", "b")]
    made = decisions_table(path, space(tmp_path))
    curated = curate(tables, CurateSettings(), ["es-PE"], space(tmp_path), Engine(), decisions=made)
    assert [one.id for one in kept(curated)] == [SHORT.id]
    assert curated.manifest.notes["by_hand"]["not_kept"] == {}


def test_explain_says_that_a_person_decided(tmp_path: Path) -> None:
    decided(tmp_path, {SHORT.id: "keep", KEPT[1].id: "drop"})
    short, party = (explain(id_, space(tmp_path)) for id_ in (SHORT.id, KEPT[1].id))
    assert (short.outcome, short.overruled, short.left) == ("kept", "too-short", [])
    assert short.decision == Decision(SHORT.id, "keep", "por algo", "Ana", "")
    assert (party.outcome, party.left[0].reason, party.overruled) == ("dropped", "by-hand", "")


def test_a_decision_needs_a_reason_a_record_and_a_rule_that_can_be_overruled(tmp_path: Path) -> None:
    run = untidy_run(tmp_path)

    def decide(id_: str, why: str = "por algo") -> list[Decision]:
        return decide_on([id_, id_], "keep", why, run, who="Ana", when="2026")

    assert decide(SHORT.id, " por\nalgo ") == [Decision(SHORT.id, "keep", "por algo", "Ana", "2026")]
    assert decide(HUMAN.id)  # it came in twice: the same id is no other record
    with pytest.raises(UsageError, match="needs a reason"):
        decide(SHORT.id, " ")
    with pytest.raises(UsageError, match="no record has the id"):
        decide("f" * 32)
    gone = decide_on(["f" * 32], "undo", "ya no está", run, who="", when="", decided={"f" * 32})
    assert [one.decision for one in gone] == ["undo"]


def test_the_new_id_of_a_redacted_record_decides_of_the_one_that_came_in(tmp_path: Path) -> None:
    curated = decided(tmp_path, {})
    run = CuratedRun.of(curated, space(tmp_path))
    new = run.made_into(PRIVATE.id)
    assert new != PRIVATE.id
    [decision] = decide_on([new], "drop", "por algo", run, who="", when="")
    assert decision.id == PRIVATE.id
    with pytest.raises(UsageError, match="cannot be kept: it left as contaminated"):
        decide_on([EXAM.id], "keep", "por algo", run, who="", when="")


def test_an_audit_turns_into_decisions(tmp_path: Path) -> None:
    run = CuratedRun.of(decided(tmp_path, {}), space(tmp_path))
    rows = [
        {"id": SHORT.id, "reason": "too-short", "right": "no", "why": "basta  así"},
        {"id": KEPT[1].id, "reason": "kept", "right": "NO", "why": ""},
        {"id": HUMAN.id, "reason": "kept", "right": "sí", "why": ""},
        {"id": FOREIGN.id, "reason": "wrong-language", "right": "", "why": ""},
        {"id": EXAM.id, "reason": "contaminated", "right": "no", "why": "es mía"},
        {"id": "f" * 32, "reason": "kept", "right": "no", "why": ""},
    ]
    made, left_out = audit_decisions(rows, "audit.csv", run, who="Ana", when="2026")
    assert [(one.id, one.decision, one.reason) for one in made] == [
        (SHORT.id, "keep", "basta así"),
        (KEPT[1].id, "drop", "an audit found that keeping it was wrong"),
    ]
    assert [text.partition(":")[0] for text in left_out] == [EXAM.id, "f" * 32]
    assert ENGLISH not in str(made)


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ({"id": SHORT.id, "right": "no"}, "no column"),
        ({"id": SHORT.id, "reason": "kept"}, "no column"),
        ({"id": SHORT.id, "reason": "kept", "right": "quizás"}, "neither yes nor no"),
    ],
)
def test_a_sheet_that_lost_its_columns_decides_nothing(tmp_path: Path, row: dict[str, str], what: str) -> None:
    run = untidy_run(tmp_path)
    with pytest.raises(InputError, match=what) as error:
        audit_decisions([row], "audit.csv", run, who="Ana", when="2026")
    assert "audit.csv" in str(error.value.where)


def test_what_redacting_makes_a_twin_of_what_stays_is_not_kept_in_vain(tmp_path: Path) -> None:
    phones = [record(f"{LONG}. Para venir, llame al 987 654 32{number}.") for number in range(2)]
    best, other = phones if phones[1].id in dropped(decided(tmp_path, {}, phones)) else phones[::-1]
    curated = decided(tmp_path, {other.id: "keep"}, phones)
    assert dropped(curated)[other.id][0] == "duplicate"
    notes = curated.manifest.notes["by_hand"]
    assert (notes["overruled"], notes["not_kept"]) == ({}, {other.id: "duplicate"})
    assert best.id not in dropped(curated)
