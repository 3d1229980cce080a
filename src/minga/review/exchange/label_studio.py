"""Label Studio: a list of tasks as JSON, and the labelling configuration as XML.

The format is that of "Label Studio JSON format of annotated tasks" in its guide. Decisions become predictions, whose
model version is the rule. A ranking is written as a text, `a > b > c`; nothing is ever read from XML.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

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
    texts_from,
)
from minga.review.exchange.imported import Imported
from minga.review.exchange.people import Voices
from minga.settings import QuestionSettings

__all__ = ["export_label_studio", "read_label_studio"]

_TASKS, _CONFIG = "tasks.json", "config.xml"
_STARS = 5


def export_label_studio(session: OrmSession, campaign: Campaign, voices: Voices, folder: Path) -> int:
    """Write `tasks.json` and `config.xml` into `folder`; returns the number of tasks."""
    questions = {question.name: question for question in exchanged_questions(campaign)}
    slug, names, edited = ShortNames(), dict[str, None](), dict[str, None]()
    for name in questions:
        slug(name)
    written = 0
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _TASKS).open("w", encoding="utf-8") as file:
        for record in annotated_records(session, campaign, voices):
            names |= dict.fromkeys(record.texts)
            edited |= dict.fromkeys(name for one in record.annotations for name in one.answers if name not in questions)
            file.write("[\n" if not written else ",\n")
            written += 1
            file.write(json.dumps(_as_task(record, written, questions, slug), ensure_ascii=False))
        file.write("\n]\n" if written else "[]\n")
    more = [QuestionSettings(name="text", type="text", title=name, required=False) for name in edited]
    config = _config(names, [*questions.items(), *zip(edited, more, strict=True)], slug)
    (folder / _CONFIG).write_text(config, encoding="utf-8")
    return written


def read_label_studio(path: Path) -> Imported:
    """Tasks that Label Studio exported as JSON. Raises InputError, with the task's place, for what is none.

    What was asked is taken from the answers: a single choice is a label, several are labels, stars a rating.
    """
    path = path / _TASKS if path.is_dir() else path
    tasks = read_json(path)
    if not isinstance(tasks, list):
        raise InputError("is not a list of tasks", where=path, hint="export the project as JSON, not as JSON_MIN")
    results = [list(_results(task, f"{path.name}[{place}]")) for place, task in enumerate(tasks)]
    questions = _questions(entry for task in results for _, entries in task for entry in entries)
    records = []
    for place, (task, given) in enumerate(zip(tasks, results, strict=True)):
        texts = texts_from(task.get("data"), f"{path.name}[{place}]")
        said = tuple(Annotation(person, dict(_answers(entries, questions))) for person, entries in given)
        records.append(Annotated(str(task.get("id") or ""), texts, said))
    return Imported(tuple(question for question, _ in questions.values()), "", records)


def _as_task(
    record: Annotated, number: int, questions: Mapping[str, QuestionSettings], slug: ShortNames
) -> dict[str, Any]:
    target = slug(next(iter(record.texts), "text"))
    annotations = [
        {
            "id": f"{number}-{place}", "completed_by": {"id": place, "email": f"{one.person}@example.invalid"},
            "result": _result(one.answers, questions, target, slug), "was_cancelled": False, "ground_truth": False,
            "lead_time": one.seconds, "created_at": None if one.at is None else one.at.isoformat(),
        }
        for place, one in enumerate(record.annotations, 1)
    ]  # fmt: skip
    predictions = []
    if record.conclusion is not None:
        scores = record.conclusion.scores.values()
        predictions = [{
            "model_version": record.conclusion.rule, "score": min(scores, default=None),
            "result": _result(record.conclusion.answers, questions, target, slug),
        }]  # fmt: skip
    data = {slug(name): text for name, text in record.texts.items()}
    return {"id": number, "data": data, "meta": {"record": record.id, "language": record.language},
            "annotations": annotations, "predictions": predictions}  # fmt: skip


def _result(
    answers: Mapping[str, Any], questions: Mapping[str, QuestionSettings], target: str, slug: ShortNames
) -> list[dict[str, Any]]:
    found = []
    for name, value in answers.items():
        kind, said = _said(questions.get(name), value)
        found.append({"id": f"r-{slug(name)}", "from_name": slug(name), "to_name": target, "type": kind,
                      "value": {"text" if kind == "textarea" else kind: said}})  # fmt: skip
    return found


def _said(question: QuestionSettings | None, value: Any) -> tuple[str, Any]:
    if question is None or question.type == "text":
        return "textarea", [str(value)]
    if question.type == "ranking":
        return "textarea", [" > ".join(value)]
    if question.type == "rating" and _has_stars(question):
        return "rating", value
    return "choices", [str(one) for one in (value if isinstance(value, list) else [value])]


def _has_stars(question: QuestionSettings) -> bool:
    """Their ratings begin at one; any other scale is a choice."""
    return question.low == 1


def _config(names: Iterable[str], questions: Iterable[tuple[str, QuestionSettings]], slug: ShortNames) -> str:
    lines = ["<View>"]
    texts = list(names) or ["text"]
    for name in texts:
        lines.append(f"  <Header value={quoteattr(name)}/>")
        lines.append(f'  <Text name="{slug(name)}" value="${slug(name)}"/>')
    for name, question in questions:
        lines.append(f"  <Header value={quoteattr(question.title)}/>")
        lines.append("  " + _control(slug(name), question, slug(texts[0])))
    return "\n".join([*lines, "</View>", ""])


def _control(name: str, question: QuestionSettings, target: str) -> str:
    head = f'name="{name}" toName="{target}" required="{str(question.required).lower()}"'
    if question.type == "rating" and _has_stars(question):
        return f'<Rating {head} maxRating="{question.high}"/>'
    if question.type in {"text", "ranking"}:
        return f'<TextArea {head} rows="3" maxSubmissions="1"/>'
    marks = [str(mark) for mark in range(question.low, question.high + 1)]
    options = marks if question.type == "rating" else question.options
    many = "multiple" if question.type == "labels" else "single"
    choices = "".join(f"<Choice value={quoteattr(option)}/>" for option in options)
    return f'<Choices {head} choice="{many}">{choices}</Choices>'


def _results(task: Any, where: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Each person of a task with the entries of her annotation; cancelled ones are left out."""
    annotations = task.get("annotations", []) if isinstance(task, dict) else None
    if not isinstance(annotations, list):
        raise InputError("is no task", where=where, hint="a task has data and a list of annotations")
    for place, one in enumerate(annotations):
        entries = one.get("result") if isinstance(one, dict) else None
        if not isinstance(entries, list):
            raise InputError("has no result", where=f"{where}.annotations[{place}]", hint="export it as JSON")
        if not one.get("was_cancelled"):
            yield _person(one.get("completed_by")), [entry for entry in entries if isinstance(entry, dict)]


