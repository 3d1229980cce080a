"""What the JSON API shows leads of a campaign in figures."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict

__all__ = [
    "AgreementOut",
    "ConcentrationOut",
    "ConfusedOut",
    "CountsOut",
    "CoverageOut",
    "DayOut",
    "FiguresOut",
    "ForecastOut",
    "FunnelOut",
    "GroupOut",
    "PaceOut",
    "QuestionOut",
    "SectionOut",
    "VarietyOut",
]


class _Out(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class DayOut(_Out):
    """What was done on one day (UTC)."""

    day: date
    answers: int
    decided: int
    people: int


class ForecastOut(_Out):
    """When the last item is likely to be decided; eight times in ten between `low` and `high`."""

    outlook: str
    middle: date | None
    low: date | None
    high: date | None


class PaceOut(_Out):
    """How fast it goes."""

    days: list[DayOut]
    answers_an_item: float | None
    answers_left: int
    forecast: ForecastOut


class ConcentrationOut(_Out):
    """How evenly the work is spread."""

    people: int
    answers: int
    gini: float
    top_share: float
    effective: float
    cap: int | None


class CountsOut(_Out):
    """Items by state."""

    open: int
    decided: int
    disputed: int


class CoverageOut(_Out):
    """Who could judge what waits in a variety."""

    waiting: int
    opinions: int
    widened: int
    people: int
    active: int
    neighbours: int
    needed: int
    short: bool


class VarietyOut(_Out):
    """Items in one language or variety, and the people for them."""

    language: str
    counts: CountsOut
    people: CoverageOut | None


class FunnelOut(_Out):
    """From an invitation to regular work; `*` is all languages together."""

    language: str
    tested: bool
    steps: dict[str, int]


class GroupOut(_Out):
    """Agreement: alpha with its 95 % interval, and what stands behind it."""

    value: float | None
    low: float | None
    high: float | None
    items: int
    people: int
    answers: int
    level: str
    equal: float | None
    reason: str | None


class ConfusedOut(_Out):
    """The two values that stand against each other most often."""

    first: str
    second: str
    rate: float
    expected: float


class QuestionOut(_Out):
    """Agreement on one question, or on one of several labels."""

    name: str
    title: str
    option: str
    level: str
    guideline: str
    agreement: GroupOut
    confused: ConfusedOut | None


class SectionOut(_Out):
    """How much of the disagreement falls on a section of the guidelines."""

    heading: str
    questions: list[str]
    share: float
    unequal: float


class AgreementOut(_Out):
    """How far people agree, from so many responses."""

    responses: int
    questions: list[QuestionOut]
    sections: list[SectionOut]


class FiguresOut(_Out):
    """A campaign at a glance."""

    counts: CountsOut
    pace: PaceOut
    concentration: ConcentrationOut
    varieties: list[VarietyOut]
    funnel: list[FunnelOut]
    agreement: AgreementOut
