"""Prompts, models and a judge that keeps a known rule, over HTTP: what is reported of the judge is that rule."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from minga.cli import app
from minga.community.models import Assignment
from minga.evaluate.judge import HumanPair, Judged
from minga.evaluate.judge.verdicts import Reading
from minga.judging import agreement_with_people
from minga.pipeline import Pipeline
from minga.project import Project
from minga.results import answers, score
from minga.review import answer, find_campaign, open_campaigns, take
from tests.llm.stand_in import Reply, StandIn, completion, problem, standing_in
from tests.review.making import key, person

PROMPTS = 24
SETTINGS = """[project]
name = "Encargos"
slug = "encargos"

[[benchmarks]]
name = "dibt"
path = "dibt.jsonl"
form = "prompts"
language = "es"
licence = "CC0-1.0"

[endpoints.uno]
url = "{url}"
model = "andes/uno"
licence = "MIT"
retries = 0

[endpoints.dos]
url = "{url}"
model = "andes/dos"
licence = "MIT"
retries = 0

[endpoints.juez]
url = "{url}"
model = "juez"
licence = "MIT"
retries = 0

[judge]
models = ["uno", "dos"]
endpoint = "juez"
draws = 200
"""
Rule = Callable[[str, str], str]


def fair(first: str, second: str) -> str:
    """The answer with more knowledge in it."""
    known = [text.count("sé") for text in (first, second)]
    return "A" if known[0] > known[1] else "B" if known[1] > known[0] else "tie"


def first_place(first: str, second: str) -> str:
    return "A"


def longest(first: str, second: str) -> str:
    return "A" if len(first) > len(second) else "B"


def serve(rule: Rule) -> Callable[[dict[str, Any]], Reply]:
    """`andes/dos` knows more in two thirds of its answers, `andes/uno` writes more in the others."""

    def script(body: dict[str, Any]) -> Reply:
        asked = body["messages"][-1]["content"]
        if body["model"] == "juez":
            shown = re.findall(r"<respuesta_[ab]>\n(.*?)\n</respuesta_[ab]>", asked, re.DOTALL)
            return completion(json.dumps({"reason": "porque sí", "verdict": rule(*shown)}))
        number = int(re.findall(r"\d+", asked)[-1])
        knows = (number % 3 != 0) == (body["model"] == "andes/dos")
        return completion("sé " * 2 if knows else "palabras " * (3 + number))

    return script


@pytest.fixture
def server() -> Iterator[StandIn]:
    with standing_in(serve(fair)) as server:
        yield server


@pytest.fixture
def folder(tmp_path: Path, server: StandIn) -> Path:
    (tmp_path / "minga.toml").write_text(SETTINGS.format(url=server.url), encoding="utf-8")
    rows = [{"prompt": f"Explica el asunto {number}"} for number in range(PROMPTS)]
    (tmp_path / "dibt.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return tmp_path


def said(folder: Path, *arguments: str, code: int = 0) -> dict[str, Any]:
    done = CliRunner().invoke(app, ["benchmark", "judge", *arguments, "--project", str(folder), "--json"])
    assert done.exit_code == code, done.output
    return dict(json.loads(done.stdout))


def test_a_fair_judge_gives_win_rates_that_stand_on_the_leaderboard(folder: Path, server: StandIn) -> None:
    [numbers] = said(folder)["judgements"]
    assert numbers["win_rate"]["dos"]["value"] == pytest.approx(2 / 3)
    assert (numbers["flipped"]["value"], numbers["first_place"]["value"]) == (0.0, 0.5)
    assert (numbers["unreadable"], numbers["judges_itself"], numbers["people"]) == ({}, [], {})
    assert numbers["judge"] == {"model": "juez", "rubric": "es-1", "structured": True}
    project = Project.load(folder)
    pipeline = Pipeline(project, project.workspace())
    results = {each.name: each for each in pipeline.ranked.further_results}
    assert {name: score(each).value for name, each in results.items()} == {
        "evaluations/dos/encargos_dibt_es": pytest.approx(2 / 3), "evaluations/uno/encargos_dibt_es": 0.5,
    }  # fmt: skip
    kept = list(answers(results["evaluations/dos/encargos_dibt_es"]))
    assert len(kept) == PROMPTS
    assert {each.correct for each in kept} == {0.0, 1.0}
    done = CliRunner().invoke(app, ["leaderboard", "--project", str(folder), "--json"])
    assert done.exit_code == 0, done.output
    board = json.loads(
        (folder / json.loads(done.stdout)["made"][0]["path"] / "scores.json").read_text(encoding="utf-8")
    )
    assert [(each["model"], each["interval"] is not None) for each in board["scores"]] == [("dos", True), ("uno", True)]


def test_nothing_is_asked_twice_and_a_run_that_broke_off_goes_on(folder: Path, server: StandIn) -> None:
    fine = server.script
    server.script = lambda body: problem(500, "roto") if len(server.bodies) > PROMPTS + 5 else fine(body)
    broken = CliRunner().invoke(app, ["benchmark", "judge", "--project", str(folder)])
    assert broken.exit_code == 1
    server.script = fine
    said(folder)
    answered = [json.dumps(body, sort_keys=True) for body in server.bodies]
    # those that failed are asked again, and no other
    assert len(set(answered)) == 2 * PROMPTS + 2 * PROMPTS
    before = len(server.bodies)
    again = said(folder)
    assert len(server.bodies) == before
    assert {each["state"] for each in again["made"]} == {"unchanged"}


def test_a_judge_who_takes_the_first_is_found_and_decides_nothing(folder: Path, server: StandIn) -> None:
    server.script = serve(first_place)
    [numbers] = said(folder)["judgements"]
    assert (numbers["flipped"]["value"], numbers["first_place"]["value"]) == (1.0, 1.0)
    assert numbers["win_rate"]["dos"]["value"] == 0.5


def test_a_judge_who_takes_the_longest_is_found(folder: Path, server: StandIn) -> None:
    server.script = serve(longest)
    [numbers] = said(folder)["judgements"]
    assert numbers["length_weight"]["low"] > 1
    assert numbers["length_correlation"]["low"] > 0.5
    assert numbers["flipped"]["value"] == 0.0


def test_verdicts_that_cannot_be_read_are_counted_and_too_many_are_a_hole(folder: Path, server: StandIn) -> None:
    fine = server.script
    server.script = lambda body: completion("No lo sé.") if body["model"] == "juez" else fine(body)
    done = said(folder, code=3)
    assert done["judgements"][0]["unreadable"] == {"no-verdict": 2 * PROMPTS}
    assert "andes/dos: the judge gave no verdict on 100% of the prompts" in done["left_out"]
    assert not (folder / "data/evaluations/dos").exists()


def test_a_judge_among_the_models_is_flagged(folder: Path, server: StandIn) -> None:
    fine = serve(fair)
    server.script = lambda body: fine({**body, "model": "juez" if "<respuesta_a>" in str(body) else body["model"]})
    [numbers] = said(folder, "--judge", "dos")["judgements"]
    assert numbers["judges_itself"] == ["dos"]


@pytest.mark.parametrize(
    ("arguments", "code", "what"),
    [
        (["--models", "uno"], 1, "fewer than two models"),
        (["--models", "uno", "--models", "tres"], 2, "tres is no model"),
        (["--reference", "tres"], 2, "reference tres"),
        (["--judge", "tres"], 2, "no endpoint 'tres'"),
        (["otro"], 2, "no benchmark otro"),
    ],
)
def test_what_is_not_there_is_said(folder: Path, arguments: list[str], code: int, what: str) -> None:
    assert what in said(folder, *arguments, code=code)["error"]["what"]


def test_a_model_that_does_not_answer_is_a_hole(folder: Path, server: StandIn) -> None:
    with (folder / "minga.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'\n[endpoints.tres]\nurl = "{server.url}"\nmodel = "tres"\nlicence = "MIT"\nretries = 0\n')
    fine = server.script
    server.script = lambda body: problem(500, "roto") if body["model"] == "tres" else fine(body)
    done = said(folder, "--models", "uno", "--models", "dos", "--models", "tres", code=3)
    assert "tres" in done["left_out"][0]
    assert set(done["judgements"][0]["win_rate"]) == {"dos"}


PAIRS = """
[[campaigns]]
name = "pares"
kind = "compare"
items = "pares.jsonl"
languages = ["es"]
overlap = 2
"""


def test_the_judge_is_held_against_what_people_said(folder: Path, server: StandIn) -> None:
    """The judge prefers who knows; people do too, but for the one pair where Ada does not."""
    with (folder / "minga.toml").open("a", encoding="utf-8") as settings:
        settings.write(PAIRS)
    lines = [{"prompt": f"¿Qué es {n}?", "a": "sé", "b": "sé sé" if n % 2 else "no"} for n in range(8)]
    (folder / "pares.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    project = Project.load(folder)
    pipeline = Pipeline(project, project.workspace())
    open_campaigns(project, pipeline.database, [], {}, None)
    campaign = find_campaign(pipeline.database, "pares")
    for name in ("Ada", "Berta"):
        someone = person(pipeline.database, name)
        while isinstance(taken := take(pipeline.database, someone, campaign), Assignment):
            shown = taken.item.payload
            better = "b" if shown["b"] == "sé sé" else "a"
            if name == "Ada" and shown["prompt"] == "¿Qué es 0?":
                better = "both-bad"
            answer(pipeline.database, taken, "answer", answers={"preference": better}, client_key=key())
    people = said(folder)["judgements"][0]["people"]
    assert (people["pairs"], people["votes"], people["unreadable"]) == (8, 16, 0)
    assert people["judge_and_each_vote"] == 15 / 16
    # the split pair counts as a tie
    assert people["judge_and_majority"]["equal"] == 7 / 8
    assert people["judge_and_majority"]["low"] < people["judge_and_majority"]["value"] < 1
    assert people["people"]["equal"] == 7 / 8


@pytest.mark.slow
def test_the_embedded_model_answers_and_judges(folder: Path) -> None:
    (folder / "dibt.jsonl").write_text('{"prompt": "Escribe 1 frase sobre la papa."}\n', encoding="utf-8")
    text = (folder / "minga.toml").read_text(encoding="utf-8")
    short = 'endpoint = "embedded"\nanswer_tokens = 24\nverdict_tokens = 160'
    (folder / "minga.toml").write_text(text.replace('endpoint = "juez"', short), encoding="utf-8")
    done = CliRunner().invoke(
        app, ["benchmark", "judge", "--models", "embedded", "--models", "uno", "--project", str(folder), "--json"]
    )
    assert done.exit_code in (0, 3), done.output
    [numbers] = json.loads(done.stdout)["judgements"]
    assert numbers["judges_itself"] == ["smollm2-135m-instruct"]
    assert numbers["pairs"] == 1
    # a schema makes even the smallest model give verdicts, unless it talks until its tokens are used up
    assert set(numbers["unreadable"]) <= {"cut-short"}
    assert 0 <= numbers["win_rate"]["uno"]["value"] <= 1


def pairs(*votes: dict[int, str]) -> list[HumanPair]:
    return [HumanPair(f"q{place}", "¿?", "a", "b", each) for place, each in enumerate(votes)]


def judged(*verdicts: str) -> list[Judged]:
    other = {"first": "second", "second": "first", "tie": "tie"}
    readings = [
        (Reading(verdict), Reading(other[verdict])) if verdict else (Reading(None, "empty"),) * 2  # type: ignore[arg-type]
        for verdict in verdicts
    ]
    return [Judged("q", "", *each) for each in readings]


def test_agreement_with_people_is_measured_beside_that_among_people() -> None:
    """Kappa by hand: seven of eight agree, and chance gives (4·5 + 4·3) / 64."""
    votes = [{1: "first", 2: "first"}] * 4 + [{1: "second", 2: "second"}] * 3 + [{1: "first", 2: "first"}]
    found = agreement_with_people(pairs(*votes), judged(*["first"] * 4, *["second"] * 4))
    assert found["judge_and_majority"]["equal"] == 7 / 8
    assert found["judge_and_majority"]["value"] == pytest.approx((7 / 8 - 32 / 64) / (1 - 32 / 64))
    assert found["judge_and_each_vote"] == 7 / 8
    assert found["people"]["value"] == 1.0
    assert (found["pairs"], found["votes"], found["unreadable"]) == (8, 16, 0)


def test_a_split_vote_is_a_tie_and_an_unreadable_verdict_is_left_out() -> None:
    found = agreement_with_people(pairs({1: "first", 2: "second"}, {1: "first"}), judged("tie", ""))
    assert (found["unreadable"], found["judge_and_majority"]["items"]) == (1, 1)
    assert agreement_with_people([], []) == {}
