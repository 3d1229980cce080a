from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from minga.benchmark.catalogue.check import RULES, Subject, check
from tests.benchmark.catalogue.check.tasks import CHOICE, PROBLEMS, QUESTIONS, WRITTEN, card, rules, tried, write_task

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
"""The harness's libraries warn each other."""


def changed(rows: list[dict[str, Any]], place: int, **changes: Any) -> list[dict[str, Any]]:
    return [row | changes if number == place else row for number, row in enumerate(rows)]


def test_a_good_task_has_no_fault(tmp_path: Path) -> None:
    checked = tried(tmp_path / "choice", CHOICE, QUESTIONS)
    assert (checked.findings, checked.items, checked.not_checked) == ([], 10, "")
    assert checked.prompt == "Pregunta: ¿Cuál es el plato número 0?\nRespuesta: "
    assert checked.answer == "El mate"
    written = tried(tmp_path / "written", WRITTEN, PROBLEMS, metric="exact_match", random=0)
    assert (written.findings, written.answer) == ([], "0")


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"choices": ["El mate", " La arepa"]}, "choice-spaces"),
        ({"choices": ["El mate", "el  mate"]}, "duplicate-choices"),
        ({"choices": ["El mate", ""]}, "empty-choice"),
        ({"answer": 5}, "answer-not-among-choices"),
        ({"question": "¿Es <b>esto</b>?"}, "markup"),
        ({"question": "¿Es {{esto}}?"}, "unfilled-template"),
        ({"question": "¿Es esto?."}, "doubled-punctuation"),
        ({"question": "¿Cuál es el plato número 5?"}, "repeated-item"),
    ],
)
def test_a_fault_of_one_item_is_found_and_named_by_its_number(
    changes: dict[str, Any], rule: str, tmp_path: Path
) -> None:
    checked = tried(tmp_path, CHOICE, changed(QUESTIONS, 7, **changes))
    assert rules(checked) == {rule}
    (fault,) = checked.findings
    assert (fault.task, fault.item, fault.items) == ("tried", "7", 1)
    assert (fault.severity, fault.advice) == RULES[rule]


def test_braces_of_formulas_are_no_template(tmp_path: Path) -> None:
    formula = r"¿Cuánto es $\sqrt{\frac{1}{\sqrt{\frac{1}{729}}}}$?"
    assert rules(tried(tmp_path, CHOICE, changed(QUESTIONS, 7, question=formula))) == set()


def test_an_item_in_which_nothing_is_asked(tmp_path: Path) -> None:
    config = CHOICE | {"doc_to_text": "{{question}}"}
    checked = tried(tmp_path, config, changed(QUESTIONS, 2, question="…", choices=["¿", "¡"]))
    assert rules(checked) == {"empty-prompt"}


def test_answers_that_all_stand_in_one_place(tmp_path: Path) -> None:
    rows = [row | {"answer": 0} for row in QUESTIONS]
    assert rules(tried(tmp_path, CHOICE, rows)) == {"answers-in-one-position"}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Question: {{question}}\nAnswer:", "foreign-words"),
        ("{{question}} Es cierto?", "opening-mark-missing"),
        ("{{question}} Asi que", "accent-missing"),
        ("Pregunta:  {{question}}", "double-space"),
        ("Pregunta : {{question}}", "space-before-punctuation"),
        ("A. {{question}}\n B. {{question}}", "space-at-line-edge"),
        ("Pregunta: {{question}}\nRespuesta: ", "delimiter-doubled"),
    ],
)
def test_a_fault_of_the_template_is_found(text: str, rule: str, tmp_path: Path) -> None:
    checked = tried(tmp_path, CHOICE | {"doc_to_text": text}, QUESTIONS)
    assert rules(checked) == {rule}


