"""The catalogue of known evaluation sets, and suites made of them."""

from minga.benchmark.catalogue.entries import Entry, catalogue, entry_of
from minga.benchmark.catalogue.suites import OWN, Suite, SuiteTasks, known_suites, make_suite_tasks, suite_named

__all__ = [
    "Entry", "OWN", "Suite", "SuiteTasks", "catalogue", "entry_of", "known_suites", "make_suite_tasks", "suite_named",
]  # fmt: skip
