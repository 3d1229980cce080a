from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from minga.community import Database
from minga.community.models import Campaign
from minga.review.agreement import krippendorff_alpha
from minga.review.campaign_agreement import agreement_in_groups, campaign_agreement, campaign_opinions
from tests.review.leading import opinions, people, questioned


@pytest.fixture
def divided(sqlite_db: Database, tmp_path: Path) -> Campaign:
    """Two of three always agree; on item 0 the third says something else to everything, on item 1 to the label."""
    work = questioned(sqlite_db, tmp_path)
    ada, berta, carmen = people(sqlite_db, "Ada", "Berta", "Carmen")
    rows = [(who, number, "accept", {}) for number in range(4) for who in (ada, berta)]
    rows += [(carmen, 0, "reject", {"cultural": "no", "clarity": 1}), (carmen, 1, "accept", {"cultural": "no"})]
    rows += [(carmen, 2, "accept", {})]
    return opinions(sqlite_db, work, rows)


def test_alpha_is_that_of_the_opinions(sqlite_db: Database, divided: Campaign) -> None:
    found = campaign_agreement(sqlite_db, divided)
    columns = campaign_opinions(sqlite_db, divided)
    for one, dimension in zip(found.questions, columns.dimensions, strict=True):
        assert one.agreement.value == krippendorff_alpha(columns.ratings(dimension), one.level)
    assert [(one.name, one.level) for one in found.questions] == [
        ("verdict", "nominal"), ("cultural", "nominal"), ("clarity", "ordinal"),
    ]  # fmt: skip
    assert found.responses == 11


def test_the_most_divided_item_stands_first_with_its_questions(sqlite_db: Database, divided: Campaign) -> None:
    [worst, second] = campaign_agreement(sqlite_db, divided).items
    items = sorted(set(campaign_opinions(sqlite_db, divided).items.tolist()))
    assert (worst.item_id, set(worst.questions)) == (items[0], {"verdict", "cultural", "clarity"})
    assert (second.item_id, second.questions) == (items[1], ("cultural",))
    assert (worst.unequal, second.unequal) == (pytest.approx(2 / 3), pytest.approx(2 / 9))


def test_sections_of_the_guidelines_bear_the_disagreement_of_their_questions(
    sqlite_db: Database, divided: Campaign
) -> None:
    sections = campaign_agreement(sqlite_db, divided).sections
    # on the label two items differ, on the others one each
    assert [one.heading for one in sections] == ["Cultura", "", "Claridad"]
    assert [one.share for one in sections] == pytest.approx([0.5, 0.25, 0.25])
    assert sections[0].questions == ("cultural",)


def test_the_two_values_that_meet_most_are_named(sqlite_db: Database, divided: Campaign) -> None:
    confused = {one.name: one.confused for one in campaign_agreement(sqlite_db, divided).questions}
    assert confused["verdict"] is not None
    assert (confused["verdict"].first, confused["verdict"].second) == ("accept", "reject")
    assert confused["clarity"] is not None
    assert (confused["clarity"].first, confused["clarity"].second) == ("1", "3")


def test_a_campaign_without_answers_has_no_figures(sqlite_db: Database, tmp_path: Path) -> None:
    found = campaign_agreement(sqlite_db, questioned(sqlite_db, tmp_path))
    assert [one.agreement.value for one in found.questions] == [None, None, None]
    assert (found.items, found.sections) == ((), ())
    assert agreement_in_groups(sqlite_db, questioned(sqlite_db, tmp_path), "verdict", "variety") == {}


def test_several_labels_are_a_question_each(sqlite_db: Database, tmp_path: Path) -> None:
    faults = {"name": "faults", "type": "labels", "title": "?", "options": ["rude", "old"], "required": False}
    work = questioned(sqlite_db, tmp_path, questions=[faults])
    names = [(one.name, one.option) for one in campaign_agreement(sqlite_db, work).questions]
    assert names == [("verdict", ""), ("faults=old", "old"), ("faults=rude", "rude")]


@pytest.fixture
def two_countries(sqlite_db: Database, tmp_path: Path) -> Campaign:
    """Peruvians agree with each other, and so do Mexicans, but hardly with one another."""
    work = questioned(sqlite_db, tmp_path, records=20, overlap=4)
    chance = random.Random(3)
    groups = {"PE": people(sqlite_db, "Ada", "Berta", varieties=("es-PE",)),
              "MX": people(sqlite_db, "Carmen", "Delia", varieties=("es-MX",))}  # fmt: skip
    with sqlite_db.writing() as session:
        for country, members in groups.items():
            for member in members:
                session.get_one(type(member), member.id).country = country
    rows = []
    for number in range(20):
        for members in groups.values():
            verdict = chance.choice(["accept", "reject"])
            rows += [(who, number, verdict, {}) for who in members]
    return opinions(sqlite_db, work, rows)  # type: ignore[arg-type]


def test_within_a_variety_and_between_countries(sqlite_db: Database, two_countries: Campaign) -> None:
    within = agreement_in_groups(sqlite_db, two_countries, "verdict", "variety")
    assert {key: one.value for key, one in within.items()} == {"es-MX": 1.0, "es-PE": 1.0}
    [(pair, between)] = agreement_in_groups(sqlite_db, two_countries, "verdict", "country").items()
    assert pair == "MX · PE"
    assert between.value is not None
    assert between.value < 0.5


def test_a_week_is_named_by_its_monday(sqlite_db: Database, two_countries: Campaign) -> None:
    assert list(agreement_in_groups(sqlite_db, two_countries, "verdict", "week")) == ["2026-10-26"]


def test_an_unknown_question_has_no_groups(sqlite_db: Database, divided: Campaign) -> None:
    assert agreement_in_groups(sqlite_db, divided, "colour", "week") == {}


def test_figures_are_the_same_twice(sqlite_db: Database, divided: Campaign) -> None:
    from minga.review import campaign_agreement as module

    first = campaign_agreement(sqlite_db, divided)
    again = module._agreement(campaign_opinions(sqlite_db, divided))
    assert first == again
    assert not np.isnan(first.questions[0].agreement.low or 0.0)
