"""The stage: labelled records in, a classifier of varieties out."""

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
from minga.curate.variety.classifier import READ
from minga.curate.variety.training import LabelledText, train
from minga.manifests import hash_of
from minga.settings import CurateVarietySettings
from minga.tables import Artifact, Table
from minga.workspace import Recipe, Workspace

__all__ = ["CODE", "MODEL", "train_variety"]

CODE = 1
MODEL = "variety-model"
"""The artifact."""
_COLUMNS = ["id", "messages", "language", "origin", "source", "contributor"]
_OWN = ("human", "exam")
"""Origins whose label says where a person is from, and not what was asked of a machine."""
_MOST = 3000
"""Texts of a variety that are learnt from."""


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

    Its notes hold what it is worth on texts of people and sources that it has not seen (`HeldOut`). Texts of people
    whose names' hashes are in `withdrawn` are not learnt from. Raises NothingToDo when there is too little to learn
    from, MissingPart without scikit-learn.
    """
    tables = sorted(inputs, key=lambda table: table.name)
    taken_back = {"withdrawn": hash_of(sorted(withdrawn))} if withdrawn else {}
    options = _Options(precision=settings.precision, seed=seed)
    recipe = Recipe(MODEL, "curate", CODE, options, tables, taken_back)
    return workspace.make_folder(recipe, partial(_build, tables, options, frozenset(withdrawn)))


def _build(
    tables: Sequence[Table], options: _Options, withdrawn: frozenset[str], folder: Path, notes: dict[str, Any]
) -> None:
    texts = _with_rivals(_chosen(tables, withdrawn, options.seed))
    model, held_out = train(texts, options.precision, options.seed)
    model.save(folder)
    notes |= {"texts": len(texts), "varieties": list(model.varieties), "held_out": held_out.as_json()}
    (folder / "held-out.json").write_text(json.dumps(held_out.as_json(), indent=1) + "\n", encoding="utf-8")


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


def _with_rivals(texts: Sequence[LabelledText]) -> list[LabelledText]:
    """Without the varieties that are the only ones of their language."""
    rivals: dict[str, set[str]] = defaultdict(set)
    for one in texts:
        rivals[language_of(one.variety)].add(one.variety)
    return [one for one in texts if len(rivals[language_of(one.variety)]) > 1]
