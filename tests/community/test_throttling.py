from __future__ import annotations

import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa

from minga.community import Database
from minga.community.models import SignInAttempt
from minga.community.throttling import Limit, Throttled, attempt, network_of, succeeded, wait
from tests.community.databases import MovableClock

PERSON = Limit("person", free=3, forgiving=True)
NETWORK = Limit("network", free=5, window=timedelta(hours=1))


def fail(db: Database, limit: Limit, times: int, who: str = "ada") -> None:
    for _ in range(times):
        attempt(db, limit.of(who))


def test_after_the_free_failures_each_wait_is_twice_as_long(db: Database, clock: MovableClock) -> None:
    fail(db, PERSON, 3)
    waits = []
    for _ in range(5):
        seconds = wait(db, PERSON.of("ada"))
        waits.append(seconds)
        with pytest.raises(Throttled) as refused:
            attempt(db, PERSON.of("ada"))
        assert refused.value.seconds == seconds
        clock.advance(seconds=seconds)
        attempt(db, PERSON.of("ada"))
    assert waits == [2, 4, 8, 16, 32]


def test_a_wait_has_an_end(db: Database, clock: MovableClock) -> None:
    for _ in range(40):
        clock.advance(seconds=wait(db, PERSON.of("ada")))
        attempt(db, PERSON.of("ada"))
    assert wait(db, PERSON.of("ada")) == 15 * 60


def test_a_refused_attempt_does_not_make_the_wait_longer(db: Database) -> None:
    fail(db, PERSON, 3)
    for _ in range(10):
        with pytest.raises(Throttled):
            attempt(db, PERSON.of("ada"))
    assert wait(db, PERSON.of("ada")) == 2


def test_a_success_forgives_the_person_but_not_the_network(db: Database, clock: MovableClock) -> None:
    for _ in range(2):
        attempt(db, PERSON.of("ada"), NETWORK.of("192.0.2.1"))
    succeeded(db, attempt(db, PERSON.of("ada"), NETWORK.of("192.0.2.1")))
    fail(db, PERSON, 2)
    assert wait(db, PERSON.of("ada")) == 0
    fail(db, NETWORK, 3, "192.0.2.1")
    assert wait(db, NETWORK.of("192.0.2.1")) > 0


def test_others_do_not_wait(db: Database) -> None:
    fail(db, PERSON, 3)
    assert wait(db, PERSON.of("berta")) == 0
    attempt(db, PERSON.of("berta"))


def test_old_failures_do_not_count_and_are_deleted(db: Database, clock: MovableClock) -> None:
    fail(db, NETWORK, 5)
    clock.advance(minutes=61)
    assert wait(db, NETWORK.of("ada")) == 0
    clock.advance(days=1)
    for number in range(64):
        attempt(db, PERSON.of(str(number)))
    with db.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(SignInAttempt)) <= 64


def test_only_hashes_are_kept(db: Database) -> None:
    attempt(db, PERSON.of("ada@example.org"))
    with db.reading() as session:
        assert "ada" not in session.scalars(sa.select(SignInAttempt.subject)).one()


def test_a_hundred_attempts_at_the_same_moment_are_a_hundred_attempts(db: Database) -> None:
    passed: list[int] = []

    def guess() -> None:
        for _ in range(10):
            try:
                attempt(db, PERSON.of("ada"))
                passed.append(1)
            except Throttled:
                pass

    threads = [threading.Thread(target=guess) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(passed) == PERSON.free


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"), ("fe80::1%eth0", "fe80::"),
        ("testclient", "testclient"), ("", ""),
    ],
)  # fmt: skip
def test_a_network_is_what_one_customer_is_given(address: str, network: str) -> None:
    assert network_of(address) == network
