"""A campaign that asks one of everything, with answers, for the tests of exports and imports."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from minga.community import Database
from minga.community.models import Campaign, Person
from minga.review import answer, take
from tests.review.making import accept_everything, key, person
from tests.web.kinds import QUESTIONS, RANKING, open_kind

ANSWERS: tuple[dict[str, Any], ...] = (
    {"cultural": "yes", "which": ["food", "names"], "clarity": 4, "order": ["style", "truth", "length"]},
    {"cultural": "no", "clarity": 5, "why": "Se dice «así» en todas partes, > 3 veces.", "order":
     ["truth", "style", "length"]},
    {"cultural": "unsure", "clarity": 1, "order": ["length", "style", "truth"]},
)  # fmt: skip


def answered_campaign(db: Database, folder: Path, **values: Any) -> tuple[Campaign, list[Person]]:
    """Three texts, each labelled by three people in three ways."""
    campaign = open_kind(db, folder, "label", questions=(*QUESTIONS, RANKING), overlap=3, **values)
    people = [person(db, name) for name in ("Ada", "Berta", "Carme")]
    accept_everything(db)
    for number, someone in enumerate(people):
        for _ in range(3):
            lease = take(db, someone, campaign)
            assert lease
            answer(db, lease, "answer", answers=ANSWERS[number], client_key=key())
    return campaign, people