def test_english_that_a_function_writes_is_found_in_the_prompts(tmp_path: Path) -> None:
    rows = [row | {"asked": f"Question: {row['question']}\nAnswer:"} for row in QUESTIONS]
    checked = tried(tmp_path / "all", CHOICE | {"doc_to_text": "asked"}, rows)
    assert rules(checked) == {"foreign-words"}
    assert "«Question»" in checked.findings[0].what
    some = [row if number else row | {"asked": "¿Y qué?"} for number, row in enumerate(rows)]
    assert rules(tried(tmp_path / "some", CHOICE | {"doc_to_text": "asked"}, some)) == set()


def test_a_template_that_cannot_be_filled_stops_there(tmp_path: Path) -> None:
    checked = tried(tmp_path, CHOICE | {"doc_to_target": "{{choices.index(nothing)}}"}, QUESTIONS)
    assert "formatting-fails" in rules(checked)
    assert checked.items == 0


def test_an_answer_that_no_filter_finds(tmp_path: Path) -> None:
    of_digits = {"function": "regex", "regex_pattern": r"#### (\d+)"}
    config = WRITTEN | {"filter_list": [{"name": "digits", "filter": [of_digits, {"function": "take_first"}]}]}
    checked = tried(tmp_path, config, PROBLEMS, metric="exact_match", random=0)
    assert rules(checked) == {"right-answer-scores-less"}
    assert "score 0 of 1 by exact_match" in checked.findings[0].what


def test_an_answer_that_is_found_as_worked_examples_write_it(tmp_path: Path) -> None:
    of_digits = {"function": "regex", "regex_pattern": r"#### (\d+)"}
    config = WRITTEN | {
        "filter_list": [{"name": "digits", "filter": [of_digits, {"function": "take_first"}]}],
        "doc_to_target": "{{solution if solution else answer}}",
        "process_results": "!function found.found",
    }
    folder = tmp_path / "task"
    rows = [row | {"solution": ""} for row in PROBLEMS]
    worked = [row | {"solution": f"Se suman. #### {row['answer']}"} for row in PROBLEMS[:3]]
    write_task(folder, config, {"test": rows, "train": worked})
    code = "def found(doc, results):\n    return {'exact_match': float(results[0] == doc['answer'])}\n"
    (folder / "found.py").write_text(code, encoding="utf-8")
    text = (folder / "tried.yaml").read_text(encoding="utf-8")
    (folder / "tried.yaml").write_text(
        text.replace("'!function found.found'", "!function found.found"), encoding="utf-8"
    )
    checked = check(Subject(card(metric="exact_match", random=0), (str(folder),)), 0)
    assert [(fault.rule, fault.severity) for fault in checked.findings] == [("answer-needs-form", "note")]


def test_a_stop_sequence_in_the_right_answer(tmp_path: Path) -> None:
    rows = changed(PROBLEMS, 4, answer="ocho\nen total")
    checked = tried(tmp_path, WRITTEN, rows, metric="exact_match", random=0)
    assert rules(checked) == {"answer-holds-stop", "right-answer-scores-less"}
    assert {fault.item for fault in checked.findings} == {"4"}


def test_a_metric_that_the_task_does_not_compute(tmp_path: Path) -> None:
    checked = tried(tmp_path, CHOICE, QUESTIONS, metric="acc_norm")
    assert rules(checked) == {"metric-not-computed"}


def test_a_baseline_that_is_not_what_guessing_scores(tmp_path: Path) -> None:
    checked = tried(tmp_path, CHOICE, QUESTIONS, random=0.25)
    assert rules(checked) == {"baseline-differs"}
    assert "guessing scores 0.5000 on 10 items, and the entry says 0.25" in checked.findings[0].what


def test_a_maximum_that_right_answers_do_not_reach(tmp_path: Path) -> None:
    assert rules(tried(tmp_path, CHOICE, QUESTIONS, maximum=100)) == {"right-answer-scores-less"}


def test_scored_splits_that_are_not_there_or_empty(tmp_path: Path) -> None:
    missing = tried(tmp_path / "missing", CHOICE | {"test_split": "prueba"}, QUESTIONS)
    assert rules(missing) == {"split-missing"}
    assert "prueba" in missing.findings[0].what


def test_worked_examples_that_are_missing_or_too_few(tmp_path: Path) -> None:
    assert rules(tried(tmp_path, CHOICE, QUESTIONS, shots=5)) == {"too-few-shots"}


