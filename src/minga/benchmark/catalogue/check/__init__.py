"""The check of a task before anybody is ranked by it: its template, items, splits and scoring, without a model."""

from minga.benchmark.catalogue.check.checking import Checked, Subject, check
from minga.benchmark.catalogue.check.findings import RULES, Finding, Severity
from minga.benchmark.catalogue.check.running import check_subjects, subject_of_artifact, subject_of_entry

__all__ = [
    "Checked", "Finding", "RULES", "Severity", "Subject", "check", "check_subjects", "subject_of_artifact",
    "subject_of_entry",
]  # fmt: skip
