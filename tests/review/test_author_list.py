from __future__ import annotations

import csv
import io
import json
import random
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from minga.review.author_list import (
    as_bibtex_authors,
    as_citation_file,
    as_csv,
    as_json,
    as_markdown,
    author_list,
)
from minga.review.credit import Credit


def credit(name: str, points: float = 1.0, naming: Any = "name", **values: Any) -> Credit:
    whole = {
        "person_id": abs(hash(name)) % 10_000, "name": name, "naming": naming, "simulated": False, "points": points,
        "work": {}, "titles": ("contributor",), "roles": ("validation",), "first": None, "last": None,
    }  # fmt: skip
    return Credit(**{**whole, **values})


PEOPLE = [
    credit("Zoe", 3),
    credit("Óscar", 3),
    credit("Ada", 9),
    credit("", 50, "none"),
    credit("lluna", 1, "pseudonym"),
]


def test_most_points_first_and_equal_points_share_a_place_by_alphabet() -> None:
    authors = author_list(PEOPLE, "points")
    assert [one.name for one in authors.named] == ["Ada", "Óscar", "Zoe", "lluna"]
    assert authors.places == (1, 2, 2, 4)
    assert "equal points share a place" in authors.rule


def test_the_alphabet_is_that_of_the_language_and_not_of_the_code_points() -> None:
    names = ["Zoe", "Óscar", "Nuria", "Ñusta", "Ofelia", "ana", "Ánxela"]
    people = [credit(name) for name in names]
    random.Random(6).shuffle(people)
    listed = [one.name for one in author_list(people, "alphabetical", "es").named]
    assert listed == ["ana", "Ánxela", "Nuria", "Ñusta", "Ofelia", "Óscar", "Zoe"]
    assert [one.name for one in author_list([credit("Ñus"), credit("Nza")], "alphabetical", "pt").named] == [
        "Ñus",
        "Nza",
    ]
    assert [one.name for one in author_list([credit("Ñus"), credit("Nza")], "alphabetical", "gl").named] == [
        "Nza",
        "Ñus",
    ]


def test_whoever_wants_no_name_is_counted_and_simulated_people_are_no_authors() -> None:
    authors = author_list([*PEOPLE, credit("Persona (simulada)", 99, simulated=True)])
    assert authors.anonymous == 1
    for text in (as_csv(authors), as_json(authors), as_markdown(authors), as_citation_file(authors, "T")):
        assert "simulada" not in text
        assert "1 anonymous contributor" in text or json.loads(text)["anonymous"] == 1


def test_a_name_that_is_a_formula_stays_a_name() -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv(author_list([credit('=HYPERLINK("http://x")'), credit("@a", 0.5)])))))
    assert [row["name"] for row in rows] == ['\'=HYPERLINK("http://x")', "'@a"]


def test_json_names_the_roles_by_their_identifiers() -> None:
    [author] = json.loads(as_json(author_list([credit("Ada")])))["authors"]
    assert author["roles"] == [{"name": "Validation", "id": "https://credit.niso.org/contributor-roles/validation/"}]


def test_a_citation_file_has_what_version_1_2_0_requires() -> None:
    # required keys and those of a person: citation-file-format/schema-guide.md, version 1.2.0
    whole = yaml.safe_load(as_citation_file(author_list(PEOPLE), "Recetas: #1"))
    assert {"cff-version", "message", "title", "authors"} <= set(whole)
    assert (whole["cff-version"], whole["title"], whole["type"]) == ("1.2.0", "Recetas: #1", "dataset")
    assert whole["authors"] == [
        {"given-names": "Ada"}, {"given-names": "Óscar"}, {"given-names": "Zoe"}, {"alias": "lluna"},
        {"name": "1 anonymous contributor"},
    ]  # fmt: skip


def test_a_citation_file_without_people_names_the_project() -> None:
    assert yaml.safe_load(as_citation_file(author_list([]), "Recetas"))["authors"] == [{"name": "Recetas"}]


def test_bibtex_keeps_every_name_whole_and_harmless() -> None:
    people = [credit("Ada & Co_", 2), credit("Bea and Eva", 1)]
    assert as_bibtex_authors(author_list(people)) == r"{Ada \& Co\_} and {Bea and Eva}"


@given(st.text(min_size=1, max_size=40))
def test_whatever_somebody_calls_herself_every_format_stays_well_formed(name: str) -> None:
    authors = author_list([credit(name)])
    assert len(list(csv.reader(io.StringIO(as_csv(authors), newline="")))) == 2
    assert json.loads(as_json(authors))["authors"][0]["name"] == name
    assert len(yaml.safe_load(as_citation_file(authors, name))["authors"]) == 1
    assert len(as_markdown(authors).splitlines()) == 3
    assert "<" not in as_markdown(authors).replace("\\<", "")
