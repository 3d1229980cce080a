"""`minga curate train-variety`: labelled records to a classifier of varieties."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import typer

from minga.cli.outcome import Outcome
from minga.cli.session import Session
from minga.cli.steps import made_of
from minga.cli.verb import verb

__all__ = ["register"]


def register(group: typer.Typer) -> None:
    """Add the command to the group `curate`."""

    @verb(group, "train-variety")
    def train_variety(session: Session) -> Outcome:
        """Learn to tell varieties (es-AR, es-MX …) apart from what people wrote, and say how well that goes.

        Curating uses it as evidence from then on. It is measured on texts of people that it did not learn from.
        """
        model = session.pipeline().variety_model
        outcome = Outcome(made=[made_of(model, session)], next="minga curate")
        if model.manifest_ is not None:
            outcome.data["held_out"] = model.manifest.notes["held_out"]
            outcome.text = _sheet(model.manifest.notes)
        return outcome


def _sheet(notes: Mapping[str, Any]) -> str:
    """What it is worth, for people."""
    sheets = [_of_language(name, notes["texts"][name], held_out) for name, held_out in notes["held_out"].items()]
    sheets += [f"{language} is left out: {reason}" for language, reason in notes["left_out"].items()]
    return "\n\n".join(sheets)


def _of_language(language: str, texts: int, held_out: Mapping[str, Any]) -> str:
    lines = [
        f"{language}: learnt from {texts:,} texts, but for {held_out['texts']:,} by other people; of these:",
        f"  accuracy {held_out['accuracy']:.3f}, macro-F1 {held_out['macro_f1']:.3f}, ECE {held_out['ece']:.3f}",
        f"  tells {held_out['told']:.0%} of them, and is right in {held_out['told_accuracy']:.0%} of these",
    ]
    columns = [*held_out["confusion"], "und"]
    width = max(map(len, columns)) + 2
    lines += ["", f"{'is':<{width}}" + "".join(f"{name:>{width}}" for name in columns)]
    for true, said in held_out["confusion"].items():
        lines.append(f"{true:<{width}}" + "".join(f"{said[name]:>{width}}" for name in columns))
    lines += ["", "characters   texts   accuracy   told   right of these"]
    lines += [
        f"{row['characters']:>6} …   {row['texts']:>6}   {row['accuracy']:>8.2f}   {row['told']:>4.0%}   "
        f"{row['told_accuracy']:>6.2f}"
        for row in held_out["by_length"]
    ]
    lines += ["", "says   is right   texts"]
    lines += [
        f"{row['confidence']:.2f}   {row['accuracy']:>8.2f}   {row['texts']:>5.0f}" for row in held_out["calibration"]
    ]
    return "\n".join(lines)
