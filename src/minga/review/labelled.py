"""Labels that people agreed on in `label` campaigns, where a table has a column for them."""

from __future__ import annotations

from typing import Any

from minga.community import Database
from minga.review.campaigns import campaigns_over
from minga.review.decisions import current_decisions

__all__ = ["labels_over"]

_TIME = {"yes": True, "true": True, "sensitive": True, "no": False, "false": False, "stable": False}
_CULTURAL = {"sensitive", "agnostic"}


def labels_over(db: Database, table: str) -> dict[str, dict[str, Any]]:
    """`cultural` and `time_sensitive` of the rows of a table, by record id, where a campaign over it decided them.

    A question counts by its name: `cultural` with the values `sensitive` and `agnostic`, `time_sensitive` with `yes`
    and `no`. Where two campaigns decided the same, the newer one holds.
    """
    labels: dict[str, dict[str, Any]] = {}
    for campaign in campaigns_over(db, table):
        if campaign.kind != "label":
            continue
        for record, conclusion in current_decisions(db, campaign).items():
            found = _labels(conclusion.answers or {})
            if found:
                labels.setdefault(record, {}).update(found)
    return labels


def _labels(answers: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if answers.get("cultural") in _CULTURAL:
        found["cultural"] = answers["cultural"]
    if isinstance(answers.get("time_sensitive"), str) and answers["time_sensitive"] in _TIME:
        found["time_sensitive"] = _TIME[answers["time_sensitive"]]
    return found
