from __future__ import annotations

from datetime import timedelta

from minga.community import Database
from minga.review.credit import Credit, credit_of, list_credits
from tests.community.databases import MovableClock
from tests.review.rows import add_campaign, add_decision, add_item, add_person, add_response


def by_name(found: list[Credit]) -> dict[str, Credit]:
    return {credit.name: credit for credit in found}


def test_an_answer_that_the_decision_agrees_with_earns_its_points(db: Database) -> None:
    campaign = add_campaign(db)
    ada, bea, eva = (add_person(db, name) for name in ("Ada", "Bea", "Eva"))
    item = add_item(db, campaign)
    yes = [add_response(db, item, ada), add_response(db, item, bea)]
    no = add_response(db, item, eva, "reject", note="no")
    add_decision(db, item, "accepted", yes, others=[no])
    found = by_name(list_credits(db))
    assert set(found) == {"Ada", "Bea"}
    assert (found["Ada"].points, dict(found["Ada"].work), found["Ada"].validated) == (1.0, {"answer": 1}, 1)
    assert credit_of(db, eva).points == 0.0
    assert credit_of(db, eva).titles == ()


def test_work_that_is_not_validated_earns_nothing_however_much_of_it_there_is(db: Database) -> None:
    campaign = add_campaign(db)
    ada = add_person(db, "Ada")
    for number in range(5):
        add_response(db, add_item(db, campaign, str(number)), ada)
    disputed = add_item(db, campaign, "disputed")
    add_decision(db, disputed, "disputed", [], others=[add_response(db, disputed, ada)])
    assert list_credits(db) == []


def test_only_the_newest_decision_counts(db: Database) -> None:
    campaign = add_campaign(db)
    ada = add_person(db, "Ada")
    item, reopened = add_item(db, campaign), add_item(db, campaign, "2")
    first = add_response(db, item, ada)
    add_decision(db, item, "accepted", [first])
    second = add_response(db, item, ada, "reject", version=2, note="no")
    add_decision(db, item, "rejected", [second])
    add_decision(db, reopened, "accepted", [add_response(db, reopened, ada)])
    add_decision(db, reopened, "reopened", [])
    assert dict(credit_of(db, ada).work) == {"finding": 1}


def test_an_adopted_edit_earns_more_than_one_that_was_only_the_same_opinion(db: Database) -> None:
    campaign = add_campaign(db)
    ada, bea = add_person(db, "Ada"), add_person(db, "Bea")
    item = add_item(db, campaign)
    adopted = add_response(db, item, ada, "edit", edits={"question": "¿Qué?"})
    other = add_response(db, item, bea, "edit", edits={"question": "¿Qué cosa?"})
    add_decision(db, item, "edited", [adopted, other], edits={"question": "¿Qué?"})
    found = by_name(list_credits(db))
    assert (found["Ada"].points, dict(found["Ada"].work)) == (2.0, {"edit": 1})
    assert (found["Bea"].points, dict(found["Bea"].work)) == (1.0, {"answer": 1})


def test_settling_a_dispute_earns_as_adjudication_and_not_twice(db: Database) -> None:
    campaign = add_campaign(db, credit={"adjudication": 5, "edit": 2})
    bea = add_person(db, "Bea", "adjudicator")
    item = add_item(db, campaign)
    word = add_response(db, item, bea, "edit", purpose="adjudication", edits={"question": "x"})
    add_decision(db, item, "edited", [word], edits={"question": "x"})
    assert (credit_of(db, bea).points, dict(credit_of(db, bea).work)) == (5.0, {"adjudication": 1})


def test_control_items_and_repeats_earn_nothing(db: Database) -> None:
    campaign = add_campaign(db)
    ada = add_person(db, "Ada")
    item = add_item(db, campaign)
    shown_again = add_response(db, item, ada, purpose="repeat")
    control = add_response(db, add_item(db, campaign, "gold", purpose="gold"), ada, purpose="gold")
    add_decision(db, item, "accepted", [shown_again, control])
    assert list_credits(db) == []


