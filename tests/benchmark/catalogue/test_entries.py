from __future__ import annotations

import pytest

from minga.benchmark.catalogue.entries import Entry, catalogue, entry_of
from minga.errors import UsageError

ENTRIES = list(catalogue().values())


def named(entry: Entry) -> str:
    return entry.task


@pytest.mark.parametrize("entry", ENTRIES, ids=named)
def test_what_a_task_is_ranked_by_is_what_the_harness_computes(entry: Entry) -> None:
    if entry.runnable:
        assert entry.harness is not None
        assert entry.metric in entry.harness.metrics
        assert entry.dataset or entry.harness.parts


@pytest.mark.parametrize("entry", ENTRIES, ids=named)
def test_an_entry_makes_a_card_that_can_be_read_back(entry: Entry) -> None:
    card = entry.card(shots=3)
    assert card.model_validate_json(card.model_dump_json()) == card
    assert (card.task, card.shots, card.family) == (entry.task, 3, entry.family)
    assert 0 <= card.random < card.maximum


def test_no_two_tasks_answer_to_the_same_name() -> None:
    names = [name for entry in ENTRIES for name in (entry.task, *entry.aliases)]
    assert len(names) == len(set(names))


def test_what_nobody_stated_is_said_to_be_unknown() -> None:
    entry = entry_of("eus_trivia")
    assert entry.licence == "NOASSERTION"
    assert {"licence", "gated", "validated"} <= set(entry.unknown)
    assert "items" not in entry.unknown


def test_a_task_that_cannot_be_run_says_why() -> None:
    unrunnable = [entry for entry in ENTRIES if not entry.runnable]
    assert unrunnable
    assert all(entry.reason for entry in unrunnable)


def test_a_task_of_a_file_may_unsay_what_its_benchmark_says() -> None:
    assert entry_of("belebele_spa_Latn").items == 900
    assert entry_of("belebele_glg_Latn").items is None


def test_a_variety_is_part_of_the_tag() -> None:
    assert entry_of("crows_pairs_spanish").variety == "AR"
    assert entry_of("cocoteros_va").variety == "valencia"
    assert entry_of("teca").variety == ""


def test_the_parts_of_a_group_have_baselines_and_a_weight() -> None:
    card = entry_of("cabreu").card()
    assert [part.task for part in card.subtasks] == ["cabreu_abstractive", "cabreu_extractive", "cabreu_extreme"]
    assert card.weighting == "equal"
    assert entry_of("global_mmlu_es").card().weighting == "items"
    assert {part.random for part in entry_of("eus_exams_eu").card().subtasks} == {0.25}


def test_a_task_is_found_by_what_others_call_it() -> None:
    assert entry_of("paws_es").task == "paws_es_spanish_bench"


def test_a_name_with_a_slip_is_answered_with_the_nearest_ones() -> None:
    with pytest.raises(UsageError, match="belebele_spa_Latn"):
        entry_of("belebele_spa_latn")
