"""Instruction records, preference records and benchmark items.

A record is a frozen pydantic model, and a row of a Parquet table with a fixed schema. Its `id` is a hash of what
the record *says and where it comes from*, so that the same text from the same source has the same id whatever the
order of keys, the Unicode form or the line ends it arrived with; labels that people add later do not change it.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal, Self, TypeVar

import pyarrow as pa
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from minga.errors import RecordError
from minga.languages import check_tag
from minga.licences import check_expression

__all__ = [
    "Alternative",
    "BenchmarkItem",
    "Finding",
    "Generator",
    "InstructionRecord",
    "ItemTask",
    "Message",
    "Origin",
    "PreferenceRecord",
    "Record",
    "TranslationVerdict",
    "content_id",
    "first_fault",
    "normalise_text",
    "parse_rows",
    "records_of",
    "rows_of",
    "to_batch",
]

Origin = Literal["human", "synthetic", "translated", "exam"]
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


def normalise_text(text: str) -> str:
    """`text` in Unicode form NFC with `\\n` line ends, without NUL characters or lone surrogates.

    >>> normalise_text("cafe\\u0301\\r\\n") == "caf\\xe9\\n"
    True
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))


def content_id(kind: str, content: Mapping[str, Any]) -> str:
    """A hash of `content`: 32 hexadecimal digits (128 bits of SHA-256), independent of the order of keys."""
    canonical = json.dumps([kind, content], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(normalise_text(canonical).encode()).hexdigest()[:32]


Text = Annotated[str, AfterValidator(normalise_text)]
Tag = Annotated[str, AfterValidator(check_tag)]
Licence = Annotated[str, AfterValidator(check_expression)]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]


class _Row(BaseModel):
    """What every row shares: unknown fields are errors, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Message(_Row):
    """One turn of a conversation."""

    role: Literal["system", "user", "assistant"]
    content: Text


class Generator(_Row):
    """What wrote a text: a model or a translation engine."""

    model: str
    """Name and version of the model or engine."""
    prompt: str = ""
    """Identifier of the prompt that was used."""


class Finding(_Row):
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


class Alternative(_Row):
    """How another engine translated one text of a benchmark item."""

    engine: str
    """Name and version of the engine."""
    field: str
    """`question`, `context`, `reference` or `choices[2]`."""
    text: Text


class Record(_Row):
    """What instruction records, preference records and benchmark items share: where a text is from."""

    kind: ClassVar[str]
    identity: ClassVar[tuple[str, ...]]
    """Fields that the id is a hash of."""
    identity_where_given: ClassVar[tuple[str, ...]] = ()
    """Fields that belong to the id only where they are not empty: ids from before there were such fields stay."""
    schema: ClassVar[pa.Schema]

    id: str = Field(default="", pattern=r"^([0-9a-f]{32})?$")
    """Computed when empty; a given id must be the right one."""
    language: Tag
    """BCP-47."""
    country: Country | None = None
    """Country that the *content* is from; not the language."""
    domain: str = ""
    """Field of knowledge."""
    origin: Origin
    """How the text came to be."""
    generator: Generator | None = None
    """The model that wrote or translated it, if one did."""
    source: str = ""
    """Document, donation or benchmark that it comes from."""
    licence: Licence
    """SPDX expression."""
    contributor: str = ""
    """Who gave it, by the name to be credited."""
    parents: tuple[str, ...] = ()
    """Ids that this record was edited or translated from, nearest first."""
    validated_by: tuple[str, ...] = ()
    """Public names of the people whose answers decided on it."""

    @model_validator(mode="after")
    def _fill_id(self) -> Self:
        content = self.model_dump(mode="json", include=set(self.identity))
        given = self.model_dump(mode="json", include=set(self.identity_where_given))
        content |= {name: value for name, value in given.items() if value}
        expected = content_id(self.kind, content)
        if self.id and self.id != expected:
            raise ValueError(f"id {self.id} does not belong to this content (it would be {expected})")
        object.__setattr__(self, "id", expected)
        return self

    def edited(self, **changes: Any) -> Self:
        """A new record with `changes`; when that changes its id, the old id becomes its first parent.

        >>> record.edited(messages=better).parents[0] == record.id  # doctest: +SKIP
        True
        """
        values = {name: getattr(self, name) for name in type(self).model_fields} | changes
        after = type(self).model_validate({**values, "id": ""})
        if after.id == self.id or "parents" in changes:
            return after
        return type(self).model_validate({**values, "id": "", "parents": (self.id, *self.parents)})


_message = pa.struct([pa.field("role", pa.string()), pa.field("content", pa.string())])
_generator = pa.struct([pa.field("model", pa.string()), pa.field("prompt", pa.string())])
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
_provenance = [
    pa.field("language", pa.string()),
    pa.field("country", pa.string()),
    pa.field("domain", pa.string()),
    pa.field("origin", pa.string()),
    pa.field("generator", _generator),
    pa.field("source", pa.string()),
    pa.field("licence", pa.string()),
    pa.field("contributor", pa.string()),
    pa.field("parents", pa.list_(pa.string())),
    pa.field("validated_by", pa.list_(pa.string())),
]


class InstructionRecord(Record):
    """One instruction example: a conversation that ends with an assistant's answer."""

    kind: ClassVar[str] = "instruction"
    identity: ClassVar[tuple[str, ...]] = ("messages", "language", "source", "contributor")
    schema: ClassVar[pa.Schema] = pa.schema(
        [
            pa.field("id", pa.string()),
            pa.field("messages", pa.list_(_message)),
            pa.field("task", pa.string()),
            pa.field("region", pa.string()),
            pa.field("register", pa.string()),
            pa.field("period", pa.string()),
            *_provenance,
        ]
    )

    messages: tuple[Message, ...] = Field(min_length=2)
    """A user's turn comes first (after an optional system message), an assistant's last."""
    task: str = ""
    """Kind of instruction: `question`, `summary`, `translation` …"""
    region: str = ""
    """Part of the country, as people there call it."""
    register_: str = Field(default="", alias="register", serialization_alias="register")
    """Register: `formal`, `colloquial` …"""
    period: str = ""
    """When the content is from, where that matters."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    @model_validator(mode="after")
    def _conversation(self) -> Self:
        roles = [message.role for message in self.messages]
        turns = roles[1:] if roles[0] == "system" else roles
        if not turns or turns[0] != "user" or turns[-1] != "assistant" or "system" in turns:
            raise ValueError(f"messages must go [system,] user … assistant, not {', '.join(roles)}")
        if any(not message.content.strip() for message in self.messages):
            raise ValueError("a message is empty")
        return self

    @property
    def prompt(self) -> str:
        """The last user's message."""
        return next(message.content for message in reversed(self.messages) if message.role == "user")

    @property
    def answer(self) -> str:
        """The last assistant's message."""
        return self.messages[-1].content


