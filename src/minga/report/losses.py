"""What left the pipeline, at which stage and for which reason."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel

from minga.tables import Artifact

__all__ = ["Loss", "losses"]


class Loss(BaseModel):
    """Units that one table dropped for one reason."""

    table: str
    reason: str
    units: int
    share: float
    """Of the units that the table read, from 0 to 1."""


def losses(artifacts: Iterable[Artifact]) -> list[Loss]:
    """Every reason of every table, the largest share first within a table."""
    found = []
    for artifact in artifacts:
        counts = artifact.manifest.counts
        for reason, units in sorted(counts.dropped.items(), key=lambda pair: (-pair[1], pair[0])):
            found.append(Loss(table=artifact.name, reason=reason, units=units, share=units / counts.rows_in))
    return found
