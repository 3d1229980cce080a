"""Why records leave, in words for people, and the settings that decide it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = [
    "DUPLICATES",
    "Reason",
    "Threshold",
    "WITHDRAWN",
    "in_order",
    "other_record",
    "reason_of",
    "thresholds",
    "thresholds_of",
]

_LANGUAGES = "quality.languages"
"""Key of the thresholds of single languages."""
DUPLICATES = ("duplicate", "near-duplicate", "many-answers", "repeated-answer")
"""The reasons whose detail names the record that stays."""
WITHDRAWN = "withdrawn"
"""The reason of texts that are nobody's to read any more."""
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

    @property
    def line(self) -> str:
        """As it may stand in `minga.toml`."""
        return f"{self.setting} = {json.dumps(self.value, ensure_ascii=False)}"


_REASONS = {
    WITHDRAWN: Reason("The person who gave it took it back."),
    "by-hand": Reason("A person let it go, and said why."),
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


def thresholds(reason: str, settings: Mapping[str, Any], language: str | None = None) -> list[Threshold]:
    """The settings that decide a reason, as they were; `settings` is `[curate]`.

    With `language`, a BCP-47 tag, those that hold for its records; else the general ones and those of all languages.
    """
    keys = reason_of(reason).settings
    if language is not None:
        return _for(language, keys, settings)
    own = [f"{_LANGUAGES}.{tag}.{_last(key)}" for key in keys for tag in _languages(settings)]
    return _there([*keys, *own], settings)


def thresholds_of(column: str, settings: Mapping[str, Any], language: str = "") -> list[Threshold]:
    """The thresholds on a column's scale for records in `language`, as they were; `settings` is `[curate]`.

    A largest share of 1 is none.
    """
    found = [
        one
        for one in _for(language, _MEASURES.get(column, ()), settings)
        if not (_last(one.setting).startswith("max_") and one.value == 1)
    ]
    return [one for one in found if isinstance(one.value, int | float) and not isinstance(one.value, bool)]


def other_record(detail: str) -> str:
    """The id of the record that a detail names; empty where it names none."""
    found = _ID.search(detail)
    return found[0] if found else ""


def _for(language: str, keys: Sequence[str], settings: Mapping[str, Any]) -> list[Threshold]:
    """The settings `keys`, or in place of each that of the language or of the one that it is a variety of."""
    found = []
    for key in keys:
        own = [f"{_LANGUAGES}.{tag}.{_last(key)}" for tag in dict.fromkeys((language, language.partition("-")[0]))]
        found += _there([*own, key], settings)[:1]
    return found


def _languages(settings: Mapping[str, Any]) -> Iterable[str]:
    quality: Mapping[str, Any] = settings.get("quality", {})
    return sorted(quality.get("languages", {}))


def _last(key: str) -> str:
    return key.rpartition(".")[2]


def _there(keys: Sequence[str], settings: Mapping[str, Any]) -> list[Threshold]:
    found = []
    for key in keys:
        value: Any = settings
        for part in key.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        if value is not None:
            found.append(Threshold(key, value))
    return found
