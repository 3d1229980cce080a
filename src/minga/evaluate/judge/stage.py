"""The stage: models' answers to prompts in, the judge's verdicts on them, and evaluations with win rates out."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from minga.errors import EndpointError, NothingToDo
from minga.evaluate.judge.answering import Contestant, Prompt, Reply, answer_prompts, read_replies
from minga.evaluate.judge.biases import Biases, measure
from minga.evaluate.judge.judging import Judge, Pair, judge_pairs
from minga.evaluate.judge.results import CODE, STAGE, make_evaluation
from minga.evaluate.judge.verdicts import Judged, Reading
from minga.llm import Spending, model_identity
from minga.manifests import digest
from minga.tables import Artifact
from minga.task_cards import CARD, TaskCard
from minga.workspace import Recipe, Workspace

__all__ = ["FILE", "HumanPair", "Judgement", "Trial", "judge_task"]

FILE = "judgement.json"
_VERDICTS = "verdicts.jsonl"
_UNREADABLE = 0.1
"""Share of a candidate's pairs without a verdict beyond which its win rate is none: these count as one half."""


@dataclass(frozen=True)
class HumanPair:
    """Two answers that people compared: `votes` are `first`, `second` or `tie` by person."""

    item: str
    prompt: str
    first: str
    second: str
    votes: Mapping[int, str]


@dataclass(frozen=True)
class Trial:
    """One set of prompts in one language, who answers it, and who judges."""

    card: TaskCard
    prompts: Sequence[Prompt]
    contestants: Sequence[Contestant]
    """The first is the reference that the others are compared with."""
    judge: Judge
    answer_tokens: int
    people: Sequence[HumanPair] = ()
    agree: Callable[[Sequence[HumanPair], Sequence[Judged]], Mapping[str, Any]] = lambda people, judged: {}
    """What is measured of the judge's agreement with people."""
    draws: int = 1000
    seed: int = 0


@dataclass
class Judgement:
    """What became of a trial."""

    task: Artifact
    judgement: Artifact | None = None
    evaluations: list[Artifact] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @property
    def numbers(self) -> dict[str, Any]:
        """What was measured; empty in a dry run."""
        made = self.judgement
        known = made is not None and made.manifest_ is not None
        return dict(json.loads((made.path / FILE).read_bytes())) if known and made is not None else {}


class _Options(BaseModel):
    rubric: str
    structured: bool
    max_tokens: int
    reference: str
    draws: int
    seed: int


def judge_task(trial: Trial, workspace: Workspace) -> Judgement:
    """`tasks/TASK`, `answers/MODEL/TASK`, `judgements/TASK`, and `evaluations/MODEL/TASK` of every contestant.

    A contestant whose answers are not complete is left out with the reason. Raises NothingToDo where nobody is left to
    compare, EndpointError when the judge is of no use.
    """
    outcome = Judgement(_task(trial.card, workspace))
    answers: dict[str, Artifact] = {}
    for contestant in trial.contestants:
        try:
            made = answer_prompts(contestant, trial.prompts, trial.card.task, trial.answer_tokens, workspace)
            answers[contestant.slug] = made
        except EndpointError as error:
            outcome.left_out.append(str(error))
    reference = trial.contestants[0]
    if reference.slug not in answers or len(answers) < 2:
        why = "; ".join(outcome.left_out) or "name more models: [judge] models"
        raise NothingToDo(f"nobody can be compared with {reference.name}", hint=why)
    made = _judgement(trial, answers, workspace)
    outcome.judgement = made
    unreadable = {} if made.manifest_ is None else made.manifest.notes["unreadable"]
    for contestant in trial.contestants:
        share = unreadable.get(contestant.slug, 0.0)
        if contestant.slug not in answers:
            continue
        if share > _UNREADABLE:
            outcome.left_out.append(f"{contestant.name}: the judge gave no verdict on {share:.0%} of the prompts")
            continue
        parents = (outcome.task, answers[contestant.slug], answers[reference.slug], made)
        outcome.evaluations.append(
            make_evaluation(contestant, parents, partial(_rows, trial, answers, made), workspace)
        )
    return outcome


