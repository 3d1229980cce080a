"""How much human validation changes what a benchmark says: its source, machine and validated versions compared."""

from __future__ import annotations

from minga.benchmark.compare.comparison import Comparison, Version
from minga.benchmark.compare.stage import CompareOptions, Evidence, compare
from minga.benchmark.compare.versions import Versions

__all__ = ["CompareOptions", "Comparison", "Evidence", "Version", "Versions", "compare"]
