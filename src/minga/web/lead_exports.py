"""What a lead can take out of a campaign, at any moment: files made for one download, and deleted after it."""

from __future__ import annotations

import math
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from minga.community.audit import log_act
from minga.community.models import Campaign, Person
from minga.review.exchange.argilla import export_argilla
from minga.review.exchange.label_studio import export_label_studio
from minga.review.exchange.package import ExportedFile, export_review, place_export
from minga.review.exchange.parquet import (
    CROWD_COLUMNS,
    export_crowd,
    export_decisions,
    export_history,
    export_items,
    export_responses,
    opinions,
)
from minga.review.exchange.people import Voices
from minga.review.exchange.snapshot import snapshot
from minga.review.pseudonyms import project_pseudonyms
from minga.spreadsheets import write_csv
from minga.web.messages import later
from minga.web.rate_limits import Rate, RateLimiter
from minga.web.site import Site

__all__ = ["EXPORTS", "ExportKind", "send_export"]

EXPORT = Rate("export", per_second=1 / 20, burst=10)
"""Exports by one person: each reads the whole campaign."""
_PARQUET, _CSV, _ZIP = "application/vnd.apache.parquet", "text/csv; charset=utf-8", "application/zip"


@dataclass(frozen=True)
class ExportKind:
    """One file that can be downloaded."""

    name: str
    title: str
    contains: str
    """What is in it, for whoever chooses."""
    ending: str
    media_type: str
    build: Callable[[Site, Campaign, Path], object]

    @property
    def stem(self) -> str:
        """Of the file's name, after the campaign's."""
        return self.name.removesuffix("-csv")


def _all(site: Site, campaign: Campaign, path: Path) -> None:
    export_review(site.db, project_pseudonyms(site.project.state), [campaign], path, zipped=True)


def _with_people(export: Callable[..., int]) -> Callable[[Site, Campaign, Path], object]:
    def build(site: Site, campaign: Campaign, path: Path) -> int:
        with snapshot(site.db) as session:
            return export(session, campaign, Voices(session, project_pseudonyms(site.project.state)), path)

    return build


def _without_people(export: Callable[..., int]) -> Callable[[Site, Campaign, Path], object]:
    def build(site: Site, campaign: Campaign, path: Path) -> int:
        with snapshot(site.db) as session:
            return export(session, campaign, path)

    return build


def _for_tool(write: Callable[..., int]) -> Callable[[Site, Campaign, Path], object]:
    def build(site: Site, campaign: Campaign, path: Path) -> object:
        def fill(folder: Path) -> list[ExportedFile]:
            with snapshot(site.db) as session:
                voices = Voices(session, project_pseudonyms(site.project.state))
                return [ExportedFile(campaign.slug, write(session, campaign, voices, folder / campaign.slug))]

        return place_export(path, fill, zipped=True)

    return build


def _crowd_csv(site: Site, campaign: Campaign, path: Path) -> None:
    with snapshot(site.db) as session, path.open("w", encoding="utf-8", newline="") as file:
        voices = Voices(session, project_pseudonyms(site.project.state))
        write_csv(file, CROWD_COLUMNS, opinions(session, campaign, voices))


EXPORTS: tuple[ExportKind, ...] = (
    ExportKind(
        "all", later("Everything"),
        later("All of the files below in one ZIP file, with a manifest: rows, columns and hashes, of one moment."),
        "zip", _ZIP, _all,
    ),
    ExportKind(
        "responses", later("Answers"),
        later("One row an answer in the order of time, in all versions: who said what, by pseudonym."),
        "parquet", _PARQUET, _with_people(export_responses),
    ),
    ExportKind(
        "decisions", later("Decisions"),
        later("One row for each decision that holds: its rule, the probabilities, and the answers that it is from."),
        "parquet", _PARQUET, _without_people(export_decisions),
    ),
    ExportKind(
        "history", later("History"),
        later("Every answer and every decision as it happened, also those that something later took the place of."),
        "parquet", _PARQUET, _with_people(export_history),
    ),
    ExportKind(
        "items", later("Items"), later("One row an item with its texts and how it stands."),
        "parquet", _PARQUET, _without_people(export_items),
    ),
    ExportKind(
        "crowd", later("Opinions for crowd-kit"),
        later("Task, worker, label, and beside them question and weight: the newest opinion of each person."),
        "parquet", _PARQUET, _with_people(export_crowd),
    ),
    ExportKind(
        "crowd-csv", later("Opinions as CSV"), later("The same for a spreadsheet; nothing in it is ever calculated."),
        "csv", _CSV, _crowd_csv,
    ),
    ExportKind(
        "argilla", later("For Argilla"),
        later("Records, questions and answers as a folder that Argilla opens; decisions are suggestions."),
        "zip", _ZIP, _for_tool(export_argilla),
    ),
    ExportKind(
        "label-studio", later("For Label Studio"),
        later("Tasks and the labelling configuration; decisions are predictions."),
        "zip", _ZIP, _for_tool(export_label_studio),
    ),
)  # fmt: skip


def send_export(request: Request, site: Site, campaign: Campaign, name: str, actor: Person) -> Response:
    """Make a file and send it; it is written to the audit log. Raises 404 for no kind of export, 429 for too many."""
    kind = next((one for one in EXPORTS if one.name == name), None)
    if kind is None:
        raise HTTPException(404)
    limiter: RateLimiter = request.app.state.limiter
    if waiting := limiter.spend(EXPORT, str(actor.id)):
        raise HTTPException(429, headers={"retry-after": str(math.ceil(waiting))})
    folder = Path(tempfile.mkdtemp(prefix="minga-export-"))
    path = folder / f"{campaign.slug}-{kind.stem}.{kind.ending}"
    try:
        kind.build(site, campaign, path)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    with site.db.writing() as session:
        log_act(session, "export", campaign.slug, at=site.db.now(), actor=actor, what=kind.name)
    return FileResponse(
        path,
        media_type=kind.media_type,
        filename=path.name,
        background=BackgroundTask(shutil.rmtree, folder, ignore_errors=True),
    )
