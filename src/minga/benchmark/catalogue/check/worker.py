"""The worker's side of a check: lm-evaluation-harness and its libraries in a process of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from minga.benchmark.catalogue.check.checking import Subject, check
from minga.worker import Report, serve

__all__ = ["answer"]


def answer(job: Mapping[str, Any], report: Report) -> dict[str, Any]:
    """The check of one subject, as JSON values."""
    return check(Subject.from_json(job["subject"]), job["items"]).as_json()


if __name__ == "__main__":
    serve(answer)
