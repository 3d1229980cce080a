"""A benchmark in another language: every item translated, looked over by the linter, and rated for review."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice, tee

from pydantic import ValidationError

from minga.external_sort import ExternalSorter, scratch_folder
from minga.licences import output_licence
from minga.llm import Endpoint
from minga.progress import Advance
from minga.records import BenchmarkItem, Generator, first_fault, rows_of, to_batch
from minga.settings import BenchmarkSettings, TranslateSettings
from minga.table_writer import TableWriter
from minga.tables import Table
from minga.translate.engines import Choice, Failure, Translation, choose
from minga.translate.lint import lint, risk_of, rules_hash, unknown_words, word_count
from minga.translate.texts import texts_of, values_from
from minga.workspace import Recipe, Workspace

__all__ = ["CODE", "translate"]

CODE = 1
"""Raised when a change of this package changes what it makes."""

_BATCH = 256


def translate(
    source: Table,
    benchmark: BenchmarkSettings,
    language: str,
    settings: TranslateSettings,
    endpoint: Endpoint,
    workspace: Workspace,
) -> Table:
    """`source`'s items in `language` (BCP-47), as the table `translated/NAME-LANGUAGE`.

    Choices, their order and the right one stay; licence, subject and labels are carried over; each item names its
    source item, its engine, what the linter found, and its risk. Where a model translates whose terms bind what it
    writes, its licence joins the item's. Items that the engine gave up are dropped with its reason, those it made empty
    as `empty-translation`. The manifest's notes say which engine translated, why it is another than the settings name,
    and of a model the tokens and what they cost.

    Raises MissingPart when neither Apertium for this pair nor the model is installed, EndpointError when the model
    is of no use, MingaError when Apertium fails.
    """
    choice = choose(benchmark.language, language, settings, endpoint, workspace.state)
    engine = choice.engine
    recipe = Recipe(
        name=f"translated/{benchmark.name}-{language}",
        stage="translate",
        code=CODE,
        options=settings,
        parents=[source],
        inputs={
            "engine": engine.identity,
            "language": language,
            "lint rules": rules_hash(),
            **({"licence of the model": engine.licence} if engine.licence else {}),
        },
    )

    def build(writer: TableWriter) -> None:
        writer.notes |= {"engine": f"{engine.name}: {engine.version}", "fallback": choice.fallback}
        with (
            scratch_folder(writer.folder) as scratch,
            workspace.progress(f"translate {benchmark.name} to {language}", source.rows, "items") as advance,
        ):
            sorter = ExternalSorter(scratch, ["id"])
            for batch in _batches(_translated(source, choice, language, writer, advance)):
                sorter.add(to_batch(batch, BenchmarkItem.schema))
            for table in sorter.batches():
                writer.write(table)
        writer.notes |= engine.spending.notes if engine.spending else {}

    return workspace.make_table(recipe, BenchmarkItem.schema, build)


def _translated(
    table: Table, choice: Choice, language: str, writer: TableWriter, advance: Advance
) -> Iterator[BenchmarkItem]:
    items = (item for batch in table.batches(size=_BATCH) for item in rows_of(batch, BenchmarkItem))
    sources, asked = tee(items)
    found: dict[str, int] = {}
    for item, answer in zip(sources, choice.engine.translate(texts_of(item) for item in asked), strict=True):
        writer.count_in()
        advance(1)
        made = answer if isinstance(answer, Failure) else _item(item, answer, choice, language)
        if isinstance(made, Failure):
            writer.drop(made.reason, item.id, made.detail)
            continue
        for check in {finding.check for finding in made.findings}:
            found[check] = found.get(check, 0) + 1
        yield made
    writer.notes["items with findings"] = dict(sorted(found.items()))


def _item(
    item: BenchmarkItem, answer: Mapping[str, Translation], choice: Choice, language: str
) -> BenchmarkItem | Failure:
    texts = {name: translation.text for name, translation in answer.items()}
    if any(not text.strip() for text in texts.values()):
        return Failure("empty-translation", ", ".join(name for name, text in texts.items() if not text.strip()))
    engine = choice.engine
    made_by = {
        "language": language,
        "origin": "translated",
        "generator": Generator(model=f"{engine.name}: {engine.version}", prompt=engine.prompt),
        "source_item": item.id,
        "parents": (item.id, *item.parents),
        "licence": output_licence(item.licence, engine.licence) if engine.licence else item.licence,
        "validated_by": (),
        "findings": (),
        "risk": 0.0,
    }
    try:
        made = item.edited(**values_from(item, texts), **made_by)
    except ValidationError as error:  # pragma: no cover - the texts are not empty
        return Failure("invalid-row", first_fault(error))
    findings = (*unknown_words(item, made, answer), *lint(item, made))
    return made.edited(findings=findings, risk=risk_of(findings, word_count(made)))


def _batches(items: Iterator[BenchmarkItem]) -> Iterator[list[BenchmarkItem]]:
    while batch := list(islice(items, _BATCH)):
        yield batch
