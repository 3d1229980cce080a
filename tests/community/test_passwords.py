from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.community.passwords import (
    MAX_LENGTH,
    check_password,
    hash_password,
    is_outdated,
    surprise,
    verify_password,
)
from minga.errors import CommunityError

GOOD = "la papa se siembra en agosto"


def test_a_password_is_verified_and_never_kept() -> None:
    kept = hash_password(GOOD)
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert GOOD not in kept
    assert verify_password(kept, GOOD)
    assert not verify_password(kept, GOOD + " ")
    assert hash_password(GOOD) != kept


def test_two_ways_to_write_the_same_letters_are_one_password() -> None:
    assert verify_password(hash_password("ni\u00f1a de la monta\u00f1a"), "nin\u0303a de la montan\u0303a")


def test_without_a_hash_nothing_is_right_and_nothing_is_thrown() -> None:
    assert not verify_password(None, GOOD)
    assert not verify_password("not a hash", GOOD)
    assert not verify_password(hash_password(GOOD), "x" * 10_000_000)


def test_a_hash_of_weaker_parameters_is_outdated() -> None:
    from argon2 import PasswordHasher

    assert is_outdated(PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(GOOD))
    assert not is_outdated(hash_password(GOOD))


def test_many_at_once_are_verified_one_after_the_other() -> None:
    kept = hash_password(GOOD)
    right: list[bool] = []
    threads = [threading.Thread(target=lambda: right.append(verify_password(kept, GOOD))) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert right == [True] * 12


@pytest.mark.parametrize(
    "password",
    [
        "aaaaaaaaaaaaaaaaaa", "123456789012345678", "qwertyuiopasdfgh", "abcabcabcabcabcabc", "987654321987654321",
        "contraseña123456", "passwordpassword", "ada.lovelace.1815", "AdaLovelace!2026", "lovelace ada lovelace",
        "ada@example.org ada", "Sabores de la tierra", "sabores-sabores-1",
    ],
)  # fmt: skip
def test_what_is_tried_first_is_refused(password: str) -> None:
    with pytest.raises(CommunityError, match="too easy to guess"):
        check_password(password, least=15, known=["Ada Lovelace", "ada@example.org", "Sabores de la tierra"])


@pytest.mark.parametrize(
    "password",
    [GOOD, "correct horse battery staple", "zanahoria fría 88", "Kj3$wpq_Zr81ñLx2", "山道を登りながらこう考えた智に働"],
)
def test_any_characters_make_a_password(password: str) -> None:
    check_password(password, least=15, known=["Ada Lovelace"])


def test_length_counts_characters_and_nothing_is_cut() -> None:
    with pytest.raises(CommunityError, match="too short"):
        check_password("zanahoria fría", least=15)
    with pytest.raises(CommunityError, match="too long"):
        check_password(GOOD * 20, least=15)
    longest = "".join(chr(0x4E00 + 7 * place) for place in range(MAX_LENGTH))
    check_password(longest, least=15)
    assert not verify_password(hash_password(longest), longest[:-1])


@given(st.text(max_size=60), st.lists(st.text(max_size=20), max_size=3))
def test_surprise_never_exceeds_the_length_and_falls_with_what_is_known(password: str, known: list[str]) -> None:
    import unicodedata

    folded = unicodedata.normalize("NFKD", password.casefold())
    assert 0 <= surprise(password, known) <= surprise(password) <= len(folded)


@given(st.text(min_size=1, max_size=12), st.integers(2, 6))
def test_repeating_a_password_adds_no_more_than_its_seam(password: str, times: int) -> None:
    assert surprise(password * times) <= surprise(password) + 2 * 3
