"""Open prompts to win rates: the project's prompts, models and judge, and what people said of the same kind of pair.

The judge itself is `minga.evaluate.judge`, people's comparisons are in `minga.review`; here they are brought together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

import numpy as np

from minga.benchmark.harness_task import task_name
from minga.errors import NothingToDo, UsageError
from minga.evaluate.judge import Contestant, HumanPair, Judge, Judged, Judgement, Prompt, Trial, judge_task, rubric_for
from minga.llm import Endpoint
from minga.models import find_model, slug_of
from minga.pipeline import Pipeline
from minga.records import BenchmarkItem, records_of
from minga.review.agreement import agreement, agreement_of_two
from minga.review.coincidences import Ratings
from minga.review.compared import ComparedPair, compared_pairs
from minga.settings import BenchmarkSettings, JudgeSettings
from minga.tables import Table
from minga.task_cards import TaskCard

__all__ = ["agreement_with_people", "judge_benchmarks"]

_CODES = {"first": 0.0, "second": 1.0, "tie": 2.0}
_VOTES = {"a": "first", "b": "second", "both-good": "tie", "both-bad": "tie"}


def judge_benchmarks(pipeline: Pipeline, names: Sequence[str], settings: JudgeSettings) -> list[Judgement]:
    """The project's prompts, all or those of these benchmarks, in every language that they are in.

    Raises UsageError when there is no such benchmark, model or endpoint, NothingToDo when there is nothing to compare,
    EndpointError when the judge is of no use.
    """
    judge = pipeline.project.endpoint(settings.endpoint)
    contestants = _contestants(pipeline, settings)
    return [
        judge_task(_trial(pipeline, part, tag, items, contestants, (judge, settings)), pipeline.workspace)
        for part, tag, items in _prompts(pipeline, names)
    ]


def agreement_with_people(people: Sequence[HumanPair], judged: Sequence[Judged]) -> dict[str, Any]:
    """How often the judge and people agree on which of two answers is better, beside how often people do.

    `judged` are the judge's verdicts on the same pairs, in their order; empty where there are no pairs.
    """
    if not people:
        return {}
    random = np.random.default_rng(0)
    verdicts = np.array([_CODES[_said(each)] if each.readable else np.nan for each in judged])
    majority = np.array([_CODES[_majority(pair.votes)] for pair in people])
    rows = [
        (place, person, _CODES[vote])
        for place, pair in enumerate(people)
        for person, vote in sorted(pair.votes.items())
    ]
    ratings = Ratings(
        items=np.array([row[0] for row in rows]),
        people=np.array([row[1] for row in rows]),
        values=np.array([row[2] for row in rows]),
    )
    each = [verdicts[place] == value for place, _, value in rows if not np.isnan(verdicts[place])]
    with_people = agreement_of_two(verdicts, majority, random)
    among = agreement(ratings, "nominal", random)
    shown = ("value", "low", "high", "equal", "items", "reason")
    return {
        "pairs": len(people),
        "votes": len(rows),
        "unreadable": int(np.isnan(verdicts).sum()),
        "judge_and_majority": {key: asdict(with_people)[key] for key in shown} | {"measure": "Cohen's kappa"},
        "judge_and_each_vote": sum(each) / len(each) if each else None,
        "people": {key: asdict(among)[key] for key in shown} | {"measure": "Krippendorff's alpha"},
    }


def _said(judged: Judged) -> str:
    return {1.0: "first", 0.0: "second"}.get(judged.value, "tie")


def _majority(votes: Mapping[int, str]) -> str:
    often = Counter(votes.values()).most_common()
    return often[0][0] if len(often) == 1 or often[0][1] > often[1][1] else "tie"


def _contestants(pipeline: Pipeline, settings: JudgeSettings) -> list[Contestant]:
    """The models that are named, the reference first."""
    if len(settings.models) < 2:
        hint = '[judge] models = ["embedded", "…"]: names of [endpoints], or .gguf files'
        raise NothingToDo("fewer than two models are named, so that there is nothing to compare", hint=hint)
    reference = settings.reference or settings.models[0]
    if reference not in settings.models:
        raise UsageError(f"the reference {reference} is none of the models", hint=f"it is one of {settings.models}")
    order = dict.fromkeys([reference, *settings.models])
    found = [_contestant(pipeline, name) for name in order]
    often = Counter(each.slug for each in found)
    return [
        replace(each, slug=slug_of(f"{each.slug}-{name}")) if often[each.slug] > 1 else each
        for name, each in zip(order, found, strict=True)
    ]


def _contestant(pipeline: Pipeline, name: str) -> Contestant:
    project = pipeline.project
    if name in project.settings.endpoints:
        endpoint = project.endpoint(name)
        if not endpoint.is_embedded:
            return Contestant(endpoint.model, slug_of(endpoint.model.rpartition("/")[2]), endpoint)
        name = endpoint.model
    if name != "embedded" and not name.endswith(".gguf"):
        known = ", ".join(["embedded", *sorted(project.settings.endpoints)])
        hint = (
            f"known are {known}, and .gguf files; a transformers model needs a server (vLLM, TGI …) among [endpoints]"
        )
        raise UsageError(f"{name} is no model that answers prompts", hint=hint)
    model = find_model(name, pipeline.workspace)
    endpoint = project.endpoint("embedded") if name == "embedded" else Endpoint(model=model.source)
    return Contestant(model.name, model.slug, endpoint)


def _prompts(pipeline: Pipeline, names: Sequence[str]) -> Iterator[tuple[BenchmarkSettings, str, Table]]:
    """Benchmarks of prompts, in each language."""
    parts = {part.name: part for part in pipeline.project.settings.benchmarks}
    unknown = next((name for name in names if name not in parts), None)
    if unknown is not None:
        raise UsageError(f"there is no benchmark {unknown}", hint=f"known are: {', '.join(parts) or 'none'}")
    found = False
    for part in parts.values():
        source = pipeline.sources[part.name] if not names or part.name in names else None
        if source is None or source.state == "pending" or source.manifest.notes.get("form") != "prompts":
            continue
        versions = {part.language: source} | {tag: pipeline.validated[part.name, tag] for tag in part.to}
        for tag, items in versions.items():
            if items.state != "pending" and items.rows:
                found = True
                yield part, tag, items
    if not found:
        hint = 'add [[benchmarks]] with form = "prompts", and validate translations: minga serve'
        raise NothingToDo("there are no prompts to answer", hint=hint)


def _trial(
    pipeline: Pipeline,
    part: BenchmarkSettings,
    tag: str,
    items: Table,
    contestants: list[Contestant],
    judged_by: tuple[Endpoint, JudgeSettings],
) -> Trial:
    endpoint, settings = judged_by
    rubric = rubric_for(tag)
    given = list(records_of(items.batches(), BenchmarkItem))
    prompts = [Prompt(item.id, "\n\n".join(filter(None, (item.context, item.question)))) for item in given]
    with pipeline.people() as db:
        people = [_human(pair) for pair in compared_pairs(db, tag)]
    return Trial(
        card=_card(pipeline, part, tag, given, f"{endpoint.model}, {rubric.name}, against {contestants[0].name}"),
        prompts=prompts,
        contestants=contestants,
        judge=Judge(endpoint, rubric, settings.structured, settings.verdict_tokens),
        answer_tokens=settings.answer_tokens,
        people=people,
        agree=agreement_with_people,
        draws=settings.draws,
        seed=pipeline.project.settings.project.seed,
    )


def _human(pair: ComparedPair) -> HumanPair:
    votes = {person: _VOTES[vote] for person, vote in pair.votes.items()}
    return HumanPair(pair.item, pair.prompt, pair.a, pair.b, votes)


def _card(
    pipeline: Pipeline, part: BenchmarkSettings, tag: str, items: Sequence[BenchmarkItem], version: str
) -> TaskCard:
    validators = {name for item in items for name in item.validated_by}
    return TaskCard(
        task=task_name(pipeline.project.settings.project, part, tag),
        benchmark=part.name,
        language=tag,
        metric="win_rate",
        random=0.5,
        maximum=1.0,
        items=len(items),
        family=part.family or "instruction",
        origin="machine" if any(item.origin == "translated" for item in items) else "native",
        donor=part.donor,
        shots=0,
        version=version,
        validated=sum(bool(item.validated_by) for item in items) / len(items),
        validators=tuple(sorted(validators)),
        licence=part.licence,
        citation=part.citation,
        source=part.source,
    )
