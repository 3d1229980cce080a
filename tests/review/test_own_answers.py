from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from minga.community import Database
from minga.community.models import Assignment
from minga.review import answer, take
from minga.review.opinions import opinions_of
from minga.review.own_answers import answered_count, given_answer, own_answers
from tests.review.making import campaign, key, person, record, table, workspace


def test_answers_are_found_by_what_the_project_decided(db: Database, tmp_path: Path) -> None:
    here = campaign(db, table(workspace(tmp_path), [record(number) for number in range(3)]), overlap=2, overlap_max=2)
    ada, berta = person(db, "Ada"), person(db, "Berta")
    for verdicts in (("accept", "accept"), ("accept", "reject")):
        for someone, verdict in zip((ada, berta), verdicts, strict=True):
            held = take(db, someone, here)
            assert isinstance(held, Assignment)
            answer(db, held, verdict, note="No", client_key=key())  # type: ignore[arg-type]
    held = take(db, ada, here)
    assert isinstance(held, Assignment)
    answer(db, held, "accept", client_key=key())

    def mine(**values: object) -> list[str]:
        return [own.standpoint for own in own_answers(db, ada, **values)]  # type: ignore[arg-type]

    assert mine() == ["open", "disputed", "agreed"]
    assert mine(standpoint="disputed") == ["disputed"]
    assert mine(limit=1, offset=2) == ["agreed"]
    assert mine(campaign=here, standpoint="otherwise") == []
    assert answered_count(db, ada, here) == 3


def test_a_repeat_does_not_show_what_was_answered_the_first_time(db: Database, tmp_path: Path) -> None:
    here = campaign(db, table(workspace(tmp_path), [record()]))
    ada = person(db, "Ada")
    held = take(db, ada, here)
    assert isinstance(held, Assignment)
    first = answer(db, held, "accept", client_key=key())
    found = given_answer(db, held)
    assert found is not None
    assert found.id == first.id
    with db.writing() as session:
        session.execute(sa.update(Assignment).values(purpose="repeat"))
        again = session.get_one(Assignment, held.id, populate_existing=True)
    assert given_answer(db, again) is None


def test_opinions_are_the_newest_words_of_those_who_have_not_withdrawn(db: Database, tmp_path: Path) -> None:
    here = campaign(db, table(workspace(tmp_path), [record()]), overlap=2)
    ada, berta = person(db, "Ada"), person(db, "Berta")
    for someone, note in ((ada, "De Ada"), (berta, "De Berta")):
        held = take(db, someone, here)
        assert isinstance(held, Assignment)
        answer(db, held, "reject", note="Antes", client_key=key())
        answer(db, held, "reject", note=note, client_key=key())
    assert {one.note for one in opinions_of(db, held.item)} == {"De Ada", "De Berta"}
    with db.writing() as session:
        session.merge(ada).withdrawn_at = db.now()
    assert [one.note for one in opinions_of(db, held.item)] == ["De Berta"]
