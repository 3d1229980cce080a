"""Results that others computed: files of lm-evaluation-harness and logs of Inspect, as evaluations of the project."""

from __future__ import annotations

from minga.evaluate.importing.run import LeftOut
from minga.evaluate.importing.stage import Imported, import_results

__all__ = ["Imported", "LeftOut", "import_results"]
