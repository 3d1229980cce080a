"""Benchmarks in other languages: reading them, translating them, and finding what is wrong with a translation."""

from minga.translate.lint import explain, lint
from minga.translate.readers import source_items
from minga.translate.stage import translate

__all__ = ["explain", "lint", "source_items", "translate"]
