"""Which records stay: `[curate]`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from minga.settings.base import Part

__all__ = ["CurateSettings", "LanguageSettings", "NearDuplicateSettings"]


class NearDuplicateSettings(Part):
    """`[curate.near_duplicates]`: MinHash LSH over word shingles."""

    hashes: int = Field(default=112, ge=8, le=1024)
    """Signature length; `bands` must divide it."""
    bands: int = Field(default=14, ge=1, le=256)
    """Bands of `hashes / bands` rows."""
    shingle: int = Field(default=5, ge=1, le=20)
    """Words per shingle."""
    threshold: float = Field(default=0.85, gt=0, le=1)
    """True Jaccard similarity from which two records are one. Different instructions about one passage share most of
    their words, and stay below."""


class LanguageSettings(Part):
    """`[curate.language]`: in which language each message is."""

    identifier: str = Field(default="py3langid", pattern=r"^(py3langid|heliport|fasttext:.+)$")
    """`py3langid`, `heliport` (more languages, a large package), or `fasttext:PATH` with a model such as lid.176 or
    GlotLID, its path relative to the project."""
    min_words: int = Field(default=8, ge=1)
    """Texts with fewer words are of undetermined language."""
    confidence: float = Field(default=0.8, ge=0, le=1)
    """A record leaves as `wrong-language` when another language is at least this likely."""
    mixed: Literal["keep", "drop"] = "keep"
    """What becomes of records whose prompt is in another language than the answer."""


class CurateSettings(Part):
    """`[curate]`: which records stay."""

    min_words: int = Field(default=4, ge=0)
    """Shortest answer, in words."""
    max_words: int = Field(default=4000, ge=1)
    """Longest answer, in words."""
    max_repetition: float = Field(default=0.3, ge=0, le=1)
    """Largest share of an answer's words that stand in repeated 5-word sequences."""
    refusals: Literal["keep", "drop"] = "drop"
    """What becomes of answers in which an assistant refuses, or speaks of itself as a language model."""
    language: LanguageSettings = LanguageSettings()
    """What a record's language is found by."""
    near_duplicates: NearDuplicateSettings = NearDuplicateSettings()
    """How near-copies are found."""
