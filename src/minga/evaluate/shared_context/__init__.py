"""lm-evaluation-harness's `hf` model with shared contexts: what requests have in common is read once."""

from __future__ import annotations

from minga.evaluate.shared_context.model import SharedContextLM

__all__ = ["SharedContextLM"]
