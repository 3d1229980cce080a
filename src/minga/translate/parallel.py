"""Versions of a benchmark that were made elsewhere, as tables, and versions looked over anew."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from minga.errors import InputError
from minga.external_sort import ExternalSorter, scratch_folder
from minga.manifests import file_hash
from minga.records import BenchmarkItem, to_batch
from minga.settings import BenchmarkSettings
from minga.source_pairs import with_sources
from minga.table_writer import TableWriter
from minga.tables import Table
from minga.translate.glossary import Glossary
from minga.translate.inspection import looked_over
from minga.translate.lint import rules_hash
from minga.translate.pairing import Pair, paired_items
from minga.translate.readers.rows import Dropped, Row
from minga.translate.readers.selection import sorted_items
from minga.translate.source_checks import words_hash
from minga.workspace import Recipe, Workspace

__all__ = ["linted", "parallel_version"]

CODE = 2
"""Raised when the same files would give other tables."""

_BATCH = 256
_NO_TERMS = Glossary()


def parallel_version(
    name: str,
    source: BenchmarkSettings,
    version: BenchmarkSettings,
    root: Path,
    workspace: Workspace,
    glossary: Glossary = _NO_TERMS,
) -> Table:
    """The items of the file `version.path` as translations of those of `source.path`, and what is found in them.

    They go together as `paired_items` says; both paths are relative to `root`. What makes no pair is dropped with its
    reason. Raises InputError when the files cannot be brought together.
    """
    files = {"source": root / source.path, "version": root / version.path}
    recipe = Recipe(
        name=name,
        stage="translate",
        code=CODE,
        options=version.model_copy(update={"path": version.path.rpartition("/")[2]}),
        inputs={**_knowledge(glossary), **{key: file_hash(_there(path)) for key, path in files.items()}},
    )

    def build(writer: TableWriter) -> None:
        rows = (
            pair if isinstance(pair, Dropped) else _translation(pair, glossary)
            for pair in paired_items(source, version, root)
        )
        with scratch_folder(writer.folder) as scratch:
            for table in sorted_items(rows, frozenset(), writer, scratch):
                writer.write(table)

    return workspace.make_table(recipe, BenchmarkItem.schema, build)


def _there(path: Path) -> Path:
    if not path.is_file():
        raise InputError("there is no such file", where=path)
    return path


def _knowledge(glossary: Glossary) -> dict[str, str]:
    """What decides what is found, beside the texts."""
    found = {"lint rules": rules_hash(), "words of the source checks": words_hash()}
    return found | ({"glossary": glossary.identity} if glossary.terms else {})


def _translation(pair: Pair, glossary: Glossary) -> Row:
    source, other = pair
    item = other.edited(source_item=source.id, parents=(source.id,), origin="translated")
    return looked_over(source, item, glossary)


def linted(source: Table, items: Table, workspace: Workspace, glossary: Glossary = _NO_TERMS) -> Table:
    """`items` (translations of `source`) as `linted/…`, with what is found in them as they are now.

    Validated items carry what was found before people edited them; here they are looked over anew.
    """
    recipe = Recipe(
        name=f"linted/{items.name}",
        stage="translate",
        code=CODE,
        parents=[source, items],
        inputs=_knowledge(glossary),
    )

    def build(writer: TableWriter) -> None:
        with scratch_folder(writer.folder) as scratch:
            sorter = ExternalSorter(scratch, ["id"])
            looked = _looked_over(source, items, scratch, glossary)
            while batch := list(islice(looked, _BATCH)):
                writer.count_in(len(batch))
                sorter.add(to_batch(batch, BenchmarkItem.schema))
            for table in sorter.batches():
                writer.write(table)
        for row in items.dropped():
            writer.count_in()
            writer.drop(row["reason"], row["id"], row["detail"])

    return workspace.make_table(recipe, BenchmarkItem.schema, build)


def _looked_over(source: Table, items: Table, scratch: Path, glossary: Glossary) -> Iterator[BenchmarkItem]:
    runs = scratch / "pairs"
    runs.mkdir()
    for ours, theirs in with_sources(source, items, runs):
        yield theirs if ours is None else looked_over(ours, theirs, glossary)
