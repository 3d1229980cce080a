"""A language model at an endpoint as a translation engine."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from minga.languages import language_of, name
from minga.licences import binds_outputs
from minga.llm import Answer, ChatRequest, Endpoint, LanguageModel, RequestFailed, Spending, model_identity
from minga.records import Message
from minga.translate.engines.commission import Commission
from minga.translate.engines.engine import Failure, Translation
from minga.translate.glossary import Glossary, Term
from minga.translate.texts import choice_name

__all__ = ["ModelTranslator", "make_model_translator", "translation_request"]

_PROMPT = 1
"""Raised when the request is put together otherwise; the words themselves are in `prompts.toml`."""
_CHARACTERS_A_TOKEN = 2
_SPARE_TOKENS = 64
_NO_TERMS = Glossary()


class ModelTranslator:
    """Asks a model for whole items, as JSON with the same keys."""

    name = "llm"

    def __init__(
        self, source: str, target: str, endpoint: Endpoint, folder: Path, glossary: Glossary = _NO_TERMS
    ) -> None:
        self.source = source
        self.target = target
        self.endpoint = endpoint
        self.folder = folder
        self.glossary = glossary
        self.version = endpoint.model
        self.prompt = f"translate-{_PROMPT}-{_prompt_language(target)}"
        self.licence = endpoint.licence if binds_outputs(endpoint.licence) else ""
        self.spending = Spending(endpoint)
        told = [_instruction(source, target), *([glossary.identity] if glossary.terms else [])]
        self.identity = json.dumps([model_identity(endpoint, folder), self.prompt, *told])

    def translate(self, items: Iterable[Mapping[str, str]]) -> Iterator[Mapping[str, Translation] | Failure]:
        """See `Engine.translate`. Answers are kept, so a run that was broken off asks nothing twice.

        Raises EndpointError when the endpoint is of no use. An item fails as the client says (`refused`, `timed-out`
        and so on), or with `cut-short` or `unreadable-answer`.
        """
        self.spending = Spending(self.endpoint)
        asked: dict[str, Mapping[str, str]] = {}

        def requests() -> Iterator[ChatRequest]:
            for number, texts in enumerate(items):
                request = translation_request(texts, self.source, self.target, str(number), self.glossary)
                asked[request.id] = texts
                yield request

        with LanguageModel(self.endpoint, self.folder) as model:
            for request, answer in model.complete_many(requests()):
                if isinstance(answer, Answer):
                    self.spending.count(answer)
                yield _read(asked.pop(request.id), answer)


def make_model_translator(commission: Commission) -> ModelTranslator:
    """The engine for a commission. Raises MissingPart when the model is not installed."""
    return ModelTranslator(
        commission.source, commission.target, commission.endpoint, commission.state, commission.glossary
    )


def translation_request(
    texts: Mapping[str, str], source: str, target: str, key: str = "", glossary: Glossary = _NO_TERMS
) -> ChatRequest:
    """What a model is asked about one item: its texts as a JSON object, to be answered with the same keys.

    Of the glossary it is told the terms that stand in these texts.
    """
    schema = {
        "type": "object",
        "properties": {one: {"type": "string"} for one in texts},
        "required": list(texts),
        "additionalProperties": False,
    }
    question = _as_json(texts)
    return ChatRequest(
        messages=(
            Message(role="system", content=_instruction(source, target) + _terms(texts, target, glossary)),
            *_example(source, target),
            Message(role="user", content=question),
        ),
        max_tokens=len(question) // _CHARACTERS_A_TOKEN + _SPARE_TOKENS,
        schema=json.dumps(schema, ensure_ascii=False),
        id=key,
    )


def _example(source: str, target: str) -> tuple[Message, ...]:
    """One item and its translation, where `prompts.toml` has it in both languages."""
    examples = {language: entry["example"] for language, entry in _prompts().items() if "example" in entry}
    before, after = examples.get(language_of(source)), examples.get(language_of(target))
    if not before or not after:
        return ()
    names = ["question", *(choice_name(index) for index in range(len(before) - 1))]
    given, wanted = (_as_json(dict(zip(names, texts, strict=True))) for texts in (before, after))
    return Message(role="user", content=given), Message(role="assistant", content=wanted)


def _as_json(texts: Mapping[str, str]) -> str:
    return json.dumps(dict(texts), ensure_ascii=False, indent=1)


def _read(texts: Mapping[str, str], answer: Answer | RequestFailed) -> Mapping[str, Translation] | Failure:
    if isinstance(answer, RequestFailed):
        return Failure(answer.reason, str(answer))
    if answer.finish == "length":
        return Failure("cut-short", answer.text[-200:])
    try:
        values: Any = json.loads(answer.text)
    except ValueError:
        return Failure("unreadable-answer", answer.text[:200])
    if not isinstance(values, dict) or any(not isinstance(values.get(one), str) for one in texts):
        return Failure("unreadable-answer", answer.text[:200])
    return {one: Translation(values[one].strip()) for one in texts}


def _instruction(source: str, target: str) -> str:
    language = _prompt_language(target)
    names = {"source": name(source, language), "target": name(target, language)}
    return str(_prompts()[language]["instruction"]).strip().format(**names)


def _terms(texts: Mapping[str, str], target: str, glossary: Glossary) -> str:
    terms = dict.fromkeys(use.term for text in texts.values() for use in glossary.uses(text))
    if not terms:
        return ""
    heading = str(_prompts()[_prompt_language(target)]["glossary"])
    return "\n".join(["", heading, *map(_term_line, terms)])


def _term_line(term: Term) -> str:
    return f"- {term.source} = {term.target}" + (f" ({term.pos})" if term.pos else "")


def _prompt_language(target: str) -> str:
    language = language_of(target)
    return language if language in _prompts() else "en"


@lru_cache(maxsize=1)
def _prompts() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files(__package__).joinpath("prompts.toml").read_text(encoding="utf-8"))
