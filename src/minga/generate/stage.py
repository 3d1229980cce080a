"""The stage: documents to a table of instruction records."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import ParamSpec, TypeVar

from pydantic import BaseModel

from minga.errors import InputError, MissingPart, SettingError
from minga.external_sort import scratch_folder
from minga.generate.authoring import Author, Unit
from minga.generate.documents import DocumentFile, find_documents
from minga.generate.harvest import Harvest, Outcome
from minga.generate.judging import Unusable
from minga.generate.passages import Passage, cut, spread
from minga.generate.prompts import load_prompts
from minga.generate.reading import DocumentReader
from minga.licences import output_licence
from minga.llm import Answer, ChatRequest, Endpoint, LanguageModel, RequestFailed, Spending, model_identity
from minga.records import InstructionRecord
from minga.settings import DocumentSettings, GenerateSettings
from minga.table_writer import TableWriter
from minga.tables import Table
from minga.workspace import Recipe, Workspace

__all__ = ["CODE", "generate"]

CODE = 1
"""Raised when a change of this package changes what it makes."""

P = ParamSpec("P")
T = TypeVar("T")
Take = Callable[[Outcome], None]


class _Options(BaseModel):
    documents: DocumentSettings
    generate: GenerateSettings


def generate(
    documents: DocumentSettings, settings: GenerateSettings, endpoint: Endpoint, root: Path, workspace: Workspace
) -> Table:
    """Instruction records from one set of documents, as the table `generated/NAME`.

    Each document is cut into passages, and the model is asked for one instruction of each task about each passage.
    What is counted are those (passage, task) pairs, and one for every document without passages. Dropped are
    documents as `unreadable-document` or `no-text`, and pairs as `too-short`, `no-sentence`, `model-failed`,
    `empty-answer`, `not-a-question`, `not-grounded`, `cut-short` or `duplicate-id`.

    Records stand under the documents' licence, and under the model's too where its terms bind what it writes. The
    manifest's notes have the tokens of all answers, and what they cost.

    Every answer is kept in the workspace's cache, so a run that was broken off asks nothing twice.

    Raises NothingToDo when no file matches, LanguageError when there are no prompts in the documents' language,
    MissingPart when the embedded model is not installed, EndpointError when the endpoint is of no use.
    """
    files = find_documents(documents, root)
    prompts = load_prompts(documents.language, _prompt_folder(settings, root))
    licence = output_licence(documents.licence, endpoint.licence)
    recipe = Recipe(
        name=f"generated/{documents.name}",
        stage="generate",
        code=CODE,
        options=_Options(documents=documents, generate=settings),
        inputs={
            **{file.name: file.fingerprint for file in files},
            f"prompts {prompts.file}": prompts.digest,
            "model": _identity(endpoint, workspace.state),
            **({"licence of the records": licence} if licence != documents.licence else {}),
        },
    )
    author = Author(documents, settings, prompts, endpoint.model, licence)

    def build(writer: TableWriter) -> None:
        with scratch_folder(writer.folder) as scratch:
            spool = scratch / "passages.jsonl"
            passages = _read(files, settings, workspace, writer, spool)
            harvest, spending = Harvest(writer, scratch), Spending(endpoint)
            total = passages * len(settings.tasks)
            with (
                LanguageModel(endpoint, workspace.state) as model,
                workspace.progress(f"generate {documents.name}", total, "instructions") as advance,
            ):

                def take(outcome: Outcome) -> None:
                    harvest.take(outcome)
                    advance(1)

                _write(_units(spool, settings), author, model, spending, take)
            harvest.write()
            writer.notes |= {"documents": len(files), "passages": passages, **spending.notes}

    return workspace.make_table(recipe, InstructionRecord.schema, build)


def _prompt_folder(settings: GenerateSettings, root: Path) -> Path | None:
    if not settings.prompts:
        return None
    folder = root / settings.prompts
    if not folder.is_dir():
        raise SettingError(f"there is no folder {settings.prompts!r}", where="prompts of [generate]", hint="make it")
    return folder


def _identity(endpoint: Endpoint, state: Path) -> str:
    try:
        return model_identity(endpoint, state)
    except MissingPart:
        # the plan can still be shown; what needs the model says what is missing
        return f"{endpoint.model}, which is not installed"


def _read(
    files: list[DocumentFile], settings: GenerateSettings, workspace: Workspace, writer: TableWriter, spool: Path
) -> int:
    """Passages of all documents into `spool`, a line of JSON each; returns their number."""
    passages = 0
    with (
        spool.open("w", encoding="utf-8") as lines,
        DocumentReader(workspace.state / "logs" / "documents.log", settings.max_file_mb) as reader,
        workspace.progress("read", len(files), "documents") as advance,
    ):
        for file in files:
            for passage in _passages(file, settings, reader, writer):
                lines.write(passage.model_dump_json() + "\n")
                passages += 1
            advance(1)
    return passages


def _passages(
    file: DocumentFile, settings: GenerateSettings, reader: DocumentReader, writer: TableWriter
) -> list[Passage]:
    try:
        passages = cut(file.name, reader.blocks(file), settings.passage_words)
    except InputError as error:
        writer.count_in()
        writer.drop("unreadable-document", file.name, error.what)
        return []
    if not passages:
        writer.count_in()
        writer.drop("no-text", file.name, "nothing but pictures, links or markup")
    return spread(passages, settings.max_passages)


def _units(spool: Path, settings: GenerateSettings) -> Iterator[Unit]:
    number = 0
    with spool.open(encoding="utf-8") as lines:
        for line in lines:
            passage = Passage.model_validate_json(line)
            for task in settings.tasks:
                yield Unit(number, passage, task)
                number += 1


def _write(units: Iterable[Unit], author: Author, model: LanguageModel, spending: Spending, take: Take) -> None:
    """Ask about every unit and let `take` have each outcome."""
    first = _asked(model, _openings(units, author, take), spending)
    for (unit, question), answer in _asked(model, _open_questions(first, author, take), spending):
        take(Outcome(unit.number, unit.name, _or_why(author.answered, unit, question, answer)))


def _or_why(make: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | Unusable:
    """What `make` makes, or why it could not."""
    try:
        return make(*args, **kwargs)
    except Unusable as why:
        return why


def _openings(units: Iterable[Unit], author: Author, take: Take) -> Iterator[tuple[Unit, ChatRequest]]:
    for unit in units:
        request = _or_why(author.opening, unit)
        if isinstance(request, Unusable):
            take(Outcome(unit.number, unit.name, request))
        else:
            yield unit, request


def _open_questions(
    answered: Iterable[tuple[Unit, Answer | RequestFailed]], author: Author, take: Take
) -> Iterator[tuple[tuple[Unit, str], ChatRequest]]:
    """Of the first answers: the questions, with the request for their answers. The rest is done, and taken."""
    for unit, answer in answered:
        made = _or_why(author.made_of, unit, answer)
        if isinstance(made, str):
            yield (unit, made), author.answering(unit, made)
        else:
            take(Outcome(unit.number, unit.name, made))


def _asked(
    model: LanguageModel, requests: Iterable[tuple[T, ChatRequest]], spending: Spending
) -> Iterator[tuple[T, Answer | RequestFailed]]:
    """Each thing with the answer to its request, in order; only so many are under way as the model takes ahead."""
    waiting: deque[T] = deque()

    def stream() -> Iterator[ChatRequest]:
        for thing, request in requests:
            waiting.append(thing)
            yield request

    for _, answer in model.complete_many(stream()):
        if isinstance(answer, Answer):
            spending.count(answer)
        yield waiting.popleft(), answer
