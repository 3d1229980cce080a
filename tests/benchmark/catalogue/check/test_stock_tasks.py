"""The tasks of La Leaderboard and IberoBench on rows laid out like their data: what the harness makes of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from minga.benchmark.catalogue import catalogue
from minga.benchmark.catalogue.check import Checked, Subject, check, subject_of_entry
from minga.benchmark.catalogue.harness_facts import harness_facts
from minga.workspace import Workspace
from tests.benchmark.catalogue.hub_shapes import ROWS, SHAPES, SHOTS

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning")
"""The harness's libraries warn each other."""

ERRORS = {
    # worked examples come from the scored items, and the harness does not leave the item itself out
    "item-among-its-shots": [
        *("cabbq_age", "esbbq_age", "include_base_44_spanish_stem", "noticia", "paws_eu", "paws_gl", "xnli_eu_native"),
        *("xnli_gl", "xnli_va", "xquad_ca", "xwinograd_pt"),
    ],
    # the baseline is that of the real items, which have more choices than these
    "baseline-differs": ["truthfulqa_gl_mc1", "truthfulqa_gl_mc2"],
}
"""Faults of the harness's own tasks that change numbers."""
WARNINGS = {
    "foreign-words": [
        *("arc_es", "arc_challenge_mt_es", "global_mmlu_es_stem", "global_mmlu_full_es_anatomy", "headqa_es"),
        *("include_base_44_spanish_stem", "m_mmlu_es"),
        *("belebele_spa_Latn", "belebele_cat_Latn", "belebele_eus_Latn", "belebele_glg_Latn", "coqcat"),
        *("spanish_bench_flores_es-en", "catalan_bench_flores_es-ca", "basque_bench_flores_es-eu"),
        *("galician_bench_flores_es-gl", "truthfulqa_gl_mc1", "truthfulqa_gl_mc2"),
    ],
    "answers-in-one-position": ["crows_pairs_spanish", "truthfulqa_gl_mc1", "truthfulqa_gl_mc2"],
    "opening-mark-missing": ["xnli_es"],
    "accent-missing": ["xnli_es"],
    "space-at-line-edge": ["cocoteros_es", "cocoteros_va", "include_base_44_spanish_stem", "terretaqa"],
    "reference-is-no-answer": ["eqbench_es"],
}
"""Faults in how the harness's own templates ask."""
PARTS = {part: entry for entry in catalogue().values() if entry.harness for part in entry.harness.parts}


def checked(name: str, folder: Path) -> Checked:
    data = folder / "data" / name
    data.mkdir(parents=True)
    facts = harness_facts()[name]
    for split, rows in {facts.fewshot: SHOTS.get(name, SHAPES[name]), facts.test: SHAPES[name]}.items():
        lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        (data / f"{split}.jsonl").write_text(lines, encoding="utf-8")
    entry = catalogue().get(name) or PARTS[name]
    subject = subject_of_entry(entry, Workspace(folder / "made", folder / ".minga"), folder / "data")
    card = entry.card(3).model_copy(update={"task": name, "subtasks": ()})
    return check(Subject(card, subject.folders, subject.data, subject.cache), 0)


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_a_task_is_formatted_and_finds_its_own_right_answers(name: str, tmp_path: Path) -> None:
    result = checked(name, tmp_path)
    assert (result.not_checked, result.items) == ("", ROWS)
    for severity, known in (("error", ERRORS), ("warning", WARNINGS)):
        found = {fault.rule for fault in result.findings if fault.severity == severity}
        assert found == {rule for rule, names in known.items() if name in names}


def test_every_task_of_our_own_is_tried() -> None:
    own = {entry.task for entry in catalogue().values() if entry.files not in ("", "groups", "americasnli")}
    tried = {PARTS[name].task if name in PARTS else name for name in SHAPES}
    assert own <= tried
