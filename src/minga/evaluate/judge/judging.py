"""Asking the judge: every pair of answers in both orders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from minga.evaluate.judge.rubric import Rubric
from minga.evaluate.judge.verdicts import Judged, Reading, read_verdict
from minga.llm import Answer, ChatRequest, Endpoint, LanguageModel, Spending
from minga.workspace import Workspace

__all__ = ["Judge", "Pair", "judge_pairs"]

_ORDERS = ("forward", "backward")


@dataclass(frozen=True)
class Judge:
    """Who judges, and how."""

    endpoint: Endpoint
    rubric: Rubric
    structured: bool
    max_tokens: int


@dataclass(frozen=True)
class Pair:
    """Two answers to a prompt. `candidate` names the first of them."""

    item: str
    prompt: str
    candidate: str
    first: str
    second: str


def judge_pairs(
    judge: Judge, pairs: Sequence[Pair], label: str, workspace: Workspace, spending: Spending
) -> list[Judged]:
    """The verdicts on all pairs, each in both orders. Answers are kept: a run that was broken off asks nothing twice.

    Raises EndpointError when the endpoint is of no use; a single request that fails is an unreadable verdict.
    """
    readings: list[Reading] = []
    with (
        workspace.progress(label, 2 * len(pairs), "verdicts") as advance,
        LanguageModel(judge.endpoint, workspace.state) as model,
    ):
        for _, answer in model.complete_many(_requests(judge, pairs)):
            if isinstance(answer, Answer):
                spending.count(answer)
            readings.append(read_verdict(answer, structured=judge.structured))
            advance(1)
    return [
        Judged(
            item=pair.item,
            candidate=pair.candidate,
            forward=readings[2 * place],
            backward=readings[2 * place + 1],
            longer=len(pair.first) - len(pair.second),
        )
        for place, pair in enumerate(pairs)
    ]


def _requests(judge: Judge, pairs: Sequence[Pair]) -> Iterator[ChatRequest]:
    for place, pair in enumerate(pairs):
        for order in _ORDERS:
            shown = (pair.first, pair.second) if order == "forward" else (pair.second, pair.first)
            yield judge.rubric.request(
                (pair.prompt, *shown),
                structured=judge.structured,
                max_tokens=judge.max_tokens,
                key=f"{place}-{order}",
            )
