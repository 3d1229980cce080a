"""`minga translate risk`: how well it is foreseen which translated items people change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import typer

from minga.cli.outcome import Outcome
from minga.cli.session import Session
from minga.cli.verb import verb

__all__ = ["register"]

_HEAVIEST = 12
_ERRORS = {"Brier": "brier", "ECE": "ece"}


def register(group: typer.Typer) -> None:
    """Add the command to the group `translate`."""

    @verb(group, "risk", writes=False)
    def risk(session: Session) -> Outcome:
        """Show how well the risk of items foresees what people change, and what it has learnt from them."""
        from minga.errors import NothingToDo

        table = session.project.workspace().latest("risk")
        if table is None:
            raise NothingToDo(
                "no risk has been learnt yet",
                hint="it takes 50 translated items that people decided on, then: minga run",
            )
        notes = table.manifest.notes
        return Outcome(
            data={name: notes[name] for name in ("decisions", "calibration", "weights")},
            text=_drawn(notes),
            next="people get the riskiest first: minga serve",
        )


def _drawn(notes: Mapping[str, Any]) -> Any:
    from rich.console import Group

    parts = [_calibration(name, found) for name, found in notes["calibration"].items()]
    return Group(f"learnt from {notes['decisions']:,} decided items", *parts, _weights(notes["weights"]))


def _calibration(name: str, found: Mapping[str, Any]) -> Any:
    from rich.table import Table

    default, learnt = found["default"], found["learnt"]
    errors = (f"{figure} {learnt[key]:.3f} (the linter alone {default[key]:.3f})" for figure, key in _ERRORS.items())
    title = f"{name}: {', '.join(errors)}"
    table = Table(box=None, pad_edge=False, header_style="dim", title=title, title_justify="left")
    for column in ("fifth", "items", "foreseen", "changed"):
        table.add_column(column, justify="right")
    for number, fifth in enumerate(learnt["fifths"], 1):
        shares = (f"{fifth[one]:.0%}" for one in ("predicted", "observed"))
        table.add_row(str(number), f"{fifth['items']:,}", *shares)
    return table


def _weights(weights: Mapping[str, float]) -> Any:
    """Those that moved most from where they began: `score` at 1, all others at 0."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="dim", title="what it has learnt", title_justify="left")
    table.add_column("feature")
    table.add_column("weight", justify="right")
    moved = sorted(weights.items(), key=lambda pair: (-abs(pair[1] - (pair[0] == "score")), pair[0]))
    for name, weight in moved[:_HEAVIEST]:
        table.add_row(name, f"{weight:+.2f}")
    return table
