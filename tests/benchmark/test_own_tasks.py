"""Every kind of task that minga makes of items, held to what is asked of the catalogue's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from minga.benchmark import build_task
from minga.benchmark.catalogue.check import check, subject_of_artifact
from minga.task_cards import read_task
from minga.workspace import Workspace
from tests.benchmark.test_harness_task import (
    CAUSE,
    CHILE,
    COPA,
    HELLASWAG,
    MATE,
    NLI,
    PAWS,
    PROBLEM,
    PROJECT,
    SEVERAL,
    WRITTEN,
    benchmark,
    table,
)

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning")
"""The harness's libraries warn each other."""

BARE = {"question": "¿Cuál es la capital del Perú?", "reference": "Lima"}
LONG = WRITTEN | {
    "choices": ["Se ceba con yerba mate y agua", "Se ceba con granos de café", "Se ceba con sal de mesa"],
    "reference": "Se ceba con yerba mate y agua",
}
KINDS: dict[str, tuple[str, list[dict[str, Any]], dict[str, Any]]] = {
    "letters": ("es", [MATE, CHILE], {}),
    "texts": ("ca", [MATE | {"context": "El mate es pren en rotllana."}, CHILE], {"scoring": "texts"}),
    "continuation": ("es", [HELLASWAG, HELLASWAG | {"question": "Otra vez", "answer": 0}], {}),
    "connective": ("eu", [CAUSE, COPA | {"answer": 1}], {}),
    "entailment": ("gn", [NLI, NLI | {"answer": 0, "question": "Cae agua."}], {}),
    "paraphrase": ("gl", [PAWS, PAWS | {"answer": 0, "question": "Va Xoán."}], {}),
    "several": ("es", [SEVERAL, SEVERAL | {"answers": [1], "answer": 1, "question": "¿Y el tereré?"}], {}),
    "number": ("pt", [PROBLEM, PROBLEM | {"question": "Quanto é 3 + 3?", "reference": "6", "solution": "São 6."}], {}),
    "overlap": ("es", [LONG], {}),
    "generation": ("es", [BARE, BARE | {"question": "¿Y la de Bolivia?", "reference": "Sucre"}], {}),
}


@pytest.mark.parametrize("kind", KINDS)
def test_right_answers_score_the_most_and_guessing_what_the_card_says(kind: str, tmp_path: Path) -> None:
    language, rows, changes = KINDS[kind]
    workspace = Workspace(tmp_path / "data", tmp_path / ".minga")
    stated = {"citation": "Pérez (2024)", **changes}
    task = build_task(table(workspace, *rows), PROJECT, benchmark(name=kind, **stated), language, workspace)
    assert task.manifest.notes["scoring"] in (kind, "labels")
    checked = check(subject_of_artifact(task, workspace), 0)
    assert (checked.items, checked.not_checked) == (len(rows), "")
    assert {fault.rule for fault in checked.findings} == {"shots-from-scored-split"}


def test_what_a_benchmark_measures_and_who_gave_it_reach_the_card(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "data", tmp_path / ".minga")
    given = benchmark(family="knowledge", donor="Liceo N.º 2")
    card = read_task(build_task(table(workspace, MATE), PROJECT, given, "es", workspace))
    assert (card.family, card.donor) == ("knowledge", "Liceo N.º 2")
