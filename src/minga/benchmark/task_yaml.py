"""The YAML of a harness task, for every way in which items are scored."""

from __future__ import annotations

import json
from typing import Literal

from minga.benchmark.prompt_words import prompt_words

__all__ = ["LETTERS", "OWN_METRICS", "Scoring", "main_metric", "task_yaml"]

Scoring = Literal[
    "letters", "texts", "continuation", "connective", "labels", "several", "generation", "number", "overlap"
]
"""How an item is scored: the likelihood of the choices' letters, that of their texts, of the texts as what follows,
after a connecting word, or behind yes and no; the share of the right ones among several; a written answer as it stands,
by its number, or by its nearness to right and wrong ones."""

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
OWN_METRICS = frozenset({"several", "number", "overlap"})
"""Ways of scoring that need `scoring.py` beside the task."""

_CONTEXT = "{% if context %}{{context}}\n\n{% endif %}"
_LISTED = "{% for choice in choices %}{{letters[loop.index0]}}. {{choice}}\n{% endfor %}"
_CHOICES = ["output_type: multiple_choice", "doc_to_choice: choices", "doc_to_target: answer"]
_WRITTEN = ["output_type: generate_until", "doc_to_target: reference"]
_WORKED = "{% if solution %}{{solution}}\n#### {% endif %}{{reference}}"


def task_yaml(name: str, language: str, scoring: Scoring) -> str:
    """The harness's description of a task whose items are read by `loader.load` beside it.

    `letters` is MMLU's form (Hendrycks et al., 2021): the choices are listed, and the model continues with a letter.
    `texts` is that of ARC and TruthfulQA's MC1: the model continues with a choice. `continuation` is HellaSwag's
    (Zellers et al., 2019), `connective` COPA's, `labels` that of XNLI and PAWS-X, `several` TruthfulQA's MC2, `overlap`
    its generation, and `number` that of GSM8K and MGSM.
    """
    lines = [
        f"task: {json.dumps(name)}",
        "custom_dataset: !function loader.load",
        "test_split: test",
        "fewshot_split: test",
        f"doc_to_text: {json.dumps(_text(language, scoring), ensure_ascii=False)}",
        *_answers(language, scoring),
        "metric_list:",
        *(f"  - {metric}" for metric in _metrics(scoring)),
        "metadata: {version: 1.0}",
    ]
    return "\n".join(lines) + "\n"


def _text(language: str, scoring: Scoring) -> str:
    words = prompt_words(language)
    if scoring == "letters":
        return f"{_CONTEXT}{{{{question}}}}\n{_LISTED}{words['answer']}"
    if scoring in {"continuation", "connective", "labels"}:
        return f"{_CONTEXT}{{{{question}}}}"
    opened = words["worked"] if scoring == "number" else words["answer"]
    return f"{_CONTEXT}{words['question']} {{{{question}}}}\n{opened}"


def _answers(language: str, scoring: Scoring) -> list[str]:
    """What the model is asked for, what it should say, and who scores it."""
    if scoring == "letters":
        return ["output_type: multiple_choice", "doc_to_choice: letters", "doc_to_target: answer"]
    if scoring == "generation":
        return [*_WRITTEN, _until("\n", most=64)]
    if scoring == "number":
        worked = f"doc_to_target: {json.dumps(_WORKED)}"
        until = _until("\n\n", prompt_words(language)["question"], most=256)
        return [_WRITTEN[0], worked, until, "process_results: !function scoring.number"]
    if scoring == "overlap":
        return [*_WRITTEN, _until("\n\n", most=64), "process_results: !function scoring.overlap"]
    return _CHOICES + (["process_results: !function scoring.several"] if scoring == "several" else [])


def _until(*ends: str, most: int) -> str:
    stops = json.dumps(list(ends), ensure_ascii=False)
    return f"generation_kwargs: {{until: {stops}, do_sample: false, max_gen_toks: {most}}}"


def _metrics(scoring: Scoring) -> list[str]:
    if scoring == "generation":
        return [_metric("exact_match", "ignore_case: true", "ignore_punctuation: true")]
    names = {
        "texts": ("acc", "acc_norm"),
        "continuation": ("acc", "acc_norm"),
        "connective": ("acc", "acc_norm"),
        "number": ("exact_match",),
        "overlap": ("bleu_acc", "bleu_diff"),
    }.get(scoring, ("acc",))
    return [_metric(name) for name in names]


def _metric(name: str, *options: str) -> str:
    return "{" + ", ".join([f"metric: {name}", "aggregation: mean", "higher_is_better: true", *options]) + "}"


def main_metric(scoring: Scoring) -> str:
    """The metric that a task is ranked by."""
    written = {"generation": "exact_match", "number": "exact_match", "overlap": "bleu_acc", "continuation": "acc_norm"}
    return written.get(scoring, "acc")
