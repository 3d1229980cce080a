"""Responses, decisions, their history and items as Parquet, one file a campaign, with bounded memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session as OrmSession

from minga.community.models import Campaign, Decision, Item, Response
from minga.review.exchange.people import Voice, Voices, variety_for
from minga.review.exchange.snapshot import ROWS_AT_ONCE, stream
from minga.review.questions import VERDICTS, questions_of
from minga.settings import QuestionSettings

__all__ = [
    "CROWD_COLUMNS",
    "export_crowd",
    "export_decisions",
    "export_history",
    "export_items",
    "export_responses",
    "opinions",
]

_ANSWER = "answer."
_GROUP_BYTES = 16 * 1024 * 1024
"""Of a row group, before it is compressed."""


def export_responses(session: OrmSession, campaign: Campaign, voices: Voices, path: Path) -> int:
    """One row a response, in the order in which they were given; returns how many.

    The answers are there twice: as columns `answer.NAME` for the questions that are asked now, and as JSON in
    `answers` with everything that was ever asked.
    """
    questions = [question for question in questions_of(campaign) if question.name != "verdict"]
    rows = (_response_row(campaign, questions, row, voices) for row in stream(session, _responses(campaign)))
    return _write(path, _response_fields(questions), (row for row in rows if row is not None))


def export_decisions(session: OrmSession, campaign: Campaign, path: Path) -> int:
    """One row for each decision that holds; returns how many."""
    return _write(path, _DECISION_FIELDS, _current(_decision_rows(session, campaign, by_item=True)))


def export_history(session: OrmSession, campaign: Campaign, voices: Voices, path: Path) -> int:
    """Every version of every response and every decision, superseded ones too, as it happened; returns how many.

    Responses stand in the order of their positions, decisions in the order in which they were drawn, and no decision
    before a response that it was computed from.
    """
    responses = _flat_responses(session, campaign, voices)
    decisions = _decision_rows(session, campaign, by_item=False)
    numbered = ({"sequence": number} | row for number, row in enumerate(_interleave(responses, decisions), 1))
    return _write(path, _HISTORY_FIELDS, numbered)


def export_items(session: OrmSession, campaign: Campaign, path: Path) -> int:
    """One row an item with its payload as JSON; what is right about control items is left out; returns how many."""
    columns = (Item.record_id, Item.language, Item.state, Item.purpose, Item.judged, Item.payload, Item.created_at)
    query = select(*columns).where(Item.campaign_id == campaign.id).order_by(Item.id)
    rows = (
        row._asdict() | {"campaign": campaign.slug, "record_id": row.record_id, "payload": _json(row.payload)}
        for row in stream(session, query)
    )
    return _write(path, _ITEM_FIELDS, rows)


def export_crowd(session: OrmSession, campaign: Campaign, voices: Voices, path: Path) -> int:
    """Opinions as crowd-kit reads them: `task`, `worker`, `label`, and beside them `question` and `weight`.

    One row for the newest answer of each person to each question of each item. Returns how many.
    """
    return _write(path, _CROWD_FIELDS, opinions(session, campaign, voices))


def opinions(session: OrmSession, campaign: Campaign, voices: Voices) -> Iterator[dict[str, Any]]:
    """The rows of the crowd layout: work only, a number or a list as one label; “cannot judge” is no opinion."""
    query = _responses(campaign).where(Response.purpose == "work").order_by(None)
    newest: dict[int, tuple[Voice, Any]] = {}
    item = 0
    for row in stream(session, query.order_by(Response.item_id, Response.position)):
        if row.item_id != item:
            yield from _opinions_of(newest.values(), campaign)
            newest, item = {}, row.item_id
        voice = voices.get(row.person_id)
        if voice is not None:
            newest[row.person_id] = (voice, row)
    yield from _opinions_of(newest.values(), campaign)


def _opinions_of(newest: Iterable[tuple[Voice, Any]], campaign: Campaign) -> Iterator[dict[str, Any]]:
    for voice, row in newest:
        answers = dict(row.answers or {})
        if row.verdict in VERDICTS:
            answers = {"verdict": row.verdict, **answers}
        for question, value in answers.items():
            label = value if isinstance(value, str) else _json(value)
            yield {
                "task": row.record_id, "worker": voice.pseudonym, "label": label, "question": question,
                "weight": row.weight, "simulated": voice.simulated, "campaign": campaign.slug,
            }  # fmt: skip


def _responses(campaign: Campaign) -> Select[Any]:
    columns: tuple[Any, ...] = (
        Response.id, Response.position, Response.item_id, Response.person_id, Response.version, Response.purpose,
        Response.verdict, Response.answers, Response.edits, Response.note, Response.seconds, Response.weight,
        Response.late, Response.guidelines_version, Response.created_at, Item.record_id, Item.language,
    )  # fmt: skip
    joined = select(*columns).join(Item, Item.id == Response.item_id)
    return joined.where(Response.campaign_id == campaign.id).order_by(Response.position)


def _response_row(campaign: Campaign, questions: list[QuestionSettings], row: Any, voices: Voices) -> Any:
    voice = voices.get(row.person_id)
    if voice is None:
        return None
    answers = row.answers or {}
    return {
        **row._asdict(),
        "response": row.id,
        "campaign": campaign.slug,
        "person": voice.pseudonym,
        "simulated": voice.simulated,
        "imported": voice.imported,
        "variety": variety_for(voice.varieties, row.language),
        "country": voice.country,
        "answers": _json(row.answers),
        "edits": _json(row.edits),
        **{_ANSWER + question.name: _typed(question, answers.get(question.name)) for question in questions},
    }


def _flat_responses(session: OrmSession, campaign: Campaign, voices: Voices) -> Iterator[dict[str, Any]]:
    for row in stream(session, _responses(campaign)):
        flat = _response_row(campaign, [], row, voices)
        if flat is not None:
            yield {**flat, "event": "response", "at": row.created_at}


def _decision_rows(session: OrmSession, campaign: Campaign, *, by_item: bool) -> Iterator[dict[str, Any]]:
    columns: tuple[Any, ...] = (
        Decision.id, Decision.item_id, Decision.rule, Decision.outcome, Decision.edits, Decision.answers,
        Decision.posterior, Decision.inputs, Decision.supporters, Decision.decided_at, Item.record_id, Item.language,
    )  # fmt: skip
    order = (Decision.item_id, Decision.id) if by_item else (Decision.id,)
    joined = select(*columns).join(Item, Item.id == Decision.item_id)
    for row in stream(session, joined.where(Item.campaign_id == campaign.id).order_by(*order)):
        yield {
            **row._asdict(),
            "decision": row.id,
            "campaign": campaign.slug,
            "event": "decision",
            "at": row.decided_at,
            "edits": _json(row.edits),
            "answers": _json(row.answers),
            "posterior": _json(row.posterior),
        }


def _current(rows: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The last of each item's decisions, unless it only took the one before back."""
    former: dict[str, Any] | None = None
    for row in rows:
        if former is not None and former["item_id"] != row["item_id"] and former["outcome"] != "reopened":
            yield former
        former = row
    if former is not None and former["outcome"] != "reopened":
        yield former


