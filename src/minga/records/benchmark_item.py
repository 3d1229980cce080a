"""Benchmark items, with what the linter and other engines say of them."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

import pyarrow as pa
from pydantic import Field, model_validator

from minga.records.record import PROVENANCE, Record, Row, Text

__all__ = ["Alternative", "BenchmarkItem", "Finding", "ItemTask", "TranslationVerdict"]

TranslationVerdict = Literal["literal", "edited", "adapted", "untranslatable", "source-wrong"]
"""What people concluded on a translation: right as it was, mended, adapted to its readers, or of no use, and why."""
ItemTask = Literal[
    "",
    "exam",
    "question",
    "continuation",
    "cause",
    "effect",
    "entailment",
    "paraphrase",
    "problem",
    "generation",
    "prompt",
]
"""What a benchmark item asks of a model."""
_finding = pa.struct(
    [
        pa.field("check", pa.string()),
        pa.field("severity", pa.string()),
        pa.field("field", pa.string()),
        pa.field("text", pa.string()),
        pa.field("start", pa.int32()),
        pa.field("source_text", pa.string()),
        pa.field("source_start", pa.int32()),
        pa.field("suggestion", pa.string()),
    ]
)
_alternative = pa.struct(
    [pa.field("engine", pa.string()), pa.field("field", pa.string()), pa.field("text", pa.string())]
)


class Finding(Row):
    """What the linter found in one field of a benchmark item."""

    check: str
    """Identifier of the check, such as `lost-number`."""
    severity: Literal["error", "warning", "note"]
    field: str
    """`question`, `context`, `reference`, `solution` or `choices[2]`."""
    text: str = ""
    """The words in question as they stand in the translation; empty where something was lost."""
    start: int = -1
    """Where `text` begins in the translated field, in characters; -1 when it is not there."""
    source_text: str = ""
    """The words in question as they stand in the source."""
    source_start: int = -1
    """Where `source_text` begins in the source's field, in characters."""
    suggestion: str = ""
    """The whole field as the check would have it; empty where it has no better text."""


class Alternative(Row):
    """How another engine translated one text of a benchmark item."""

    engine: str
    """Name and version of the engine."""
    field: str
    """`question`, `context`, `reference` or `choices[2]`."""
    text: Text


class BenchmarkItem(Record):
    """A question with choices and the index of the right one, or with a reference answer."""

    kind: ClassVar[str] = "item"
    identity: ClassVar[tuple[str, ...]] = (
        "benchmark", "context", "question", "choices", "answer", "reference", "language", "source_item",
    )  # fmt: skip
    identity_where_given: ClassVar[tuple[str, ...]] = ("answers", "solution")
    schema: ClassVar[pa.Schema] = pa.schema(
        [
            pa.field("id", pa.string()),
            pa.field("benchmark", pa.string()),
            pa.field("subject", pa.string()),
            pa.field("split", pa.string()),
            pa.field("number", pa.string()),
            pa.field("task", pa.string()),
            pa.field("context", pa.string()),
            pa.field("question", pa.string()),
            pa.field("choices", pa.list_(pa.string())),
            pa.field("answer", pa.int32()),
            pa.field("answers", pa.list_(pa.int32())),
            pa.field("reference", pa.string()),
            pa.field("solution", pa.string()),
            pa.field("error_type", pa.string()),
            pa.field("source_item", pa.string()),
            pa.field("findings", pa.list_(_finding)),
            pa.field("alternatives", pa.list_(_alternative)),
            pa.field("risk", pa.float64()),
            pa.field("verdict", pa.string()),
            pa.field("cultural", pa.string()),
            pa.field("cultural_knowledge", pa.list_(pa.string())),
            pa.field("time_sensitive", pa.bool_()),
            *PROVENANCE,
        ]
    )

    benchmark: str
    """Name of the benchmark."""
    subject: str = ""
    """Part of the benchmark, such as an MMLU subject or a HellaSwag activity."""
    split: str = ""
    """`train`, `validation` or `test`, where the file says."""
    number: str = ""
    """The item's number or id in the source benchmark: the same in every language that the benchmark is in."""
    task: ItemTask = ""
    """What it asks: an `exam` lists its choices with letters, a `question` is answered by the text of one, a
    `continuation`, `cause` or `effect` goes on where the question ends, `entailment` and `paraphrase` ask how the
    question's sentence relates to the context's, a `problem` has a number as its answer, a `generation` is held against
    right and wrong answers, a `prompt` has no answer. Empty where the file does not say."""
    context: Text = ""
    """A passage that the question is about; of two sentences the first."""
    question: Text = Field(min_length=1)
    """The stem, or what is to be continued."""
    choices: tuple[Text, ...] = ()
    """The options in the source's order; empty for a generative item. Of `entailment` and `paraphrase` the names of the
    labels, which are the same in every language."""
    answer: int | None = Field(default=None, ge=0)
    """Index of the right choice, from 0; of several the first."""
    answers: tuple[int, ...] = ()
    """Indices of all right choices in ascending order, where several may be right (TruthfulQA's MC2)."""
    reference: Text = ""
    """The expected answer of a generative item."""
    solution: Text = ""
    """The worked solution, as in GSM8K; `reference` is what it comes to."""
    error_type: str = ""
    """What experts found wrong with the source's item (MMLU-Redux): `ok`, `wrong_groundtruth` …; empty where none
    looked."""
    source_item: str = ""
    """Id of the item that this one is a translation of."""
    findings: tuple[Finding, ...] = ()
    """What the linter found."""
    alternatives: tuple[Alternative, ...] = ()
    """The same texts as other engines translated them."""
    risk: float = Field(default=0.0, ge=0, le=1)
    """How likely the item is broken, for the order of review."""
    verdict: Literal["", TranslationVerdict] = ""
    """What people concluded on the translation; empty before that."""
    cultural: Literal["", "sensitive", "agnostic"] = ""
    """Whether answering needs knowledge of one culture (Global-MMLU's label)."""
    cultural_knowledge: tuple[Literal["cultural", "geographic", "dialect"], ...] = ()
    """Which knowledge a culturally sensitive item needs."""
    time_sensitive: bool | None = None
    """Whether the answer changes with time."""

    @model_validator(mode="after")
    def _answerable(self) -> Self:
        if self.choices:
            if self.answer is None or self.answer >= len(self.choices):
                raise ValueError(f"answer {self.answer} is not the index of one of {len(self.choices)} choices")
        elif not self.reference and self.task != "prompt":
            raise ValueError("an item needs choices with an answer, or a reference")
        if self.answers:
            within = all(0 <= index < len(self.choices) for index in self.answers)
            if not within or self.answer not in self.answers or list(self.answers) != sorted(set(self.answers)):
                raise ValueError(
                    f"answers {list(self.answers)} are not ascending indices of choices with {self.answer}"
                )
        return self

    @property
    def labelled(self) -> bool:
        """Whether the choices are names of labels, which no translation changes."""
        return self.task in {"entailment", "paraphrase"}
