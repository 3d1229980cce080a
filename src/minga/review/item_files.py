"""A campaign's items from a JSONL file: one object a line, with the texts of an item of the campaign's kind.

    validate-translation   {"record": {…a benchmark item…}, "source": {…its original…}}
    review-instruction     {"record": {…an instruction record…}}
    write-instruction      {"prompt": "…"} or {"document": "…"}
    label                  {"text": "…"} or {"record": {…}}
    compare                {"prompt": "…", "a": "…", "b": "…", "a_by": "model 1", "b_by": "model 2"}
    survey                 {"text": "…"}

Every line may have `language` (needed where the campaign does not name exactly one), `country`, `domain`, `source` and
`contributor`, who is never shown her own text.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from minga.community.models import CampaignKind
from minga.errors import InputError, UsageError
from minga.manifests import file_hash, hash_of
from minga.records import BenchmarkItem, InstructionRecord, Record, Text, content_id, first_fault
from minga.review.campaign_items import Draft, ItemSource
from minga.settings import CampaignSettings
from minga.settings.base import Country, Tag

__all__ = ["file_as_items", "survey_item"]

_MAX_LINE = 1_000_000
_MAX_LINES = 1_000_000


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    language: Tag | None = None
    country: Country | None = None
    domain: str = Field(default="", max_length=200)
    source: Any = ""
    contributor: str = Field(default="", max_length=200)
    record: dict[str, Any] | None = None
    text: Text = ""
    prompt: Text = ""
    document: Text = ""
    a: Text = ""
    b: Text = ""
    a_by: str = ""
    b_by: str = ""


def file_as_items(path: Path, settings: CampaignSettings) -> ItemSource:
    """One item a line of `path`. Reading raises InputError with file and line for one that is no item."""
    try:
        content = hash_of([file_hash(path), settings.kind, *settings.languages])
    except OSError as error:
        hint = f"it is named as items of the campaign {settings.name}"
        raise InputError("cannot be read", where=path, hint=hint) from error
    return ItemSource(f"items/{settings.name}", content, lambda: _read(path, settings))


def survey_item(settings: CampaignSettings) -> ItemSource:
    """The one item of a survey that is about nothing in particular.

    Raises UsageError for settings without languages: they say who is asked.
    """
    if not settings.languages:
        raise UsageError(f"the survey {settings.name} has no languages", hint="set languages")
    number = content_id("survey", {"name": settings.name})
    draft = Draft(number, settings.languages[0], {})
    return ItemSource(f"items/{settings.name}", hash_of([number, draft.language]), lambda: iter([draft]))


def _read(path: Path, settings: CampaignSettings) -> Iterator[Draft]:
    seen: dict[str, int] = {}
    for number, text in _lines(path):
        where = f"{path.name}:{number}"
        draft = _draft(_parse(text, where), settings, where)
        if draft.record_id in seen:
            raise InputError(f"the same item stands in line {seen[draft.record_id]}", where=where, hint="leave one out")
        seen[draft.record_id] = number
        yield draft


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    with path.open("rb") as lines:
        for number in range(1, _MAX_LINES + 2):
            line = lines.readline(_MAX_LINE + 1)
            if not line:
                return
            where = f"{path.name}:{number}"
            if len(line) > _MAX_LINE or number > _MAX_LINES:
                raise InputError("is too long for a file of items", where=where, hint=f"{_MAX_LINE:,} bytes a line")
            try:
                text = line.decode("utf-8").strip()
            except UnicodeDecodeError:
                raise InputError("is not UTF-8", where=where, hint="save the file as UTF-8") from None
            if text:
                yield number, text


def _parse(text: str, where: str) -> _Line:
    try:
        return _Line.model_validate(json.loads(text))
    except json.JSONDecodeError as error:
        raise InputError(f"is not JSON: {error.msg}", where=where, hint="one object a line") from None
    except RecursionError:
        raise InputError("is nested too deeply", where=where) from None
    except ValidationError as error:
        raise InputError(first_fault(error), where=where, hint="see the how-to on campaigns") from None


def _draft(line: _Line, settings: CampaignSettings, where: str) -> Draft:
    try:
        record, payload = _READERS[settings.kind](line)
    except ValidationError as error:
        raise InputError(first_fault(error), where=where) from None
    if payload is None:
        raise InputError(f"has not the texts of a {settings.kind} item", where=where, hint=_NEEDED[settings.kind])
    about = {"country": line.country, "domain": line.domain}
    if settings.kind == "write-instruction":
        about["source"] = line.source if isinstance(line.source, str) else ""
    payload |= {name: value for name, value in about.items() if value}
    language = record.language if record else _language(line, settings, where)
    contributor = line.contributor or (record.contributor if record else "")
    number = record.id if record else content_id(settings.kind, {"language": language, "payload": payload})
    return Draft(number, language, payload, record.risk if isinstance(record, BenchmarkItem) else 0.0, contributor)


def _language(line: _Line, settings: CampaignSettings, where: str) -> str:
    if line.language is not None:
        return line.language
    if len(settings.languages) == 1 or settings.kind == "survey":
        return settings.languages[0]
    raise InputError("has no language", where=where, hint='add "language": "es", or languages to the campaign')


_Read = tuple[Record | None, dict[str, Any] | None]


def _translation(line: _Line) -> _Read:
    if line.record is None:
        return None, None
    record = BenchmarkItem.model_validate(line.record)
    payload: dict[str, Any] = {"record": record.model_dump(mode="json", by_alias=True)}
    if line.source:
        source = BenchmarkItem.model_validate(line.source)
        payload["source"] = source.model_dump(mode="json", by_alias=True)
    return record, payload


def _instruction(line: _Line) -> _Read:
    if line.record is None:
        return None, None
    record = InstructionRecord.model_validate(line.record)
    return record, {"record": record.model_dump(mode="json", by_alias=True)}


def _to_write(line: _Line) -> _Read:
    if bool(line.prompt.strip()) == bool(line.document.strip()):
        return None, None
    return None, {"prompt": line.prompt} if line.prompt else {"document": line.document}


def _to_label(line: _Line) -> _Read:
    if line.record is None:
        return _text(line)
    return _instruction(line) if "messages" in line.record else _translation(line)


def _comparison(line: _Line) -> _Read:
    if not all(text.strip() for text in (line.prompt, line.a, line.b)):
        return None, None
    texts = {"prompt": line.prompt, "a": line.a, "b": line.b, "a_by": line.a_by, "b_by": line.b_by}
    return None, {name: text for name, text in texts.items() if text}


def _text(line: _Line) -> _Read:
    return None, {"text": line.text} if line.text.strip() else None


_READERS: dict[CampaignKind, Callable[[_Line], _Read]] = {
    "validate-translation": _translation,
    "review-instruction": _instruction,
    "write-instruction": _to_write,
    "label": _to_label,
    "compare": _comparison,
    "survey": _text,
}
_NEEDED: dict[CampaignKind, str] = {
    "validate-translation": "put a benchmark item under record",
    "review-instruction": "put an instruction record under record",
    "write-instruction": "give either prompt or document",
    "label": "give text or record",
    "compare": "give prompt, a and b",
    "survey": "give text",
}
