"""What models were asked, and what that cost."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel

from minga.tables import Artifact

__all__ = ["Expense", "expenses"]


class Expense(BaseModel):
    """Tokens of all answers that one table is made of, whether they were asked for or remembered."""

    table: str
    tokens_in: int
    """Tokens that the model read."""
    tokens_out: int
    """Tokens that the model wrote."""
    cost_usd: float
    """US dollars, at the prices of the endpoint when the table was made."""


def expenses(artifacts: Iterable[Artifact]) -> list[Expense]:
    """Every table for which a model was asked, in the order given."""
    return [
        Expense(table=artifact.name, **{name: notes[name] for name in ("tokens_in", "tokens_out", "cost_usd")})
        for artifact in artifacts
        if "cost_usd" in (notes := artifact.manifest.notes)
    ]
