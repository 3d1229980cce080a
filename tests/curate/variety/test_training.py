from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from minga.curate.variety.classifier import UNDETERMINED, load_models, save_models
from minga.curate.variety.training import LabelledText, folds_of, train
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
    save_models({"es": model}, folder)
    again = load_models(folder)["es"]
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
    assert (first.scale, first.threshold) == (second.scale, second.threshold)


def test_nobody_s_texts_are_learnt_from_and_tested_with() -> None:
    texts = [LabelledText("a", f"es-{number % 2}", f"person {number % 40}") for number in range(400)]
    folds = folds_of(texts, 1)
    of_person = {
        one.group: {int(fold) for fold, other in zip(folds, texts, strict=True) if other.group == one.group}
        for one in texts
    }
    assert all(len(some) == 1 for some in of_person.values())
    for variety in ("es-0", "es-1"):
        dealt = [int(fold) for fold, one in zip(folds, texts, strict=True) if one.variety == variety]
        assert [dealt.count(fold) for fold in range(5)] == [40] * 5


def test_a_variety_of_which_there_is_less_is_not_guessed_less() -> None:
    texts = [one for one in _texts(2, 300) if one.variety == "es-AR" or int(one.group.split()[1]) < 60]
    _, held_out = train(texts, 0.9, seed=1, size=SIZE)
    assert held_out.confusion["es-MX"]["es-MX"] == sum(held_out.confusion["es-MX"].values())


def test_what_it_is_worth_is_said_by_length() -> None:
    short = _texts(0, 200)
    long = [replace(one, text=f"{one.text} " * 12) for one in _texts(2, 200)]
    _, held_out = train([*short, *long], 0.9, seed=1, size=SIZE)
    first, last = held_out.by_length
    assert (first["characters"], last["characters"]) == (0, 300)
    assert first["texts"] == last["texts"]
    assert (last["accuracy"], last["told"]) == (1.0, 1.0)
    assert first["told"] < 0.5


def test_too_little_is_said() -> None:
    with pytest.raises(NothingToDo, match="too little"):
        train(_texts(1)[:150], 0.9, seed=1, size=SIZE)
    alone = [LabelledText(text.text, text.variety, "one person") for text in _texts(1)]
    with pytest.raises(NothingToDo, match="too few people"):
        train(alone, 0.9, seed=1, size=SIZE)
