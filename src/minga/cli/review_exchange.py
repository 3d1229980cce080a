"""`minga review export`, `import` and `credits`: what people said, for other tools; and who is to be named."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from minga.cli.community import chosen_campaigns, open_database
from minga.cli.outcome import Outcome, plain
from minga.cli.session import Session
from minga.cli.verb import verb

if TYPE_CHECKING:
    from minga.community import Database
    from minga.review.exchange.package import Exported

__all__ = ["register"]

_FORMS = ("parquet", "argilla", "label-studio")
_LISTS = ("csv", "json", "markdown", "bibtex", "cff")


def register(group: typer.Typer) -> None:
    """Add the commands to the group `review`."""
    for add in (_add_export, _add_import, _add_credits):
        add(group)


def _add_export(group: typer.Typer) -> None:
    @verb(group, "export", writes=False)
    def export(
        session: Session,
        to: Annotated[Path, typer.Option("--to", help="The folder (or file, with --zip) to make.")],
        campaign: Annotated[str, typer.Option("--campaign", "-c", help="One campaign; empty takes all.")] = "",
        form: Annotated[str, typer.Option("--form", help="parquet, argilla or label-studio.")] = "parquet",
        zipped: Annotated[bool, typer.Option("--zip", help="One ZIP file instead of a folder.")] = False,
    ) -> Outcome:
        """Write what people answered and what was decided, while they go on answering. People have pseudonyms."""
        from minga.errors import UsageError

        if form not in _FORMS:
            raise UsageError(f"there is no form {form!r}", hint=f"forms are {', '.join(_FORMS)}")
        with open_database(session) as db:
            made = _export(session, db, chosen_campaigns(db, campaign), to, form, zipped=zipped)
        files = [{"path": file.path, "rows": file.rows} for file in made.files]
        text = "\n".join(f"{file.path}" + ("" if file.rows is None else f"  {file.rows:,}") for file in made.files)
        return Outcome(data={"path": str(made.path), "files": files}, text=f"{text}\n[dim]in {plain(made.path)}[/]")


def _export(session: Session, db: Database, campaigns: list[Any], to: Path, form: str, *, zipped: bool) -> Exported:
    from minga.review.exchange.argilla import export_argilla
    from minga.review.exchange.label_studio import export_label_studio
    from minga.review.exchange.package import ExportedFile, export_review, place_export
    from minga.review.exchange.people import Voices
    from minga.review.exchange.snapshot import snapshot
    from minga.review.pseudonyms import project_pseudonyms

    pseudonyms = project_pseudonyms(session.project.state)
    if form == "parquet":
        return export_review(db, pseudonyms, campaigns, to, zipped=zipped)
    write = export_argilla if form == "argilla" else export_label_studio

    def build(folder: Path) -> list[ExportedFile]:
        with snapshot(db) as reading:
            voices = Voices(reading, pseudonyms)
            return [ExportedFile(one.slug, write(reading, one, voices, folder / one.slug)) for one in campaigns]

    return place_export(to, build, zipped=zipped)


def _add_import(group: typer.Typer) -> None:
    @verb(group, "import", writes=False)
    def import_(
        session: Session,
        path: Annotated[Path, typer.Argument(help="A folder that Argilla wrote, or Label Studio's JSON.")],
        name: Annotated[str, typer.Option("--name", help="Short name of the campaign that it becomes.")],
        language: Annotated[str, typer.Option("--language", help="Language of the texts (BCP-47).")],
        licence: Annotated[str, typer.Option("--licence", help="Licence of texts and answers (SPDX).")],
        form: Annotated[str, typer.Option("--form", help="argilla or label-studio.")] = "argilla",
        title: Annotated[str, typer.Option("--title", help="What people read; empty takes the name.")] = "",
        contributor: Annotated[str, typer.Option("--contributor", help="Who gave the texts.")] = "",
    ) -> Outcome:
        """Take over records, questions and answers from another annotation tool as a campaign."""
        from minga.errors import UsageError
        from minga.languages import check_tag
        from minga.licences import check_expression
        from minga.review.exchange.argilla import read_argilla
        from minga.review.exchange.imported import import_campaign
        from minga.review.exchange.label_studio import read_label_studio

        readers = {"argilla": read_argilla, "label-studio": read_label_studio}
        if form not in readers:
            raise UsageError(f"there is no form {form!r}", hint=f"forms are {', '.join(readers)}")
        try:
            language, licence = check_tag(language), check_expression(licence)
        except ValueError as error:
            raise UsageError(str(error), hint="--language is BCP-47, --licence is SPDX") from error
        with open_database(session) as db:
            made = import_campaign(
                db, readers[form](path), name=name, title=title or name, language=language, licence=licence,
                contributor=contributor,
            )  # fmt: skip
        counts = {"records": made.records, "people": made.people, "answers": made.answers}
        text = f"{made.records:,} records, {made.answers:,} answers of {made.people:,} people"
        return Outcome(
            data={"campaign": made.campaign.slug, **counts}, text=text, left_out=list(made.left_out),
            next="invite people to go on with it: minga review invite --campaign " + made.campaign.slug,
        )  # fmt: skip


def _add_credits(group: typer.Typer) -> None:
    @verb(group, "credits", writes=False)
    def credits_(
        session: Session,
        campaign: Annotated[str, typer.Option("--campaign", "-c", help="One campaign; empty takes all.")] = "",
        form: Annotated[str, typer.Option("--form", help="csv, json, markdown, bibtex or cff.")] = "markdown",
    ) -> Outcome:
        """List who is to be named, by validated work alone, in the order that the project's rule gives."""
        from minga.errors import UsageError
        from minga.review import author_list as lists
        from minga.review import find_campaign
        from minga.review.credit import list_credits

        project = session.project.settings
        writers: dict[str, Callable[[lists.AuthorList], str]] = {
            "csv": lists.as_csv, "json": lists.as_json, "markdown": lists.as_markdown,
            "bibtex": lists.as_bibtex_authors,
            "cff": lambda authors: lists.as_citation_file(authors, project.project.name),
        }  # fmt: skip
        if form not in writers:
            raise UsageError(f"there is no form {form!r}", hint=f"forms are {', '.join(_LISTS)}")
        with open_database(session) as db:
            credited = list_credits(db, find_campaign(db, campaign) if campaign else None)
        authors = lists.author_list(credited, project.review.credit.order, project.project.locale)
        people = [{"name": one.name, "points": one.points, "titles": list(one.titles)} for one in authors.named]
        if not session.json:
            # as it is: rich would break long lines, and then it is no CSV
            sys.stdout.write(writers[form](authors).rstrip("\n") + "\n")
        return Outcome(data={"people": people, "anonymous": authors.anonymous})
