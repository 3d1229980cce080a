"""Benchmarks in other languages: reading them, translating them, and finding what is wrong with a translation."""

from minga.translate.readers import source_items

__all__ = ["source_items"]
