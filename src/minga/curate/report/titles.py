"""What was measured, in words for people."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["title_of"]

_TITLES: Mapping[str, str] = {
    "duplicates.words": "Words of the whole conversation",
    "language.answer_confidence": "How sure the language of the answer is",
    "language.mixed": "Question and answer in different languages",
    "language.prompt_confidence": "How sure the language of the question is",
    "personal.count": "Pieces of personal data",
    "personal.kinds": "Personal data",
    "quality.asks": "Questions that ask for something",
    "quality.boilerplate": "An assistant's phrases",
    "quality.calques": "Phrases taken literally from another language",
    "quality.empty": "Answers without a word",
    "quality.english": "English words in texts in other languages",
    "quality.injection": "Orders to forget the instructions",
    "quality.lost_marks": "Questions and exclamations without ¿ or ¡",
    "quality.mojibake": "Characters read with the wrong encoding",
    "quality.placeholder": "Answers that only hold a place",
    "quality.refusal": "Refusals",
    "quality.repeats_prompt": "Answers that say the question again",
    "quality.repetition": "Words in repeated sequences",
    "quality.role_marker": "Marks of a chat's template",
    "quality.slot": "Places left to fill in",
    "quality.symbols": "Characters that are no letters",
    "quality.unbalanced": "Code or markup that is not closed",
    "quality.unfinished": "Answers that break off, by the sign that shows it",
    "quality.uppercase": "Capitals among the letters",
    "quality.words": "Words of the answer",
    "variety.classified": "What the classifier of varieties says",
    "variety.confidence": "How sure the classifier of varieties is",
    "variety.evidence": "Signs of a variety",
    "variety.suggested": "The variety that most signs speak for",
}


def title_of(column: str) -> str:
    """A column in plain words; one that is not known here by its name."""
    return _TITLES.get(column, column)
