"""What is said to the model, in the documents' language: data files that a linguist can edit."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from minga.errors import InputError, LanguageError
from minga.languages import language_of, name
from minga.manifests import digest
from minga.records import Message, first_fault

__all__ = ["Example", "Prompts", "QuestionPrompts", "Task", "TextPrompts", "load_prompts"]

Task = Literal["question", "summary", "explanation"]


def _holding(*names: str) -> AfterValidator:
    def check(text: str) -> str:
        absent = [place for place in names if f"{{{place}}}" not in text]
        if absent:
            raise ValueError(f"does not say where {{{absent[0]}}} goes")
        return text

    return AfterValidator(check)


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Example(_Part):
    """One question, as it should be asked."""

    sentence: str
    question: str


class QuestionPrompts(_Part):
    """How the model is asked for a question, and for its answer."""

    ask: Annotated[str, _holding("sentence")]
    examples: tuple[Example, ...] = ()
    """Shown before; small models repeat the form of the last."""
    answer: Annotated[str, _holding("passage", "question")]
    """How the model is asked to answer."""
    record: Annotated[str, _holding("passage", "question")]
    """The user's message of the record."""

    def opening(self, sentence: str) -> tuple[Message, ...]:
        """The conversation that asks for the question to a sentence."""
        turns: list[Message] = []
        for example in self.examples:
            turns.append(Message(role="user", content=_filled(self.ask, sentence=example.sentence)))
            turns.append(Message(role="assistant", content=example.question))
        return (*turns, Message(role="user", content=_filled(self.ask, sentence=sentence)))

    def answering(self, passage: str, question: str) -> tuple[Message, ...]:
        """The conversation that asks for the answer."""
        return (Message(role="user", content=_filled(self.answer, passage=passage, question=question)),)

    def instruction(self, passage: str, question: str) -> str:
        """The user's message of the record."""
        return _filled(self.record, passage=passage, question=question)


class TextPrompts(_Part):
    """How the model is asked for a summary or an explanation; the record's user says the same."""

    ask: Annotated[str, _holding("passage")]

    def instruction(self, passage: str) -> str:
        """The request, and the user's message of the record."""
        return _filled(self.ask, passage=passage)


class Prompts(_Part):
    """All that is said in one language."""

    question_opening: str = ""
    """What a question begins with: `¿` in Spanish."""
    question_words: tuple[str, ...]
    """Interrogatives, in small letters: they say nothing of what a question is about."""
    leaning: tuple[str, ...] = ()
    """Words that open a sentence which makes no sense without the one before."""
    labels: tuple[str, ...] = ()
    """Labels that models put before what they were asked for."""
    question: QuestionPrompts
    summary: TextPrompts
    explanation: TextPrompts

    file: str = Field(exclude=True)
    """The file's name, such as `es.toml`."""
    digest: str = Field(exclude=True)
    """Hash of the file."""

    def identifier(self, task: Task) -> str:
        """Which prompt it was: file, task, and a hash of the task's texts."""
        part: BaseModel = getattr(self, task)
        return f"{self.file.removesuffix('.toml')}/{task}-{digest(part.model_dump_json().encode())[:8]}"


def load_prompts(tag: str, folder: Path | None = None) -> Prompts:
    """The prompts for a language tag: those of the project's `folder` go first, the variety's before the language's.

    Raises LanguageError where there are none, InputError when a file is not as it should be.
    """
    names = dict.fromkeys((f"{tag}.toml", f"{language_of(tag)}.toml"))
    for place in filter(None, (folder, files("minga.generate").joinpath("prompts"))):
        for file in names:
            if (path := place.joinpath(file)).is_file():
                return _parsed(file, path.read_bytes(), str(path) if place is folder else file)
    known = sorted(entry.name.removesuffix(".toml") for entry in files("minga.generate").joinpath("prompts").iterdir())
    raise LanguageError(
        f"there are no prompts in {name(tag, 'en')} ({tag}), only in {', '.join(known)}",
        hint=f"write {list(names)[-1]} like minga's own, in the folder that `prompts` of [generate] names",
    )


def _parsed(file: str, data: bytes, where: str) -> Prompts:
    try:
        values = tomllib.loads(data.decode())
        return Prompts.model_validate({**values, "file": file, "digest": digest(data)})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"is not valid TOML: {error}", where=where) from None
    except ValidationError as error:
        raise InputError(first_fault(error), where=where, hint="compare it with minga's own prompts") from None


def _filled(template: str, **values: str) -> str:
    """`template` with its places filled, in one pass: texts may hold braces of their own."""
    return re.sub(r"\{(\w+)\}", lambda place: values.get(place[1], place[0]), template)
