"""Planted defects: what every kind must do, on a small benchmark of our own."""

from __future__ import annotations

import random

import pytest
from _translation_lint.kinds import KINDS, Kind
from _translation_lint.mutations import denial, figures, names, structure
from _translation_lint.pairs import Pair, Planted
from _translation_lint.recall import plant
from hypothesis import given, settings
from hypothesis import strategies as st

from minga.records import normalise_text
from tests.benchmarks.translation_lint.making import item, material

CONTENT = {"language-bound", "culture-bound", "idiom"}
"""Kinds that plant what is wrong into the source too."""


def planted(kind: Kind, language: str = "es", seed: int = 1) -> list[Planted]:
    return list(plant(kind, material(language), 4, seed))


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_every_kind_finds_a_place_and_changes_the_translation(kind: Kind) -> None:
    languages = ["es"] if kind.name in {"opening-mark-lost", "variety-word"} else ["es", "ca"]
    for language in languages:
        made = [one for seed in range(6) for one in planted(kind, language, seed)]
        assert made
        for one in made:
            before, after = one.clean.target, one.broken.target
            assert (before.question, before.choices, before.answer) != (after.question, after.choices, after.answer)


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_a_defect_depends_on_the_seed_alone(kind: Kind) -> None:
    assert planted(kind, seed=3) == planted(kind, seed=3)


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_a_defect_leaves_the_source_alone_and_only_named_fields_change(kind: Kind) -> None:
    for one in planted(kind):
        if kind.name not in CONTENT:
            assert one.clean.source == one.broken.source
        changed = {name for name, texts in one.broken.texts.items() if one.clean.texts.get(name) != texts}
        if one.fields:
            assert changed <= one.fields


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_structure_stays_unless_the_kind_is_about_it(kind: Kind) -> None:
    for one in planted(kind):
        same = len(one.broken.target.choices) == len(one.broken.source.choices)
        assert same or kind.name == "choice-lost"
        assert one.broken.target.answer == one.broken.source.answer or kind.name in {
            "key-moved", "choice-lost", "reference-moved",
        }  # fmt: skip


@settings(max_examples=60)
@given(
    kind=st.sampled_from(KINDS),
    question=st.text(min_size=1, max_size=60).filter(lambda text: normalise_text(text).strip()),
    choices=st.lists(st.text(max_size=40), min_size=2, max_size=5),
    seed=st.integers(0, 9),
)
def test_any_text_at_all_is_either_broken_or_left(kind: Kind, question: str, choices: list[str], seed: int) -> None:
    known = material()
    strange = Pair(
        9, item(question, choices, language="en", answer=0), item(question, choices, language="es", answer=0)
    )
    one = kind.plant(strange, random.Random(seed), known)
    if one is not None:
        assert one.broken != one.clean or kind.name in {"choices-identical", "choices-swapped"}


def test_a_number_is_changed_only_where_both_sides_have_it() -> None:
    pair = Pair(0, item("In 1985", ["a", "b", "c"], language="en"), item("En 1986", ["a", "b", "c"], language="es"))
    assert figures.number_changed(pair, random.Random(1), material()) is None


def test_a_lost_negation_takes_the_only_one() -> None:
    ours, theirs = ["They do not sleep", "x", "y"], ["Ellos no duermen", "x", "y"]
    pair = Pair(0, item("Who?", ours, language="en"), item("¿Quién?", theirs, language="es"))
    one = denial.negation_lost(pair, random.Random(1), material())
    assert one is not None
    assert one.broken.target.choices[0] == "Ellos duermen"


def test_a_country_is_known_by_its_name_in_each_language() -> None:
    ours, theirs = ["They live in Japan", "x", "y"], ["Viven en Japón", "x", "y"]
    pair = Pair(0, item("Who?", ours, language="en"), item("¿Quién?", theirs, language="es"))
    one = names.country_swapped(pair, random.Random(1), material())
    assert one is not None
    assert "Japón" not in one.broken.target.choices[0]


def test_a_reference_is_put_into_both_sides_before_it_is_broken() -> None:
    one = structure.reference_broken(material().pairs[0], random.Random(2), material())
    assert one is not None
    assert len(one.clean.source.choices) == len(one.clean.target.choices) == 5
    assert one.clean.target.choices[:4] == one.broken.target.choices[:4]
    assert one.clean.target.choices[4] != one.broken.target.choices[4]


def test_a_choice_that_is_lost_or_doubled_keeps_the_key_on_the_same_text() -> None:
    pair = material().pairs[1]
    for seed in range(12):
        one = structure.choice_lost(pair, random.Random(seed), material())
        assert one is not None
        key = one.broken.target.answer
        assert key is not None
        assert one.broken.target.choices[key] == pair.target.choices[2]
