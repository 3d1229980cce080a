from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from minga.benchmark import build_task, task_name
from minga.errors import InputError, NothingToDo
from minga.records import BenchmarkItem, to_batch
from minga.settings import BenchmarkSettings, ProjectSettings
from minga.table_writer import TableWriter
from minga.tables import Table
from minga.workspace import Recipe, Workspace

PROJECT = ProjectSettings(name="Saberes", slug="mis-saberes")
MATE = {"question": "¿Con qué se ceba el mate?", "choices": ["Con yerba", "Con café", "Con sal"], "answer": 0}
CHILE = {"question": "¿Qué océano baña Chile?", "choices": ["El Atlántico", "El Pacífico"], "answer": 1}


def benchmark(**changes: Any) -> BenchmarkSettings:
    return BenchmarkSettings.model_validate({"name": "mmlu", "path": "x", "licence": "MIT"} | changes)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "data", tmp_path / ".minga")


def table(workspace: Workspace, *rows: dict[str, Any]) -> Table:
    shared = {"benchmark": "mmlu", "language": "es", "origin": "translated", "licence": "MIT"}
    items = sorted((BenchmarkItem.model_validate(shared | row) for row in rows), key=lambda item: item.id)

    def build(writer: TableWriter) -> None:
        writer.count_in(len(items))
        writer.write(to_batch(items, BenchmarkItem.schema))
        writer.notes["verdicts"] = {"literal": len(items), "untranslatable": 3}

    return workspace.make_table(
        Recipe("validated/mmlu-es", "review", 1, inputs={"rows": json.dumps(rows)}), BenchmarkItem.schema, build
    )


HELLASWAG = {
    "question": "Tomar mate: Ana calienta el agua. Luego", "choices": ["la bebe.", "ceba el mate."], "answer": 1,
    "task": "continuation",
}  # fmt: skip
COPA = {"question": "Llovió.", "choices": ["La calle está mojada.", "ONU habló."], "answer": 0, "task": "effect"}
CAUSE = {"question": "Euria egin du!", "choices": ["Hodeiak zeuden.", "Eguzkia zegoen."], "answer": 0, "task": "cause"}
NLI = {
    "context": "Llueve.", "question": "Hace sol.", "choices": ["entailment", "neutral", "contradiction"], "answer": 2,
    "task": "entailment",
}  # fmt: skip
PAWS = {
    "context": "Ana va.", "question": "Va Ana.", "choices": ["different", "paraphrase"], "answer": 1,
    "task": "paraphrase",
}  # fmt: skip
SEVERAL = MATE | {"choices": ["Con yerba", "Con agua", "Con sal"], "answers": [0, 1], "task": "question"}
PROBLEM = {"question": "¿Cuánto es 2 + 2?", "reference": "4", "solution": "2 y 2 son 4.", "task": "problem"}
WRITTEN = MATE | {"answers": [0], "reference": "Con yerba", "task": "generation"}


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """What stock lm_eval makes of copies of the tasks, run from another place, with its dummy model."""
    root = tmp_path_factory.mktemp("tasks")
    space = Workspace(root / "data", root / ".minga")
    with_context = MATE | {"context": "El mate se toma en ronda."}
    asked: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
        ("letters", "es", MATE, {}),
        ("texts", "ca", with_context, {"scoring": "texts"}),
        ("written", "es", {"question": "¿Cuánto es 2 + 2?", "reference": "4"}, {}),
        ("hellaswag", "es", HELLASWAG, {}),
        ("copa", "es", COPA, {}),
        ("cause", "eu", CAUSE, {}),
        ("nli", "gn", NLI, {}),
        ("paws", "gl", PAWS, {}),
        ("several", "es", SEVERAL, {}),
        ("problem", "pt", PROBLEM, {}),
        ("overlap", "es", WRITTEN, {}),
    ]
    tasks = [
        build_task(table(space, row), PROJECT, benchmark(name=name, **changes), language, space)
        for name, language, row, changes in asked
    ]
    names = [task.name.rpartition("/")[2] for task in tasks]
    for name, task in zip(names, tasks, strict=True):
        shutil.copytree(task.path, root / "moved" / "elsewhere" / name)
    command = [sys.executable, "-m", "lm_eval", "--model", "dummy", "--tasks", ",".join(names)]
    command += ["--include_path", str(root / "moved"), "--output_path", str(root / "out"), "--log_samples"]
    offline = os.environ | {"HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1"}
    done = subprocess.run(command, cwd=root, env=offline, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    found = {}
    for name in names:
        [path] = (root / "out").rglob(f"samples_{name}_*.jsonl")
        found[name] = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return found


def arguments(sample: dict[str, Any]) -> list[tuple[str, str]]:
    return [(request["arg_0"], request["arg_1"]) for request in sample["arguments"].values()]


@pytest.mark.slow
def test_letters_are_listed_and_continued(samples: dict[str, list[dict[str, Any]]]) -> None:
    [sample] = samples["mis_saberes_letters_es"]
    text = "¿Con qué se ceba el mate?\nA. Con yerba\nB. Con café\nC. Con sal\nRespuesta:"
    assert arguments(sample) == [(text, " A"), (text, " B"), (text, " C")]
    assert sample["target"] in (0, "0")


@pytest.mark.slow
def test_texts_are_continued_after_their_passage(samples: dict[str, list[dict[str, Any]]]) -> None:
    [sample] = samples["mis_saberes_texts_ca"]
    text = "El mate se toma en ronda.\n\nPregunta: ¿Con qué se ceba el mate?\nResposta:"
    assert arguments(sample) == [(text, " Con yerba"), (text, " Con café"), (text, " Con sal")]
    assert {"acc", "acc_norm"} <= set(sample)


def test_a_text_may_hold_any_character_that_ends_a_line_elsewhere(workspace: Workspace) -> None:
    odd = MATE | {"question": "¿Con qué\u2028se ceba\x85el mate?"}
    task = build_task(table(workspace, odd, CHILE), PROJECT, benchmark(), "es", workspace)
    spec = importlib.util.spec_from_file_location("loader", task.path / "loader.py")
    assert spec is not None
    assert spec.loader is not None
    loader = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loader)
    assert odd["question"] in loader.load()["test"]["question"]


