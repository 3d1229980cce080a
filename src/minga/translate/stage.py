"""A benchmark in another language: every item translated, looked over by the linter, and rated for review."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, tee

from pydantic import ValidationError

from minga.external_sort import ExternalSorter, scratch_folder
from minga.licences import output_licence
from minga.llm import Endpoint
from minga.progress import Advance
from minga.records import Alternative, BenchmarkItem, Generator, first_fault, records_of, to_batch
from minga.settings import BenchmarkSettings, TranslateSettings
from minga.table_writer import TableWriter
from minga.tables import Table
from minga.translate.converted_units import convert_units
from minga.translate.engines import Choice, Commission, Engine, Failure, Translation, choose
from minga.translate.glossary import Glossary, read_glossary
from minga.translate.inspection import looked_over
from minga.translate.lint import rules_hash, unknown_words
from minga.translate.numerals import localise_numbers
from minga.translate.source_checks import words_hash
from minga.translate.texts import ItemTexts, texts_of, values_from
from minga.workspace import Recipe, Workspace

__all__ = ["CODE", "glossary_of", "translate"]

CODE = 2
"""Raised when a change of this package changes what it makes."""

_BATCH = 256
Answer = Mapping[str, Translation] | Failure


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
    source item, its engine, what the linter found, and its risk. Where several engines translate, the first makes the
    item and the others' texts are its alternatives. Where a model translates whose terms bind what it writes, its
    licence joins the item's. Items that the engine gave up are dropped with its reason, those it made empty as
    `empty-translation`. The manifest's notes say which engines translated, why the first is another than the settings
    name, and of a model the tokens and what they cost.

    Raises MissingPart when neither Apertium for this pair nor the model is installed, EndpointError when the model
    is of no use, InputError when the glossary cannot be read, and what engines raise.
    """
    glossary = glossary_of(settings, benchmark, language, workspace)
    commission = Commission(benchmark.language, language, settings, endpoint, benchmark, workspace, glossary)
    choice = choose(commission)
    bench = _Bench(commission, choice)
    recipe = Recipe(
        name=f"translated/{benchmark.name}-{language}",
        stage="translate",
        code=CODE,
        # where files lie decides nothing: what is in them does
        options=settings.model_copy(update={"file": "", "glossary": "", "cache_mb": 1, "download": False}),
        parents=[source],
        inputs={
            "engine": choice.engine.identity,
            **{f"engine {number}": one.identity for number, one in enumerate(choice.others, 2)},
            "language": language,
            "lint rules": rules_hash(),
            "words of the source checks": words_hash(),
            **({"glossary": glossary.identity} if glossary.terms else {}),
            **({"licence of the model": ", ".join(bench.licences)} if bench.licences else {}),
        },
    )

    def build(writer: TableWriter) -> None:
        writer.notes |= {"engine": _named(choice.engine), "fallback": choice.fallback}
        writer.notes |= {"other engines": [_named(one) for one in choice.others]} if choice.others else {}
        with (
            scratch_folder(writer.folder) as scratch,
            workspace.progress(f"translate {benchmark.name} to {language}", source.rows, "items") as advance,
        ):
            sorter = ExternalSorter(scratch, ["id"])
            for batch in _batches(bench.translated(source, writer, advance)):
                sorter.add(to_batch(batch, BenchmarkItem.schema))
            for table in sorter.batches():
                writer.write(table)
        for engine in choice.engines:
            writer.notes |= engine.spending.notes if engine.spending else {}

    return workspace.make_table(recipe, BenchmarkItem.schema, build)


def glossary_of(
    settings: TranslateSettings, benchmark: BenchmarkSettings, language: str, workspace: Workspace
) -> Glossary:
    """The project's terms for one direction; none where the settings name no glossary."""
    if not settings.glossary:
        return Glossary()
    return read_glossary(workspace.data.parent / settings.glossary, benchmark.language, language)


