"""Benchmark items in the records: found word for word, whole, or in other words; dropped, or noted."""

from minga.curate.contamination.overlaps import find_overlaps
from minga.curate.contamination.report import ContaminationRow, contamination_report
from minga.curate.contamination.rule import contamination_rules, counted
from minga.curate.contamination.training import items_in_training

__all__ = [
    "ContaminationRow",
    "contamination_report",
    "contamination_rules",
    "counted",
    "find_overlaps",
    "items_in_training",
]
