from __future__ import annotations

import random

import numpy as np
import pytest

from minga.curate.variety.classifier import UNDETERMINED, load_model
from minga.curate.variety.training import LabelledText, parts_of, train
from minga.errors import NothingToDo

OWN = {"es-AR": "vos tenés podés querés sabés", "es-MX": "tú tienes puedes quieres sabes"}
SHARED = ("la", "casa", "el", "libro", "una", "mesa", "con", "pan", "para", "hoy", "por", "tarde", "en", "pueblo")
SIZE = 1 << 12


def _texts(own: int, count: int = 150) -> list[LabelledText]:
    """Texts with `own` words that only their variety has, or fewer where there are none."""
    draw = random.Random(3)
    return [
        LabelledText(" ".join(draw.sample(words.split(), own) + draw.sample(SHARED, 6)), variety, f"person {number}")
        for variety, words in OWN.items()
        for number in range(count)
    ]


def test_varieties_that_differ_are_told_apart_and_survive_saving(tmp_path_factory: pytest.TempPathFactory) -> None:
    model, held_out = train(_texts(2), 0.9, seed=1, size=SIZE)
    assert (held_out.accuracy, held_out.told) == (1.0, 1.0)
    assert sum(sum(said.values()) for said in held_out.confusion.values()) == held_out.texts
    folder = tmp_path_factory.mktemp("model")
    model.save(folder)
    again = load_model(folder)
    text = "Si podés, traé pan; ¿querés?"
    assert again.classify(text) == model.classify(text)
    assert again.classify(text)[0] == "es-AR"


def test_varieties_that_do_not_differ_cannot_be_told() -> None:
    model, held_out = train(_texts(0), 0.9, seed=1, size=SIZE)
    assert held_out.told < 0.1
    assert held_out.ece < 0.15
    assert model.classify("la casa con pan")[0] == UNDETERMINED


def test_the_same_texts_make_the_same_model() -> None:
    first, second = (train(_texts(1), 0.9, seed=1, size=SIZE)[0] for _ in range(2))
    assert np.array_equal(first.weights, second.weights)
    assert (first.temperature, first.threshold) == (second.temperature, second.threshold)


def test_nobody_s_texts_are_learnt_from_and_tested_with() -> None:
    groups = [f"person {number % 40}" for number in range(400)]
    parts = parts_of(groups, 1)
    assert {len({int(part) for part, name in zip(parts, groups, strict=True) if name == one}) for one in groups} == {1}
    assert set(parts.tolist()) == {0, 1, 2}


def test_too_little_is_said() -> None:
    with pytest.raises(NothingToDo, match="too little"):
        train(_texts(1)[:150], 0.9, seed=1, size=SIZE)
    alone = [LabelledText(text.text, text.variety, "one person") for text in _texts(1)]
    with pytest.raises(NothingToDo, match="too few people"):
        train(alone, 0.9, seed=1, size=SIZE)
