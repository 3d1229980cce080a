"""From where a text's language is: evidence for people, never a reason to leave."""

from minga.curate.variety.annotator import VarietyAnnotator
from minga.curate.variety.stage import train_variety

__all__ = ["VarietyAnnotator", "train_variety"]
