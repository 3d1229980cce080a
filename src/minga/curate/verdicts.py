"""What becomes of every record: first by what was measured of it alone, then by what it repeats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from minga.curate.contamination import counted
from minga.curate.decisions import Decision
from minga.curate.duplicates.clusters import Clusters, find_clusters
from minga.curate.duplicates.modes import modes
from minga.curate.duplicates.similarities import KnownSimilarities
from minga.curate.inputs import InOrder, beside
from minga.curate.judged import Judged
from minga.curate.overruling import Overruling
from minga.curate.rules import Rule
from minga.settings import CurateSettings
from minga.tables import Table
from minga.workspace import Workspace

__all__ = ["Judge", "Verdicts"]


@dataclass(frozen=True)
class Verdicts:
    """What was decided of all records, which stand in order of ids."""

    judged: Judged
    clusters: list[Clusters]

    def staying(self) -> np.ndarray:
        """Whether each record stays."""
        staying: np.ndarray = self.judged.column("reason").is_null().to_numpy().copy()
        for one in self.clusters:
            staying[one.leaving] = False
        return staying


@dataclass(frozen=True)
class Judge:
    """Decides on all records of some tables."""

    annotated: Sequence[Table]
    """What was measured of each table."""
    overlaps: Sequence[Table]
    """The benchmark items that each holds, likewise; empty where nobody looked."""
    rules: Sequence[Rule]
    decisions: Mapping[str, Decision]
    """What people decided of single records, by id."""
    settings: CurateSettings
    workspace: Workspace

    def find(self, records: InOrder, scratch: Path, notes: dict[str, Any]) -> Verdicts:
        """On all of `records`; what does not fit in memory goes to `scratch`, counts of benchmark items and what came
        of people's decisions to `notes`."""
        settings, judged = self.settings, Judged(scratch / "judged.parquet")
        measured = InOrder(self.annotated).batches()
        if self.overlaps:
            measured = counted(beside(measured, InOrder(self.overlaps).batches()), settings.contamination, notes)
        overruling = Overruling(self.rules, self.decisions)
        judged.write(_decided(rows, overruling) for rows in measured)
        known = KnownSimilarities(self.workspace.cache, settings.near_duplicates.shingle)
        bands = settings.near_duplicates.bands * sum(mode.near for mode in modes(settings))
        with self.workspace.progress("curate: duplicates", bands, "bands") as advance:
            clusters = find_clusters(judged, records, settings, scratch, known, advance)
        known.save()
        clusters = overruling.spare(clusters, judged)
        if self.decisions:
            notes["by_hand"] = overruling.notes()
        return Verdicts(judged, clusters)


def _decided(annotated: pa.Table, overruling: Overruling) -> pa.Table:
    reasons, details = overruling.decide(annotated)
    return annotated.append_column("reason", reasons).append_column("detail", details)
