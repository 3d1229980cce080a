"""Versions of a benchmark that were made elsewhere, as tables: files that hold the same items in the same order."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from minga.errors import InputError
from minga.manifests import file_hash
from minga.records import BenchmarkItem, records_of, to_batch
from minga.settings import BenchmarkSettings
from minga.table_writer import TableWriter
from minga.tables import Table
from minga.translate.lint import lint, risk_of, rules_hash, word_count
from minga.translate.readers import rows_in_order
from minga.translate.readers.rows import Dropped, Row
from minga.translate.texts import texts_of
from minga.workspace import Recipe, Workspace

__all__ = ["linted", "parallel_version"]

CODE = 1
"""Raised when the same files would give other tables."""


def parallel_version(
    name: str, source: BenchmarkSettings, version: BenchmarkSettings, root: Path, workspace: Workspace
) -> Table:
    """The items of the file `version.path` as translations of those of `source.path`, and what the linter finds.

    The files hold the same items in the same order; both paths are relative to `root`. An item that one of them lacks
    is dropped with its reader's reason. Raises InputError when the files hold different numbers of items.
    """
    files = {"source": root / source.path, "version": root / version.path}
    recipe = Recipe(
        name=name,
        stage="translate",
        code=CODE,
        options=version.model_copy(update={"path": version.path.rpartition("/")[2]}),
        inputs={"lint rules": rules_hash(), **{key: file_hash(_there(path)) for key, path in files.items()}},
    )

    def build(writer: TableWriter) -> None:
        ours, theirs = list(rows_in_order(source, root)), list(rows_in_order(version, root))
        if len(ours) != len(theirs):
            raise InputError(
                f"holds {len(theirs)} items, and the source {len(ours)}",
                where=version.path,
                hint="the versions of a benchmark must have the same items in the same order",
            )
        made = {}
        for one, other in zip(ours, theirs, strict=True):
            writer.count_in()
            item = _translation(one, other)
            if isinstance(item, Dropped):
                writer.drop(item.reason, item.place, item.detail)
            elif item.id in made:
                writer.drop("duplicate", item.id)
            else:
                made[item.id] = item
        writer.write(to_batch([made[key] for key in sorted(made)], BenchmarkItem.schema))

    return workspace.make_table(recipe, BenchmarkItem.schema, build)


def _there(path: Path) -> Path:
    if not path.is_file():
        raise InputError("there is no such file", where=path)
    return path


def _translation(source: Row, other: Row) -> BenchmarkItem | Dropped:
    if isinstance(source, Dropped):
        return source
    if isinstance(other, Dropped):
        return other
    item = other.edited(source_item=source.id, parents=(source.id,), origin="translated")
    return _looked_over(source, item)


def _looked_over(source: BenchmarkItem, item: BenchmarkItem) -> BenchmarkItem:
    # only the engine knows which words it did not know: they are faults as long as they stand where they stood
    texts = texts_of(item)
    kept = [
        one
        for one in item.findings
        if one.check == "unknown-word" and texts.get(one.field, "")[one.start :].startswith(one.text)
    ]
    findings = (*kept, *(one for one in lint(source, item) if one not in kept))
    return item.edited(findings=findings, risk=risk_of(findings, word_count(item)))


def linted(source: Table, items: Table, workspace: Workspace) -> Table:
    """`items` (translations of `source`) as `linted/…`, with what the linter finds in them as they are now.

    Validated items carry what was found before people edited them; here they are looked over anew.
    """
    recipe = Recipe(
        name=f"linted/{items.name}",
        stage="translate",
        code=CODE,
        parents=[source, items],
        inputs={"lint rules": rules_hash()},
    )

    def build(writer: TableWriter) -> None:
        sources = _by_id(source)
        rows = list(_by_id(items).values())
        writer.count_in(len(rows))
        looked = [_looked_over(sources[row.source_item], row) if row.source_item in sources else row for row in rows]
        writer.write(to_batch(sorted(looked, key=lambda row: row.id), BenchmarkItem.schema))
        for row in items.dropped():
            writer.count_in()
            writer.drop(row["reason"], row["id"], row["detail"])

    return workspace.make_table(recipe, BenchmarkItem.schema, build)


def _by_id(table: Table) -> Mapping[str, BenchmarkItem]:
    return {item.id: item for item in records_of(table.batches(), BenchmarkItem)}
