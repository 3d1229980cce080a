"""In which language each message of a record is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from minga.curate.example import Example, prose_of
from minga.curate.language.calibration import Calibration
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
_MAIL = re.compile(r"[^\s@]{1,64}@\S+")


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
    calibration: Calibration | None = None
    """The identifier's own, instead of the one that comes with minga."""

    @property
    def columns(self) -> Mapping[str, pa.DataType]:
        """What the record says; what prompt and answer look like, and how likely (0 to 1); whether these two differ."""
        detected = {PROMPT: pa.string(), sureness(PROMPT): pa.float32()}
        detected |= {ANSWER: pa.string(), sureness(ANSWER): pa.float32()}
        return {DECLARED: pa.string(), **detected, MIXED: pa.bool_()}

    def __call__(self, example: Example) -> Mapping[str, Any]:
        """Null but for what is declared where nothing is judged."""
        return self.of_all([example])[0]

    def of_all(self, examples: Sequence[Example]) -> list[Mapping[str, Any]]:
        """The same of each of many, in a fraction of the time."""
        declared = [language_of(example.language) for example in examples]
        identifier = calibrated_identifier(self.identifier, self.languages, self.calibration)
        judged = [
            row
            for row, example in enumerate(examples)
            if declared[row] in identifier.languages and example.task != "translation"
        ]
        prompts = [(examples[row].prompt, declared[row]) for row in judged]
        answers = [(examples[row].answer, declared[row]) for row in judged]
        detected = self._detected([*prompts, *answers], identifier)
        found: list[dict[str, Any]] = [{DECLARED: language} for language in declared]
        for place, row in enumerate(judged):
            found[row] |= _compared(detected[place], detected[len(judged) + place])
        return list(found)

    def _detected(
        self, texts: Sequence[tuple[str, str]], identifier: CalibratedIdentifier
    ) -> list[tuple[str, float | None]]:
        """Of texts, each with the language that it is expected to be in, the language that it is in, and how likely."""
        samples = [_sample(text) for text, _ in texts]
        found: list[tuple[str, float | None]] = [(UNDETERMINED, None)] * len(texts)
        asked = [place for place, sample in enumerate(samples) if has_words(sample, self.min_words)]
        for glance in (_GLANCE, _SAMPLE):
            said = identifier.identify_all([_middle(samples[place], glance) for place in asked])
            for place, (language, sure) in zip(asked, said, strict=True):
                found[place] = language, None if language == UNDETERMINED else sure
            asked = [place for place in asked if found[place][0] != texts[place][1] and len(samples[place]) > _GLANCE]
        return found


def _sample(text: str) -> str:
    prose = prose_of(text[: 4 * _SAMPLE])  # code and addresses are of no language
    return " ".join((_MAIL.sub(" ", prose) if "@" in prose else prose).split())[:_SAMPLE]


def _middle(text: str, length: int) -> str:
    start = max(0, len(text) - length) // 2
    return text[start : start + length]


def _compared(prompt: tuple[str, float | None], answer: tuple[str, float | None]) -> Mapping[str, Any]:
    sure = min(prompt[1] or 0.0, answer[1] or 0.0) >= _SURE
    return {
        PROMPT: prompt[0],
        sureness(PROMPT): prompt[1],
        ANSWER: answer[0],
        sureness(ANSWER): answer[1],
        MIXED: sure and prompt[0] != answer[0],
    }


def candidates(tags: Iterable[str]) -> tuple[str, ...]:
    """What texts of a project with these BCP-47 tags may be in: its own languages and their neighbours.

    >>> "de" in candidates(["de-AT"]), "quy" in candidates(["quy-PE"])
    (True, False)
    """
    return tuple(sorted({language_of(tag) for tag in (*tags, *_NEIGHBOURS)}))
