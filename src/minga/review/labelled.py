"""Labels that people agreed on, where a table has a column for them: in `label` campaigns, or while they validated."""

from __future__ import annotations

from typing import Any

from minga.community import Database
from minga.review.campaigns import campaigns_over
from minga.review.decisions import current_decisions

__all__ = ["labels_over"]

_TIME = {"yes": True, "true": True, "sensitive": True, "no": False, "false": False, "stable": False}
_CULTURAL = {"sensitive", "agnostic"}
_KNOWLEDGE = {"cultural", "geographic", "dialect"}
_KINDS = {"label", "validate-translation"}


def labels_over(db: Database, table: str) -> dict[str, dict[str, Any]]:
    """`cultural`, `cultural_knowledge` and `time_sensitive` of the rows of a table, by record id, where a campaign over
    it decided them.

    A question counts by its name: `cultural` with the values `sensitive` and `agnostic`, `cultural_knowledge` with
    `cultural`, `geographic` and `dialect`, `time_sensitive` with `yes` and `no`. Where two campaigns decided the same,
    the newer one holds.
    """
    labels: dict[str, dict[str, Any]] = {}
    for campaign in campaigns_over(db, table):
        if campaign.kind not in _KINDS:
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
    knowledge = answers.get("cultural_knowledge")
    if answers.get("cultural") == "sensitive" and isinstance(knowledge, list) and _KNOWLEDGE.issuperset(knowledge):
        found["cultural_knowledge"] = tuple(sorted(knowledge))
    if isinstance(answers.get("time_sensitive"), str) and answers["time_sensitive"] in _TIME:
        found["time_sensitive"] = _TIME[answers["time_sensitive"]]
    return found
