"""In which language each message of a record is, and whether that is the one that the record says."""

from minga.curate.language.language_identification import LanguageAnnotator, candidates
from minga.curate.language.language_matrix import MatrixRow, language_matrix
from minga.curate.language.language_rules import language_rules

__all__ = ["LanguageAnnotator", "MatrixRow", "candidates", "language_matrix", "language_rules"]
