"""The calibration curves as a picture."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from minga.curate.variety.held_out import HeldOut
from minga.line_plots import line_chart
from minga.plots import svg

__all__ = ["draw"]

_LEAST = 20
"""Texts of a point: of fewer the share says little."""


def draw(worth: Mapping[str, HeldOut], into: Path) -> None:
    """How often a model is right (up) of those that say how sure it is (across), a line a kind of text."""
    lines = {
        name: [(row["confidence"], row["accuracy"]) for row in said.calibration if row["texts"] >= _LEAST]
        for name, said in worth.items()
    }
    lines["honest"] = [(0.25, 0.25), (1.0, 1.0)]
    numbers = "; ".join(f"{name}: " + ", ".join(f"{x:.2f} → {y:.2f}" for x, y in line) for name, line in lines.items())
    chart = line_chart(
        {name: line for name, line in lines.items() if line},
        title="How sure the classifier says it is, and how often it is right",
        description=numbers,
        across="says",
        up="is right",
    )
    into.parent.mkdir(parents=True, exist_ok=True)
    into.write_text(svg(chart) + "\n", encoding="utf-8")
