"""Models' answers to prompts: `answers/MODEL/TASK`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from minga.errors import EndpointError
from minga.llm import Answer, ChatRequest, Endpoint, LanguageModel, RequestFailed, Spending, model_identity
from minga.manifests import hash_of
from minga.tables import Artifact
from minga.workspace import Recipe, Workspace

__all__ = ["Contestant", "Prompt", "Reply", "answer_prompts", "read_replies"]

CODE = 1
_FILE = "answers.jsonl"
_ANSWERABLE = "refused"
"""A server that refuses a prompt (it may be too long for the model) has answered: with nothing."""


@dataclass(frozen=True)
class Contestant:
    """A model whose answers are compared."""

    name: str
    slug: str
    endpoint: Endpoint

    @property
    def card(self) -> dict[str, Any]:
        """What results say of it."""
        return {"name": self.name, "slug": self.slug, "base": self.name, "tuned": False}


@dataclass(frozen=True)
class Prompt:
    """What is asked."""

    item: str
    """The item's id."""
    text: str


@dataclass(frozen=True)
class Reply:
    """What a model answered to a prompt; empty where it had nothing to say."""

    item: str
    text: str
    finish: str


class _Options(BaseModel):
    max_tokens: int


def answer_prompts(
    contestant: Contestant, prompts: Sequence[Prompt], task: str, max_tokens: int, workspace: Workspace
) -> Artifact:
    """The model's answers, greedy, with nothing said before the prompt. A run that was broken off asks nothing twice.

    Raises EndpointError when an answer is missing: the model is then no contestant yet, and the next run goes on.
    """
    identity = model_identity(contestant.endpoint, workspace.state)
    recipe = Recipe(
        name=f"answers/{contestant.slug}/{task}",
        stage="judge",
        code=CODE,
        options=_Options(max_tokens=max_tokens),
        inputs={"model": identity, "prompts": hash_of([part for each in prompts for part in (each.item, each.text)])},
    )
    return workspace.make_folder(recipe, partial(_fill, contestant, prompts, max_tokens, workspace))


def read_replies(answers: Artifact) -> list[Reply]:
    """The answers in the order of the prompts."""
    with (answers.path / _FILE).open(encoding="utf-8") as lines:
        return [Reply(**json.loads(line)) for line in lines]


def _fill(
    contestant: Contestant,
    prompts: Sequence[Prompt],
    max_tokens: int,
    workspace: Workspace,
    folder: Path,
    notes: dict[str, Any],
) -> None:
    spending = Spending(contestant.endpoint)
    requests = (ChatRequest.ask(each.text, max_tokens=max_tokens, id=each.item) for each in prompts)
    failed: list[RequestFailed] = []
    empty = 0
    with (
        workspace.progress(f"{contestant.name}: answers", len(prompts), "prompts") as advance,
        LanguageModel(contestant.endpoint, workspace.state) as model,
        (folder / _FILE).open("w", encoding="utf-8") as lines,
    ):
        for reply in _replies(model, requests, spending, failed):
            lines.write(json.dumps(vars(reply), ensure_ascii=False) + "\n")
            empty += not reply.text
            advance(1)
    if failed:
        raise EndpointError(
            f"{len(failed)} of {len(prompts)} prompts got no answer, the first: {failed[0].what}",
            where=contestant.name,
            hint="run the same command again: what was answered is not asked again",
        )
    notes |= {"model": contestant.card, "answers": len(prompts), "empty": empty, **spending.notes}


def _replies(
    model: LanguageModel, requests: Iterator[ChatRequest], spending: Spending, failed: list[RequestFailed]
) -> Iterator[Reply]:
    for request, answer in model.complete_many(requests):
        if isinstance(answer, Answer):
            spending.count(answer)
            yield Reply(request.id, answer.text.strip(), answer.finish)
        else:
            if answer.reason != _ANSWERABLE:
                failed.append(answer)
            yield Reply(request.id, "", answer.reason)