def test_worked_examples_among_which_the_item_itself_may_be(tmp_path: Path) -> None:
    alone = {key: value for key, value in CHOICE.items() if key != "fewshot_split"}
    assert rules(tried(tmp_path / "unnamed", alone, QUESTIONS, train=[])) == {"item-among-its-shots"}
    named = tried(tmp_path / "named", CHOICE | {"fewshot_split": "test"}, QUESTIONS, train=[])
    assert rules(named) == {"shots-from-scored-split"}


def test_the_harness_does_show_an_item_as_its_own_example_where_that_is_found(tmp_path: Path) -> None:
    from minga.benchmark.catalogue.check.loading import load_task

    shown = {}
    for name, changes in {"unnamed": {"fewshot_split": None}, "named": {"fewshot_split": "test"}}.items():
        folder = write_task(tmp_path / name, CHOICE | changes, {"test": QUESTIONS})
        task = load_task("tried", [str(folder)])
        task.set_fewshot_seed(1)
        docs = list(task.eval_docs)
        shown[name] = sum(task.fewshot_context(doc, 9).count(doc["question"]) > 1 for doc in docs)
    assert shown["unnamed"] > 0
    assert shown["named"] == 0


def test_what_the_card_does_not_say(tmp_path: Path) -> None:
    checked = tried(tmp_path, CHOICE, QUESTIONS, licence="NOASSERTION", citation="")
    assert rules(checked) == {"licence-unknown", "citation-missing"}


def test_a_task_without_data_is_not_checked_and_its_template_is(tmp_path: Path) -> None:
    folder = write_task(tmp_path, CHOICE | {"doc_to_text": "Question: {{question}}"}, {})
    (folder / "tried.yaml").write_text(
        (folder / "tried.yaml")
        .read_text(encoding="utf-8")
        .replace("dataset_path: json", "dataset_path: nobody/nothing"),
        encoding="utf-8",
    )
    checked = check(Subject(card(), (str(folder),)), 5)
    assert checked.not_checked
    assert checked.items == 0
    assert [fault.rule for fault in checked.findings] == ["foreign-words"]


def test_data_may_come_from_files_in_place_of_the_hub(tmp_path: Path) -> None:
    folder = write_task(tmp_path / "task", CHOICE | {"dataset_path": "nobody/nothing", "dataset_kwargs": None}, {})
    rows = "question\tchoices\tanswer\n¿Mate o café?\tx\t0\n"
    (tmp_path / "data" / "tried").mkdir(parents=True)
    for split in ("test", "train"):
        (tmp_path / "data" / "tried" / f"{split}.tsv").write_text(rows, encoding="utf-8")
    listed = CHOICE | {"doc_to_choice": ["Mate", "Café"], "dataset_path": "nobody/nothing", "dataset_kwargs": None}
    write_task(folder, listed, {})
    checked = check(Subject(card(), (str(folder),), str(tmp_path / "data"), str(tmp_path / "cache")), 0)
    assert (checked.items, checked.answer, checked.not_checked) == (1, "Mate", "")


def test_only_some_items_are_taken_spread_over_the_split(tmp_path: Path) -> None:
    folder = write_task(tmp_path, CHOICE, {"test": QUESTIONS, "train": QUESTIONS[:3]})
    checked = check(Subject(card(), (str(folder),)), 3)
    assert checked.items == 3


def test_what_the_parts_of_a_group_have_alike_is_said_once(tmp_path: Path) -> None:
    english = CHOICE | {"doc_to_text": "Question: {{question}}"}
    for name in ("one", "two"):
        write_task(tmp_path, english, {"test": QUESTIONS, "train": QUESTIONS[:3]}, name)
    parts = [{"task": name, "random": 0.5, "items": 10} for name in ("one", "two")]
    checked = check(Subject(card(subtasks=parts), (str(tmp_path),)), 0)
    assert checked.items == 20
    assert [(fault.task, fault.rule) for fault in checked.findings] == [("tried", "foreign-words")]
