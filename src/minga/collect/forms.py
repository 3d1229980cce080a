"""How a row of a donation says who said what: Alpaca, ShareGPT, OpenAI messages, or a template over columns."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from minga.collect.rows import RowFault
from minga.errors import InputError, SettingError
from minga.settings import DonationSettings

__all__ = ["Form", "Messages", "recognise"]

Messages = list[dict[str, str]]

_ROLES = {
    "human": "user",
    "user": "user",
    "gpt": "assistant",
    "chatgpt": "assistant",
    "bot": "assistant",
    "model": "assistant",
    "assistant": "assistant",
    "system": "system",
}


@dataclass(frozen=True)
class Form:
    """One way of laying out rows."""

    name: str
    columns: tuple[str, ...]
    """The columns it reads."""
    messages: Callable[[Mapping[str, Any]], Messages]
    """A row's messages. Raises RowFault."""


def recognise(donation: DonationSettings, columns: Sequence[str], where: str) -> Form:
    """The form of a donation, as its settings say or, with `auto`, as its columns show.

    Raises InputError when the columns do not fit, SettingError when a template is missing or names no column.
    """
    if donation.form == "template" or (donation.form == "auto" and donation.user and donation.assistant):
        return _template(donation, columns, where)
    found = _by_columns(columns)
    wanted = found if donation.form == "auto" else {name: form for name, form in found.items() if name == donation.form}
    if wanted:
        return next(iter(wanted.values()))
    names = ", ".join(repr(column) for column in columns)
    if donation.form != "auto":
        raise InputError(f"does not have the form {donation.form}: its columns are {names}", where=where)
    raise InputError(
        f"its form cannot be recognised: its columns are {names}",
        where=where,
        hint="Alpaca has instruction and output, ShareGPT conversations, OpenAI messages; for any other set "
        'form = "template" with user = … and assistant = …',
    )


def _by_columns(columns: Sequence[str]) -> dict[str, Form]:
    """Forms that fit, the most telling first."""
    named = {column.strip().casefold(): column for column in reversed(columns)}
    optional = tuple(named[name] for name in ("system",) if name in named)
    forms = {}
    for name, column in (("messages", "messages"), ("sharegpt", "conversations")):
        if column in named:
            read = _conversation(named[column], named.get("system"))
            forms[name] = Form(name, (named[column], *optional), read)
    if "instruction" in named and "output" in named:
        used = (named["instruction"], named["output"], *(named[name] for name in ("input",) if name in named))
        read = _alpaca(named["instruction"], named.get("input"), named["output"], named.get("system"))
        forms["alpaca"] = Form("alpaca", (*used, *optional), read)
    return forms


def _alpaca(
    instruction: str, context: str | None, output: str, system: str | None
) -> Callable[[Mapping[str, Any]], Messages]:
    def messages(row: Mapping[str, Any]) -> Messages:
        asked = [_text(row, instruction), _text(row, context) if context else ""]
        said = {"role": "user", "content": "\n\n".join(part for part in asked if part.strip())}
        return [*_system(row, system), said, {"role": "assistant", "content": _text(row, output)}]

    return messages


def _conversation(column: str, system: str | None) -> Callable[[Mapping[str, Any]], Messages]:
    def messages(row: Mapping[str, Any]) -> Messages:
        turns = row.get(column)
        if isinstance(turns, str):  # CSV, and some Parquet files, hold the list as JSON
            try:
                turns = json.loads(turns)
            except (ValueError, RecursionError):
                raise RowFault("invalid-row", f"{column} is not a JSON list") from None
        if not isinstance(turns, list) or not turns:
            raise RowFault("invalid-row", f"{column} is not a list of turns")
        said = [_turn(turn, f"{column}[{number}]") for number, turn in enumerate(turns)]
        return said if said[0]["role"] == "system" else [*_system(row, system), *said]

    return messages


def _turn(turn: object, place: str) -> dict[str, str]:
    if not isinstance(turn, dict):
        raise RowFault("invalid-row", f"{place} is not an object")
    role = turn.get("role", turn.get("from"))
    if not isinstance(role, str) or role.casefold() not in _ROLES:
        raise RowFault("invalid-row", f"{place}: the role {role!r} is none of user, assistant, system")
    content = turn.get("content", turn.get("value"))
    if isinstance(content, list):
        content = _parts(content, place)
    if content is not None and not isinstance(content, str):
        raise RowFault("invalid-row", f"{place}: the content is not text")
    return {"role": _ROLES[role.casefold()], "content": content or ""}


def _parts(parts: list[Any], place: str) -> str:
    """OpenAI's content parts, where all of them are text."""
    found = [part.get("text") for part in parts if isinstance(part, dict) and part.get("type") == "text"]
    texts = [text for text in found if isinstance(text, str)]
    if len(texts) != len(parts):
        raise RowFault("invalid-row", f"{place}: the content is not only text")
    return "".join(texts)


def _system(row: Mapping[str, Any], column: str | None) -> Messages:
    text = _text(row, column) if column else ""
    return [{"role": "system", "content": text}] if text.strip() else []


def _text(row: Mapping[str, Any], column: str) -> str:
    value = row.get(column)
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return str(value)
    raise RowFault("invalid-row", f"{column} is not text")


_SLOT = re.compile(r"\{\{|\}\}|\{([^{}]+)\}|[{}]")


def _template(donation: DonationSettings, columns: Sequence[str], where: str) -> Form:
    slots: list[str] = []
    for key, template in (("user", donation.user), ("assistant", donation.assistant)):
        if not template:
            raise SettingError(f'form = "template" needs {key}', where=where, hint=f'add: {key} = "{{{columns[0]}}}"')
        slots += _slots(key, template, columns, where)

    def messages(row: Mapping[str, Any]) -> Messages:
        said = (("user", donation.user), ("assistant", donation.assistant))
        return [{"role": role, "content": _fill(template, row)} for role, template in said]

    return Form("template", tuple(dict.fromkeys(slots)), messages)


def _slots(key: str, template: str, columns: Sequence[str], where: str) -> list[str]:
    """The columns that a template names."""
    slots = []
    for match in _SLOT.finditer(template):
        name = match[1]
        if name is None and match[0] in "{}":
            raise SettingError(
                f"{key}: a brace stands alone", where=where, hint="columns are {Name}; a brace itself is {{"
            )
        if name is not None and name not in columns:
            near = get_close_matches(name, columns, n=1, cutoff=0.5)
            known = ", ".join(columns)
            hint = f"did you mean {near[0]}? The columns are {known}" if near else f"the columns are {known}"
            raise SettingError(f"{key} names a column {name!r} that is not there", where=where, hint=hint)
        slots += [name] if name else []
    return slots


def _fill(template: str, row: Mapping[str, Any]) -> str:
    def value(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0][0]
        text = _text(row, match[1]).strip()
        if not text:
            raise RowFault("empty-message", f"the column {match[1]} is empty")
        return text

    return _SLOT.sub(value, template)