class PreferenceRecord(Record):
    """Two answers to one prompt, and which of them people preferred."""

    kind: ClassVar[str] = "preference"
    identity: ClassVar[tuple[str, ...]] = ("prompt", "answers", "language", "source")
    schema: ClassVar[pa.Schema] = pa.schema(
        [
            pa.field("id", pa.string()),
            pa.field("prompt", pa.list_(_message)),
            pa.field("answers", pa.list_(pa.string())),
            pa.field("preferred", pa.string()),
            *_provenance,
        ]
    )

    prompt: tuple[Message, ...] = Field(min_length=1)
    """The conversation so far; ends with a user's turn."""
    answers: tuple[Text, Text]
    """Answer A and answer B."""
    preferred: Literal["a", "b", "both", "neither"]
    """What people chose."""


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
            *_provenance,
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


R = TypeVar("R", bound=Record)


def parse_rows(rows: Iterable[Mapping[str, Any]], model: type[R], where: str) -> Iterator[R | RecordError]:
    """Each row as a `model`, or as the error that says what is wrong with it (`where`, row number from 1)."""
    for number, row in enumerate(rows, 1):
        try:
            yield model.model_validate(row)
        except ValidationError as error:
            yield RecordError(first_fault(error), where=f"{where}, row {number}")


def first_fault(error: ValidationError) -> str:
    """The first of pydantic's faults, in one line: `messages[0].role: input should be …`."""
    fault = error.errors(include_url=False)[0]
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in fault["loc"]).lstrip(".")
    message = fault["msg"].removeprefix("Value error, ")
    return f"{path}: {message}" if path else message


def rows_of(batch: pa.RecordBatch, model: type[R]) -> Iterator[R]:
    """The records of a batch; the inverse of `to_batch`."""
    for row in batch.to_pylist():
        yield model.model_validate({name: value for name, value in row.items() if value is not None})


def records_of(batches: Iterable[pa.RecordBatch], model: type[R]) -> Iterator[R]:
    """The records of a table's batches, one after the other: `records_of(table.batches(), BenchmarkItem)`."""
    for batch in batches:
        yield from rows_of(batch, model)


def to_batch(records: Iterable[Record], schema: pa.Schema) -> pa.RecordBatch:
    """`records` as one Arrow batch with `schema`."""
    return pa.RecordBatch.from_pylist(
        [record.model_dump(mode="json", by_alias=True) for record in records], schema=schema
    )
