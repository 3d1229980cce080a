"""Finding what is wrong with a translated benchmark item, without a person."""

from minga.translate.lint.explanations import explain
from minga.translate.lint.language_rules import rules_hash
from minga.translate.lint.linter import lint, unknown_words
from minga.translate.lint.risk import risk_of, word_count
from minga.translate.lint.table import CHECKS, Check

__all__ = ["CHECKS", "Check", "explain", "lint", "risk_of", "rules_hash", "unknown_words", "word_count"]
