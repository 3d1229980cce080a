"""Why records leave, in words for people, and the settings that decide it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["DUPLICATES", "Reason", "Threshold", "in_order", "other_record", "reason_of", "thresholds", "thresholds_of"]

DUPLICATES = ("duplicate", "near-duplicate", "many-answers", "repeated-answer")
"""The reasons whose detail names the record that stays."""
_ID = re.compile(r"\b[0-9a-f]{32}\b")


@dataclass(frozen=True)
class Reason:
    """One reason to leave."""

    sentence: str
    settings: Sequence[str] = ()
    """Keys within `[curate]`, dotted, that decide it."""


@dataclass(frozen=True)
class Threshold:
    """A setting, and its value in a run."""

    setting: str
    """Key within `[curate]`, dotted."""
    value: Any


_REASONS = {
    "withdrawn": Reason("The person who gave it took it back."),
    "empty-answer": Reason("The answer has no word in it."),
    "placeholder": Reason("The answer only holds the place of one.", ["quality.placeholders"]),
    "too-short": Reason("The answer has fewer words than are asked for.", ["min_words"]),
    "too-long": Reason("The answer has more words than are allowed.", ["max_words"]),
    "answer-repeats-prompt": Reason("The answer only says the question again."),
    "mojibake": Reason("The text was read with the wrong encoding.", ["quality.mojibake"]),
    "prompt-injection": Reason("The text tells a model to forget its instructions.", ["quality.injections"]),
    "role-marker": Reason("Marks of a chat's template were left in the text.", ["quality.role_markers"]),
    "refusal": Reason("The answer refuses, or speaks of itself as a language model.", ["refusals"]),
    "boilerplate": Reason("The answer has an assistant's phrases.", ["quality.boilerplate"]),
    "prompt-without-task": Reason("The question asks for nothing.", ["quality.prompts_without_task"]),
    "repetitive": Reason("The answer says the same again and again.", ["max_repetition"]),
    "symbols": Reason("The answer has too many characters that are no letters.", ["quality.max_symbols"]),
    "uppercase": Reason("The answer has too many capitals.", ["quality.max_uppercase"]),
    "lost-marks": Reason("Too many questions and exclamations have no ¿ or ¡.", ["quality.max_lost_marks"]),
    "english-words": Reason("The answer has too many English words.", ["quality.max_english"]),
    "calques": Reason("The answer has phrases taken literally from another language.", ["quality.max_calques"]),
    "unfinished": Reason("The answer breaks off.", ["quality.unfinished"]),
    "wrong-language": Reason("The text is in another language than it says.", ["language.confidence"]),
    "mixed-languages": Reason("The question is in another language than the answer.", ["language.mixed"]),
    "personal-data": Reason(
        "It holds personal data of a kind that is not kept.", ["personal_data.policy", "personal_data.kinds"]
    ),
    "contaminated": Reason(
        "The text holds an item of one of the project's own benchmarks.",
        ["contamination.policy", "contamination.size", "contamination.near"],
    ),
    "duplicate": Reason("Another record says the very same, but for case and white space, and stays in its place."),
    "near-duplicate": Reason(
        "Another record says almost the same, and stays in its place.", ["near_duplicates.threshold"]
    ),
    "many-answers": Reason(
        "Better answers to the same question stay, as many as are wanted.",
        ["repeated_prompts.most", "repeated_prompts.threshold"],
    ),
    "repeated-answer": Reason(
        "Better questions with the same answer stay, as many as are wanted.",
        ["repeated_answers.most", "repeated_answers.threshold", "repeated_answers.min_words"],
    ),
}
_MEASURES = {
    "quality.words": ("min_words", "max_words"),
    "quality.repetition": ("max_repetition",),
    "quality.symbols": ("quality.max_symbols",),
    "quality.uppercase": ("quality.max_uppercase",),
    "quality.lost_marks": ("quality.max_lost_marks",),
    "quality.english": ("quality.max_english",),
    "language.prompt_confidence": ("language.confidence",),
    "language.answer_confidence": ("language.confidence",),
    "contamination.similarity": ("contamination.near",),
}
"""By column, the thresholds that lie on its scale."""


def reason_of(name: str) -> Reason:
    """A reason by its name; one that is not known here is told by its name."""
    return _REASONS.get(name, Reason(f"{name.replace('-', ' ').capitalize()}."))


def in_order(names: Iterable[str]) -> list[str]:
    """Reasons in the order in which a record is asked; those that are not known here come before duplicates."""
    known = list(_REASONS)
    return sorted(
        names, key=lambda name: (name in DUPLICATES, known.index(name) if name in known else len(known), name)
    )


def thresholds(reason: str, settings: Mapping[str, Any]) -> list[Threshold]:
    """The settings that decide a reason, as they were; `settings` is `[curate]`."""
    return _there(reason_of(reason).settings, settings)


def thresholds_of(column: str, settings: Mapping[str, Any]) -> list[Threshold]:
    """The thresholds on a column's scale, as they were; `settings` is `[curate]`. A largest share of 1 is none."""
    found = [
        one for one in _there(_MEASURES.get(column, ()), settings) if not ("max_" in one.setting and one.value == 1)
    ]
    return [one for one in found if isinstance(one.value, int | float) and not isinstance(one.value, bool)]


def other_record(detail: str) -> str:
    """The id of the record that a detail names; empty where it names none."""
    found = _ID.search(detail)
    return found[0] if found else ""


def _there(keys: Sequence[str], settings: Mapping[str, Any]) -> list[Threshold]:
    found = []
    for key in keys:
        value: Any = settings
        for part in key.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        if value is not None:
            found.append(Threshold(key, value))
    return found
