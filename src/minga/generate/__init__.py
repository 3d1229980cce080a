"""From documents to instruction records: passages, what a language model is asked about them, and what is kept."""

from __future__ import annotations

from minga.generate.passages import Passage
from minga.generate.prompts import Prompts, load_prompts
from minga.generate.stage import CODE, generate

__all__ = ["CODE", "Passage", "Prompts", "generate", "load_prompts"]
