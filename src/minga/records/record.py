"""What all kinds of records share: normalised texts, ids from the content, and where a text is from."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

import pyarrow as pa
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from minga.languages import check_tag
from minga.licences import check_expression

__all__ = [
    "Country",
    "Generator",
    "Licence",
    "Origin",
    "PROVENANCE",
    "Record",
    "Row",
    "Tag",
    "Text",
    "content_id",
    "normalise_text",
]

Origin = Literal["human", "synthetic", "translated", "exam"]


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


class Row(BaseModel):
    """What every row shares: unknown fields are errors, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Generator(Row):
    """What wrote a text: a model or a translation engine."""

    model: str
    """Name and version of the model or engine."""
    prompt: str = ""
    """Identifier of the prompt that was used."""


class Record(Row):
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


_generator = pa.struct([pa.field("model", pa.string()), pa.field("prompt", pa.string())])
PROVENANCE = [
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
"""Columns of every kind of record, behind its own."""