@pytest.mark.slow
def test_an_item_without_choices_is_answered_in_writing(samples: dict[str, list[dict[str, Any]]]) -> None:
    [sample] = samples["mis_saberes_written_es"]
    assert arguments(sample)[0][0] == "Pregunta: ¿Cuánto es 2 + 2?\nRespuesta:"
    assert sample["target"] == "4"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("task", "text", "choices", "metrics"),
    [
        (
            "hellaswag_es", "Tomar mate: Ana calienta el agua. Luego", [" la bebe.", " ceba el mate."],
            {"acc", "acc_norm"},
        ),
        ("copa_es", "Llovió y por lo tanto", [" la calle está mojada.", " ONU habló."], {"acc", "acc_norm"}),
        ("cause_eu", "Euria egin du. Izan ere,", [" hodeiak zeuden.", " eguzkia zegoen."], {"acc", "acc_norm"}),
        ("nli_gn", "Llueve, ¿verdad?", [" Sí, hace sol.", " Además, hace sol.", " No, hace sol."], {"acc"}),
        ("paws_gl", "Ana va, verdade?", [" Non, va Ana.", " Si, va Ana."], {"acc"}),
        (
            "several_es", "Pregunta: ¿Con qué se ceba el mate?\nRespuesta:", [" Con yerba", " Con agua", " Con sal"],
            {"acc"},
        ),
    ],
)  # fmt: skip
def test_what_goes_on_is_scored_by_its_likelihood(
    samples: dict[str, list[dict[str, Any]]], task: str, text: str, choices: list[str], metrics: set[str]
) -> None:
    [sample] = samples[f"mis_saberes_{task}"]
    assert arguments(sample) == [(text, choice) for choice in choices]
    assert metrics <= set(sample)


@pytest.mark.slow
def test_a_problem_is_worked_out_in_writing(samples: dict[str, list[dict[str, Any]]]) -> None:
    [sample] = samples["mis_saberes_problem_pt"]
    assert sample["arguments"]["gen_args_0"]["arg_0"] == "Pergunta: ¿Cuánto es 2 + 2?\nResposta passo a passo:"
    assert sample["target"] == "2 y 2 son 4.\n#### 4"
    assert sample["exact_match"] == 0


