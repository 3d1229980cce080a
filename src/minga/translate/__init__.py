"""Benchmarks in other languages: reading them, translating them, and finding what is wrong with a translation."""

from minga.translate.lint import explain
from minga.translate.readers import source_items
from minga.translate.risk import calibrate
from minga.translate.stage import translate

__all__ = ["calibrate", "explain", "source_items", "translate"]
