"""Reading benchmarks: from a file, or from what lm-eval carries, to items."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from minga.credits import name_hash
from minga.errors import InputError, NothingToDo
from minga.manifests import file_hash, hash_of
from minga.records import BenchmarkItem, to_batch
from minga.settings import BenchmarkSettings
from minga.table_writer import TableWriter
from minga.tables import Table
from minga.translate.readers.item_lines import read_items
from minga.translate.readers.mmlu import mmlu_files, read_mmlu
from minga.translate.readers.rows import Dropped, Reader, Row
from minga.translate.readers.sampling import spread
from minga.translate.readers.truthfulqa import read_truthfulqa
from minga.workspace import Recipe, Workspace

__all__ = ["CODE", "rows_in_order", "source_items"]

CODE = 1
"""Raised when a change of this package changes what it makes."""

MAX_BYTES = 1 << 30
MMLU = "lm-eval:mmlu"
READERS: dict[str, Reader] = {"items": read_items, "truthfulqa": read_truthfulqa, MMLU: read_mmlu}


@dataclass(frozen=True)
class _Source:
    """The files of a benchmark."""

    files: list[Path]
    where: str


def source_items(
    benchmark: BenchmarkSettings, root: Path, workspace: Workspace, *, withdrawn: Collection[str] = ()
) -> Table:
    """The benchmark's own items as the table `benchmarks/NAME`; its path is relative to `root`.

    Every question that does not become an item is dropped with a reason: what its reader says, `duplicate`,
    `withdrawn` where the hash of its contributor's name (`minga.credits.name_hash`) is in `withdrawn`, or `over-limit`
    where the settings take only some.

    Raises InputError when the file is absent, too large or of no known form, MissingPart when the benchmark is one
    that lm-eval carries and lm-eval is not installed, NothingToDo when no item is left.
    """
    source = _locate(benchmark, root)
    name = source.where.rpartition("/")[2]  # where the file lies changes nothing
    recipe = Recipe(
        name=f"benchmarks/{benchmark.name}",
        stage="translate",
        code=CODE,
        options=benchmark.model_copy(update={"path": name, "to": (), "scoring": "auto"}),
        inputs={
            name: hash_of(file_hash(path) for path in source.files),
            **({"withdrawn": hash_of(sorted(withdrawn))} if withdrawn else {}),
        },
    )

    def build(writer: TableWriter) -> None:
        content = {path.name: path.read_bytes() for path in source.files}
        form = writer.notes["form"] = _form(benchmark, content)
        items = _unique(READERS[form](benchmark, content), frozenset(withdrawn), writer)
        kept = {item.id: item for item in spread(items.values(), benchmark.limit)}
        for left_out in sorted(items.keys() - kept.keys()):
            writer.drop("over-limit", left_out)
        if not kept:
            raise NothingToDo("no question of this benchmark can be used", where=source.where, hint=_why(writer))
        writer.write(to_batch([kept[key] for key in sorted(kept)], BenchmarkItem.schema))

    return workspace.make_table(recipe, BenchmarkItem.schema, build)


def rows_in_order(benchmark: BenchmarkSettings, root: Path) -> Iterator[Row]:
    """Every question of a benchmark in the order of its file, as an item or as why it is none.

    Translations of one benchmark are put side by side by it. Raises as `source_items` does.
    """
    content = {path.name: path.read_bytes() for path in _locate(benchmark, root).files}
    yield from READERS[_form(benchmark, content)](benchmark, content)


def _locate(benchmark: BenchmarkSettings, root: Path) -> _Source:
    if benchmark.path == MMLU:
        return _Source(mmlu_files(), MMLU)
    if benchmark.path.startswith("lm-eval:"):
        raise InputError("lm-eval carries no such questions", where=benchmark.path, hint=f"what there is: {MMLU}")
    path = root / benchmark.path
    if not path.is_file():
        raise InputError("there is no such file", where=benchmark.path, hint="paths are relative to minga.toml")
    if path.stat().st_size > MAX_BYTES:
        raise InputError(f"is larger than {MAX_BYTES >> 20:,} MB", where=benchmark.path, hint="split it")
    return _Source([path], benchmark.path)


def _form(benchmark: BenchmarkSettings, content: Mapping[str, bytes]) -> str:
    if benchmark.path == MMLU:
        return MMLU
    if benchmark.form != "auto":
        return benchmark.form
    (name, data), *_ = content.items()
    start = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise NothingToDo("is empty", where=name, hint="put the benchmark's questions into it")
    if start.startswith(b"{"):
        return "items"
    if start.startswith(b"["):
        return "truthfulqa"
    raise InputError(
        "is of no known form", where=name, hint="give JSON Lines of items, or a JSON list as TruthfulQA has it"
    )


def _unique(rows: Iterable[Row], withdrawn: frozenset[str], writer: TableWriter) -> dict[str, BenchmarkItem]:
    items: dict[str, BenchmarkItem] = {}
    for row in rows:
        writer.count_in()
        if isinstance(row, Dropped):
            writer.drop(row.reason, row.place, row.detail)
        elif withdrawn and row.contributor and name_hash(row.contributor) in withdrawn:
            writer.drop("withdrawn", row.id)
        elif row.id in items:
            writer.drop("duplicate", row.id)
        else:
            items[row.id] = row
    return items


def _why(writer: TableWriter) -> str:
    reasons = [f"{count} {reason}" for reason, count in sorted(writer.counts.dropped.items())]
    return ", ".join(reasons) or "put the benchmark's questions into it"
