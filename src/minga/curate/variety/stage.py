"""The stage: labelled records in, classifiers of varieties out, one for each language."""

from __future__ import annotations

import hashlib
import heapq
import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from minga.credits import name_hash
from minga.curate.example import Example
from minga.curate.language.labels import language_of
from minga.curate.variety.classifier import READ, VarietyModel, save_models
from minga.curate.variety.training import LabelledText, train
from minga.errors import NothingToDo
from minga.manifests import hash_of
from minga.settings import CurateVarietySettings
from minga.tables import Artifact, Table
from minga.workspace import Recipe, Workspace

__all__ = ["CODE", "MODEL", "train_variety"]

CODE = 2
MODEL = "variety-model"
"""The artifact."""
_COLUMNS = ["id", "messages", "language", "origin", "source", "contributor"]
_OWN = ("human", "exam")
"""Origins whose label says where a person is from, and not what was asked of a machine."""
_MOST = 3000
"""Texts of a variety that are learnt from."""
_CHARACTERS = 6_000_000
"""Characters of a language that are learnt from, its varieties alike: about a gigabyte of n-grams."""


class _Options(BaseModel):
    precision: float
    seed: int


def train_variety(
    inputs: Sequence[Table],
    settings: CurateVarietySettings,
    workspace: Workspace,
    seed: int,
    *,
    withdrawn: Collection[str] = (),
) -> Artifact:
    """The artifact `variety-model`, learnt from what people wrote in languages of which there are several varieties.

    Its notes hold, by language, what it is worth on texts of people and sources that it has not seen (`HeldOut`), and
    which languages were left out and why. Texts of people whose names' hashes are in `withdrawn` are not learnt from.
    Raises NothingToDo when there is too little to learn from in every language, MissingPart without scikit-learn.
    """
    tables = sorted(inputs, key=lambda table: table.name)
    taken_back = {"withdrawn": hash_of(sorted(withdrawn))} if withdrawn else {}
    options = _Options(precision=settings.precision, seed=seed)
    recipe = Recipe(MODEL, "curate", CODE, options, tables, taken_back)
    return workspace.make_folder(recipe, partial(_build, tables, options, frozenset(withdrawn)))


def _build(
    tables: Sequence[Table], options: _Options, withdrawn: frozenset[str], folder: Path, notes: dict[str, Any]
) -> None:
    models: dict[str, VarietyModel] = {}
    counts: dict[str, int] = {}
    worth: dict[str, dict[str, Any]] = {}
    left_out: dict[str, NothingToDo] = {}
    for language, texts in _by_language(_chosen(tables, withdrawn, options.seed)).items():
        try:
            models[language], held_out = train(texts, options.precision, options.seed)
        except NothingToDo as reason:
            left_out[language] = reason
        else:
            counts[language], worth[language] = len(texts), held_out.as_json()
    if not models:
        raise next(iter(left_out.values()), _too_little())
    notes |= {"texts": counts, "held_out": worth, "left_out": {name: str(why) for name, why in left_out.items()}}
    notes["varieties"] = [variety for model in models.values() for variety in model.varieties]
    save_models(models, folder)
    (folder / "held-out.json").write_text(json.dumps(worth, indent=1) + "\n", encoding="utf-8")


def _too_little() -> NothingToDo:
    hint = "donations of people with languages such as es-AR and es-MX are learnt from"
    return NothingToDo("there is too little to learn varieties from: no language has two", hint=hint)


def _chosen(tables: Sequence[Table], withdrawn: frozenset[str], seed: int) -> list[LabelledText]:
    """Of every variety the texts with the least hashes of their ids: an even draw that holds few in memory."""
    heaps: dict[str, list[tuple[int, str, LabelledText]]] = defaultdict(list)
    for id_, text in _labelled(tables, withdrawn):
        key = int.from_bytes(hashlib.blake2b(f"{seed} {id_}".encode(), digest_size=8).digest(), "big")
        heap = heaps[text.variety]
        (heapq.heappush if len(heap) < _MOST else heapq.heappushpop)(heap, (-key, id_, text))
    return [text for _, heap in sorted(heaps.items()) for _, _, text in sorted(heap, key=lambda one: one[:2])]


def _labelled(tables: Sequence[Table], withdrawn: frozenset[str]) -> Iterator[tuple[str, LabelledText]]:
    for table in tables:
        for batch in table.batches(_COLUMNS):
            for row in batch.to_pylist():
                name = row["contributor"]
                taken_back = bool(name) and bool(withdrawn) and name_hash(name) in withdrawn
                if row["origin"] in _OWN and "-" in row["language"] and not taken_back:
                    text = Example(row["messages"], row["language"]).conversation[:READ]
                    # a donation without names is as many groups as it has records
                    yield row["id"], LabelledText(text, row["language"], name or row["id"])


def _by_language(texts: Sequence[LabelledText]) -> dict[str, list[LabelledText]]:
    """Texts of each language that has several varieties, of each variety no more than its share of the characters."""
    found: dict[str, dict[str, list[LabelledText]]] = defaultdict(lambda: defaultdict(list))
    for one in texts:
        found[language_of(one.variety)][one.variety].append(one)
    return {
        language: [one for some in varieties.values() for one in _within(some, _CHARACTERS // len(varieties))]
        for language, varieties in sorted(found.items())
        if len(varieties) > 1
    }


def _within(texts: Sequence[LabelledText], characters: int) -> Iterator[LabelledText]:
    for one in texts:
        characters -= len(one.text)
        if characters < 0:
            return
        yield one
