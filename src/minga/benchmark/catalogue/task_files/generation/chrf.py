"""How near a written answer is to its reference, item by item; lm-evaluation-harness calls `process_results`."""

from __future__ import annotations

from typing import Any

__all__ = ["process_results"]

_REFERENCES = ("answer", "Diagnostico", "Tratamiento")


def process_results(doc: dict[str, Any], results: list[str]) -> dict[str, float]:
    """chrF of one answer, from 0 to 100 (Popović, 2015)."""
    import sacrebleu

    # the diagnosis is what is asked for only where no treatment is
    reference = next(doc[name] for name in reversed(_REFERENCES) if doc.get(name))
    return {"chrf": float(sacrebleu.sentence_chrf(results[0].strip(), [reference]).score)}
