"""Which records stay: `[curate]`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from minga.settings.base import Part, Tag
from minga.settings.personal_data import PersonalDataSettings

__all__ = [
    "ContaminationSettings",
    "CurateSettings",
    "CurateVarietySettings",
    "LanguageSettings",
    "NearDuplicateSettings",
    "QualityLanguage",
    "QualitySettings",
    "RepeatedAnswerSettings",
    "RepeatedPromptSettings",
    "Unfinished",
]

Unfinished = Literal["fence", "comma", "hyphen", "word", "colon", "bracket", "mark"]
"""A sign that an answer breaks off."""
_KeepOrDrop = Literal["keep", "drop"]


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


class RepeatedPromptSettings(Part):
    """`[curate.repeated_prompts]`: many answers to one question."""

    most: int = Field(default=0, ge=0)
    """Answers to one prompt that stay, the best first; the others leave as `many-answers`. 0 lets all stay."""
    threshold: float = Field(default=1.0, gt=0, le=1)
    """Jaccard similarity from which two prompts are one, by the bands of `[curate.near_duplicates]`; 1 asks for equal
    text, but for case and white space. Different questions about one long passage are very similar."""


class RepeatedAnswerSettings(Part):
    """`[curate.repeated_answers]`: one answer to many questions."""

    most: int = Field(default=0, ge=0)
    """Prompts with one answer that stay, the best first; the others leave as `repeated-answer`. 0 lets all stay."""
    threshold: float = Field(default=0.85, gt=0, le=1)
    """Jaccard similarity from which two answers are one; 1 asks for equal text."""
    min_words: int = Field(default=8, ge=0)
    """Answers of fewer words are not counted: *Sí*, *B* and *42* are rightly the answer to many questions."""


class LanguageSettings(Part):
    """`[curate.language]`: in which language each message is."""

    identifier: str = Field(default="py3langid", pattern=r"^(py3langid|heliport|fasttext:.+)$")
    """`py3langid`, `heliport` (more languages, a large package), or `fasttext:PATH` with a model such as lid.176 or
    GlotLID, its path relative to the project."""
    calibration: str = ""
    """A JSON file with the numbers that make the identifier's confidence honest, its path relative to the project;
    without one, py3langid and heliport have theirs, and a fastText model is believed. `tools/language_calibration.py`
    makes it."""
    min_words: int = Field(default=8, ge=1)
    """Texts with fewer words are of undetermined language."""
    confidence: float = Field(default=0.8, ge=0, le=1)
    """A record leaves as `wrong-language` when another language is at least this likely."""
    mixed: Literal["keep", "drop"] = "keep"
    """What becomes of records whose prompt is in another language than the answer."""


class QualityLanguage(Part):
    """`[curate.quality.languages.TAG]`: thresholds of a language and of its varieties, where they differ."""

    min_words: int | None = Field(default=None, ge=0)
    """Instead of that of `[curate]`, as are the next two."""
    max_words: int | None = Field(default=None, ge=1)
    """Longest answer, in words."""
    max_repetition: float | None = Field(default=None, ge=0, le=1)
    """Largest share of words in repeated sequences."""
    max_symbols: float | None = Field(default=None, ge=0, le=1)
    """Instead of that of `[curate.quality]`, as are the next ones."""
    max_uppercase: float | None = Field(default=None, ge=0, le=1)
    """Largest share of capitals among letters."""
    max_lost_marks: float | None = Field(default=None, ge=0, le=1)
    """Largest share of questions and exclamations without ¿ or ¡."""
    max_english: float | None = Field(default=None, ge=0, le=1)
    """Largest share of English words."""
    max_calques: float | None = Field(default=None, ge=0, le=1)
    """Most calques a word."""


class QualitySettings(Part):
    """`[curate.quality]`: which answers look bad; a share of 1 lets nothing go."""

    mojibake: _KeepOrDrop = "drop"
    """What becomes of texts that were read with the wrong encoding."""
    placeholders: _KeepOrDrop = "drop"
    """What becomes of answers that only hold the place of one: `TODO`, *[insertar aquí]*."""
    injections: _KeepOrDrop = "drop"
    """What becomes of texts that tell a model to forget its instructions."""
    role_markers: _KeepOrDrop = "drop"
    """What becomes of texts with marks of a chat's template: `<|im_start|>`, `[INST]`."""
    boilerplate: _KeepOrDrop = "keep"
    """What becomes of answers with an assistant's phrases: *espero que esto te ayude*."""
    prompts_without_task: _KeepOrDrop = "keep"
    """What becomes of records whose prompt asks for nothing."""
    unfinished: tuple[Unfinished, ...] = ()
    """Signs of an answer that breaks off by which it leaves; the surest are `fence`, `comma`, `hyphen` and `word`."""
    max_symbols: float = Field(default=1.0, ge=0, le=1)
    """Largest share of an answer's visible characters that are neither letters nor digits; code is left out."""
    max_uppercase: float = Field(default=1.0, ge=0, le=1)
    """Largest share of capitals among an answer's letters."""
    max_lost_marks: float = Field(default=1.0, ge=0, le=1)
    """Largest share of a Spanish answer's questions and exclamations without ¿ or ¡."""
    max_english: float = Field(default=1.0, ge=0, le=1)
    """Largest share of an answer's words that are English grammar (*the*, *which*), in records in other languages."""
    max_calques: float = Field(default=1.0, ge=0, le=1)
    """Most literal calques (*hacer sentido*) a word: 0.01 is one in a hundred words."""
    languages: dict[Tag, QualityLanguage] = Field(default_factory=dict)
    """Thresholds by language."""


class ContaminationSettings(Part):
    """`[curate.contamination]`: records that hold items of the project's own benchmarks."""

    policy: Literal["drop", "flag", "off"] = "drop"
    """Whether they leave as `contaminated`, stay with a note in their table `overlaps/…`, or are not looked for."""
    size: int = Field(default=13, ge=6, le=50)
    """Words in a row that stand in an item and in a record."""
    short: int = Field(default=6, ge=4, le=50)
    """Words without which a shorter item, of which all words must be there, is not looked for."""
    near: float = Field(default=0.55, ge=0.4, le=1)
    """Share of an item's words, rare ones counting more and few words less, from which a record holds it in other
    words."""


class CurateVarietySettings(Part):
    """`[curate.variety]`: from where a text's language is."""

    precision: float = Field(default=0.9, gt=0, lt=1)
    """Share of what the classifier of `minga curate train-variety` tells that is right; else it says that it cannot
    tell."""


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
    quality: QualitySettings = QualitySettings()
    """Which answers look bad."""
    variety: CurateVarietySettings = CurateVarietySettings()
    """How national varieties are told apart."""
    near_duplicates: NearDuplicateSettings = NearDuplicateSettings()
    """How near-copies are found."""
    repeated_prompts: RepeatedPromptSettings = RepeatedPromptSettings()
    """How many answers to one question stay."""
    repeated_answers: RepeatedAnswerSettings = RepeatedAnswerSettings()
    """How many questions with one answer stay."""
    contamination: ContaminationSettings = ContaminationSettings()
    """What becomes of records that hold benchmark items."""
    personal_data: PersonalDataSettings = PersonalDataSettings()
    """What becomes of texts with personal data."""
