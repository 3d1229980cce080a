"""How the records are spread over varieties, countries, domains and origins, and against who speaks what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pydantic import BaseModel

from minga.languages import language_of, matches, speakers, territory_of
from minga.settings import VarietySettings
from minga.tables import Table

__all__ = ["Representation", "VarietyShare", "representation"]

COLUMNS = ("language", "country", "domain", "origin", "contributor")


class VarietyShare(BaseModel):
    """One variety that the project wants, and how far it is."""

    tag: str
    records: int
    goal: int
    speakers: int
    """People who speak it, by CLDR; 0 where CLDR has no figure."""
    ratio: float | None
    """Share of the records over share of the speakers, among the project's varieties; 1 is parity, None unknown."""

    @property
    def missing(self) -> int:
        """Records still wanted."""
        return max(0, self.goal - self.records)


class Representation(BaseModel):
    """Counts of records; `varieties` are the project's own, the others are whatever stands in the table."""

    records: int
    varieties: list[VarietyShare]
    languages: dict[str, int]
    countries: dict[str, int]
    domains: dict[str, int]
    origins: dict[str, int]
    contributors: dict[str, int]

    @property
    def absent(self) -> list[str]:
        """Varieties with a goal and not one record."""
        return [variety.tag for variety in self.varieties if variety.goal and not variety.records]


def representation(table: Table, varieties: Sequence[VarietySettings]) -> Representation:
    """Counts over a table of records, in one pass. A record counts for every variety that its language fits."""
    counts: dict[str, Counter[str]] = {column: Counter() for column in COLUMNS}
    for batch in table.batches(columns=COLUMNS, size=65_536):
        for column in COLUMNS:
            for entry in batch[column].value_counts().to_pylist():
                counts[column][entry["values"] or ""] += entry["counts"]
    return Representation(
        records=table.rows,
        varieties=_shares(counts["language"], varieties),
        languages=_ordered(counts["language"]),
        countries=_ordered(counts["country"]),
        domains=_ordered(counts["domain"]),
        origins=_ordered(counts["origin"]),
        contributors=_ordered(counts["contributor"]),
    )


def _shares(languages: Counter[str], varieties: Sequence[VarietySettings]) -> list[VarietyShare]:
    records = {
        variety.tag: sum(count for tag, count in languages.items() if tag and matches(variety.tag, tag))
        for variety in varieties
    }
    people = {variety.tag: _speakers(variety.tag) for variety in varieties}
    all_records, all_people = sum(records.values()), sum(people.values())
    return [
        VarietyShare(
            tag=variety.tag,
            records=records[variety.tag],
            goal=variety.goal,
            speakers=people[variety.tag],
            ratio=_ratio(records[variety.tag], all_records, people[variety.tag], all_people),
        )
        for variety in varieties
    ]


def _speakers(tag: str) -> int:
    by_territory = speakers(tag)
    territory = territory_of(tag)
    if territory is None:
        return sum(by_territory.values())
    return by_territory.get(territory, speakers(language_of(tag)).get(territory, 0))


def _ratio(records: int, all_records: int, people: int, all_people: int) -> float | None:
    if not all_records or not people:
        return None
    return (records / all_records) / (people / all_people)


def _ordered(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
