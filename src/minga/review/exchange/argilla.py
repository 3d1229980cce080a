"""Argilla 2: `Dataset.to_disk` writes `.argilla/settings.json` and `records.json`, and `Dataset.from_disk` reads them.

The format is that of the Argilla SDK (`argilla.records.Record.to_dict`, `argilla.settings`), read and written here
without it. Decisions become suggestions, whose agent is the rule; people are users by a pseudonymous UUID.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session as OrmSession

from minga.community.models import Campaign
from minga.errors import InputError
from minga.review.exchange.annotated import (
    RESERVED,
    Annotated,
    Annotation,
    ShortNames,
    annotated_records,
    exchanged_questions,
    option_names,
    read_json,
    reason_of,
    texts_from,
)
from minga.review.exchange.imported import Imported
from minga.review.exchange.people import Voices
from minga.settings import QuestionSettings

__all__ = ["export_argilla", "read_argilla"]

_TYPES = {"label_selection": "label", "multi_label_selection": "labels", "rating": "rating", "text": "text",
          "ranking": "ranking"}  # fmt: skip
_SETTINGS = Path(".argilla", "settings.json")
_RECORDS = Path("records.json")
_HIGHEST = 20
"""Mark of a rating here; their marks are never below 0."""


def export_argilla(session: OrmSession, campaign: Campaign, voices: Voices, folder: Path) -> int:
    """Write a campaign into `folder` as `Dataset.to_disk` would; returns the number of records."""
    slug, names, edited = ShortNames(), dict[str, None](), dict[str, None]()
    asked = exchanged_questions(campaign)
    for question in asked:
        slug(question.name)
    written = 0
    (folder / _SETTINGS).parent.mkdir(parents=True, exist_ok=True)
    with (folder / _RECORDS).open("w", encoding="utf-8") as file:
        for record in annotated_records(session, campaign, voices):
            file.write("[\n" if not written else ",\n")
            file.write(json.dumps(_as_record(record, slug), ensure_ascii=False))
            names |= dict.fromkeys(record.texts)
            edited |= dict.fromkeys(
                name for one in record.annotations for name in one.answers if name.startswith("edit-")
            )
            written += 1
        file.write("\n]\n" if written else "[]\n")
    questions = [_as_question(question, question.name) for question in asked]
    questions += [_as_question(QuestionSettings(name="edit", type="text", title=name, required=False), slug(name))
                  for name in edited]  # fmt: skip
    settings = {
        "guidelines": campaign.guidelines or None,
        "allow_extra_metadata": True,
        "distribution": {"strategy": "overlap", "min_submitted": campaign.overlap},
        "fields": [_as_field(name, slug(name)) for name in names],
        "questions": questions,
        "metadata": [],
        "vectors": [],
    }
    (folder / _SETTINGS).write_text(json.dumps(settings, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return written


def read_argilla(folder: Path) -> Imported:
    """What Argilla wrote with `to_disk`. Raises InputError, with file and place, for what is not that."""
    settings = read_json(folder / _SETTINGS)
    listed = settings.get("questions") if isinstance(settings, dict) else None
    if not isinstance(listed, list):
        raise InputError("has no questions", where=folder / _SETTINGS, hint="write it with Dataset.to_disk")
    labels: dict[str, dict[str, str]] = {}
    short = ShortNames(RESERVED)
    read = [(_name(one, folder / _SETTINGS), one) for one in listed]
    found = [(name, _question(one, short(name), labels, folder / _SETTINGS)) for name, one in read]
    known = {name: question for name, question in found if question is not None}
    records = read_json(folder / _RECORDS)
    if not isinstance(records, list):
        raise InputError("is not a list of records", where=folder / _RECORDS, hint="write it with Dataset.to_disk")
    guidelines = settings.get("guidelines")
    return Imported(
        tuple(known.values()),
        guidelines if isinstance(guidelines, str) else "",
        [_record(one, known, labels, f"{_RECORDS}[{place}]") for place, one in enumerate(records)],
        tuple(f"the question {name!r}: minga has no such kind" for name, question in found if question is None),
    )


def _as_record(record: Annotated, slug: ShortNames) -> dict[str, Any]:
    responses: dict[str, list[dict[str, Any]]] = {}
    for one in record.annotations:
        for name, value in one.answers.items():
            said = {"value": value, "user_id": one.uuid, "status": "submitted"}
            responses.setdefault(slug(name), []).append(said)
    suggestions = {}
    if record.conclusion is not None:
        concluded = record.conclusion
        suggestions = {
            slug(name): {"value": value, "score": concluded.scores.get(name), "agent": concluded.rule}
            for name, value in concluded.answers.items()
        }
    return {
        "id": record.id,
        "fields": {slug(name): text for name, text in record.texts.items()},
        "metadata": {"language": record.language},
        "suggestions": suggestions,
        "responses": responses,
        "vectors": {},
        "_server_id": None,
    }


def _as_field(name: str, slug: str) -> dict[str, Any]:
    return {"name": slug, "title": name, "required": False, "settings": {"type": "text", "use_markdown": False}}


def _as_question(question: QuestionSettings, name: str) -> dict[str, Any]:
    """A question as Argilla's settings have it."""
    options = [{"value": value, "text": question.labels.get(value, value)} for value in question.options]
    settings: dict[str, Any] = {"type": "text", "use_markdown": False}
    if question.type == "label":
        settings = {"type": "label_selection", "options": options, "visible_options": None}
    elif question.type == "labels":
        settings = {"type": "multi_label_selection", "options": options, "visible_options": None,
                    "options_order": "natural"}  # fmt: skip
    elif question.type == "ranking":
        settings = {"type": "ranking", "options": options}
    elif question.type == "rating":
        settings = {"type": "rating", "options": [{"value": m} for m in range(question.low, question.high + 1)]}
    return {
        "name": name, "title": question.title, "description": question.help or None,
        "required": question.required, "settings": settings,
    }  # fmt: skip


