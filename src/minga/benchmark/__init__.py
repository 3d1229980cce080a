"""Validated items as tasks of lm-evaluation-harness."""

from __future__ import annotations

from minga.benchmark.harness_task import CODE, build_task, task_name

__all__ = ["CODE", "build_task", "task_name"]
