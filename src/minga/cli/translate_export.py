"""`minga translate export`: texts for translators, whose files `--engine file` reads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minga.cli.outcome import Outcome, plain
from minga.cli.session import Session
from minga.cli.verb import verb

if TYPE_CHECKING:
    from minga.settings import BenchmarkSettings
    from minga.tables import Table
    from minga.translate.handover import Entry

__all__ = ["register"]


def register(group: typer.Typer) -> None:
    """Add the command to the group `translate`."""

    @verb(group, "export", writes=False)
    def export(
        session: Session,
        benchmark: Annotated[str, typer.Argument(help="A benchmark of minga.toml.")],
        to: Annotated[str, typer.Option("--to", help="The language (BCP-47) that they translate into.")],
        into: Annotated[Path, typer.Option("--into", help="The file to write: .csv, .jsonl, .xlf or .po.")],
        form: Annotated[str, typer.Option("--form", help="csv, jsonl, xliff or po; empty goes by the name.")] = "",
        missing: Annotated[bool, typer.Option("--missing", help="Only texts without a translation.")] = False,
    ) -> Outcome:
        """Write a benchmark's texts for translators, with the translations that there are."""
        from minga.languages import check_tag
        from minga.translate import source_items
        from minga.translate.handover import write_entries

        part, tag = _part(session, benchmark), check_tag(to)
        workspace = session.project.workspace(progress=session.progress)
        source = source_items(part, session.project.root, workspace)
        translated = workspace.latest(f"translated/{part.name}-{tag}")
        entries = _entries(source, translated, missing=missing)
        texts = write_entries(into, entries, part.language, tag, form)
        back = f"minga translate {part.name} --to {tag} --engine file --file {into}"
        return Outcome(
            data={"path": str(into), "texts": texts},
            text=f"{texts:,} texts in {plain(into)}",
            next=f"when it is translated: {back}",
        )


def _entries(source: Table, translated: Table | None, *, missing: bool) -> Iterator[Entry]:
    from minga.translate.handover import entries_of

    return (entry for entry in entries_of(source, translated) if not (missing and entry.target))


def _part(session: Session, name: str) -> BenchmarkSettings:
    from minga.errors import UsageError

    known = {part.name: part for part in session.project.settings.benchmarks}
    if name not in known:
        raise UsageError(f"there is no benchmark {name!r}", hint=f"minga.toml has {', '.join(known) or 'none'}")
    return known[name]
