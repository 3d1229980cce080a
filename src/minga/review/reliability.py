"""How reliable one person's answers are, by the model of Dawid and Skene, and how far that is known.

The model finds no truth: it says how likely a person's next answer is what the answers of all make most probable. Where
everybody errs the same way, whoever is right looks unreliable. The interval is that of the person's confusion rows as
independent Dirichlet distributions whose counts are the expected ones of the fit with its pseudo-counts (drawn 2,000
times); that the other people's reliabilities are uncertain too is not in it. With few answers it is wide, and it is
meant for a talk with that person, not for a list.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from minga.community import Database
from minga.community.models import Campaign, Person
from minga.review.campaign_agreement import campaign_opinions
from minga.review.campaign_opinions import CampaignOpinions
from minga.review.dawid_skene import Fit, Opinions, Smoothing, fit
from minga.review.dimensions import Dimension
from minga.review.kept_figures import kept_figures

__all__ = ["PersonReliability", "reliability_of"]

Floats = NDArray[np.float64]

_DRAWS = 2000
_LEAST = 10
"""Answers on items that others answered too, before anything is said."""


@dataclass(frozen=True)
class PersonReliability:
    """On one question."""

    name: str
    """Of the dimension."""
    title: str
    option: str
    answers: int
    """Hers, on items that others have answered as well."""
    value: float | None
    """Probability that her next answer is right, 0 to 1; None with fewer than ten answers."""
    low: float | None
    high: float | None
    """Nine times in ten it is between these."""
    usual: float
    """The same for somebody of whom nothing is known."""


@dataclass(frozen=True)
class _Fitted:
    fit: Fit
    opinions: Opinions
    people: NDArray[np.int64]


def reliability_of(db: Database, campaign: Campaign, person: Person) -> list[PersonReliability]:
    """One row for each question on which there is something to be right about. Empty for somebody without answers."""
    opinions = campaign_opinions(db, campaign)
    if not (opinions.people == person.id).any():
        return []
    rows = []
    for dimension in opinions.dimensions:
        fitted = kept_figures(db, campaign, f"fit {dimension.name}", lambda one=dimension: _fit(opinions, one))  # type: ignore[misc]  # bound here
        if fitted is not None:
            rows.append(_row(fitted, dimension, person.id))
    return rows


def _fit(opinions: CampaignOpinions, dimension: Dimension) -> _Fitted | None:
    values = opinions.values[dimension.name]
    known = ~np.isnan(values)
    items, item_codes, counts = np.unique(opinions.items[known], return_inverse=True, return_counts=True)
    several = counts[item_codes] > 1
    if not several.any():
        return None
    items, item_codes = np.unique(opinions.items[known][several], return_inverse=True)
    people, person_codes = np.unique(opinions.people[known][several], return_inverse=True)
    columns = Opinions(
        items=item_codes,
        people=person_codes,
        labels=values[known][several].astype(np.int64),
        item_count=len(items),
        people_count=len(people),
        label_count=len(dimension.values),
    )
    return _Fitted(fit(columns, smoothing=Smoothing()), columns, people)


def _row(fitted: _Fitted, dimension: Dimension, person_id: int) -> PersonReliability:
    code = int(np.searchsorted(fitted.people, person_id))
    there = code < len(fitted.people) and fitted.people[code] == person_id
    mine = fitted.opinions.people == code if there else np.zeros(len(fitted.opinions), dtype=np.bool_)
    reliability = fitted.fit.reliability
    usual = float(reliability.prior @ np.diagonal(reliability.of_unknown_person))
    answers = int(mine.sum())
    value = low = high = None
    if answers >= _LEAST:
        value, low, high = _accuracy(fitted, code, mine)
    return PersonReliability(
        dimension.name, dimension.question.title, dimension.option, answers, value, low, high, usual
    )


def _accuracy(fitted: _Fitted, code: int, mine: NDArray[np.bool_]) -> tuple[float, float, float]:
    reliability = fitted.fit.reliability
    confusion = reliability.confusion[code]
    pseudo = Smoothing()
    totals = fitted.fit.posterior[fitted.opinions.items[mine]].sum(axis=0) + pseudo.diagonal + pseudo.off_diagonal
    right = np.diagonal(confusion) * totals
    random = np.random.default_rng(len(fitted.opinions))
    drawn = random.beta(np.maximum(right, 1e-6), np.maximum(totals - right, 1e-6), size=(_DRAWS, len(totals)))
    low, high = np.quantile(drawn @ reliability.prior, [0.05, 0.95])
    return float(np.diagonal(confusion) @ reliability.prior), float(low), float(high)
