"""In which language each message of a record is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from minga.curate.example import Example
from minga.curate.language.identifiers import CalibratedIdentifier, calibrated_identifier
from minga.curate.language.labels import language_of
from minga.words import has_words

__all__ = ["ANSWER", "DECLARED", "LanguageAnnotator", "MIXED", "PROMPT", "UNDETERMINED", "candidates", "sureness"]

DECLARED, PROMPT, ANSWER = "language.declared", "language.prompt", "language.answer"
MIXED = "language.mixed"
UNDETERMINED = "und"
"""BCP-47 for a language that cannot be told."""

_NEIGHBOURS = ("an", "ast", "ay", "ca", "en", "es", "eu", "ext", "fr", "gl", "gn", "it", "nah", "oc", "pt", "qu")
"""Languages that live beside those of a project, or that models fall into."""
_SURE = 0.8
"""How likely both languages of a mixed record are at least."""
_SAMPLE = 1000
"""Characters that are looked at: more does not change the answer, and costs time."""
_GLANCE = 160
"""Characters from the middle of the sample that are enough to keep a text."""
_FOREIGN = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`|https?://\S+|\S+@\S+", re.DOTALL)
"""What is of no language: code and addresses."""


def sureness(column: str) -> str:
    """The column with the confidence in what `column` says."""
    return f"{column}_confidence"


@dataclass(frozen=True)
class LanguageAnnotator:
    """Tells in which language a record's last prompt and its answer are, each for itself, where that can be told.

    `identifier` is a name that `identifier_of` knows, `languages` what a text may be in (see `candidates`). Texts of
    fewer than `min_words` words are `und`. Records in languages that the identifier does not know are not judged, since
    it would take them for a neighbour; nor are translations, whose answer is in another language by their nature.
    """

    identifier: str
    languages: tuple[str, ...]
    min_words: int

    @property
    def columns(self) -> Mapping[str, pa.DataType]:
        """What the record says; what prompt and answer look like, and how likely (0 to 1); whether these two differ."""
        detected = {PROMPT: pa.string(), sureness(PROMPT): pa.float32()}
        detected |= {ANSWER: pa.string(), sureness(ANSWER): pa.float32()}
        return {DECLARED: pa.string(), **detected, MIXED: pa.bool_()}

    def __call__(self, example: Example) -> Mapping[str, Any]:
        """Null but for what is declared where nothing is judged."""
        declared = language_of(example.language)
        identifier = calibrated_identifier(self.identifier, self.languages)
        if declared not in identifier.languages or example.task == "translation":
            return {DECLARED: declared}
        prompt, prompt_sure = self._detected(example.prompt, declared, identifier)
        answer, answer_sure = self._detected(example.answer, declared, identifier)
        sure = min(prompt_sure or 0.0, answer_sure or 0.0) >= _SURE
        return {
            DECLARED: declared,
            PROMPT: prompt,
            sureness(PROMPT): prompt_sure,
            ANSWER: answer,
            sureness(ANSWER): answer_sure,
            MIXED: sure and prompt != answer,
        }

    def _detected(self, text: str, expected: str, identifier: CalibratedIdentifier) -> tuple[str, float | None]:
        sample = " ".join(_FOREIGN.sub(" ", text[: 4 * _SAMPLE]).split())[:_SAMPLE]
        if not has_words(sample, self.min_words):
            return UNDETERMINED, None
        middle = max(0, len(sample) - _GLANCE) // 2
        language, sure = identifier.identify(sample[middle : middle + _GLANCE])
        if language != expected and len(sample) > _GLANCE:
            language, sure = identifier.identify(sample)
        return language, None if language == UNDETERMINED else sure


def candidates(tags: Iterable[str]) -> tuple[str, ...]:
    """What texts of a project with these BCP-47 tags may be in: its own languages and their neighbours.

    >>> "de" in candidates(["de-AT"]), "quy" in candidates(["quy-PE"])
    (True, False)
    """
    return tuple(sorted({language_of(tag) for tag in (*tags, *_NEIGHBOURS)}))