class _Bench:
    """One direction at work."""

    def __init__(self, commission: Commission, choice: Choice) -> None:
        self.commission = commission
        self.choice = choice
        self.licences = tuple(dict.fromkeys(one.licence for one in choice.engines if one.licence))
        """What the terms of the engines want of the texts that they wrote."""

    def translated(self, table: Table, writer: TableWriter, advance: Advance) -> Iterator[BenchmarkItem]:
        items = records_of(table.batches(size=_BATCH), BenchmarkItem)
        sources, *asked = tee(items, 1 + len(self.choice.engines))
        answers = zip(*map(_ask, self.choice.engines, asked), strict=True)
        found: Counter[str] = Counter()
        without: Counter[str] = Counter()
        for item, (answer, *others) in zip(sources, answers, strict=True):
            writer.count_in()
            advance(1)
            without.update(
                _named(engine)
                for engine, other in zip(self.choice.others, others, strict=True)
                if isinstance(other, Failure)
            )
            made = answer if isinstance(answer, Failure) else self._item(item, answer, others)
            if isinstance(made, Failure):
                writer.drop(made.reason, item.id, made.detail)
                continue
            found.update({finding.check for finding in made.findings})
            yield made
        writer.notes["items with findings"] = dict(sorted(found.items()))
        writer.notes |= {"items without an alternative": dict(sorted(without.items()))} if without else {}

    def _item(
        self, item: BenchmarkItem, answer: Mapping[str, Translation], others: Sequence[Answer]
    ) -> BenchmarkItem | Failure:
        answer = self._finished(item, answer, self.choice.engine)
        empty = [name for name, translation in answer.items() if not translation.text.strip()]
        if empty:
            return Failure("empty-translation", ", ".join(empty))
        engine = self.choice.engine
        licence = item.licence
        for terms in self.licences:
            licence = output_licence(licence, terms)
        texts = {name: translation.text for name, translation in answer.items()}
        try:
            made = item.edited(
                **values_from(item, texts),
                language=self.commission.target,
                origin="translated",
                generator=Generator(model=_named(engine), prompt=engine.prompt),
                source_item=item.id,
                parents=(item.id, *item.parents),
                licence=licence,
                validated_by=(),
                findings=(),
                alternatives=tuple(self._alternatives(item, others)),
                risk=0.0,
            )
        except ValidationError as error:  # pragma: no cover - the texts are not empty
            return Failure("invalid-row", first_fault(error))
        return looked_over(item, made, self.commission.glossary, unknown_words(item, made, answer))

    def _finished(
        self, item: BenchmarkItem, answer: Mapping[str, Translation], engine: Engine
    ) -> Mapping[str, Translation]:
        """A machine's texts with numbers and units in the target's custom; words that it did not know stay marked."""
        commission, settings = self.commission, self.commission.settings
        if engine.name == "file":
            return answer  # people wrote it so
        finished = {}
        for name, source in texts_of(item).items():
            text = answer[name].text
            if settings.units == "convert":
                text = convert_units(text, commission.target)
            if settings.numbers == "localise":
                text = localise_numbers(source, text, commission.source, commission.target)
            finished[name] = Translation(text, _moved(answer[name], text))
        return finished

    def _alternatives(self, item: BenchmarkItem, others: Sequence[Answer]) -> Iterator[Alternative]:
        for engine, answer in zip(self.choice.others, others, strict=True):
            texts = {} if isinstance(answer, Failure) else self._finished(item, answer, engine)
            for name, translation in texts.items():
                if translation.text.strip():
                    yield Alternative(engine=_named(engine), field=name, text=translation.text)


def _ask(engine: Engine, items: Iterator[BenchmarkItem]) -> Iterator[Answer]:
    return engine.translate(map(ItemTexts, items))


def _named(engine: Engine) -> str:
    return f"{engine.name}: {engine.version}"


def _moved(translation: Translation, text: str) -> tuple[tuple[int, int], ...]:
    """Where the words that the engine did not know stand after numbers were written otherwise."""
    if text == translation.text:
        return translation.unknown
    moved, place = [], 0
    for start, end in translation.unknown:
        found = text.find(translation.text[start:end], place)
        if found >= 0:
            place = found + end - start
            moved.append((found, place))
    return tuple(moved)


def _batches(items: Iterator[BenchmarkItem]) -> Iterator[list[BenchmarkItem]]:
    while batch := list(islice(items, _BATCH)):
        yield batch
