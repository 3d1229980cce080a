"""A campaign's questions as TOML, as in `minga.toml`: written out, and read again with the line of what is wrong."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from minga.community.models import Assignment, Campaign
from minga.settings import CampaignSettings, QuestionSettings
from minga.toml_lines import line_of, toml_lines
from minga.web.campaign_form import explain_fault
from minga.web.item_view import ShownQuestion, questions_shown
from minga.web.messages import later

__all__ = ["Fault", "preview", "questions_from_toml", "questions_to_toml"]

_MAX_CHARACTERS = 50_000


@dataclass(frozen=True)
class Fault:
    """What is wrong with a text of questions."""

    what: str
    line: int | None = None
    """From 1; None where it is about no line."""


def questions_to_toml(questions: Sequence[QuestionSettings]) -> str:
    """The text for questions, with what is not as it would be anyway.

    >>> print(questions_to_toml([QuestionSettings(name="clear", type="rating", title="Is it clear?", high=3)]))
    [[questions]]
    name = "clear"
    type = "rating"
    title = "Is it clear?"
    high = 3
    """
    tables = []
    for question in questions:
        values = question.model_dump(mode="json", exclude_defaults=True)
        tables.append("\n".join(["[[questions]]", *(f"{name} = {_value(value)}" for name, value in values.items())]))
    return "\n\n".join(tables)


def questions_from_toml(text: str, campaign: Campaign | CampaignSettings) -> tuple[QuestionSettings, ...] | Fault:
    """The questions that a text stands for, checked as those of this campaign; else what is wrong, and where."""
    settings = campaign.options if isinstance(campaign, Campaign) else campaign
    if len(text) > _MAX_CHARACTERS:
        return Fault(later("the text is too long"))
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        what = re.sub(r" \(at .*\)$", "", str(error))
        return Fault(what, int(found[1]) if found else len(text.splitlines()) or 1)
    if other := sorted(values.keys() - {"questions"}):
        return Fault(later("only [[questions]] may stand here"), line_of((other[0],), toml_lines(text)))
    try:
        checked = CampaignSettings.model_validate({**settings.model_dump(), "questions": values.get("questions", ())})
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        message, limits = explain_fault(fault)
        return Fault(_where(fault["loc"]) + message % limits, line_of(fault["loc"], toml_lines(text)))
    return checked.questions


def preview(campaign: Campaign, questions: Sequence[QuestionSettings]) -> tuple[ShownQuestion, ...]:
    """The questions as people would see them."""
    declared = {
        **campaign.options.model_dump(mode="json"),
        "questions": [one.model_dump(mode="json") for one in questions],
    }
    sketch = Campaign(kind=campaign.kind, declared=declared, overrides={})
    return questions_shown(sketch, Assignment(swapped=False), None, {})


def _where(path: tuple[str | int, ...]) -> str:
    """The key that a fault is about, without the position in the list."""
    keys = [str(part) for part in path[1:] if isinstance(part, str)]
    return f"{'.'.join(keys)}: " if keys else ""


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(name)} = {_value(each)}" for name, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    # a JSON string is a basic string of TOML, but for the one character that only TOML wants escaped
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _value(name)
