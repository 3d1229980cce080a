"""Answers that go by a share of their characters or words: what is measured from 0 to 1 and has a largest value."""

from __future__ import annotations

import pyarrow.compute as pc

from minga.curate.quality.thresholds import LANGUAGE, Threshold
from minga.curate.rules import Rule

__all__ = ["share_rule"]


def share_rule(reason: str, column: str, most: Threshold, of: str) -> Rule:
    """Records whose share in `column` is above `most` leave; `of` says in words what it is a share of."""
    return Rule(
        reason,
        [column, LANGUAGE],
        lambda seen: pc.greater(seen[column], most.rows(seen)),
        lambda row: f"{row[column]:.0%} of the {of}",
    )
