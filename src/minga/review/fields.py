"""What of an item a person sees and may edit, for every kind of campaign."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from minga.community.models import CampaignKind, Item
from minga.errors import CommunityError
from minga.records import BenchmarkItem, Finding, InstructionRecord, Record, normalise_text

__all__ = ["Field", "MAX_CHARACTERS", "apply_edits", "clean_edits", "fields_of", "record_of", "source_of"]

MAX_CHARACTERS = 20_000
"""Longest text that may be handed in for one field."""


@dataclass(frozen=True)
class Field:
    """One text of an item."""

    name: str
    """`question`, `context`, `reference`, `solution`, `choices[2]`, `messages[1]`; the names that the linter uses too.
    Otherwise `text`, `prompt`, `document`, `answer`, `a` or `b`."""
    text: str
    source: str = ""
    """The text it was translated from; empty where there is none."""
    is_key: bool = False
    """Whether it is a right choice."""
    findings: tuple[Finding, ...] = field(default=())
    """What the linter found in it, in the order of their places."""
    editable: bool = True
    """Whether people may write in it; otherwise it is only read."""

    @property
    def group(self) -> str:
        """The name without its index: `choices`, `messages`."""
        return self.name.partition("[")[0]

    @property
    def index(self) -> int | None:
        """Position in its group, from 0; None for a text that stands alone."""
        found = re.search(r"\[(\d+)\]$", self.name)
        return int(found[1]) if found else None


def record_of(payload: Mapping[str, Any]) -> Record:
    """The record or benchmark item that an item is about. Raises KeyError where it is about none."""
    record = payload["record"]
    return (InstructionRecord if "messages" in record else BenchmarkItem).model_validate(record)


def source_of(payload: Mapping[str, Any]) -> BenchmarkItem | None:
    """The item that a translation was made from; None where it is not at hand."""
    source = payload.get("source")
    return None if source is None else BenchmarkItem.model_validate(source)


def fields_of(kind: CampaignKind, payload: Mapping[str, Any]) -> tuple[Field, ...]:
    """The texts of an item in the order in which they are read; of a comparison, both answers in its own order."""
    if kind == "write-instruction":
        return _fields_to_write(payload)
    if "record" not in payload:
        return tuple(Field(name, payload[name], editable=False) for name in _PLAIN if name in payload)
    fields = _record_fields(payload) if "messages" in payload["record"] else _item_fields(payload)
    return tuple(replace(field, editable=False) for field in fields) if kind not in _JUDGED else fields


def clean_edits(kind: CampaignKind, item: Item, edits: Mapping[str, str]) -> dict[str, str]:
    """Only what was really changed, normalised; where a text is written anew, all of it.

    Raises CommunityError for a text that cannot stand.
    """
    known = {field.name: field for field in fields_of(kind, item.payload) if field.editable}
    if kind == "write-instruction":
        edits = {field.name: edits.get(field.name, field.text) for field in known.values()} | dict(edits)
    changed = {}
    for name, text in edits.items():
        if name not in known:
            raise CommunityError("there is no such text in this item", where=name)
        text = _checked(name, text)
        if text != known[name].text.strip() or kind == "write-instruction":
            changed[name] = text
    return dict(sorted(changed.items()))


def apply_edits(payload: Mapping[str, Any], edits: Mapping[str, str]) -> Record:
    """The record with `edits`; its id changes with its text and its first parent is the id from before."""
    record = record_of(payload)
    return _write_record(record, edits) if isinstance(record, InstructionRecord) else _write_item(record, edits)


_JUDGED = {"validate-translation", "review-instruction"}
_PLAIN = ("text", "prompt", "document", "a", "b")


def _checked(name: str, text: str) -> str:
    text = normalise_text(text).strip()
    if not text:
        raise CommunityError(
            "a text may not be empty", where=name, hint="reject the item, or say that you cannot judge"
        )
    if len(text) > MAX_CHARACTERS:
        raise CommunityError("a text is too long", where=name, hint=f"it has at most {MAX_CHARACTERS:,} characters")
    return text


def _fields_to_write(payload: Mapping[str, Any]) -> tuple[Field, ...]:
    """What there is to write from, and the two texts to write; the question begins as the prompt."""
    given = tuple(Field(name, payload[name], editable=False) for name in ("prompt", "document") if name in payload)
    return (*given, Field("question", payload.get("prompt", "")), Field("answer", ""))


def _item_fields(payload: Mapping[str, Any]) -> tuple[Field, ...]:
    item = BenchmarkItem.model_validate(payload["record"])
    source = _item_texts(source_of(payload))
    keys = {f"choices[{index}]" for index in item.answers or (item.answer,)}
    return tuple(
        Field(name, text, source.get(name, ""), name in keys, _findings_in(item, name), not _is_label(item, name))
        for name, text in _item_texts(item).items()
    )


def _item_texts(item: BenchmarkItem | None) -> dict[str, str]:
    if item is None:
        return {}
    texts = {"context": item.context, "question": item.question}
    texts |= {f"choices[{index}]": choice for index, choice in enumerate(item.choices)}
    texts |= {"solution": item.solution, "reference": item.reference}
    return {name: text for name, text in texts.items() if text}


def _is_label(item: BenchmarkItem, name: str) -> bool:
    return item.labelled and name.startswith("choices[")


def _findings_in(item: BenchmarkItem, name: str) -> tuple[Finding, ...]:
    return tuple(sorted((found for found in item.findings if found.field == name), key=lambda found: found.start))


def _write_item(record: Record, edits: Mapping[str, str]) -> Record:
    item = BenchmarkItem.model_validate(record.model_dump())
    choices = tuple(edits.get(f"choices[{index}]", choice) for index, choice in enumerate(item.choices))
    single = {name: text for name, text in edits.items() if name in {"context", "question", "solution", "reference"}}
    # A finding was about the words as they stood; where a person rewrote them it says nothing any more.
    findings = tuple(found for found in item.findings if found.field not in edits)
    return item.edited(**single, choices=choices, findings=findings)


def _record_fields(payload: Mapping[str, Any]) -> tuple[Field, ...]:
    record = InstructionRecord.model_validate(payload["record"])
    return tuple(Field(f"messages[{index}]", message.content) for index, message in enumerate(record.messages))


def _write_record(record: Record, edits: Mapping[str, str]) -> Record:
    instruction = InstructionRecord.model_validate(record.model_dump(by_alias=True))
    messages = tuple(
        message.model_copy(update={"content": edits.get(f"messages[{index}]", message.content)})
        for index, message in enumerate(instruction.messages)
    )
    return instruction.edited(messages=messages)
