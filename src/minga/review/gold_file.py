"""The gold file: items whose answers are known, for the entry test and as control items.

One JSON object a line, with `language`, `purpose` (`test`, `gold` or `both`), the texts of an item of the campaign's
kind, the `answers` that are right, and an `explanation` in one or more languages:

    {"language": "es", "purpose": "both", "record": {…}, "answers": {"verdict": "reject"},
     "explanation": {"es": "Falta la negación: «no» cambia la respuesta."}}
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import BindParameter, ColumnElement, Select, select
from sqlalchemy.orm import Session as OrmSession

from minga.community import Database
from minga.community.models import Campaign, Item, ItemPurpose
from minga.errors import InputError
from minga.languages import language_of
from minga.records import BenchmarkItem, InstructionRecord, Text, content_id, first_fault
from minga.review.answer_key import check_key
from minga.settings import CampaignSettings
from minga.settings.base import Tag

__all__ = ["GoldItem", "GoldSynced", "is_live", "read_gold", "sync_gold"]

_MAX_BYTES = 20_000_000
_MAX_LINES = 10_000
_NEVER = 1e9
"""Place of gold items: behind everything, as they are closed to the queue."""


class GoldItem(BaseModel):
    """One line of the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    language: Tag
    purpose: Literal["test", "gold", "both"] = "both"
    record: dict[str, Any] | None = None
    source: dict[str, Any] | None = None
    text: Text | None = Field(default=None, min_length=1)
    prompt: Text | None = Field(default=None, min_length=1)
    a: Text | None = Field(default=None, min_length=1)
    b: Text | None = Field(default=None, min_length=1)
    answers: dict[str, Any]
    explanation: dict[str, Text] = Field(default_factory=dict)

    @property
    def payload(self) -> dict[str, Any]:
        """What people see of it, as in `Item.payload`."""
        texts = self.model_dump(include={"record", "source", "text", "prompt", "a", "b"}, exclude_none=True)
        return dict(sorted(texts.items()))

    @property
    def content(self) -> str:
        """A hash of what people see."""
        return content_id("gold", {"language": self.language, "payload": self.payload})

    @property
    def purposes(self) -> tuple[ItemPurpose, ...]:
        """As which items it is kept."""
        return ("test", "gold") if self.purpose == "both" else (self.purpose,)


@dataclass(frozen=True)
class GoldSynced:
    """What reading the file changed, and how much there is by language."""

    added: int
    closed: int
    """Items that are not in the file any more: nobody is given them again."""
    tests: dict[str, int]
    golds: dict[str, int]


def is_live(campaign: Campaign | BindParameter[int]) -> tuple[ColumnElement[bool], ...]:
    """Conditions for the gold items that stand in the campaign's file now; its number may be given later."""
    number = campaign.id if isinstance(campaign, Campaign) else campaign
    return (Item.campaign_id == number, Item.state == "closed", Item.place == _NEVER, Item.table_content != "")


def sync_gold(db: Database, campaign: Campaign, path: Path | None) -> GoldSynced:
    """Bring the campaign's gold items to what the file says; None for a campaign without one.

    A line that changed in what people see or in its answers is a new item; the one before is given to nobody any more.
    Raises InputError with file and line.
    """
    options = campaign.options
    wanted = {} if path is None else _wanted(options, path)
    with db.writing() as session:
        known = {item.record_id: item for item in session.scalars(_known(campaign)).all()}
        gone = [item for key, item in known.items() if key not in wanted and item.table_content]
        for item in gone:
            item.table_content = ""
        added = sum(_keep(session, db, campaign, known, key, *line) for key, line in wanted.items())
    counts = {purpose: Counter[str]() for purpose in ("test", "gold")}
    for line, purpose in wanted.values():
        counts[purpose][language_of(line.language)] += 1
    return GoldSynced(added, len(gone), dict(sorted(counts["test"].items())), dict(sorted(counts["gold"].items())))


def read_gold(settings: CampaignSettings, path: Path) -> list[GoldItem]:
    """The lines of a gold file, checked against what the campaign asks. Raises InputError with file and line."""
    seen: dict[str, int] = {}
    lines = []
    for number, text in _lines(path):
        where = f"{path.name}:{number}"
        line = _parse(settings, text, where)
        if line.content in seen:
            raise InputError(f"the same item stands in line {seen[line.content]}", where=where, hint="leave one out")
        seen[line.content] = number
        lines.append(line)
    _check_tests(settings, lines, path)
    return lines


