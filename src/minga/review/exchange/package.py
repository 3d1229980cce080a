"""Everything that people said and the project concluded, as a folder or a ZIP file, at any moment."""

from __future__ import annotations

import json
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session as OrmSession

from minga import __version__
from minga.community import Database
from minga.community.models import Campaign, Person, Response
from minga.errors import UsageError
from minga.manifests import file_hash
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
from minga.review.pseudonyms import Pseudonyms
from minga.spreadsheets import write_csv
from minga.storage import storage_errors

__all__ = ["Exported", "ExportedFile", "export_review", "place_export"]


@dataclass(frozen=True)
class ExportedFile:
    """One file of an export."""

    path: str
    rows: int | None
    """None where it has no rows: a labelling configuration, settings."""


@dataclass(frozen=True)
class Exported:
    """An export that is on the disk."""

    path: Path
    files: tuple[ExportedFile, ...]


def export_review(
    db: Database, pseudonyms: Pseudonyms, campaigns: Sequence[Campaign], target: Path, *, zipped: bool = False
) -> Exported:
    """Responses, decisions, history, items and opinions of `campaigns` in `target`, which must not exist yet.

    All of it shows one state of the database; people who answer meanwhile wait for nothing. `manifest.json` says what
    is in it: rows, columns, hashes and the time. Raises UsageError where `target` exists.
    """

    def build(folder: Path) -> list[ExportedFile]:
        with snapshot(db) as session:
            voices = Voices(session, pseudonyms)
            files = [file for campaign in campaigns for file in _campaign(session, campaign, voices, folder)]
            left_out = _left_out(session, campaigns)
        _write_manifest(db, campaigns, files, left_out, folder)
        return [*files, ExportedFile("manifest.json", None)]

    return place_export(target, build, zipped=zipped)


def place_export(target: Path, build: Callable[[Path], list[ExportedFile]], *, zipped: bool) -> Exported:
    """Let `build` fill a folder beside `target`, and put it in its place only when it is whole.

    Raises UsageError where `target` exists, StorageError when the disk is full.
    """
    if target.exists() or target.is_symlink():
        raise UsageError("is there already", where=target, hint="name another place with --to, or move it away")
    with storage_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".export-", dir=target.parent))
        try:
            folder = work / "export"
            folder.mkdir()
            files = build(folder)
            whole = _zip(folder, work / "export.zip") if zipped else folder
            whole.replace(target)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    return Exported(target, tuple(files))


def _campaign(session: OrmSession, campaign: Campaign, voices: Voices, folder: Path) -> list[ExportedFile]:
    name = f"{campaign.slug}.parquet"
    writers: dict[str, Callable[[Path], int]] = {
        f"responses/{name}": lambda path: export_responses(session, campaign, voices, path),
        f"decisions/{name}": lambda path: export_decisions(session, campaign, path),
        f"history/{name}": lambda path: export_history(session, campaign, voices, path),
        f"items/{name}": lambda path: export_items(session, campaign, path),
        f"crowd/{name}": lambda path: export_crowd(session, campaign, voices, path),
        f"crowd/{campaign.slug}.csv": lambda path: _crowd_csv(session, campaign, voices, path),
    }
    return [ExportedFile(path, write(folder / path)) for path, write in writers.items()]


def _crowd_csv(session: OrmSession, campaign: Campaign, voices: Voices, path: Path) -> int:
    with path.open("w", encoding="utf-8", newline="") as file:
        return write_csv(file, CROWD_COLUMNS, opinions(session, campaign, voices))


def _left_out(session: OrmSession, campaigns: Sequence[Campaign]) -> int:
    query = (
        select(func.count(Response.id))
        .join(Person, Person.id == Response.person_id)
        .where(Response.campaign_id.in_([campaign.id for campaign in campaigns]), Person.withdrawn_at.is_not(None))
    )
    return session.scalar(query) or 0


def _write_manifest(
    db: Database, campaigns: Sequence[Campaign], files: Sequence[ExportedFile], left_out: int, folder: Path
) -> None:
    manifest = {
        "made_by": f"minga {__version__}",
        "exported_at": db.now().isoformat(),
        "campaigns": [_about(campaign) for campaign in campaigns],
        "responses_of_people_who_withdrew": left_out,
        "files": [_describe(folder, file) for file in files],
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")


def _about(campaign: Campaign) -> dict[str, Any]:
    options = campaign.options
    return {
        "name": campaign.slug,
        "title": campaign.title,
        "kind": campaign.kind,
        "languages": campaign.languages,
        "guidelines_version": campaign.guidelines_version,
        "questions": [question.model_dump(mode="json", exclude_defaults=True) for question in options.questions],
    }


def _describe(folder: Path, file: ExportedFile) -> dict[str, Any]:
    path = folder / file.path
    columns: dict[str, str] = {}
    if path.suffix == ".parquet":
        import pyarrow.parquet as pq

        columns = {field.name: str(field.type) for field in pq.read_schema(path)}
    return {"path": file.path, "rows": file.rows, "bytes": path.stat().st_size, "sha256": file_hash(path)} | (
        {"columns": columns} if columns else {}
    )


def _zip(folder: Path, target: Path) -> Path:
    """Parquet is compressed already and is stored as it is; times are left out, so that equal files give equal ones."""
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix())
            entry.compress_type = zipfile.ZIP_STORED if path.suffix == ".parquet" else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.file_size = path.stat().st_size
            with path.open("rb") as source, archive.open(entry, "w") as sink:
                shutil.copyfileobj(source, sink)
    return target
