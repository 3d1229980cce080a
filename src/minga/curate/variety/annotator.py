"""What speaks for a variety in a record, and which variety that suggests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from minga.curate.example import Example
from minga.curate.language.labels import language_of
from minga.curate.variety.classifier import load_models
from minga.curate.variety.regional_words import regional_words
from minga.curate.variety.spanish_signals import may_signal, signals
from minga.words import normalised

__all__ = ["CLASSIFIED", "CONFIDENCE", "EVIDENCE", "SUGGESTED", "VarietyAnnotator"]

EVIDENCE, SUGGESTED = "variety.evidence", "variety.suggested"
CLASSIFIED, CONFIDENCE = "variety.classified", "variety.confidence"
_READ = 4000
"""Characters of a conversation that are looked at."""
_SHOWN = 8
"""Signs that are kept of a record, the most frequent first."""


@dataclass(frozen=True)
class VarietyAnnotator:
    """Finds signs of varieties of Spanish, and asks the project's own classifier where there is one.

    `varieties` are the project's BCP-47 tags: where some say a country, only these are suggested. `model` is the folder
    of the artifact `variety-model`, empty where there is none.
    """

    varieties: tuple[str, ...]
    model: str = ""

    @property
    def columns(self) -> Mapping[str, pa.DataType]:
        """The signs with their words, what most of them speak for; what the classifier says, and how surely."""
        evidence = {EVIDENCE: pa.list_(pa.string()), SUGGESTED: pa.string()}
        return evidence | {CLASSIFIED: pa.string(), CONFIDENCE: pa.float32()}

    def __call__(self, example: Example) -> Mapping[str, Any]:
        """Null where nothing speaks."""
        text = example.conversation[:_READ]
        row: dict[str, Any] = {}
        language = language_of(example.language)
        if language == "es":
            # the turns have been normalised already
            turns = (said for _, said in example.normalised_turns if said)
            whole = len(text) < _READ
            row |= self._evidence(" ".join(turns) if whole else normalised(text), example)
        if self.model:
            model = load_models(Path(self.model)).get(language)
            if model is not None:
                row[CLASSIFIED], row[CONFIDENCE] = model.classify(text)
        return row

    def _evidence(self, text: str, example: Example) -> dict[str, Any]:
        votes: Counter[str] = Counter()
        signs: Counter[str] = Counter()
        for sign, countries in _signs(text, example):
            if sign not in signs:  # a word that is said again says nothing new
                votes.update(countries)
            signs[sign] += 1
        found = sorted(signs, key=lambda sign: (-signs[sign], sign))[:_SHOWN]
        return {EVIDENCE: found or None, SUGGESTED: self._suggested(votes)}

    def _suggested(self, votes: Counter[str]) -> str | None:
        """The country with the most votes, where no other has as many."""
        wanted = {tag.rpartition("-")[2] for tag in self.varieties if tag.startswith("es-")}
        ranked = [(country, count) for country, count in votes.most_common() if not wanted or country in wanted]
        alone = len(ranked) == 1 or (len(ranked) > 1 and ranked[0][1] > ranked[1][1])
        return f"es-{ranked[0][0]}" if alone else None


def _signs(text: str, example: Example) -> Iterator[tuple[str, frozenset[str]]]:
    if may_signal(text, example.conversation_words):
        for name, countries, words in signals(text):
            yield f"{name}:{words}", countries
    regional = regional_words()
    if regional.keys().isdisjoint(example.conversation_words):
        return
    for word in example.conversation_words:
        if word in regional:
            yield f"{'/'.join(f'es-{country}' for country in sorted(regional[word]))}:{word}", regional[word]
