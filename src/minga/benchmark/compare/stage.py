"""The stage: three versions of a benchmark and models' answers in, the comparison with its page out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from minga.benchmark.compare.answers import Answers, Scores, read_answers, read_lines
from minga.benchmark.compare.comparison import Comparison, Version
from minga.benchmark.compare.effects import differences, flip_rates, flips, joint_draws, version_scores
from minga.benchmark.compare.effort import Bootstrap, chrf_by_item, edit_effort
from minga.benchmark.compare.page import write_page
from minga.benchmark.compare.ranks import rank_changes, rankings
from minga.benchmark.compare.shares import Shares
from minga.benchmark.compare.stability import Rule, curve, stopping
from minga.benchmark.compare.versions import Trio, Versions, trios
from minga.manifests import file_hash
from minga.tables import Artifact
from minga.workspace import Recipe, Workspace

__all__ = ["CODE", "CompareOptions", "Evidence", "compare", "find_differences"]

CODE = 3
"""Raised when the same versions and answers would give another comparison."""

COMPARISON = "comparison.json"


class CompareOptions(BaseModel):
    """How a comparison is computed and told."""

    model_config = ConfigDict(frozen=True)

    locale: str = "en"
    """Language of the page."""
    draws: int = Field(default=2000, ge=100)
    """Bootstrap draws."""
    confidence: float = Field(default=0.95, gt=0.5, lt=1)
    worst: float = Field(default=0.25, gt=0, lt=1)
    """The share of the items that counts as `most-edited`."""
    goal: float = Field(default=0.02, gt=0, lt=1)
    """How exactly the stopping rule must know the scores."""
    campaigns: int = Field(default=200, ge=1)
    """Campaigns that the stopping rule is tried on."""
    seed: int = 20240716


@dataclass(frozen=True)
class Evidence:
    """What models answered."""

    evaluations: Mapping[Version, Sequence[Artifact]] = field(default_factory=dict)
    """`evaluations/MODEL/TASK` by version."""
    lines: Path | None = None
    """A file of scores, JSON Lines."""


def compare(
    name: str, language: str, versions: Versions, evidence: Evidence, options: CompareOptions, workspace: Workspace
) -> Artifact:
    """The artifact `comparisons/NAME-LANGUAGE`: `comparison.json`, `index.html`, `comparison.md`, and SVG plots.

    Raises NothingToDo when the versions have no item in common, InputError when they or the scores cannot be read.
    """
    evaluations = [artifact for artifacts in evidence.evaluations.values() for artifact in artifacts]
    recipe = Recipe(
        name=f"comparisons/{name}-{language}",
        stage="benchmark",
        code=CODE,
        options=options,
        parents=[versions.source, versions.machine, versions.validated, *evaluations],
        inputs={"scores": file_hash(evidence.lines)} if evidence.lines else {},
    )

    def build(folder: Path, notes: dict[str, Any]) -> None:
        found = trios(versions)
        answers = Answers()
        answers.add(read_answers(evidence.evaluations, found))
        if evidence.lines is not None:
            answers.add(read_lines(evidence.lines))
        with workspace.progress(f"compare {name} in {language}", None, "") as advance:
            result = find_differences(name, language, found, answers, options)
            advance(1)
        (folder / COMPARISON).write_text(result.model_dump_json(indent=1) + "\n", encoding="utf-8")
        write_page(result, options.locale, folder)
        notes |= {"items": result.items, "paired": result.paired, "models": list(result.models)}

    return workspace.make_folder(recipe, build)


def find_differences(
    name: str, language: str, found: Mapping[str, Trio], answers: Answers, options: CompareOptions
) -> Comparison:
    """All the numbers."""
    drawing = Bootstrap(options.draws, options.confidence, options.seed)
    chrf = chrf_by_item(found.values())
    shares = Shares(found.values(), chrf, options.confidence, options.worst)
    scores = answers.scores(found)
    return Comparison(
        benchmark=name,
        language=language,
        source_language=next(iter(found.values())).source.language,
        items=len(found),
        paired=sum(trio.validated is not None for trio in found.values()),
        **options.model_dump(include={"confidence", "draws", "seed", "worst"}),
        verdicts=shares.verdicts(),
        rates=shares.rates(),
        effort=edit_effort(found.values(), chrf, shares.share, drawing),
        detections=shares.detections(),
        missed=shares.missed(),
        scored=len(scores.items),
        models=scores.models if scores.items else (),
        left_out=scores.left_out,
        **(_effects(scores, answers, found, chrf, shares, drawing, options) if scores.items else _NO_EFFECTS),
    )


_NO_EFFECTS: dict[str, tuple[()]] = dict.fromkeys(
    ("scores", "differences", "flip_rates", "flips", "rankings", "rank_changes", "curve", "stopping"), ()
)


def _effects(
    scores: Scores,
    answers: Answers,
    found: Mapping[str, Trio],
    chrf: Mapping[str, float],
    shares: Shares,
    drawing: Bootstrap,
    options: CompareOptions,
) -> dict[str, Any]:
    """What depends on models."""
    drawn = joint_draws(scores, drawing)
    error = round(1 - options.confidence, 9)
    rules = [Rule("score", options.goal, error), Rule("ranking", options.goal, error)]
    stops = [
        stopping(scores, rule, campaigns=options.campaigns, seed=options.seed, share=shares.share) for rule in rules
    ]
    return {
        "scores": version_scores(scores, drawn, drawing),
        "differences": tuple(differences(scores, drawn, drawing)),
        "flip_rates": tuple(flip_rates(scores, found, chrf, shares)),
        "flips": tuple(flips(scores, answers, found, chrf)),
        "rankings": tuple(rankings(scores, drawn)),
        "rank_changes": tuple(rank_changes(scores, drawn, options.confidence)),
        "curve": tuple(curve(scores, found, options.seed)),
        "stopping": tuple(stop for stop in stops if stop is not None),
    }
