"""The leaderboard as a static Space for the Hub."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from minga.errors import InputError
from minga.publish.card_schema import SpaceHead, with_head
from minga.publish.cards import lineage_table, render
from minga.publish.citation import bibtex
from minga.publish.harness_tasks import copy_files
from minga.publish.hub_vocabulary import licence_fields
from minga.publish.imprint import Imprint
from minga.publish.lineage import lineage_hash, trace, write_provenance
from minga.publish.summaries import summary
from minga.tables import Artifact
from minga.workspace import Recipe, Workspace

__all__ = ["CODE", "publish_leaderboard"]

CODE = 3
"""Raised when a change of this module changes what it makes."""

PAGE = "index.html"


def publish_leaderboard(leaderboard: Artifact, imprint: Imprint, workspace: Workspace) -> Artifact:
    """The artifact `release/leaderboard`: the pages and their data, as they are, with the head that makes it a Space.

    Raises InputError when the leaderboard has no page.
    """
    recipe = Recipe(
        name="release/leaderboard",
        stage="publish",
        code=CODE,
        options=imprint,
        parents=[leaderboard],
        inputs={"lineage": lineage_hash([leaderboard], workspace)},
    )
    return workspace.make_folder(recipe, partial(_build, leaderboard, imprint, workspace))


def _build(leaderboard: Artifact, imprint: Imprint, workspace: Workspace, folder: Path, notes: dict[str, Any]) -> None:
    if not (leaderboard.path / PAGE).is_file():
        raise InputError("has no page", where=leaderboard.path, hint="make it anew: minga leaderboard")
    copy_files(leaderboard, folder)
    copied = [entry.path for entry in leaderboard.manifest.files]
    steps = trace([leaderboard], workspace)
    write_provenance(steps, "release/leaderboard", folder / "provenance.json")
    title = f"{imprint.name}: leaderboard"
    body = render(
        "leaderboard",
        imprint=imprint,
        title=title,
        summary=summary(imprint, "leaderboard"),
        files=[path for path in copied if path.endswith((".json", ".csv", ".parquet"))],
        lineage=lineage_table(steps),
        citation=bibtex(imprint, "leaderboard", title),
    )
    (folder / "README.md").write_text(with_head(SpaceHead, _head(imprint, title), body), encoding="utf-8")
    notes |= {"kind": "leaderboard"}


def _head(imprint: Imprint, title: str) -> dict[str, Any]:
    return {
        "title": title,
        "emoji": "🧶",
        "colorFrom": "green",
        "colorTo": "yellow",
        "sdk": "static",
        "app_file": PAGE,
        "pinned": False,
        "short_description": "Models on the community's own tests",
        **licence_fields(imprint.licence),
        "tags": ["minga", "leaderboard"],
    }
