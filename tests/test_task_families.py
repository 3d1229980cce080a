from __future__ import annotations

import pytest

from minga.task_families import FAMILIES, check_family, family_name


def test_every_family_has_a_name_in_every_language_of_the_interface() -> None:
    assert {frozenset(names) for names in FAMILIES.values()} == {frozenset({"ca", "en", "es", "eu", "gl", "pt"})}


def test_names_differ_within_a_language() -> None:
    for locale in ("ca", "en", "es", "eu", "gl", "pt"):
        names = [family_name(family, locale) for family in FAMILIES]
        assert len(names) == len(set(names))


def test_what_is_not_in_the_vocabulary_is_refused_in_settings_and_shown_as_it_is_elsewhere() -> None:
    assert check_family("") == ""
    assert family_name("jokes", "es") == "jokes"
    with pytest.raises(ValueError, match="there are: reading"):
        check_family("jokes")
