from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from minga.errors import UsageError
from minga.inequality import top_share
from minga.review.caps import CapPolicy
from minga.review.dawid_skene import Opinions
from minga.review.overlap import OverlapPolicy
from minga.review.simulated_campaign import SimulatedCampaign
from minga.review.simulated_community import draw_items, draw_people, draw_visits, funnel
from minga.review.simulated_conclusions import DawidSkeneConclusions
from minga.review.simulation import Community, Outcome, Rules, simulate

OF = Community()
SMALL = Rules(items=200, days=14.0)
WITHOUT = Rules(decide="majority", overlap=OverlapPolicy(3, 3), caps=None, breaks=False, weights=False)


def play(rules: Rules, people: int, seed: int = 0, of: Community = OF) -> Outcome:
    return simulate(of, rules, people, np.random.default_rng(seed))


# The published facts, in a community without rules (#Somos600M, arXiv 2407.17479, and its sequel).


@pytest.fixture(scope="module")
def without_rules() -> list[Outcome]:
    """Campaigns of the size of the edition of 2026, with more items than hands."""
    return [play(replace(WITHOUT, items=4000), 60, seed) for seed in range(12)]


def test_a_tenth_of_the_people_does_most_of_the_work(without_rules: list[Outcome]) -> None:
    assert 0.5 <= np.mean([one.top_share for one in without_rules]) <= 0.75


def test_two_people_give_about_thirty_percent(without_rules: list[Outcome]) -> None:
    two = [sum(sorted(one.by_person)[-2:]) / one.answers for one in without_rules]
    assert 0.22 <= np.mean(two) <= 0.38


def test_few_items_are_done_when_people_are_few(without_rules: list[Outcome]) -> None:
    assert all(one.decided < one.items / 2 for one in without_rules)


def test_people_are_right_on_44_to_57_percent_of_hard_labels_and_agree_in_83_percent_of_easy_ones() -> None:
    rng = np.random.default_rng(0)
    count = 12_000
    people, items = draw_people(OF, 2 * count, rng), draw_items(OF, count, rng)
    first = np.array([people.answer(one, one, items, 0, rng, OF) for one in range(count)])
    second = np.array([people.answer(count + one, one, items, 0, rng, OF) for one in range(count)])
    assert 0.44 <= (first == items.truth)[items.hard].mean() <= 0.57
    assert (first == second)[~items.hard].mean() == pytest.approx(0.83, abs=0.015)
    of_people = 1 / (1 + np.exp(-people.hard))
    assert np.quantile(of_people, [0.16, 0.84]) == pytest.approx([0.44, 0.57], abs=0.01)


def test_17_of_118_registered_pass_the_entry_test() -> None:
    passed = [funnel(OF, 118, np.random.default_rng(seed)).passed for seed in range(300)]
    assert np.mean(passed) == pytest.approx(17, abs=1)


def test_most_people_come_once() -> None:
    rng = np.random.default_rng(1)
    people = draw_people(OF, 2000, rng)
    visits = np.bincount(draw_visits(OF, people, 60, rng).person, minlength=2000)
    assert 0.4 <= (visits == 1).mean() <= 0.7


# What must hold in any campaign.


def test_the_same_seed_gives_the_same_campaign() -> None:
    assert play(SMALL, 40, 3) == play(SMALL, 40, 3)


def test_two_rules_meet_the_same_people() -> None:
    """What a comparison of rules rests on: who comes, and how much they would do, does not depend on the rules."""
    bare = replace(WITHOUT, items=3000, control=0.0)
    one, other = play(bare, 40, 5), play(replace(bare, overlap=OverlapPolicy(5, 5)), 40, 5)
    assert one.by_person == other.by_person


def test_fixed_overlap_asks_so_many_people_and_no_more() -> None:
    done = play(replace(WITHOUT, items=100), 120)
    assert (done.decided, done.answers) == (100, 300)


def test_nobody_answers_an_item_twice_and_no_item_exceeds_its_maximum() -> None:
    rng = np.random.default_rng(2)
    items, people = draw_items(OF, 150, rng), draw_people(OF, 60, rng)
    campaign = SimulatedCampaign(OF, replace(SMALL, items=150), people, items, rng)
    visits = draw_visits(OF, people, 14, rng)
    for person, start, answers in zip(visits.person, visits.start, visits.answers, strict=True):
        campaign.expect(float(start), int(person), int(answers))
    campaign.run()
    assert campaign.conclusions.judged.max() <= SMALL.overlap.maximum
    assert campaign.seen.sum() >= campaign.given.sum()
    assert campaign.conclusions.judged.sum() <= campaign.given.sum()


def test_posteriors_between_checkpoints_are_those_of_the_last_fit() -> None:
    rng = np.random.default_rng(4)
    state = DawidSkeneConclusions(40, 9, 3, OverlapPolicy())
    answers = rng.integers(0, [40, 9, 3], (87, 3))
    for item, person, label in answers:
        state.add(int(item), int(person), int(label), 1.0)
    fitted = state._reliability
    opinions = Opinions(
        items=answers[:, 0],
        people=answers[:, 1],
        labels=answers[:, 2],
        item_count=40,
        people_count=9,
        label_count=3,
    )
    assert np.allclose(state._posterior, fitted.posterior(opinions))


def test_adaptive_overlap_asks_less_than_fixed_overlap_and_is_about_as_right() -> None:
    fixed = [play(replace(WITHOUT, items=600), 120, seed) for seed in range(3)]
    adaptive = [
        play(replace(WITHOUT, items=600, decide="dawid-skene", overlap=OverlapPolicy(target=0.87)), 120, seed)
        for seed in range(3)
    ]
    saved = 1 - np.mean([one.answers_per_item for one in adaptive]) / np.mean([one.answers_per_item for one in fixed])
    assert saved > 0.2
    assert np.mean([one.accuracy for one in adaptive]) > np.mean([one.accuracy for one in fixed]) - 0.03


def test_with_hands_enough_the_share_cap_spreads_the_work_and_all_of_it_is_done() -> None:
    rules = replace(SMALL, items=600, days=21.0)
    free = [play(replace(rules, caps=None), 150, seed) for seed in range(3)]
    capped = [play(rules, 150, seed) for seed in range(3)]
    assert np.mean([one.top_share for one in capped]) < np.mean([one.top_share for one in free]) - 0.05
    assert sum(one.decided for one in capped) >= 0.95 * sum(one.decided for one in free)


def test_a_hard_cap_holds_for_everybody_on_every_day() -> None:
    rules = replace(SMALL, items=2000, caps=CapPolicy(soft_day=0, hard_day=15, share=1, top_share=1), days=1.0)
    assert max(play(rules, 60).by_person) <= 15


def test_an_outcome_counts_only_people_who_answered() -> None:
    done = play(SMALL, 40)
    assert done.top_share == top_share([count for count in done.by_person if count])
    assert done.cost == done.answers + done.adjudications
    assert len(done.daily) == int(SMALL.days)


@pytest.mark.parametrize("wrong", [{"hard": 1.5}, {"stay": 0.0}, {"labels": (0.5, 0.2)}, {"labels": (1.0,)}])
def test_an_impossible_community_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(UsageError):
        replace(OF, **wrong)  # type: ignore[arg-type]  # the point of the test


@pytest.mark.parametrize("wrong", [{"items": 0}, {"days": 0}, {"control": 0.9}])
def test_an_impossible_campaign_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(UsageError):
        Rules(**wrong)  # type: ignore[arg-type]  # the point of the test
