"""What a data set lacks, as far as its own numbers tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from minga.languages import country_name, language_of, name, territories
from minga.publish.cards import ranked, share
from minga.publish.markdown import Markdown, escape
from minga.publish.tallies import Key, Tally

__all__ = ["limitations"]

_LARGEST = 10
"""Territories of a language that are looked for."""


def limitations(tally: Tally) -> list[Markdown]:
    """One sentence for each limitation that the counts show."""
    return [Markdown(sentence) for sentence in _sentences(tally)]


def _sentences(tally: Tally) -> Iterator[str]:
    synthetic = tally.origins[("synthetic",)]
    if synthetic:
        yield f"{share(synthetic, tally.rows)} of the records were written by a language model, and may be wrong."
    if tally.reviewed < tally.rows:
        yield f"{share(tally.rows - tally.reviewed, tally.rows)} of the records were reviewed by nobody."
    unplaced = sum(rows for (_, country), rows in tally.places.items() if not country)
    if unplaced:
        yield f"{share(unplaced, tally.rows)} of the records do not say which country their content is from."
    yield from _dominant(tally.contributors, "were given by", tally.rows)
    yield from _dominant(tally.reviewers, "were reviewed by", tally.rows)
    yield from _absent(tally)


def _dominant(counter: Counter[Key], did: str, rows: int) -> Iterator[str]:
    named = [(key[0], number) for key, number in ranked(counter) if key[0]]
    if len(named) > 1 and named[0][1] > 0.5 * rows:
        yield f"{share(named[0][1], rows)} of the records {did} one person or body, {escape(named[0][0])}."


def _absent(tally: Tally) -> Iterator[str]:
    """Large territories of a language that no record is from."""
    there = {country for _, country in tally.places if country}
    for code in dict.fromkeys(language_of(tag) for tag in tally.languages):
        missing = [place for place in territories(code)[:_LARGEST] if place not in there]
        if missing:
            listed = ", ".join(escape(country_name(place, "en")) for place in missing)
            language = escape(name(code, "en"))
            yield f"No record says that it is from these of the places where {language} has most speakers: {listed}."
