"""The YAML of a harness task, for the three ways in which items are scored."""

from __future__ import annotations

import functools
import json
import tomllib
from importlib.resources import files
from typing import Literal

from minga.languages import language_of

__all__ = ["LETTERS", "Scoring", "main_metric", "task_yaml"]

Scoring = Literal["letters", "texts", "generation"]
"""How an item is scored: the likelihood of the choices' letters, that of their texts, or a written answer."""

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

_CONTEXT = "{% if context %}{{context}}\n\n{% endif %}"
_LISTED = "{% for choice in choices %}{{letters[loop.index0]}}. {{choice}}\n{% endfor %}"
_ACCURACY = "{metric: acc, aggregation: mean, higher_is_better: true}"
_METRICS = {
    "letters": [_ACCURACY],
    "texts": [_ACCURACY, "{metric: acc_norm, aggregation: mean, higher_is_better: true}"],
    "generation": [
        "{metric: exact_match, aggregation: mean, higher_is_better: true, ignore_case: true, ignore_punctuation: true}"
    ],
}


def task_yaml(name: str, language: str, scoring: Scoring) -> str:
    """The harness's description of a task whose items are read by `loader.load` beside it.

    `letters` is MMLU's form (Hendrycks et al., 2021): the choices are listed, and the model continues with a letter.
    `texts` is that of ARC and TruthfulQA's MC1: the model continues with a choice.
    """
    words = _words(language_of(language))
    text = {
        "letters": f"{_CONTEXT}{{{{question}}}}\n{_LISTED}{words['answer']}",
        "texts": f"{_CONTEXT}{words['question']} {{{{question}}}}\n{words['answer']}",
        "generation": f"{_CONTEXT}{words['question']} {{{{question}}}}\n{words['answer']}",
    }[scoring]
    answers = {
        "letters": ["output_type: multiple_choice", "doc_to_choice: letters", "doc_to_target: answer"],
        "texts": ["output_type: multiple_choice", "doc_to_choice: choices", "doc_to_target: answer"],
        "generation": [
            "output_type: generate_until",
            "doc_to_target: reference",
            'generation_kwargs: {until: ["\\n"], do_sample: false, max_gen_toks: 64}',
        ],
    }[scoring]
    lines = [
        f"task: {json.dumps(name)}",
        "custom_dataset: !function loader.load",
        "test_split: test",
        "fewshot_split: test",
        f"doc_to_text: {json.dumps(text, ensure_ascii=False)}",
        *answers,
        "metric_list:",
        *(f"  - {metric}" for metric in _METRICS[scoring]),
        "metadata: {version: 1.0}",
    ]
    return "\n".join(lines) + "\n"


def main_metric(scoring: Scoring) -> str:
    """The metric that a task is ranked by."""
    return "exact_match" if scoring == "generation" else "acc"


@functools.cache
def _prompts() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("minga.benchmark").joinpath("prompts.toml").read_text(encoding="utf-8"))


def _words(language: str) -> dict[str, str]:
    return _prompts().get(language, _prompts()["en"])