def _wanted(settings: CampaignSettings, path: Path) -> dict[str, tuple[GoldItem, ItemPurpose]]:
    return {
        content_id("gold", {"purpose": purpose, "item": line.content, "answers": line.answers}): (line, purpose)
        for line in read_gold(settings, path)
        for purpose in line.purposes
    }


def _known(campaign: Campaign) -> Select[Item]:
    return select(Item).where(Item.campaign_id == campaign.id, Item.purpose != "work").with_for_update()


def _keep(
    session: OrmSession, db: Database, campaign: Campaign, known: dict[str, Item], key: str, line: GoldItem,
    purpose: ItemPurpose,
) -> bool:  # fmt: skip
    """Make the item of a line, or bring its explanation up to date. Returns whether it is new to the file."""
    item = known.get(key)
    gold = {"answers": line.answers, "explanation": line.explanation, "content": line.content}
    if item is None:
        item = Item(
            campaign_id=campaign.id, record_id=key, language=line.language, payload=line.payload, place=_NEVER,
            table_content="", state="closed", purpose=purpose, created_at=db.now(),
        )  # fmt: skip
        session.add(item)
    added = not item.table_content
    item.gold, item.table_content = gold, line.content
    return added


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise InputError("is too large for a gold file", where=path, hint=f"it has at most {_MAX_BYTES:,} bytes")
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        hint = "it is named as gold in minga.toml"
        raise InputError("cannot be read as UTF-8 text", where=path, hint=hint) from error
    numbered = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(numbered) > _MAX_LINES:
        raise InputError("has too many lines for a gold file", where=path, hint=f"it has at most {_MAX_LINES:,}")
    yield from numbered


def _parse(settings: CampaignSettings, text: str, where: str) -> GoldItem:
    try:
        line = GoldItem.model_validate(json.loads(text))
        checked = _CHECKS[settings.kind](line)
    except json.JSONDecodeError as error:
        raise InputError(f"is not JSON: {error.msg}", where=where, hint="one object a line") from None
    except ValidationError as error:
        raise InputError(first_fault(error), where=where, hint="see the how-to on entry tests") from None
    except KeyError:
        raise InputError(f"a {settings.kind} campaign has no right answers", where=where, hint="drop gold") from None
    if not checked:
        raise InputError(f"the texts of a {settings.kind} item are missing", where=where, hint=_HINTS[settings.kind])
    if line.purpose != "gold" and not any(line.explanation.values()):
        raise InputError("a question of the entry test has no explanation", where=where, hint='{"es": "…"}')
    return line.model_copy(update={"answers": check_key(settings, line.answers, where)})


def _check_tests(settings: CampaignSettings, lines: list[GoldItem], path: Path) -> None:
    """A language that has a test has enough questions for it."""
    counts = Counter(language_of(line.language) for line in lines if "test" in line.purposes)
    if settings.test_items and not counts:
        raise InputError("has no question for the entry test", where=path, hint="set purpose to test or both")
    for tag, count in counts.items():
        if count < settings.test_items:
            raise InputError(
                f"has {count} questions for the entry test in {tag}", where=path,
                hint=f"test_items asks for {settings.test_items}",
            )  # fmt: skip


def _is_translation(line: GoldItem) -> bool:
    if line.record is None:
        return False
    _complete(BenchmarkItem, line, line.record)
    if line.source is not None:
        BenchmarkItem.model_validate(line.source)
    return True


def _is_instruction(line: GoldItem) -> bool:
    if line.record is None:
        return False
    _complete(InstructionRecord, line, line.record)
    return True


def _is_labelled(line: GoldItem) -> bool:
    if line.record is None:
        return line.text is not None
    return _is_instruction(line) if "messages" in line.record else _is_translation(line)


def _is_comparison(line: GoldItem) -> bool:
    return None not in (line.prompt, line.a, line.b)


def _complete(model: type[BenchmarkItem] | type[InstructionRecord], line: GoldItem, record: dict[str, Any]) -> None:
    """Check a record, and keep it with all its fields, as those from tables are."""
    whole = model.model_validate({"language": line.language, **record})
    record.update(whole.model_dump(mode="json", by_alias=True))


_CHECKS = {
    "validate-translation": _is_translation,
    "review-instruction": _is_instruction,
    "label": _is_labelled,
    "compare": _is_comparison,
}
_HINTS = {
    "validate-translation": "put the item under record, and its original under source",
    "review-instruction": "put the instruction record under record",
    "label": "put a text under text, or a record under record",
    "compare": "give prompt, a and b",
}