def _person(given: Any) -> str:
    if isinstance(given, dict):
        given = given.get("email") or given.get("id")
    return str(given if given is not None else "unknown")


def _entry(entry: Mapping[str, Any]) -> tuple[str, str, Any] | None:
    """Name, kind and value of an entry; None for a kind that is not known here, such as boxes in a picture."""
    value, kind = entry.get("value"), entry.get("type")
    if not isinstance(value, dict) or not isinstance(entry.get("from_name"), str):
        return None
    key = {"choices": "choices", "rating": "rating", "textarea": "text"}.get(str(kind))
    said = value.get(key) if key else None
    if kind != "rating":
        said = [str(one) for one in (said if isinstance(said, list) else [said]) if one is not None]
    return None if said is None or said == [] else (entry["from_name"], str(kind), said)


def _questions(entries: Iterable[Mapping[str, Any]]) -> dict[str, tuple[QuestionSettings, dict[str, str]]]:
    """The questions by their names in the file, with the short names of their options."""
    kinds: dict[str, str] = {}
    values: defaultdict[str, dict[str, None]] = defaultdict(dict)
    many: set[str] = set()
    highest: defaultdict[str, int] = defaultdict(lambda: _STARS)
    for name, kind, value in filter(None, map(_entry, entries)):
        if kinds.setdefault(name, kind) != kind:
            continue
        if kind == "choices":
            values[name] |= dict.fromkeys(value)
            many |= {name} if len(value) > 1 else set()
        elif kind == "rating" and isinstance(value, int):
            highest[name] = max(highest[name], min(value, 20))
    named = option_names(kinds, RESERVED)
    found = {}
    for name, kind in kinds.items():
        options = option_names(values[name])
        found[name] = (_question(named[name], name, kind, options, name in many, highest[name]), options)
    return found


def _question(
    name: str, title: str, kind: str, options: Mapping[str, str], several: bool, highest: int
) -> QuestionSettings:
    values: dict[str, Any] = {"name": name, "title": title[:300] or name, "type": "text", "required": False}
    if kind == "rating":
        values |= {"type": "rating", "low": 1, "high": highest}
    elif kind == "choices" and len(options) > 1:
        values |= {
            "type": "labels" if several else "label", "options": tuple(options.values()),
            "labels": {short: label for label, short in options.items()},
        }  # fmt: skip
    return QuestionSettings.model_validate(values)


def _answers(
    entries: Iterable[Mapping[str, Any]], questions: Mapping[str, tuple[QuestionSettings, Mapping[str, str]]]
) -> Iterator[tuple[str, Any]]:
    for name, kind, value in filter(None, map(_entry, entries)):
        question, options = questions[name]
        if question.type == "rating" and kind == "rating":
            yield question.name, value
        elif question.type == "text" and kind != "rating":
            yield question.name, "\n".join(value)
        elif question.type in {"label", "labels"} and kind == "choices":
            chosen = [options[one] for one in value]
            yield question.name, chosen if question.type == "labels" else chosen[0]
