"""The settings of a campaign as a form: which fields there are, what stands in them, and what was made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from starlette.datastructures import FormData

from minga.community.models import Campaign
from minga.settings import CampaignSettings
from minga.web.campaign_fields import FIELDS, GROUPS, FormField, Group
from minga.web.messages import later
from minga.web.visitors import field as text_of

__all__ = ["Change", "ShownField", "explain_fault", "read_changes", "shown_groups"]


@dataclass(frozen=True)
class ShownField:
    """A field with what stands in it."""

    field: FormField
    value: str
    declared: str
    """What the file says."""
    changed: bool
    """Whether the lead's change goes before the file."""
    fault: str = ""

    @property
    def id(self) -> str:
        """Of its elements in the page."""
        return self.field.name.replace(".", "-").replace("_", "-")


@dataclass(frozen=True)
class Change:
    """What a form changes, or what is wrong with it."""

    changes: dict[str, Any] = field(default_factory=dict)
    """For `change_campaign`; None takes a change back."""
    faults: dict[str, str] = field(default_factory=dict)
    """By the name of the field; empty for what is about none of them."""


def shown_groups(
    campaign: Campaign, form: FormData | None = None, faults: Mapping[str, str] | None = None
) -> list[tuple[Group, list[ShownField]]]:
    """All fields with what holds, or what was just sent."""
    settings = campaign.options.model_dump(mode="json")
    known = faults or {}
    return [
        (
            group,
            [
                ShownField(
                    one,
                    _as_text(one, _at(settings, one.name)) if form is None else text_of(form, one.name),
                    _as_text(one, _at(campaign.declared, one.name)),
                    _at(campaign.declared, one.name) != _at(settings, one.name),
                    known.get(one.name, ""),
                )
                for one in group.fields
            ],
        )
        for group in GROUPS
    ]


def read_changes(campaign: Campaign, form: FormData) -> Change:
    """What a sent form changes: fields that say something else than what holds, and those that go back to the file."""
    before = campaign.options.model_dump(mode="json")
    after: dict[str, Any] = {name: dict(value) if isinstance(value, dict) else value for name, value in before.items()}
    faults: dict[str, str] = {}
    for one in FIELDS:
        try:
            value = _at(campaign.declared, one.name) if f"reset.{one.name}" in form else _read(one, form)
        except ValueError:
            faults[one.name] = _UNREADABLE.get(one.input, later("this cannot be read"))
        else:
            _put(after, one.name, value)
    if not faults:
        faults = _check(after)
    changed = {name: value for name, value in after.items() if value != before[name]}
    # what the file says is no change over it
    taken_back = {name: None if value == campaign.declared.get(name) else value for name, value in changed.items()}
    return Change({} if faults else taken_back, faults)


def explain_fault(fault: ErrorDetails) -> tuple[str, dict[str, Any]]:
    """What pydantic found, as a message and its values, in words that can be translated."""
    message = _FAULTS.get(fault["type"])
    if message is not None:
        return message, {"limit": next(iter(fault.get("ctx", {}).values()), "")}
    return fault["msg"].removeprefix("Value error, ").replace("%", "%%"), {}


def _check(values: Mapping[str, Any]) -> dict[str, str]:
    try:
        CampaignSettings.model_validate(values)
    except ValidationError as error:
        known = {one.name for one in FIELDS}
        faults: dict[str, str] = {}
        for fault in error.errors(include_url=False):
            path = [str(part) for part in fault["loc"] if isinstance(part, str)]
            name = next((".".join(path[:end]) for end in (2, 1) if ".".join(path[:end]) in known), "")
            message, limits = explain_fault(fault)
            faults.setdefault(name, message % limits)
        return faults
    return {}


def _read(one: FormField, form: FormData) -> Any:
    text = text_of(form, one.name).strip()
    if one.input == "yes":
        return bool(text)
    if one.input == "whole":
        return int(text)
    if one.input == "number":
        return float(text.replace(",", "."))
    if one.input == "date":
        return text or None
    if one.input == "tags":
        return text.replace(",", " ").split()
    if one.input == "pairs":
        return _pairs(text)
    return text.replace("\r\n", "\n")


def _pairs(text: str) -> dict[str, float]:
    pairs = {}
    for line in text.splitlines():
        if line.strip():
            title, sign, points = line.rpartition("=")
            if not sign or not title.strip():
                raise ValueError(line)
            pairs[title.strip()] = float(points.strip().replace(",", "."))
    return pairs


def _as_text(one: FormField, value: Any) -> str:
    if value is None or value is False:
        return ""
    if one.input == "yes":
        return "yes"
    if one.input == "tags":
        return " ".join(value)
    if one.input == "pairs":
        return "\n".join(f"{title} = {points:g}" for title, points in value.items())
    return f"{value:g}" if isinstance(value, float) else str(value)


def _at(values: Mapping[str, Any], path: str) -> Any:
    top, _, rest = path.partition(".")
    value = values.get(top)
    return value.get(rest) if rest and isinstance(value, Mapping) else value


def _put(values: dict[str, Any], path: str, value: Any) -> None:
    top, _, rest = path.partition(".")
    if rest:
        values[top][rest] = value
    else:
        values[top] = value


_UNREADABLE = {
    "whole": later("a whole number is needed"),
    "number": later("a number is needed"),
    "pairs": later("one title a line, an equals sign, and its points"),
}
_FAULTS = {
    "greater_than_equal": later("it must be at least %(limit)s"),
    "less_than_equal": later("it must be at most %(limit)s"),
    "greater_than": later("it must be more than %(limit)s"),
    "less_than": later("it must be less than %(limit)s"),
    "date_from_datetime_parsing": later("this is no date"),
    "date_parsing": later("this is no date"),
    "string_pattern_mismatch": later("this cannot be used here: it must look like %(limit)s"),
    "string_too_long": later("it has at most %(limit)s characters"),
    "missing": later("this is missing"),
    "extra_forbidden": later("there is no such setting"),
}