@pytest.mark.slow
def test_a_written_answer_is_held_against_right_and_wrong_ones(samples: dict[str, list[dict[str, Any]]]) -> None:
    [sample] = samples["mis_saberes_overlap_es"]
    assert sample["doc"]["right"] == ["Con yerba"]
    assert sample["doc"]["wrong"] == ["Con café", "Con sal"]
    assert {"bleu_acc", "bleu_diff"} <= set(sample)


@pytest.mark.parametrize(
    ("row", "scoring", "metric", "chance"),
    [
        (HELLASWAG, "continuation", "acc_norm", 1 / 2),
        (COPA, "connective", "acc", 1 / 2),
        (NLI, "labels", "acc", 1 / 3),
        (SEVERAL, "several", "acc", 2 / 3),
        (PROBLEM, "number", "exact_match", 0),
        (WRITTEN, "overlap", "bleu_acc", 0),
        (MATE | {"task": "question"}, "texts", "acc", 1 / 3),
        (MATE | {"task": "exam"}, "letters", "acc", 1 / 3),
    ],
)
def test_items_say_how_they_are_scored(
    workspace: Workspace, row: dict[str, Any], scoring: str, metric: str, chance: float
) -> None:
    task = build_task(table(workspace, row), PROJECT, benchmark(), "es", workspace)
    card = json.loads((task.path / "minga-task.json").read_text(encoding="utf-8"))
    assert (task.manifest.notes["scoring"], card["metric"]) == (scoring, metric)
    assert card["random"] == pytest.approx(chance)


def test_a_benchmark_is_scored_in_one_way(workspace: Workspace) -> None:
    with pytest.raises(InputError, match="different ways: continuation, labels"):
        build_task(table(workspace, HELLASWAG, NLI), PROJECT, benchmark(), "es", workspace)


def test_prompts_have_nothing_to_score(workspace: Workspace) -> None:
    with pytest.raises(NothingToDo, match="without answers"):
        build_task(table(workspace, {"question": "Escribe.", "task": "prompt"}), PROJECT, benchmark(), "es", workspace)


def test_the_card_says_what_the_leaderboard_needs(workspace: Workspace) -> None:
    items = table(workspace, MATE | {"validated_by": ["Ana", "Luis"]}, CHILE)
    task = build_task(items, PROJECT, benchmark(citation="Somebody (2021)"), "es", workspace)
    card = json.loads((task.path / "minga-task.json").read_text(encoding="utf-8"))
    assert card["task"] == "mis_saberes_mmlu_es" == task.name.rpartition("/")[2]
    assert card["random"] == pytest.approx((1 / 3 + 1 / 2) / 2)
    assert (card["validated"], card["validators"], card["items"]) == (0.5, ["Ana", "Luis"], 2)
    assert (card["metric"], card["origin"], card["citation"]) == ("acc", "machine", "Somebody (2021)")
    assert card["verdicts"] == {"literal": 2, "untranslatable": 3}


@pytest.mark.parametrize("layout", [{"form": "truthfulqa"}, {"path": "data/en.json"}])
def test_truthfulqa_is_scored_by_its_texts(workspace: Workspace, layout: dict[str, str]) -> None:
    task = build_task(table(workspace, MATE), PROJECT, benchmark(**layout), "es", workspace)
    assert task.manifest.notes["scoring"] == "texts"


def test_where_the_benchmark_lies_and_what_else_becomes_of_it_changes_nothing(workspace: Workspace) -> None:
    items = table(workspace, MATE)
    build_task(items, PROJECT, benchmark(path="a/x"), "es", workspace)
    assert build_task(items, PROJECT, benchmark(path="b/x", to=("ca",)), "es", workspace).state == "unchanged"


def test_no_validated_item_says_what_to_do(workspace: Workspace) -> None:
    with pytest.raises(NothingToDo, match="minga serve"):
        build_task(table(workspace), PROJECT, benchmark(), "es", workspace)


def test_more_choices_than_letters(workspace: Workspace) -> None:
    many = MATE | {"choices": [f"Opción {number}" for number in range(27)]}
    with pytest.raises(InputError, match='scoring = "texts"'):
        build_task(table(workspace, many), PROJECT, benchmark(), "es", workspace)


def test_task_names_have_no_hyphens() -> None:
    assert task_name(PROJECT, benchmark(name="truthful-qa"), "ca-valencia") == "mis_saberes_truthful_qa_ca_valencia"