def _name(given: Any, where: Path) -> str:
    named = given.get("name") if isinstance(given, dict) and isinstance(given.get("settings"), dict) else None
    if not isinstance(named, str):
        raise InputError("has a question without a name or settings", where=where, hint="write it with Dataset.to_disk")
    return named


def _question(
    given: Mapping[str, Any], name: str, labels: dict[str, dict[str, str]], where: Path
) -> QuestionSettings | None:
    """A question of theirs as one of ours; None for a kind that is not known here, such as spans."""
    settings = given["settings"]
    kind = _TYPES.get(str(settings.get("type")))
    if kind is None:
        return None
    values: dict[str, Any] = {
        "name": name, "type": kind, "title": str(given.get("title") or given["name"])[:300],
        "help": str(given.get("description") or ""), "required": bool(given.get("required", True)),
    }  # fmt: skip
    listed = settings.get("options")
    options = [option for option in listed if isinstance(option, dict)] if isinstance(listed, list) else []
    marks = [option["value"] for option in options if isinstance(option.get("value"), int)]
    if kind == "rating" and _is_scale(marks):
        values |= {"low": min(marks), "high": max(marks)}
    elif kind != "text":
        values["type"] = "label" if kind == "rating" else kind
        texts = {str(option.get("value")): str(option.get("text") or option.get("value")) for option in options}
        labels[name] = option_names(texts)
        values |= {
            "options": tuple(labels[name].values()),
            "labels": {labels[name][value]: text for value, text in texts.items()},
        }
    try:
        return QuestionSettings.model_validate(values)
    except ValueError as error:
        what = f"the question {given['name']!r} cannot be taken over"
        raise InputError(what, where=where, hint=reason_of(error)) from error


def _is_scale(marks: Sequence[int]) -> bool:
    """Whether these are all the marks from one to another, so that a rating here can have them."""
    return len(marks) > 1 and sorted(marks) == list(range(min(marks), max(marks) + 1)) and max(marks) <= _HIGHEST


def _record(
    given: Any, known: Mapping[str, QuestionSettings], labels: Mapping[str, Mapping[str, str]], where: str
) -> Annotated:
    if not isinstance(given, dict):
        raise InputError("is no record", where=where, hint="a record is an object with fields")
    people: dict[str, dict[str, Any]] = {}
    for person, name, value in _responses(given.get("responses"), where):
        question = known.get(name)
        if question is not None:
            people.setdefault(person, {})[question.name] = _value(question, value, labels.get(question.name, {}))
    annotations = tuple(Annotation(person, answers) for person, answers in people.items())
    return Annotated(str(given.get("id") or ""), texts_from(given.get("fields"), where), annotations)


def _responses(given: Any, where: str) -> Iterator[tuple[str, str, Any]]:
    """Person, question and value of each response that was submitted."""
    if given is not None and not isinstance(given, dict):
        raise InputError("has responses that are no object", where=where, hint="write it with Dataset.to_disk")
    for name, said in (given or {}).items():
        for one in said if isinstance(said, list) else ():
            if isinstance(one, dict) and one.get("status", "submitted") == "submitted" and one.get("value") is not None:
                yield str(one.get("user_id") or "unknown"), name, one["value"]


def _value(question: QuestionSettings, value: Any, labels: Mapping[str, str]) -> Any:
    if question.type in {"labels", "ranking"} and isinstance(value, list):
        ranked = sorted(value, key=_rank) if question.type == "ranking" else value
        return [labels.get(str(one["value"] if isinstance(one, dict) else one), str(one)) for one in ranked]
    return labels.get(str(value), value) if question.type == "label" else value


def _rank(one: Any) -> int:
    return one["rank"] if isinstance(one, dict) and isinstance(one.get("rank"), int) else 0
