"""The adapter as a model for the Hub."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from minga.errors import InputError, LicenceError, TableError
from minga.languages import language_of
from minga.llm import EMBEDDED_REPOSITORY
from minga.publish.card_schema import ModelHead, with_head
from minga.publish.cards import lineage_table, render
from minga.publish.citation import bibtex
from minga.publish.clearance import clear
from minga.publish.harness_tasks import copy_files
from minga.publish.hub_vocabulary import licence_fields
from minga.publish.imprint import Imprint
from minga.publish.lineage import find_version, lineage_hash, trace, write_provenance
from minga.publish.markdown import Markdown, table
from minga.publish.scores import Scored, about, model_index, scores_of, scores_table
from minga.publish.summaries import summary
from minga.publish.tallies import Tally, count
from minga.settings import EndpointSettings
from minga.tables import Artifact
from minga.workspace import Recipe, Workspace

__all__ = ["CODE", "publish_model"]

CODE = 2
"""Raised when a change of this module changes what it makes."""


def publish_model(
    adapter: Artifact,
    evaluations: Sequence[Artifact],
    tasks: Sequence[Artifact],
    imprint: Imprint,
    workspace: Workspace,
) -> Artifact:
    """The artifact `release/model`: the adapter's files and a card with what it scores on `tasks`.

    `evaluations` may hold those of any model; the adapter's own and its base model's are shown. Raises LicenceError
    when the licence of the base model or of the records does not allow the release, or is not known.
    """
    evaluations = about(adapter, evaluations, tasks)  # what other models score makes no model's card stale
    parents = [adapter, *evaluations, *tasks]
    recipe = Recipe(
        name="release/model",
        stage="publish",
        code=CODE,
        options=imprint,
        parents=parents,
        inputs={"lineage": lineage_hash(parents, workspace)},
    )

    def build(folder: Path, notes: dict[str, Any]) -> None:
        release = _Release(adapter, scores_of(adapter, evaluations, tasks), imprint, workspace)
        release.clear()
        copy_files(adapter, folder)
        made_with = [adapter, *(each.evaluation for each in release.scored)]
        write_provenance(trace(made_with, workspace), "release/model", folder / "provenance.json")
        card = with_head(ModelHead, release.head(), release.body())
        (folder / "README.md").write_text(card, encoding="utf-8")
        notes |= {"kind": "model", "scores": {each.task.task: each.own.value for each in release.scored}}

    return workspace.make_folder(recipe, build)


@dataclass(frozen=True)
class _Release:
    """An adapter and all that its card tells of it."""

    adapter: Artifact
    scored: Sequence[Scored]
    imprint: Imprint
    workspace: Workspace

    @property
    def base(self) -> str:
        """The base model's public name."""
        return str(self.adapter.manifest.notes["model"]["base"])

    @property
    def title(self) -> str:
        return f"{self.imprint.name}: LoRA on {self.base.rpartition('/')[2]}"

    @cached_property
    def base_licence(self) -> str:
        return _base_licence(self.base, self.imprint)

    @cached_property
    def tally(self) -> Tally:
        """What is in the records that it was trained on."""
        parents = [parent for parent in self.adapter.manifest.parents if parent.name == "reviewed"]
        tables = [find_version(parent, self.workspace) for parent in parents]
        if None in tables or not tables:
            hint = "train anew: minga tune"
            raise TableError("the records that it was trained on are gone", where=self.adapter.path, hint=hint)
        return count([table for table in tables if table is not None])

    def clear(self) -> None:
        parts = [(licence, f"records under {licence}") for (licence,) in self.tally.licences]
        clear([(self.base_licence, f"base model {self.base}"), *parts], self.imprint.licence, "the adapter")

    def head(self) -> dict[str, Any]:
        imprint = self.imprint
        name = imprint.repository("model").rpartition("/")[2]
        return {
            "base_model": self.base,
            "base_model_relation": "adapter",
            "library_name": "peft",
            "pipeline_tag": "text-generation",
            **licence_fields(imprint.licence),
            "language": list(dict.fromkeys(map(language_of, self.tally.languages))),
            "datasets": [imprint.repository("dataset")] if imprint.namespace else [],
            "tags": ["minga", "lora", *(["simulated-reviews"] if self.tally.simulated else [])],
            "model-index": model_index(name, self.scored, imprint.repository("benchmark")),
        }

    def body(self) -> str:
        imprint, tally, training = self.imprint, self.tally, _training(self.adapter)
        return render(
            "model",
            imprint=imprint,
            title=self.title,
            summary=summary(imprint, "model", tally.languages, tally.rows, simulated=bool(tally.simulated)),
            base=self.base,
            base_licence=self.base_licence,
            trained_on=self.adapter.manifest.notes["model"]["name"],
            training=training,
            parameters=_parameters(training),
            losses=_losses(training["steps"]),
            scores=scores_table(self.scored) if self.scored else "",
            tally=tally,
            data_licences=sorted(licence for (licence,) in tally.licences),
            lineage=lineage_table(trace([self.adapter], self.workspace)),
            dataset=imprint.repository("dataset"),
            repository=imprint.repository("model"),
            citation=bibtex(imprint, "model", self.title),
        )


def _base_licence(base: str, imprint: Imprint) -> str:
    if imprint.base_licence:
        return imprint.base_licence
    if base == EMBEDDED_REPOSITORY:
        return EndpointSettings().terms
    raise LicenceError(
        f"nobody has said under which licence the base model {base} is",
        where="minga.toml",
        hint='read its licence and write it there: base_licence = "…" under [publish]',
    )


def _training(adapter: Artifact) -> dict[str, Any]:
    path = adapter.path / "training.json"
    try:
        values: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError("cannot be read", where=path, hint="train anew: minga tune") from error
    return values


def _parameters(training: Mapping[str, Any]) -> Markdown:
    settings = {**training["settings"], "seed": training["seed"]}
    shown = {name: f"{value:g}" if isinstance(value, float) else str(value) for name, value in settings.items()}
    rows = [(name.replace("_", " "), value) for name, value in sorted(shown.items())]
    return table(["hyper-parameter", "value"], rows, right=" r")


def _losses(steps: Sequence[Mapping[str, Any]], most: int = 12) -> Markdown:
    """The loss over the steps; of a long training evenly spread ones, with the first and the last."""
    last = len(steps) - 1
    places = {round(place * last / (most - 1)) for place in range(most)} if last >= most else range(len(steps))
    rows = [(str(steps[place]["step"]), f"{steps[place]['loss']:.4f}") for place in sorted(places)]
    return table(["step", "training loss"], rows, right="rr")
