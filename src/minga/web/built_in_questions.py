"""Words of the built-in questions: campaigns keep them in English, pages show them in the reader's language."""

from __future__ import annotations

from minga.web.messages import later

__all__ = ["WORDS"]

WORDS: tuple[str, ...] = (
    later("Is your edit a translation or an adaptation?"),
    later("What is wrong with it?"),
    later("Does answering take knowledge of one culture, place or dialect?"),
    later("Would somebody from elsewhere who knows the subject be at a loss? That it names a place is not enough."),
    later("Which knowledge does it take?"),
    later("Customs, history, law, works or beliefs"),
    later("Places and what is there"),
    later("Words of a dialect or slang"),
    later("May the right answer change with time?"),
    later("Such as records, prices, who holds an office, or what is known by now."),
    later("Yes"),
    later("No"),
)
"""Everything that `minga.review.verdict_questions` says, so that it is among the messages to translate."""
