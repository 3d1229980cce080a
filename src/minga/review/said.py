"""What people said about items, as the rules read it: newest versions, without those who withdrew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, bindparam, select
from sqlalchemy.orm import Session as OrmSession

from minga.community.models import Person, Purpose, Response, Verdict

__all__ = ["Said", "load_said", "newest_of", "said_of_item"]

_COLUMNS = (
    Response.id, Response.position, Response.item_id, Response.person_id, Response.purpose, Response.verdict,
    Response.answers, Response.edits, Response.weight,
)  # fmt: skip
_SAID = (
    select(*_COLUMNS)
    .join(Person, Person.id == Response.person_id)
    .where(Person.withdrawn_at.is_(None), Response.purpose.in_(("work", "adjudication")))
    .order_by(Response.position)
)
_OF_ITEM = _SAID.where(Response.item_id == bindparam("item"))


@dataclass(frozen=True, slots=True)
class Said:
    """One response, with what of it counts."""

    id: int
    position: int
    item_id: int
    person_id: int
    purpose: Purpose
    verdict: Verdict
    answers: Mapping[str, Any] | None = None
    edits: Mapping[str, str] | None = None
    weight: float = 1.0

    @property
    def judges(self) -> bool:
        """Whether it is an opinion; `cannot-judge` is none."""
        return self.verdict != "cannot-judge"

    def value_of(self, question: str) -> Any:
        """The answer to a question, of which `verdict` is one; None where it gives none."""
        return self.verdict if question == "verdict" else (self.answers or {}).get(question)


def load_said(session: OrmSession, *where: ColumnElement[bool]) -> list[Said]:
    """Work and adjudication that fits `where`, in the order of positions, without people who withdrew."""
    return [Said(*row) for row in session.execute(_SAID.where(*where))]


def said_of_item(session: OrmSession, item_id: int) -> list[Said]:
    """The same about one item."""
    return [Said(*row) for row in session.execute(_OF_ITEM, {"item": item_id})]


def newest_of(said: Iterable[Said]) -> list[Said]:
    """The newest version of what each person said about each item, in the order in which she first said something.

    Her word as an adjudicator is another one than hers as a reviewer; control items and repeats are nobody's.
    """
    newest: dict[tuple[int, int, str], Said] = {}
    for one in sorted(said, key=lambda one: one.position):
        if one.purpose in {"work", "adjudication"}:
            # The key stays where it was first put, so the order is that of the first versions.
            newest[one.item_id, one.person_id, one.purpose] = one
    return list(newest.values())
