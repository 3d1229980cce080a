"""What an export says of a person: a pseudonym, the variety she judges in, and a country only among many others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session as OrmSession

from minga.community.models import Item, Person, Response
from minga.languages import matches
from minga.review.pseudonyms import Pseudonyms

__all__ = ["IMPORTED", "SMALLEST_GROUP", "Voice", "Voices", "imported_from", "variety_for"]

SMALLEST_GROUP = 10
"""People who must share a country and the varieties shown before the country is shown."""
IMPORTED = "imported:"
"""How `Person.contributor` begins for somebody whose answers came with a file and who cannot sign in."""


@dataclass(frozen=True)
class Voice:
    """One person as exports show her."""

    pseudonym: str
    uuid: str
    varieties: tuple[str, ...]
    """All that she declared; exports show the one that an item's language asks for."""
    country: str | None
    simulated: bool
    imported: bool


class Voices:
    """Everybody who answered anything, except those who withdrew."""

    def __init__(self, session: OrmSession, pseudonyms: Pseudonyms) -> None:
        people = {
            person.id: person
            for person in session.scalars(
                select(Person).where(Person.id.in_(select(Response.person_id)), Person.withdrawn_at.is_(None))
            )
        }
        countries = _countries(session, people)
        self._voices = {
            number: Voice(
                pseudonyms.of(number),
                pseudonyms.uuid_of(number),
                tuple(person.varieties),
                countries.get(number),
                person.simulated,
                imported_from(person) is not None,
            )
            for number, person in people.items()
        }

    def get(self, person_id: int) -> Voice | None:
        """How she is shown; None for somebody who withdrew."""
        return self._voices.get(person_id)

    def __len__(self) -> int:
        return len(self._voices)


def imported_from(person: Person) -> str | None:
    """The campaign with whose file a person's answers came; None for people who take part here."""
    if not person.contributor.startswith(IMPORTED):
        return None
    return person.contributor.removeprefix(IMPORTED).partition(":")[0]


def variety_for(varieties: Iterable[str], language: str) -> str:
    """The declared variety by which somebody judges a text in `language`: the nearest one; empty where none fits.

    >>> variety_for(["ca", "es-PE"], "es"), variety_for(["es", "es-MX"], "es-MX"), variety_for(["gn"], "es")
    ('es-PE', 'es-MX', '')
    """
    fitting = [tag for tag in varieties if matches(tag, language) or matches(language, tag)]
    return max(fitting, key=lambda tag: (tag == language, tag.count("-"), tag), default="")


def _countries(session: OrmSession, people: dict[int, Person]) -> dict[int, str]:
    """Countries of those who share theirs, and all varieties that the export shows of them, with enough others."""
    shown: defaultdict[int, set[str]] = defaultdict(set)
    query = select(Response.person_id, Item.language).join(Item, Item.id == Response.item_id).distinct()
    for number, language in session.execute(query):
        if number in people:
            shown[number].add(variety_for(people[number].varieties, language))
    groups = {
        number: (person.country, tuple(sorted(shown[number]))) for number, person in people.items() if person.country
    }
    sizes = Counter(groups.values())
    return {number: str(group[0]) for number, group in groups.items() if sizes[group] >= SMALLEST_GROUP}
