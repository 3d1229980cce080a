from __future__ import annotations

import random
from pathlib import Path

from minga.community import Database
from minga.review.reliability import reliability_of
from tests.review.leading import opinions, people, questioned
from tests.review.making import person


def test_whoever_agrees_with_most_is_more_reliable_and_less_is_known_of_few_answers(
    sqlite_db: Database, tmp_path: Path
) -> None:
    work = questioned(sqlite_db, tmp_path, records=40, overlap=5)
    chance = random.Random(5)
    *steady, wild, brief = people(sqlite_db, "Ada", "Berta", "Carmen", "Wanda", "Brenda")
    rows = []
    for number in range(40):
        verdict = chance.choice(["accept", "reject"])
        rows += [(who, number, verdict, {}) for who in steady]
        rows.append((wild, number, chance.choice(["accept", "reject"]), {}))
        if number < 12:
            rows.append((brief, number, verdict, {}))
    work = opinions(sqlite_db, work, rows)  # type: ignore[arg-type]

    def verdict_of(who: object) -> tuple[float, float, float]:
        found = reliability_of(sqlite_db, work, who)[0]  # type: ignore[arg-type]
        assert found.value is not None
        assert found.low is not None
        assert found.high is not None
        assert found.low <= found.value <= found.high
        return found.low, found.value, found.high

    assert verdict_of(steady[0])[0] > verdict_of(wild)[2]
    assert verdict_of(brief)[2] - verdict_of(brief)[0] > verdict_of(steady[0])[2] - verdict_of(steady[0])[0]


def test_with_few_answers_nothing_is_said(sqlite_db: Database, tmp_path: Path) -> None:
    work = questioned(sqlite_db, tmp_path)
    ada, berta = people(sqlite_db, "Ada", "Berta")
    work = opinions(sqlite_db, work, [(ada, 0, "accept", {}), (berta, 0, "accept", {})])
    assert [(one.value, one.answers) for one in reliability_of(sqlite_db, work, ada)] == [(None, 1)] * 3
    assert reliability_of(sqlite_db, work, person(sqlite_db, "Carmen")) == []


def test_answers_that_nobody_else_gave_are_no_evidence(sqlite_db: Database, tmp_path: Path) -> None:
    work = questioned(sqlite_db, tmp_path)
    [ada] = people(sqlite_db, "Ada")
    assert reliability_of(sqlite_db, opinions(sqlite_db, work, [(ada, 0, "accept", {})]), ada) == []
