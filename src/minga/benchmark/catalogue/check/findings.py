"""What is wrong with a task, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

__all__ = ["Finding", "RULES", "Severity", "finding", "over_items"]

Severity = Literal["error", "warning", "note"]
"""`error`: numbers are wrong. `warning`: models are asked in a worse way than they could be. `note`: worth a look."""

RULES: dict[str, tuple[Severity, str]] = {
    "licence-unknown": ("note", "ask who made the items; nothing that holds them can be released until it is known"),
    "citation-missing": ("note", "find out how the benchmark asks to be cited"),
    "metric-not-computed": ("error", "rank by a metric that the task computes"),
    "baseline-differs": ("error", "put what guessing scores into the entry"),
    "right-answer-scores-less": ("error", "look at the filters and the metric: they do not find the right answer"),
    "answer-needs-form": ("note", "keep worked examples, or say in the prompt how the answer has to be written"),
    "reference-is-no-answer": ("warning", "look whether the references are answers; the task's scoring reads none"),
    "scoring-fails": ("error", "mend what computes the metric"),
    "formatting-fails": ("error", "mend the template, or the columns that it reads"),
    "split-missing": ("error", "name a split that the data have"),
    "split-empty": ("error", "name a split with items"),
    "item-among-its-shots": ("error", "set fewshot_split to another split, or to the scored one by its name"),
    "shots-from-scored-split": ("note", "draw worked examples from a split of their own"),
    "too-few-shots": ("error", "ask for fewer worked examples, or name a split that has more"),
    "unfilled-template": ("error", "mend the template: a place in it was not filled"),
    "empty-prompt": ("error", "look at the item: there is nothing to answer"),
    "markup": ("warning", "take the markup out of the items"),
    "answer-not-among-choices": ("error", "mend doc_to_target, or leave the item out"),
    "empty-choice": ("error", "leave the item out"),
    "duplicate-choices": ("error", "leave the item out: two of its choices are the same"),
    "choice-spaces": ("warning", "strip the choices: a space more or less changes their likelihood"),
    "answers-in-one-position": ("warning", "shuffle the choices, unless they are scored apart"),
    "repeated-item": ("warning", "leave one of the two out"),
    "answer-holds-stop": ("error", "take another stop sequence: the right answer would be cut off"),
    "delimiter-doubled": ("warning", "take the space from the end of the prompt, or from target_delimiter"),
    "foreign-words": ("warning", "write the template in the language of the items"),
    "opening-mark-missing": ("warning", "open the question with ¿"),
    "accent-missing": ("warning", "write the word with its accent"),
    "double-space": ("warning", "take one space away"),
    "space-before-punctuation": ("warning", "take the space away"),
    "space-at-line-edge": ("warning", "take the space away: lists of choices should look alike"),
    "doubled-punctuation": ("note", "leave the template's mark out, or strip the text's own"),
}  # fmt: skip
"""Every rule with how bad it is and what to do."""


@dataclass(frozen=True)
class Finding:
    """One fault of a task."""

    task: str
    rule: str
    severity: Severity
    what: str
    advice: str
    item: str = ""
    """Number of the first item that has it, from 0; empty where it is the task's."""
    items: int = 0
    """Items that have it."""


def finding(task: str, rule: str, what: str, *, item: str = "", items: int = 0) -> Finding:
    """A fault by its rule."""
    severity, advice = RULES[rule]
    return Finding(task, rule, severity, what, advice, item, items)


def over_items(task: str, rule: str, found: Iterable[tuple[int, str]]) -> list[Finding]:
    """One finding for the items that have the same fault, said of the first: `found` are their numbers and faults."""
    every = list(found)
    if not every:
        return []
    number, what = every[0]
    return [finding(task, rule, what, item=str(number), items=len({number for number, _ in every}))]
