"""Donated data sets become instruction records."""

from minga.collect.stage import collect

__all__ = ["collect"]
