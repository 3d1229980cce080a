"""minga: a community's whole path from documents to data, benchmarks and a leaderboard."""

from __future__ import annotations

__all__ = ["__version__"]

__version__ = "0.1.0"
