"""What repeats what: the table `clusters`, and the limits of answers to one prompt and of prompts with one answer."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from minga.curate.curated_run import CuratedRun
from minga.curate.explain import explain
from minga.curate.report.contents import contents
from minga.records import InstructionRecord
from minga.settings import CurateSettings, NearDuplicateSettings, RepeatedAnswerSettings, RepeatedPromptSettings
from minga.tables import Table
from minga.words import normalised, shingles, words
from tests.curate.test_stage import LONG, PARTY, dropped, kept, record, run, table
from tests.curate.untidy import space

BOILERPLATE = "Es una pregunta muy interesante, y hay muchas formas de responder a ella según cada persona."


def clusters(tmp_path: Path) -> list[dict[str, Any]]:
    return CuratedRun.newest(space(tmp_path)).clusters.read().to_pylist()


def limited(prompts: int = 0, answers: int = 0, **values: Any) -> CurateSettings:
    return CurateSettings(
        repeated_prompts=RepeatedPromptSettings(most=prompts),
        repeated_answers=RepeatedAnswerSettings(most=answers, **values),
    )


def reasons(curated: Table) -> dict[str, str]:
    return {id_: reason for id_, (reason, _) in dropped(curated).items()}


def test_every_record_of_a_cluster_is_told_with_the_one_that_stays(tmp_path: Path) -> None:
    human, copy = record(LONG), record(LONG + " ya", origin="synthetic")
    twin = record(LONG.upper(), origin="synthetic")
    run(tmp_path, table(tmp_path, "a", [human, copy, record(PARTY)]), table(tmp_path, "b", [human, twin]))
    told = clusters(tmp_path)
    assert [row["id"] for row in told] == sorted([human.id, human.id, copy.id, twin.id])
    assert {(row["cluster"], row["mode"]) for row in told} == {(human.id, "conversation")}
    assert sorted(row["kept"] for row in told if row["id"] == human.id) == [False, True]
    [near] = [row for row in told if row["similarity"] is not None]
    assert near["id"] == copy.id
    assert 0.9 < near["similarity"] < 1
    assert not near["kept"]


def test_a_run_without_repeats_has_an_empty_table(tmp_path: Path) -> None:
    run(tmp_path, table(tmp_path, "a", [record(LONG), record(PARTY)]))
    assert clusters(tmp_path) == []


def test_the_clusters_are_those_of_the_newest_run_and_come_back_when_they_are_lost(tmp_path: Path) -> None:
    donated = table(tmp_path, "a", [record(LONG), record(LONG + " ya", source="x")])
    first = run(tmp_path, donated)
    near = CuratedRun.newest(space(tmp_path)).clusters
    strict = CurateSettings(near_duplicates=NearDuplicateSettings(threshold=1.0))
    run(tmp_path, donated, settings=strict)
    assert clusters(tmp_path) == []
    assert CuratedRun.of(first, space(tmp_path)).clusters.content == near.content
    run(tmp_path, donated)
    assert (tmp_path / "data" / "clusters" / "latest").resolve() == near.path
    (near.path / "manifest.json").unlink()
    near.path.rename(near.path.with_name("gone"))
    assert run(tmp_path, donated).state == "unchanged"
    assert CuratedRun.newest(space(tmp_path)).clusters.content == near.content


def test_as_many_answers_to_one_prompt_stay_as_are_wanted_the_best_first(tmp_path: Path) -> None:
    answers = [f"{PARTY}, como cuenta la vecina {name}" for name in ("Ana", "Rosa", "Luz", "Flor")]
    people = [record(answers[0]), record(answers[1], "¿QUÉ es  una minga?", validated_by=("Iker",))]
    machine = [record(answer + " de siempre", origin="synthetic") for answer in answers[2:]]
    other = record(LONG, "¿Cómo se levanta una casa?")
    near = NearDuplicateSettings(threshold=1.0)
    settings = limited(prompts=2).model_copy(update={"near_duplicates": near})
    curated = run(tmp_path, table(tmp_path, "a", [*people, *machine, other]), settings=settings)
    assert {one.id for one in kept(curated)} == {*(one.id for one in people), other.id}
    assert dropped(curated) == {one.id: ("many-answers", f"{people[1].id} (2 of 4 stay)") for one in machine}
    assert [(row["id"], row["kept"]) for row in clusters(tmp_path)] == sorted(
        [(one.id, True) for one in people] + [(one.id, False) for one in machine]
    )
    assert curated.manifest.counts.dropped == {"many-answers": 2}


def test_one_answer_to_many_questions_stays_as_often_as_is_wanted(tmp_path: Path) -> None:
    asked = ["¿Qué es la vida?", "¿Qué es el tiempo?", "¿Qué es el agua?"]
    same = [record(BOILERPLATE, prompt) for prompt in asked]
    nearly = record(f"{BOILERPLATE} De verdad.", "¿Y la tierra?", origin="synthetic")
    tables = [table(tmp_path, "a", [*same, nearly, record(LONG)])]
    assert run(tmp_path, *tables).rows == 5
    best = min(same, key=lambda one: (-len((one.prompt + one.answer).split()), one.id))
    curated = run(tmp_path, *tables, settings=limited(answers=1))
    assert set(reasons(curated).values()) == {"repeated-answer"}
    assert {one.id for one in kept(curated)} == {best.id, record(LONG).id}
    assert dropped(curated)[nearly.id][1].startswith(f"{best.id} (similarity 0.")
    equal_only = run(tmp_path, *tables, settings=limited(answers=1, threshold=1.0))
    assert nearly.id in {one.id for one in kept(equal_only)}
    assert len(reasons(equal_only)) == 2


def test_short_answers_are_no_boilerplate_unless_it_is_wanted(tmp_path: Path) -> None:
    short = [record("Es lo que dicen todos.", f"¿Es verdad lo que dicen de {who}?") for who in ("Ana", "Luz", "Flor")]
    tables = [table(tmp_path, "a", short)]
    assert run(tmp_path, *tables, settings=limited(answers=1)).rows == 3
    # as short as a shingle, and shorter: equal ones are found, and nothing leaves unsaid
    assert run(tmp_path, *tables, settings=limited(answers=1, min_words=0)).rows == 1


def test_texts_shorter_than_a_shingle_are_compared_for_equality_in_every_mode(tmp_path: Path) -> None:
    settings = limited(1, 1, min_words=0).model_copy(update={"min_words": 0})
    near = settings.model_copy(update={"repeated_prompts": RepeatedPromptSettings(most=1, threshold=0.85)})
    equal = [record("Sí.", "¿Ya?", source="a"), record("sí.", "¿YA?", source="b")]
    prompts = [record("En octubre.", "¿Cuándo?"), record("Mañana mismo.", "¿cuándo?")]
    answers = [record("Con las manos.", "¿Cómo?"), record("Con las manos.", "¿Con qué?")]
    alone = record("Tres granos.", "¿Cuántos?")
    curated = run(tmp_path, table(tmp_path, "a", [*equal, *prompts, *answers, alone]), settings=near)
    assert sorted(reasons(curated).values()) == ["duplicate", "many-answers", "repeated-answer"]
    assert alone.id in {one.id for one in kept(curated)}
    assert {row["similarity"] for row in clusters(tmp_path)} == {None}
    assert curated.manifest.counts.rows_in == 7 == curated.rows + sum(curated.manifest.counts.dropped.values())


def test_the_same_last_question_in_another_conversation_is_another_prompt(tmp_path: Path) -> None:
    def talk(*turns: str, system: str = "") -> InstructionRecord:
        said = [("system", system)] * bool(system)
        said += zip(["user", "assistant"] * 2, turns, strict=False)
        return record("x", messages=[{"role": role, "content": content} for role, content in said])

    first = talk("Hablemos de la casa.", "Claro, dime.", "¡Sigue!", LONG)
    second = talk("Hablemos de la fiesta.", "Claro, dime.", "¡Sigue!", PARTY)
    brief = talk(
        "Hablemos de la casa.", "Claro, dime.", "¡Sigue!", "Se levanta entre todos los vecinos.", system="Sé breve."
    )
    curated = run(tmp_path, table(tmp_path, "a", [first, second, brief]), settings=limited(prompts=1))
    assert reasons(curated) == {brief.id: "many-answers"}


def test_what_leaves_as_one_answer_of_many_holds_no_place_among_equal_answers(tmp_path: Path) -> None:
    worse = record(BOILERPLATE, "¿Qué es una minga?", origin="synthetic")
    better = record(LONG, "¿Qué es una minga?")
    other = record(BOILERPLATE, "¿Qué es el ayni?", origin="synthetic")
    curated = run(tmp_path, table(tmp_path, "a", [worse, better, other]), settings=limited(1, 1))
    assert reasons(curated) == {worse.id: "many-answers"}


def test_page_and_explanation_tell_of_every_mode(tmp_path: Path) -> None:
    asked, same = "¿Qué es una minga?", [record(BOILERPLATE, prompt) for prompt in ("¿Y el ayni?", "¿Y el tequio?")]
    answers = [record(LONG, asked), record(LONG + " ya", asked, origin="synthetic"), record(PARTY, asked)]
    both = record(BOILERPLATE, asked, origin="exam")
    run(tmp_path, table(tmp_path, "a", [*same, *answers, both]), settings=limited(3, 1))
    newest = CuratedRun.newest(space(tmp_path))
    told = contents(newest, None, 1)
    assert [(one.mode, one.size, one.stay) for one in told.clusters] == [
        ("conversation", 2, 1),
        ("prompt", 3, 3),
        ("answer", 3, 1),
    ]
    assert [(one.size, dict(one.clusters)) for one in told.sizes] == [
        ("2", {"conversation": 1, "prompt": 0, "answer": 0}),
        ("3", {"conversation": 0, "prompt": 1, "answer": 1}),
    ]
    explained = explain(both.id, space(tmp_path))
    assert [(one.mode, len(one.others)) for one in explained.clusters] == [("prompt", 1), ("answer", 1)]
    assert explained.left[0].reason == "repeated-answer"
    assert [limit.setting for limit in explained.thresholds] == [
        "repeated_answers.most",
        "repeated_answers.threshold",
        "repeated_answers.min_words",
    ]


Text = Callable[[InstructionRecord], str]


def together(records: Sequence[InstructionRecord], text: Text, threshold: float, alone: Text | None) -> list[int]:
    """For each record the first that it hangs together with, by comparing all with all."""
    said = [normalised(text(one)) for one in records]
    tokens = [words(one) for one in said]
    sets = [shingles(" ".join(one), 5) if len(one) >= 5 else frozenset() for one in tokens]
    parts = [words(normalised(alone(one))) if alone else ["the", "same"] for one in records]
    parts_sets = [shingles(" ".join(one), 5) if len(one) >= 5 else frozenset([" ".join(one)]) for one in parts]

    def alike(one: frozenset[str], other: frozenset[str]) -> bool:
        return bool(one & other) and len(one & other) / len(one | other) >= threshold

    def same(one: int, other: int) -> bool:
        return said[one] == said[other] or (alike(sets[one], sets[other]) and alike(parts_sets[one], parts_sets[other]))

    edges = [(one, other) for one in range(len(records)) for other in range(one) if same(one, other)]
    roots = list(range(len(records)))
    for _ in records:
        for one, other in edges:
            roots[one] = roots[other] = min(roots[one], roots[other])
    return roots


def expected(
    records: Sequence[InstructionRecord], steps: Sequence[tuple[str, Text, int, float, int, Text | None]]
) -> dict[str, str]:
    """Who leaves for what, in plain Python; the longest, then the one with the lesser id, stays first.

    A step is a reason, the text that is compared, how many stay, the similarity, the words of an answer, and a text
    that must be alike by itself too.
    """
    left: dict[str, str] = {}
    order = sorted(records, key=lambda one: (-len(words(normalised(f"{one.prompt}\n{one.answer}"))), one.id))
    for reason, text, most, threshold, least, alone in steps:
        compared = [one for one in order if one.id not in left and len(words(normalised(one.answer))) >= least]
        places: dict[int, int] = {}
        for one, root in zip(compared, together(compared, text, threshold, alone), strict=True):
            places[root] = places.get(root, 0) + 1
            if places[root] > most:
                left[one.id] = reason
    return left


@pytest.mark.parametrize("seed", [1, 2])
def test_limits_are_those_that_a_comparison_of_all_with_all_finds(tmp_path: Path, seed: int) -> None:
    drawn = random.Random(seed)
    vocabulary = [f"{first}{last}" for first in ("sem", "cos", "lluv", "vec", "cam", "mont") for last in "aeiou"]

    def sentence(length: int) -> list[str]:
        return [drawn.choice(vocabulary) for _ in range(length)]

    def varied(text: list[str]) -> str:
        some = list(text)
        if drawn.random() < 0.5:
            some[drawn.randrange(len(some))] = drawn.choice(vocabulary)
        return drawn.choice([str.upper, str.lower])(" ".join(some)) + drawn.choice(["", ".", " "])

    prompts, answers = ([sentence(drawn.choice([3, 40, 60])) for _ in range(12)] for _ in range(2))
    # the identifier does not know Asturian, and judges none of it
    records = [
        record(varied(drawn.choice(answers)), varied(drawn.choice(prompts)), source=str(number), language="ast")
        for number in range(90)
    ]
    settings = CurateSettings(
        min_words=0,
        max_repetition=1,
        # with one row a band every pair that is this much alike is found
        near_duplicates=NearDuplicateSettings(hashes=64, bands=64, threshold=0.7),
        repeated_prompts=RepeatedPromptSettings(most=3, threshold=0.75),
        repeated_answers=RepeatedAnswerSettings(most=2, threshold=0.8, min_words=4),
    )
    curated = run(tmp_path, table(tmp_path, "a", records), settings=settings)
    there = {row["id"] for row in clusters(tmp_path)}
    repeats = {id_: "copy" if "duplicate" in reason else reason for id_, reason in reasons(curated).items()}
    assert repeats == expected(
        records,
        [
            ("copy", lambda one: f"{one.prompt}\n{one.answer}", 1, 0.7, 0, lambda one: one.answer),
            ("many-answers", lambda one: one.prompt, 3, 0.75, 0, None),
            ("repeated-answer", lambda one: one.answer, 2, 0.8, 4, None),
        ],
    )
    assert set(repeats.values()) == {"copy", "many-answers", "repeated-answer"}
    assert set(repeats) <= there
