from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.evaluate.importing.naming import benchmark_of, language_of_task, model_name, model_slug, task_name
from minga.task_cards import TaskCard


@pytest.mark.parametrize(
    ("task", "config", "language", "benchmark"),
    [
        ("xnli_eu", {}, "eu", "xnli"),
        ("arc_ca_challenge", {}, "ca", "arc_challenge"),
        ("belebele_spa_Latn", {}, "es", "belebele"),
        ("flores_ca-pt", {}, "", "flores_ca-pt"),
        ("copa_pt-BR", {}, "pt-BR", "copa"),
        ("truthfulqa-multi_gen_es", {}, "es", "truthfulqa-multi_gen"),
        ("hellaswag", {}, "", "hellaswag"),
        ("piqa", {"dataset_name": "ca"}, "ca", "piqa"),
        ("piqa", {"dataset_name": "all"}, "", "piqa"),
        ("piqa", {"metadata": {"language": "nah"}}, "nah", "piqa"),
        ("piqa", {"metadata": {"language": "not a tag"}}, "", "piqa"),
        ("mc_taco", {}, "", "mc_taco"),
        ("es_en", {}, "en", "es"),
    ],
)
def test_a_task_says_its_language(task: str, config: dict[str, Any], language: str, benchmark: str) -> None:
    assert language_of_task(task, config) == language
    assert benchmark_of(task, config) == benchmark


@pytest.mark.parametrize(
    ("results", "name"),
    [
        ({"model_name": "a/b"}, "a/b"),
        ({"config": {"model_args": "pretrained=a/b,dtype=float16"}}, "a/b"),
        ({"config": {"model_args": {"pretrained": "a/b"}}}, "a/b"),
        ({"config": {"model_args": "pretrained=a/b,peft=c/d"}}, "c/d"),
        ({"config": {"model_args": "model=gpt-4o"}}, "gpt-4o"),
        ({"config": {"model_args": "dtype=float16"}}, ""),
        ({"config": {"model_args": 5}}, ""),
        ({"config": {"model_args": "pretrained=/home/rosa/hub/models--a--b-c/snapshots/0a1b2c/"}}, "a/b-c"),
        ({}, ""),
    ],
)
def test_a_file_says_its_model(results: dict[str, Any], name: str) -> None:
    assert model_name(results) == name


@given(st.text(min_size=1, max_size=300))
def test_every_name_is_a_folder_that_leads_nowhere(text: str) -> None:
    task = task_name(text)
    TaskCard(task=task, benchmark="b", language="es", metric="acc", items=1, licence="MIT")
    assert re.fullmatch(r"[a-z0-9.-]+", model_slug(text))
    assert model_slug(text).strip(".") != ""
    assert "/" not in task