def _interleave(responses: Iterator[Any], decisions: Iterator[Any]) -> Iterator[Any]:
    """By time, as far as the clock went forward; a decision waits for its inputs in any case."""
    waiting = next(decisions, None)
    for response in responses:
        while waiting is not None and _precedes(waiting, response):
            yield waiting
            waiting = next(decisions, None)
        yield response
    while waiting is not None:
        yield waiting
        waiting = next(decisions, None)


def _precedes(decision: dict[str, Any], response: dict[str, Any]) -> bool:
    return max(decision["inputs"], default=0) < response["id"] and decision["at"] <= response["at"]


def _typed(question: QuestionSettings, value: Any) -> Any:
    """A value as its column holds it; None where an earlier version of the question allowed something else."""
    if question.type == "rating":
        return value if isinstance(value, int) else None
    if question.type in {"labels", "ranking"}:
        return [str(part) for part in value] if isinstance(value, list) else None
    return value if isinstance(value, str) else None


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)


_Fields = list[tuple[str, str]]
_RESPONSE_HEAD: _Fields = [
    ("campaign", "string"), ("record_id", "string"), ("language", "string"), ("person", "string"),
    ("simulated", "bool"), ("imported", "bool"), ("variety", "string"), ("country", "string"), ("response", "int64"),
    ("position", "int64"), ("version", "int32"), ("purpose", "string"), ("verdict", "string"),
]  # fmt: skip
_RESPONSE_TAIL: _Fields = [
    ("answers", "string"), ("edits", "string"), ("note", "string"), ("seconds", "double"), ("weight", "double"),
    ("late", "bool"), ("guidelines_version", "int32"), ("created_at", "moment"),
]  # fmt: skip
_DECISION_FIELDS: _Fields = [
    ("campaign", "string"), ("record_id", "string"), ("language", "string"), ("decision", "int64"),
    ("rule", "string"), ("outcome", "string"), ("edits", "string"), ("answers", "string"), ("posterior", "string"),
    ("inputs", "numbers"), ("supporters", "numbers"), ("decided_at", "moment"),
]  # fmt: skip
_HISTORY_FIELDS: _Fields = [
    ("sequence", "int64"), ("event", "string"), ("at", "moment"), ("campaign", "string"), ("record_id", "string"),
    ("response", "int64"), ("position", "int64"), ("person", "string"), ("simulated", "bool"), ("version", "int32"),
    ("purpose", "string"), ("verdict", "string"), ("decision", "int64"), ("rule", "string"), ("outcome", "string"),
    ("answers", "string"), ("edits", "string"), ("note", "string"), ("posterior", "string"), ("inputs", "numbers"),
    ("supporters", "numbers"),
]  # fmt: skip
_ITEM_FIELDS: _Fields = [
    ("campaign", "string"), ("record_id", "string"), ("language", "string"), ("state", "string"),
    ("purpose", "string"), ("judged", "int32"), ("payload", "string"), ("created_at", "moment"),
]  # fmt: skip
_CROWD_FIELDS: _Fields = [
    ("task", "string"), ("worker", "string"), ("label", "string"), ("question", "string"), ("weight", "double"),
    ("simulated", "bool"), ("campaign", "string"),
]  # fmt: skip