def _task(card: TaskCard, workspace: Workspace) -> Artifact:
    text = json.dumps(card.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n"

    def build(folder: Path, notes: dict[str, Any]) -> None:
        (folder / CARD).write_text(text, encoding="utf-8")
        notes |= {"items": card.items}

    return workspace.make_folder(
        Recipe(f"tasks/{card.task}", STAGE, CODE, inputs={"card": digest(text.encode())}), build
    )


def _judgement(trial: Trial, answers: Mapping[str, Artifact], workspace: Workspace) -> Artifact:
    reference = trial.contestants[0].slug
    judge = trial.judge
    options = _Options(
        rubric=f"{judge.rubric.name} {judge.rubric.digest}",
        structured=judge.structured,
        max_tokens=judge.max_tokens,
        reference=reference,
        draws=trial.draws,
        seed=trial.seed,
    )
    people = json.dumps([[each.item, each.first, each.second, sorted(each.votes.items())] for each in trial.people])
    recipe = Recipe(
        name=f"judgements/{trial.card.task}",
        stage=STAGE,
        code=CODE,
        options=options,
        parents=list(answers.values()),
        inputs={"judge": model_identity(judge.endpoint, workspace.state), "people": digest(people.encode())},
    )
    return workspace.make_folder(recipe, partial(_judge, trial, answers, workspace))


def _judge(
    trial: Trial, answers: Mapping[str, Artifact], workspace: Workspace, folder: Path, notes: dict[str, Any]
) -> None:
    spending = Spending(trial.judge.endpoint)
    judged = judge_pairs(trial.judge, _pairs(trial, answers), f"{trial.card.task}: judge", workspace, spending)
    shown = [Pair(each.item, each.prompt, "", each.first, each.second) for each in trial.people]
    of_people = judge_pairs(trial.judge, shown, f"{trial.card.task}: people's", workspace, spending) if shown else []
    with (folder / _VERDICTS).open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(asdict(each), ensure_ascii=False) + "\n" for each in judged)
    biases = measure(judged, draws=trial.draws, seed=trial.seed)
    numbers = _numbers(trial, judged, biases) | {"people": dict(trial.agree(trial.people, of_people))}
    (folder / FILE).write_text(json.dumps(numbers, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    pairs = Counter(each.candidate for each in judged)
    lost = Counter(each.candidate for each in judged if not each.readable)
    notes |= {"unreadable": {name: lost[name] / pairs[name] for name in sorted(pairs)}, **spending.notes}


def _pairs(trial: Trial, answers: Mapping[str, Artifact]) -> list[Pair]:
    reference = trial.contestants[0].slug
    theirs = [reply.text for reply in read_replies(answers[reference])]
    return [
        Pair(prompt.item, prompt.text, slug, own.text, other)
        for slug, made in answers.items()
        if slug != reference
        for prompt, own, other in zip(trial.prompts, read_replies(made), theirs, strict=True)
    ]


def _numbers(trial: Trial, judged: Sequence[Judged], biases: Biases) -> dict[str, Any]:
    judge = trial.judge
    same = [each.slug for each in trial.contestants if each.endpoint.address == judge.endpoint.address
            and each.endpoint.model == judge.endpoint.model]  # fmt: skip
    readings = [reading for each in judged for reading in (each.forward, each.backward)]
    return {
        "task": trial.card.task,
        "judge": {"model": judge.endpoint.model, "rubric": judge.rubric.name, "structured": judge.structured},
        "judges_itself": same,
        "reference": trial.contestants[0].slug,
        "prompts": len(trial.prompts),
        "pairs": len(judged),
        "unreadable": dict(Counter(reading.reason for reading in readings if reading.choice is None).most_common()),
        **asdict(biases),
    }


def _rows(
    trial: Trial, answers: Mapping[str, Artifact], made: Artifact, contestant: Contestant
) -> list[tuple[Prompt, Reply, Reply, Judged | None]]:
    """Prompt, the contestant's answer, the reference's, and the verdicts; these are None for the reference itself."""
    with (made.path / _VERDICTS).open(encoding="utf-8") as lines:
        found = [json.loads(line) for line in lines]
    verdicts = {
        values["item"]: Judged(
            **{**values, "forward": Reading(**values["forward"]), "backward": Reading(**values["backward"])}
        )
        for values in found
        if values["candidate"] == contestant.slug
    }
    reference = read_replies(answers[trial.contestants[0].slug])
    own = read_replies(answers[contestant.slug])
    return [
        (prompt, mine, other, verdicts.get(prompt.item))
        for prompt, mine, other in zip(trial.prompts, own, reference, strict=True)
    ]
