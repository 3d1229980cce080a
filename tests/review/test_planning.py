from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from minga.cli.review_plan import register
from minga.errors import InputError, UsageError
from minga.review.overlap import OverlapPolicy
from minga.review.planning import days_needed, forecast, observed_community, people_needed
from minga.review.simulation import Community, Rules, simulate

OF = Community()
FIXED = Rules(items=150, days=14.0, decide="majority", overlap=OverlapPolicy(3, 3))


@pytest.fixture
def plan_command() -> typer.Typer:
    group = typer.Typer()
    group.callback()(lambda: None)
    register(group)
    return group


def test_twice_the_items_take_about_twice_the_people() -> None:
    once = people_needed(OF, FIXED, seeds=6).people
    twice = people_needed(OF, replace(FIXED, items=300), seeds=6).people
    assert 1.4 <= twice.middle / once.middle <= 2.8
    assert once.low <= once.middle <= once.high


def test_so_many_people_are_indeed_in_time() -> None:
    needed = people_needed(OF, FIXED, seeds=6, seed=1).people.high
    again = days_needed(OF, FIXED, round(1.1 * needed), seeds=10, seed=2)
    assert again.in_time >= 0.7
    assert again.days.middle <= FIXED.days


def test_too_few_people_are_told_that_they_will_not_be_done() -> None:
    plan = days_needed(replace(OF, recruiting=5), FIXED, 2, seeds=2)
    assert plan.in_time == 0
    assert plan.days.high == math.inf


def test_no_people_and_no_end_of_people_are_refused() -> None:
    with pytest.raises(UsageError):
        days_needed(OF, FIXED, 0)


def test_a_plan_is_a_function_of_its_seed() -> None:
    assert people_needed(OF, FIXED, seeds=3) == people_needed(OF, FIXED, seeds=3)


def test_a_project_with_enough_answers_plans_with_its_own_people() -> None:
    rng = np.random.default_rng(0)
    answers = np.full(40, 25)
    own = observed_community(answers, rng.lognormal(math.log(90), 0.7, 1000))
    assert own is not None
    assert own.seconds_median == pytest.approx(90, rel=0.1)
    assert own.observed_answers == (25.0,) * 40
    # 40 people who do 25 each do a thousand; nobody does most of it
    done = simulate(own, replace(FIXED, items=2000, caps=None, days=60.0, control=0.0), 40, rng)
    assert done.answers == pytest.approx(1000, rel=0.1)
    assert done.top_share < 0.25


def test_a_project_with_few_answers_plans_with_those_of_others() -> None:
    assert observed_community(np.array([5, 400]), np.full(405, 30.0)) is None
    assert observed_community(np.full(40, 25), np.full(1000, np.nan)) is None


def test_a_steady_campaign_is_done_when_its_pace_says() -> None:
    found = forecast([50] * 10, 500)
    assert found.low <= 10 <= found.high
    assert found.middle == pytest.approx(10, abs=1)


def test_a_forecast_is_wider_the_further_it_looks() -> None:
    near, far = forecast([50] * 10, 100), forecast([50] * 10, 1500)
    assert (far.high - far.low) / far.middle > (near.high - near.low) / near.middle


def test_a_campaign_that_stands_still_is_never_done() -> None:
    assert forecast([0, 0, 0], 10).low == math.inf
    assert forecast([40], 0).high == 0
    with pytest.raises(InputError):
        forecast([], 10)


def test_most_forecasts_of_simulated_campaigns_hold() -> None:
    rules, held = Rules(items=1000, days=42.0), []
    for seed in range(8):
        done = simulate(OF, rules, 110, np.random.default_rng(seed))
        decided = np.diff(done.daily, prepend=0).tolist()
        for day in range(4, int(done.days or 0) - 1, 3):
            found = forecast(decided[:day], rules.items - done.daily[day - 1])
            held.append(found.low - 1 <= (done.days or 0) - day <= found.high)
    assert len(held) >= 15
    assert np.mean(held) >= 0.65


def test_the_command_says_how_many_people(plan_command: typer.Typer, tmp_path: Path) -> None:
    options = ["plan", "--items", "150", "--days", "14", "--overlap", "3", "--seeds", "3", "--json"]
    ran = CliRunner().invoke(plan_command, [*options, "--project", str(tmp_path)])
    assert ran.exit_code == 0, ran.output
    told = json.loads(ran.stdout)
    assert told["community"] == "published"
    assert told["decide"] == "majority"
    assert told["people"]["low"] <= told["people"]["middle"] <= told["people"]["high"]
    assert told["in_time"] == 1.0


def test_the_command_says_how_long(plan_command: typer.Typer, tmp_path: Path) -> None:
    options = ["plan", "--items", "100", "--people", "60", "--overlap", "1-4", "--accuracy", "0.95", "--seeds", "2"]
    ran = CliRunner().invoke(plan_command, [*options, "--project", str(tmp_path)])
    assert ran.exit_code == 0, ran.output
    assert "share of the busiest tenth" in ran.stdout
    assert "1 to 4 opinions an item" in " ".join(ran.stdout.split())


def test_the_command_explains_a_wrong_overlap(plan_command: typer.Typer, tmp_path: Path) -> None:
    ran = CliRunner().invoke(plan_command, ["plan", "--overlap", "many", "--project", str(tmp_path)])
    assert ran.exit_code == 2
    assert "for example 3, or 1-4" in ran.stderr
