"""What is asked of a model about a passage, and the record made of its answers."""

from __future__ import annotations

from dataclasses import dataclass

from minga.generate.judging import Unusable, judged_question, judged_text, key_sentence
from minga.generate.passages import Passage
from minga.generate.prompts import Prompts, Task, TextPrompts
from minga.llm import Answer, ChatRequest, RequestFailed
from minga.records import Generator, InstructionRecord, Message
from minga.settings import DocumentSettings, GenerateSettings

__all__ = ["Author", "Unit"]

_QUESTION_TOKENS = 64
_LEAST_WORDS = 15
"""A shorter passage has nothing to be asked about."""


@dataclass(frozen=True)
class Unit:
    """One thing that is wanted of one passage."""

    number: int
    passage: Passage
    task: Task

    @property
    def name(self) -> str:
        """Where it is from and what is wanted: `documents/mate.md#passage-1 question`."""
        return f"{self.passage.source} {self.task}"


@dataclass(frozen=True)
class Author:
    """Writes the requests for a set of documents, and reads the answers.

    Every method raises Unusable where the unit makes no record.
    """

    documents: DocumentSettings
    settings: GenerateSettings
    prompts: Prompts
    model: str
    """The model's name, for the records."""
    licence: str
    """Of the records."""

    def opening(self, unit: Unit) -> ChatRequest:
        """The first request about a unit."""
        if unit.passage.words < _LEAST_WORDS:
            raise Unusable("too-short", f"{unit.passage.words} words")
        if unit.task != "question":
            return self._request(
                (Message(role="user", content=self._text_prompts(unit).instruction(unit.passage.text)),)
            )
        sentence = key_sentence(unit.passage, self.prompts)
        if not sentence:
            raise Unusable("no-sentence", "no prose to ask about")
        tokens = min(_QUESTION_TOKENS, self.settings.max_tokens)
        return self._request(self.prompts.question.opening(sentence), tokens)

    def made_of(self, unit: Unit, answer: Answer | RequestFailed) -> InstructionRecord | str:
        """The record; or the question that is still to be answered, by the request that `answering` gives."""
        answer = _given(answer)
        if unit.task != "question":
            return self._record(
                unit,
                self._text_prompts(unit).instruction(_text(unit.passage)),
                judged_text(answer, unit.passage, self.prompts),
            )
        sentence = key_sentence(unit.passage, self.prompts)
        question = judged_question(answer, sentence, unit.passage, self.prompts)
        if self.settings.answers == "written":
            return question
        return self._record(unit, self._question(unit, question), sentence)

    def answering(self, unit: Unit, question: str) -> ChatRequest:
        """The request that asks for the answer to a question."""
        return self._request(self.prompts.question.answering(unit.passage.text, question))

    def answered(self, unit: Unit, question: str, answer: Answer | RequestFailed) -> InstructionRecord:
        """The record of a question that the model has answered."""
        text = judged_text(_given(answer), unit.passage, self.prompts)
        return self._record(unit, self._question(unit, question), text)

    def _request(self, messages: tuple[Message, ...], tokens: int = 0) -> ChatRequest:
        return ChatRequest(
            messages, temperature=self.settings.temperature, max_tokens=tokens or self.settings.max_tokens
        )

    def _text_prompts(self, unit: Unit) -> TextPrompts:
        return self.prompts.summary if unit.task == "summary" else self.prompts.explanation

    def _question(self, unit: Unit, question: str) -> str:
        return self.prompts.question.instruction(_text(unit.passage), question)

    def _record(self, unit: Unit, instruction: str, answer: str) -> InstructionRecord:
        documents = self.documents
        return InstructionRecord(
            messages=(Message(role="user", content=instruction), Message(role="assistant", content=answer)),
            task=unit.task,
            language=documents.language,
            country=documents.country,
            domain=documents.domain,
            origin="synthetic",
            generator=Generator(model=self.model, prompt=self.prompts.identifier(unit.task)),
            source=unit.passage.source,
            licence=self.licence,
            contributor=documents.contributor,
        )


def _given(answer: Answer | RequestFailed) -> Answer:
    if isinstance(answer, RequestFailed):
        raise Unusable("model-failed", f"{answer.reason}: {answer.what}")
    return answer


def _text(passage: Passage) -> str:
    """The passage under its titles, without which it may not be understood."""
    return f"{passage.heading}\n\n{passage.text}" if passage.heading else passage.text
