"""How far people in a campaign agree, question by question and group by group, and what they disagree about.

Krippendorff's alpha is nominal for verdicts and labels, ordinal for marks; each of several labels is a question of its
own. Intervals are of a bootstrap over items, with fewer draws the more items there are: what a page shows changes by
less than the width of a line. See `minga.review.agreement` for the formulas.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

import numpy as np

from minga.community import Database
from minga.community.models import Campaign
from minga.review.agreement import Agreement, agreement, agreement_between_groups, agreement_by_group
from minga.review.campaign_opinions import CampaignOpinions, level_of, read_opinions
from minga.review.coincidences import Level
from minga.review.dimensions import Dimension
from minga.review.disagreement import confused_values, disagreement_of_items
from minga.review.kept_figures import kept_figures

__all__ = [
    "CampaignAgreement",
    "Confused",
    "Grouping",
    "ItemApart",
    "QuestionAgreement",
    "SectionApart",
    "agreement_in_groups",
    "campaign_agreement",
    "campaign_opinions",
]

Grouping = Literal["language", "variety", "country", "week"]
_DRAWN_CELLS = 1_500_000
"""Items times draws of one bootstrap."""
_FEWEST_DRAWS, _MOST_DRAWS = 150, 1000
_MOST_ITEMS = 20
_MOST_GROUPS = 12
"""Groups of one kind that are compared: the largest."""
_MOST_COUNTRIES = 6
_LEAST_ANSWERS = 20
"""Of a group that is shown."""


@dataclass(frozen=True)
class Confused:
    """The two values of a question that stand against each other most often."""

    first: str
    second: str
    rate: float
    """Of what the answers with either value meet on their items, the share that is the other one."""
    expected: float
    """The same if answers were given to any items."""


@dataclass(frozen=True)
class QuestionAgreement:
    """Agreement on one question, or on one of several labels."""

    name: str
    """Of the dimension: `verdict`, `cultural`, `faults=rude`."""
    title: str
    option: str
    """The label that it is about, of a question for several; else empty."""
    level: Level
    agreement: Agreement
    confused: Confused | None
    guideline: str
    """Heading of the guidelines' section that explains it; empty where none is named."""
    apart: float
    """Disagreements on it: answers times the mean distance to the others' on the same item."""


@dataclass(frozen=True)
class SectionApart:
    """A section of the guidelines, and how much of the disagreement falls on what it explains."""

    heading: str
    questions: tuple[str, ...]
    """Names of its questions."""
    share: float
    """Of the nominal disagreement of all questions, 0 to 1."""
    unequal: float
    """Of the pairs of answers to its questions, the share that differ, 0 to 1."""


@dataclass(frozen=True)
class ItemApart:
    """An item on which people disagree."""

    item_id: int
    answers: int
    unequal: float
    """The mean over its questions of the share of pairs of answers that differ, 0 to 1."""
    questions: tuple[str, ...]
    """Names of the questions on which they do, the most divided first."""


@dataclass(frozen=True)
class CampaignAgreement:
    """Agreement in one campaign."""

    responses: int
    """Responses that it is from."""
    questions: tuple[QuestionAgreement, ...]
    sections: tuple[SectionApart, ...]
    """Those with most of the disagreement first; sections that nobody disagrees about are left out."""
    items: tuple[ItemApart, ...]
    """The most divided first, at most 20."""


def campaign_opinions(db: Database, campaign: Campaign) -> CampaignOpinions:
    """All opinions of a campaign as columns, kept until there are noticeably more."""
    return kept_figures(db, campaign, "opinions", lambda: read_opinions(db, campaign))


def campaign_agreement(db: Database, campaign: Campaign) -> CampaignAgreement:
    """How far people agree on each question, and which sections and items they disagree about."""
    opinions = campaign_opinions(db, campaign)
    return kept_figures(db, campaign, "agreement", lambda: _agreement(opinions))


def agreement_in_groups(db: Database, campaign: Campaign, name: str, by: Grouping) -> dict[str, Agreement]:
    """Agreement on one dimension within each language, variety or week, and for countries between each two of them.

    Only groups with some answers, and of these the largest; weeks are all shown, the latest last, up to twelve. A pair
    of countries is named `ES · PE`. Empty for a dimension that the campaign has not.
    """
    opinions = campaign_opinions(db, campaign)
    dimension = opinions.dimension(name)
    if dimension is None:
        return {}
    return kept_figures(db, campaign, f"agreement {name} by {by}", lambda: _in_groups(opinions, dimension, by))


