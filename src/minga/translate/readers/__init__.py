"""Reading benchmarks: from files, from packages and from the Hub, to items."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from minga.errors import InputError, NothingToDo
from minga.external_sort import scratch_folder
from minga.manifests import file_hash, hash_of
from minga.records import BenchmarkItem
from minga.settings import BenchmarkSettings
from minga.table_writer import TableWriter
from minga.tables import Table
from minga.translate.readers.file_rows import SourceFile, kind_of, rows_of_files
from minga.translate.readers.forms.table import FORMS, Form, recognise
from minga.translate.readers.mmlu import MMLU, read_mmlu
from minga.translate.readers.rows import Dropped, FileRow, Row, Unusable, item_or_fault
from minga.translate.readers.selection import sorted_items, write_spread
from minga.translate.readers.sources import Source, find_source
from minga.workspace import Recipe, Workspace

__all__ = ["CODE", "form_of", "numbered_rows", "rows_in_order", "source_items"]

CODE = 2
"""Raised when a change of this package changes what it makes."""

_LOOKED_AT = 100
"""Rows of a file that are looked at to know its form."""


def source_items(
    benchmark: BenchmarkSettings, root: Path, workspace: Workspace, *, withdrawn: Collection[str] = ()
) -> Table:
    """The benchmark's own items as the table `benchmarks/NAME`; its path is relative to `root`.

    Every question that does not become an item is dropped with a reason: what its reader says, `duplicate`,
    `withdrawn` where the hash of its contributor's name (`minga.credits.name_hash`) is in `withdrawn`, or `over-limit`
    where the settings take only some. The manifest's notes say which form the files have, and by which fields.

    Raises InputError when a file is absent, too large, damaged or of no known form, MissingPart when the benchmark is
    one of a package that is not installed, EndpointError when the Hub cannot be asked, NothingToDo when no item is
    left.
    """
    source = find_source(benchmark, root, workspace.cache, download=not workspace.dry)
    if source is None:
        name = f"benchmarks/{benchmark.name}"
        return Table(name, workspace.data / name, "pending", reason="will be downloaded")
    recipe = Recipe(
        name=f"benchmarks/{benchmark.name}",
        stage="translate",
        code=CODE,
        options=benchmark.model_copy(
            update={"path": source.name, "to": (), "scoring": "auto", "family": "", "donor": ""}
        ),
        inputs={
            source.name: hash_of(f"{file.name} {file_hash(file.path)}" for file in source.files),
            **({"withdrawn": hash_of(sorted(withdrawn))} if withdrawn else {}),
        },
    )

    def build(writer: TableWriter) -> None:
        writer.notes |= source.notes
        rows = (row for _, row in _rows(benchmark, source, writer.notes))
        with scratch_folder(writer.folder) as scratch:
            write_spread(sorted_items(rows, frozenset(withdrawn), writer, scratch), benchmark.limit, writer)
        if not writer.counts.rows_kept:
            raise NothingToDo("no question of this benchmark can be used", where=source.where, hint=_why(writer))

    return workspace.make_table(recipe, BenchmarkItem.schema, build)


def _rows(benchmark: BenchmarkSettings, source: Source, notes: dict[str, Any]) -> Iterator[tuple[str, Row]]:
    """Each question of the files, in their order, behind its place in them."""
    if benchmark.path == MMLU:
        notes["form"] = MMLU
        return (("", row) for row in read_mmlu(benchmark, source.files))
    form, fields = form_of(benchmark, source.files)
    notes |= {"form": form.name, "fields": fields}
    rows = rows_of_files(source.files, form.name, several=len(source.files) > 1)
    return (("", row) if isinstance(row, Dropped) else (row.number, _read(benchmark, row, form)) for row in rows)


def rows_in_order(benchmark: BenchmarkSettings, root: Path) -> Iterator[Row]:
    """Every question of a benchmark in the order of its files, as an item or as why it is none; no table is made.

    Raises as `source_items` does.
    """
    return (row for _, row in numbered_rows(benchmark, root))


def numbered_rows(benchmark: BenchmarkSettings, root: Path) -> Iterator[tuple[str, Row]]:
    """The rows as `rows_in_order` gives them, each behind its place in the files: `12`, `anatomy/12`, or nothing.

    An item whose `number` is its place came without one.
    """
    source = find_source(benchmark, root, root / ".minga" / "cache")
    return _rows(benchmark, source, {}) if source else iter(())


def _read(benchmark: BenchmarkSettings, row: FileRow, form: Form) -> Row:
    try:
        return item_or_fault(benchmark, row.place, form.read(row, benchmark.language))
    except Unusable as fault:
        return Dropped(row.place, fault.reason, fault.detail)


def form_of(benchmark: BenchmarkSettings, files: Iterable[SourceFile]) -> tuple[Form, list[str]]:
    """The form that the settings name, or that the first file has by its columns; and those columns.

    Raises InputError when its columns are those of no form, NothingToDo when there is nothing in it.
    """
    file = next(iter(files))
    kind = kind_of(file)
    rows = list(islice(rows_of_files([file], benchmark.form, several=False), _LOOKED_AT))
    if not kind or (not rows and kind not in {"csv", "tsv"}):
        raise NothingToDo("is empty", where=file.name, hint="put the benchmark's questions into it")
    samples = [row.values for row in rows if isinstance(row, FileRow)]
    fields = sorted(samples[0]) if samples else []
    if benchmark.form != "auto":
        return FORMS[benchmark.form], fields
    if rows and not samples:
        return FORMS["items"], fields  # every row leaves with its own reason
    form = next((found for sample in samples if (found := recognise(sample))), None)
    if form is None or (form.name == "hellaswag" and not _is_six_lines(samples[0])):
        raise _unknown(file, fields)
    return form, fields


def _is_six_lines(sample: Any) -> bool:
    """A text file is HellaSwag's where its second line is the number of an ending."""
    return "query" not in sample or str(sample.get("label", "")).strip().isdecimal()


def _unknown(file: SourceFile, fields: list[str]) -> InputError:
    seen = f"its columns are {', '.join(fields[:12])}{' …' if fields[12:] else ''}; " if fields else ""
    hint = f"{seen}say which form it has: form = one of {', '.join(FORMS)}"
    return InputError("is of no known form", where=file.name, hint=hint)


def _why(writer: TableWriter) -> str:
    reasons = [f"{count} {reason}" for reason, count in sorted(writer.counts.dropped.items())]
    return ", ".join(reasons) or "put the benchmark's questions into it"
