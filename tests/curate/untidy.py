"""Records of which some leave, each for another reason, and a run over them."""

from __future__ import annotations

from pathlib import Path

from minga.curate.curated_run import CuratedRun
from minga.records import InstructionRecord
from minga.settings import CurateSettings
from minga.workspace import Workspace
from tests.curate.test_stage import LONG, PARTY, record, run, table

ENGLISH = "The neighbours come together on a Sunday morning and nobody leaves before the roof is finished."
MAIZE = "El maíz se siembra en octubre, cuando caen las primeras lluvias, con tres granos en cada hoyo."

SHORT = record("Una ayuda.")
HUMAN = record(LONG, parents=("a" * 32,))
COPY = record(LONG + " ya", origin="synthetic", source="una máquina")
FOREIGN = record(ENGLISH, contributor="Ana Quispe")
KEPT = [HUMAN, record(PARTY), record(MAIZE, "¿Cuándo se siembra?", licence="CC-BY-4.0")]


def untidy_run(tmp_path: Path, settings: CurateSettings | None = None) -> CuratedRun:
    first = table(tmp_path, "vecinos", [HUMAN, SHORT, FOREIGN, KEPT[2]])
    second = table(tmp_path, "otros", [COPY, KEPT[1], HUMAN])
    run(tmp_path, first, second, settings=settings)
    return CuratedRun.newest(space(tmp_path))


def space(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "data", tmp_path / ".minga")


def all_records() -> list[InstructionRecord]:
    return [*KEPT, SHORT, COPY, FOREIGN]