CROWD_COLUMNS = tuple(name for name, _ in _CROWD_FIELDS)
"""Columns of the crowd layout, in their order."""


def _response_fields(questions: list[QuestionSettings]) -> _Fields:
    kinds = {"rating": "int32", "labels": "texts", "ranking": "texts"}
    columns = [(_ANSWER + question.name, kinds.get(question.type, "string")) for question in questions]
    return [*_RESPONSE_HEAD, *columns, *_RESPONSE_TAIL]


def _write(path: Path, fields: _Fields, rows: Iterator[dict[str, Any]]) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    makers: dict[str, Callable[[], Any]] = {
        "string": pa.string, "bool": pa.bool_, "int32": pa.int32, "int64": pa.int64, "double": pa.float64,
        "moment": lambda: pa.timestamp("us", tz="UTC"), "numbers": lambda: pa.list_(pa.int64()),
        "texts": lambda: pa.list_(pa.string()),
    }  # fmt: skip
    schema = pa.schema([pa.field(name, makers[kind]()) for name, kind in fields])
    written, group = 0, []
    path.parent.mkdir(parents=True, exist_ok=True)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        while chunk := list(islice(rows, ROWS_AT_ONCE)):
            columns = {name: [row.get(name) for row in chunk] for name, _ in fields}
            group.append(pa.table(columns, schema=schema))
            written += len(chunk)
            if sum(part.nbytes for part in group) > _GROUP_BYTES:
                writer.write_table(pa.concat_tables(group))
                group.clear()
        if group:
            writer.write_table(pa.concat_tables(group))
    return written