def test_points_and_thresholds_are_those_of_each_campaign(db: Database) -> None:
    small = add_campaign(db, "small", credit={"answer": 1, "thresholds": {"contributor": 1, "co-author": 3}})
    big = add_campaign(db, "big", credit={"answer": 0.5, "thresholds": {"contributor": 1, "co-author": 50}})
    ada = add_person(db, "Ada")
    for number in range(3):
        for campaign in (small, big):
            item = add_item(db, campaign, str(number))
            add_decision(db, item, "accepted", [add_response(db, item, ada)])
    assert (credit_of(db, ada, small).points, credit_of(db, ada, small).titles) == (3.0, ("co-author", "contributor"))
    assert (credit_of(db, ada, big).points, credit_of(db, ada, big).titles) == (1.5, ("contributor",))
    assert (credit_of(db, ada).points, credit_of(db, ada).titles[0]) == (4.5, "co-author")
    assert list_credits(db, big) == [credit_of(db, ada, big)]


def test_people_who_withdrew_leave_and_the_others_stay(db: Database) -> None:
    campaign = add_campaign(db)
    gone, ada = add_person(db, "Gone", withdrawn_at=db.now()), add_person(db, "Ada")
    item = add_item(db, campaign)
    add_decision(db, item, "accepted", [add_response(db, item, gone), add_response(db, item, ada)])
    assert [credit.name for credit in list_credits(db)] == ["Ada"]
    assert credit_of(db, gone).points == 0.0


def test_whoever_wants_no_name_has_none_in_her_credit(db: Database) -> None:
    campaign = add_campaign(db)
    item = add_item(db, campaign)
    hidden = add_person(db, "Left over", naming="none")
    add_decision(db, item, "accepted", [add_response(db, item, hidden)])
    [credit] = list_credits(db)
    assert (credit.name, credit.anonymous) == ("", True)


def test_credit_says_when_the_validated_work_was_done(db: Database, clock: MovableClock) -> None:
    campaign = add_campaign(db)
    ada, start = add_person(db, "Ada"), clock()
    for number in range(3):
        item = add_item(db, campaign, str(number))
        add_decision(db, item, "accepted", [add_response(db, item, ada)])
        clock.advance(days=1)
    credit = credit_of(db, ada)
    assert (credit.first, credit.last) == (start, start + timedelta(days=2))


def test_roles_follow_from_what_people_did(db: Database) -> None:
    records, labels = add_campaign(db), add_campaign(db, "labels", "label", questions=[
        {"name": "offensive", "type": "label", "title": "?", "options": ["yes", "no"]}])  # fmt: skip
    lead, ada = add_person(db, "Lea", "lead"), add_person(db, "Ada", "reviewer", contributor="Radio Comunitaria")
    item, text = add_item(db, records), add_item(db, labels, "2")
    add_decision(db, item, "edited", [add_response(db, item, ada, "edit", edits={"a": "b"})], edits={"a": "b"})
    add_decision(db, text, "answered", [add_response(db, text, ada, "answer", answers={"offensive": "no"})])
    donated = add_item(db, records, "donated", contributor="radio comunitaria")
    add_decision(db, donated, "accepted", [])
    assert credit_of(db, lead).roles == ("project-administration", "supervision")
    assert credit_of(db, ada).roles == ("data-curation", "investigation", "resources")
    assert credit_of(db, ada).points == 3.0, "a donation is credited by its role, not by points"


def test_a_text_that_was_written_here_earns_once_review_accepts_it(db: Database) -> None:
    writing = add_campaign(db, "writing", "write-instruction")
    records = add_campaign(db)
    ada = add_person(db, "Ada")
    add_response(db, add_item(db, writing), ada, "answer", edits={"question": "¿?", "answer": "!"})
    assert list_credits(db) == []
    accepted, rejected = (add_item(db, records, name, contributor="ada") for name in ("a", "r"))
    add_decision(db, rejected, "rejected", [])
    assert list_credits(db) == []
    add_decision(db, accepted, "accepted", [])
    credit = credit_of(db, ada)
    assert (credit.points, dict(credit.work)) == (3.0, {"written": 1})
    assert credit.roles == ("writing-original-draft",)


def test_people_whose_answers_came_with_a_file_are_in_no_list(db: Database) -> None:
    campaign = add_campaign(db)
    brought = add_person(db, "", naming="none", contributor="imported:c:0123")
    item = add_item(db, campaign)
    add_decision(db, item, "accepted", [add_response(db, item, brought)])
    assert list_credits(db) == []
