"""In which language a text is, by py3langid, and whether that is the one that it says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from minga.curate.example import Example
from minga.curate.rules import Rule
from minga.words import has_words

__all__ = ["LanguageAnnotator", "candidates", "language_rule"]

DECLARED, DETECTED, CONFIDENCE = "language.declared", "language.detected", "language.confidence"

NEIGHBOURS = ("an", "ca", "en", "es", "eu", "ext", "fr", "gl", "gn", "it", "oc", "pt", "qu")
"""Languages that live beside those of a project, or that models fall into."""

_SAMPLE = 1000
"""Characters that are looked at: more does not change the answer, and costs time."""
_GLANCE = 160
"""Characters from the middle of the sample that are enough to keep a text."""
_FOREIGN = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`|https?://\S+|\S+@\S+", re.DOTALL)
"""What is of no language: code and addresses."""


@dataclass(frozen=True)
class LanguageAnnotator:
    """Tells in which language a record's answer is, where that can be told.

    `labels` are those of the languages that a text may be in (see `candidates`). Texts shorter than `min_words` and
    records in languages that the identifier does not know are not judged; nor are translations, whose answer is in
    another language by their nature.
    """

    labels: tuple[str, ...]
    min_words: int

    @property
    def columns(self) -> Mapping[str, pa.DataType]:
        """What the record says, what its text looks like, and how likely that is (0 to 1)."""
        return {DECLARED: pa.string(), DETECTED: pa.string(), CONFIDENCE: pa.float64()}

    def __call__(self, example: Example) -> Mapping[str, Any]:
        """All null where nothing can be told."""
        expected = _label(example.language)
        sample = None if expected is None or example.task == "translation" else self._sample(example)
        if expected is None or sample is None:
            return {}
        identifier = _identifier(self.labels)
        middle = max(0, len(sample) - _GLANCE) // 2
        label, probability = identifier.classify(sample[middle : middle + _GLANCE])
        if label != expected and len(sample) > _GLANCE:
            label, probability = identifier.classify(sample)
        return {DECLARED: _language(expected), DETECTED: _language(label), CONFIDENCE: float(probability)}

    def _sample(self, example: Example) -> str | None:
        """The answer where it is long enough to be judged, else the conversation, else None."""
        for text in (example.answer, example.conversation):
            sample = " ".join(_FOREIGN.sub(" ", text[: 4 * _SAMPLE]).split())[:_SAMPLE]
            if has_words(sample, self.min_words):
                return sample
        return None


def language_rule(confidence: float) -> Rule:
    """Records that are, at least as likely as `confidence`, in another language than they say leave."""
    return Rule(
        "wrong-language",
        [DECLARED, DETECTED, CONFIDENCE],
        lambda seen: pc.and_(
            pc.not_equal(seen[DECLARED], seen[DETECTED]), pc.greater_equal(seen[CONFIDENCE], confidence)
        ),
        lambda row: f"looks like {row[DETECTED]} ({row[CONFIDENCE]:.2f})",
    )


def candidates(tags: Iterable[str]) -> tuple[str, ...]:
    """py3langid's labels of what a project with these BCP-47 tags may hold: its own languages and their neighbours."""
    labels = {_label(tag) for tag in (*tags, *NEIGHBOURS)}
    return tuple(sorted(label for label in labels if label is not None))


@lru_cache(maxsize=4096)
def _label(tag: str) -> str | None:
    """The label of a tag's language or macrolanguage: `es` for es-PE, `qu` for quy, `gug` for gn; None if unknown."""
    primary = tag.partition("-")[0]
    return _labels().get(primary) or _labels().get(_language(primary))


@lru_cache(maxsize=1024)
def _language(label: str) -> str:
    """The macrolanguage where there is one: `gn` for gug."""
    import langcodes

    return str(langcodes.standardize_tag(label, macro=True).partition("-")[0])


@lru_cache(maxsize=1)
def _labels() -> dict[str, str]:
    """The identifier's labels by language and, where that is no label itself, by macrolanguage."""
    own = {label: label for label in _model().labels if label != "zxx"}
    return {_language(label): label for label in sorted(own, reverse=True)} | own


@lru_cache(maxsize=1)
def _model() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@lru_cache(maxsize=4)
def _identifier(labels: tuple[str, ...]) -> Any:
    identifier = copy(_model())  # which shares the large arrays
    identifier.set_languages(labels)
    return identifier