def _agreement(opinions: CampaignOpinions) -> CampaignAgreement:
    questions = tuple(_question(opinions, one) for one in opinions.dimensions)
    return CampaignAgreement(opinions.responses, questions, _sections(questions), _items(opinions))


def _question(opinions: CampaignOpinions, dimension: Dimension) -> QuestionAgreement:
    ratings, level = opinions.ratings(dimension), level_of(dimension)
    random = np.random.default_rng(opinions.responses)
    found = agreement(ratings, level, random, draws=_draws(len(np.unique(opinions.items))))
    apart = disagreement_of_items(ratings, "nominal")
    return QuestionAgreement(
        name=dimension.name,
        title=dimension.question.title,
        option=dimension.option,
        level=level,
        agreement=found,
        confused=_confused(opinions, dimension),
        guideline=dimension.question.guideline,
        apart=float((apart.disagreement * apart.answers).sum()),
    )


def _confused(opinions: CampaignOpinions, dimension: Dimension) -> Confused | None:
    pairs = confused_values(opinions.ratings(dimension))
    if not pairs:
        return None
    worst = pairs[0]
    values = dimension.values
    return Confused(values[int(worst.first)], values[int(worst.second)], worst.rate, worst.expected)


def _sections(questions: tuple[QuestionAgreement, ...]) -> tuple[SectionApart, ...]:
    by_heading: defaultdict[str, list[QuestionAgreement]] = defaultdict(list)
    for one in questions:
        by_heading[one.guideline].append(one)
    total = sum(one.apart for one in questions)
    sections = []
    for heading, its in by_heading.items():
        apart, answers = sum(one.apart for one in its), sum(one.agreement.answers for one in its)
        if apart:
            names = tuple(dict.fromkeys(one.name.partition("=")[0] for one in its))
            sections.append(SectionApart(heading, names, apart / total, apart / answers))
    return tuple(sorted(sections, key=lambda one: (-one.share, one.heading)))


def _items(opinions: CampaignOpinions) -> tuple[ItemApart, ...]:
    """Where they differ by the share of unequal pairs over all questions; of equals those with more answers."""
    unequal: defaultdict[int, dict[str, float]] = defaultdict(dict)
    answers: dict[int, int] = {}
    for dimension in opinions.dimensions:
        found = disagreement_of_items(opinions.ratings(dimension), "nominal")
        for item, count, share in zip(found.items.tolist(), found.answers.tolist(), found.disagreement, strict=True):
            unequal[item][dimension.name] = float(share)
            answers[item] = max(answers.get(item, 0), count)
    rows = [
        ItemApart(
            item,
            answers[item],
            sum(shares.values()) / len(shares),
            tuple(name for name in sorted(shares, key=lambda name: (-shares[name], name)) if shares[name]),
        )
        for item, shares in unequal.items()
        if any(shares.values())
    ]
    return tuple(sorted(rows, key=lambda one: (-one.unequal, -one.answers, one.item_id))[:_MOST_ITEMS])


def _in_groups(opinions: CampaignOpinions, dimension: Dimension, by: Grouping) -> dict[str, Agreement]:
    ratings, level = opinions.ratings(dimension), level_of(dimension)
    groups = opinions.groups[by]
    kept = np.isin(groups, _largest(groups, by))
    random = np.random.default_rng(opinions.responses)
    draws = _draws(len(np.unique(opinions.items[kept])))
    if by == "country":
        pairs = agreement_between_groups(ratings.take(kept), groups[kept], level, random, draws=draws)
        found = {" · ".join(pair): each for pair, each in pairs.items()}
    else:
        found = agreement_by_group(ratings.take(kept), groups[kept], level, random, draws=draws)
    return {key: each for key, each in found.items() if each.items}


def _largest(groups: np.ndarray[tuple[int], np.dtype[np.str_]], by: Grouping) -> list[str]:
    names, counts = np.unique(groups[groups != ""], return_counts=True)
    if by == "week":
        return [str(name) for name in names[-_MOST_GROUPS:]]
    most = _MOST_COUNTRIES if by == "country" else _MOST_GROUPS
    order = np.argsort(-counts, kind="stable")[:most]
    return [str(names[place]) for place in order if counts[place] >= _LEAST_ANSWERS]


def _draws(items: int) -> int:
    return int(min(_MOST_DRAWS, max(_FEWEST_DRAWS, _DRAWN_CELLS // max(1, items))))
