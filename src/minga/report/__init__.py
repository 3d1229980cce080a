"""Who is in the data, who did the work, what it cost, and what was left out: what a lead looks at each week."""

from __future__ import annotations

from minga.report.expenses import Expense, expenses
from minga.report.losses import Loss, losses
from minga.report.participation import Participation, participation
from minga.report.representation import Representation, VarietyShare, representation

__all__ = [
    "Expense",
    "Loss",
    "Participation",
    "Representation",
    "VarietyShare",
    "expenses",
    "losses",
    "participation",
    "representation",
]
