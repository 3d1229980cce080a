"""Review: campaigns, what they ask, who may take part, and when enough people have answered."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from minga.settings.base import Country, Name, Part, Tag

__all__ = [
    "CampaignRules",
    "CampaignSettings",
    "CapSettings",
    "CreditSettings",
    "QuestionSettings",
    "ReviewSettings",
]

CampaignKind = Literal["validate-translation", "review-instruction", "write-instruction", "label", "compare", "survey"]
QuestionType = Literal["rating", "label", "labels", "text", "ranking"]
_NEEDS_OPTIONS = {"label", "labels", "ranking"}


class QuestionSettings(Part):
    """`[[campaigns.questions]]`: one thing that is asked about an item."""

    name: Name
    """The column that its answers get."""
    type: QuestionType
    """`rating` on a scale, one `label`, several `labels`, free `text`, or a `ranking` of the options."""
    title: str = Field(min_length=1, max_length=300)
    """What people read."""
    help: str = ""
    """A sentence of explanation below it."""
    options: tuple[Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")], ...] = ()
    """Values to choose from or to rank."""
    labels: dict[str, str] = Field(default_factory=dict)
    """What people read for an option, where it is not its value."""
    low: int = Field(default=1, ge=-10, le=10)
    """With `rating`: the lowest mark."""
    high: int = Field(default=5, ge=-10, le=20)
    """With `rating`: the highest mark."""
    required: bool = True
    """Whether an answer needs it."""
    decides: bool = True
    """Whether an item is done only when people agree on it (`rating`, `label` and `labels`); others are only kept."""
    when: dict[str, str] = Field(default_factory=dict)
    """Asked only where earlier questions have these values: `{ offensive = "yes" }`; `verdict` is one of them, and
    `preference` in a comparison."""
    guideline: str = ""
    """The heading of the guidelines that explains it; disagreement is reported by it."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.type in _NEEDS_OPTIONS and len(set(self.options)) < 2:
            raise ValueError(f"question {self.name}: a {self.type} needs at least two different options")
        if self.type == "rating" and self.low >= self.high:
            raise ValueError(f"question {self.name}: low must be below high")
        return self


class CapSettings(Part):
    """`[review.caps]`: how much one person does, so that a data set does not become two people's opinion."""

    soft_day: int = Field(default=60, ge=0)
    """Answers a day after which a rest is suggested; 0 suggests none."""
    hard_day: int = Field(default=200, ge=0)
    """Answers a day after which the campaign waits until tomorrow; 0 has no such end."""
    share: float = Field(default=0.1, gt=0, le=1)
    """Largest share of a campaign's answers that one person may give; 1 has no such limit."""
    share_from: int = Field(default=20, ge=0)
    """Answers that anybody may give before the share counts: a young campaign does not block its first people."""


class CreditSettings(Part):
    """`[review.credit]`: what validated work earns. Unvalidated work earns nothing, however much of it there is."""

    answer: float = Field(default=1.0, ge=0)
    """Points for an answer that the decision agrees with."""
    edit: float = Field(default=2.0, ge=0)
    """Points for an edit that was adopted."""
    adjudication: float = Field(default=2.0, ge=0)
    """Points for settling a dispute."""
    written: float = Field(default=3.0, ge=0)
    """Points for a text that was written here and accepted in review."""
    thresholds: dict[str, float] = Field(default_factory=lambda: {"contributor": 1.0, "co-author": 50.0})
    """Validated points from which somebody is named so: `{ contributor = 1, co-author = 50 }`."""
    order: Literal["points", "alphabetical"] = "points"
    """The order of the author list."""


class CampaignRules(Part):
    """What `[review]` and each of `[[campaigns]]` may set."""

    overlap: int = Field(default=2, ge=1, le=20)
    """Different people who must answer an item before it is decided."""
    overlap_max: int = Field(default=4, ge=0, le=50)
    """People who may be asked about an item before it goes to an adjudicator; 0, or no more than `overlap`, asks
    exactly `overlap` people and takes their majority."""
    confidence: float = Field(default=0.9, gt=0.5, lt=1)
    """Posterior probability from which an item is decided, where `overlap_max` leaves room to ask more people."""
    lease_minutes: int = Field(default=30, ge=1)
    """How long an item is held for a person."""
    guidelines: str = ""
    """A Markdown file for reviewers, relative to the project's folder; empty uses minga's own."""
    gold: str = ""
    """A JSONL file with items whose answers are known: the entry test and control items are drawn from it."""
    gold_rate: float = Field(default=0.0, ge=0, le=0.5)
    """Share of items that are control items, from the file and from what adjudicators settled."""
    repeat_rate: float = Field(default=0.0, ge=0, le=0.5)
    """Share of items that somebody answered before and is shown again, to see how steady answers are."""
    test_items: int = Field(default=0, ge=0, le=100)
    """Questions of the entry test in each language; 0 has none."""
    test_pass: float = Field(default=0.7, gt=0, le=1)
    """Share of right answers that passes the test."""
    test_attempts: int = Field(default=3, ge=1, le=20)
    """How often it may be tried."""
    sensitivity: bool = False
    """With `validate-translation`: whether people may also say that answering takes knowledge of one culture, and that
    the answer may change with time (Global-MMLU's labels)."""
    caps: CapSettings = CapSettings()
    """How much one person does."""
    credit: CreditSettings = CreditSettings()
    """What validated work earns."""

    @model_validator(mode="after")
    def _whole_rules(self) -> Self:
        if self.test_items and not self.gold:
            raise ValueError("test_items needs a file of gold items: set gold")
        return self

    @property
    def most(self) -> int:
        """People who may judge an item: `overlap_max`, but never fewer than `overlap`."""
        return max(self.overlap, self.overlap_max)


class ReviewSettings(CampaignRules):
    """`[review]`: how a community's judgement becomes data. Campaigns take from here what they do not set."""

    undecided: Literal["keep", "drop"] = "drop"
    """What becomes of instruction records without a decision. Benchmark items without one are always dropped."""


class CampaignSettings(CampaignRules):
    """`[[campaigns]]`: an invitation to do one kind of work. Curated records and translated benchmarks have a campaign
    without being named here; one that is named with the same `over` replaces it."""

    name: Name
    """Its short name, part of addresses."""
    kind: CampaignKind
    """What people do: validate a translation, review an instruction, write one from a prompt or document, label,
    compare two answers without knowing whose they are, or fill in a survey."""
    title: str = ""
    """What people read; empty takes the project's name or the benchmark's."""
    description: str = ""
    """One or two sentences for its public page: whom it serves."""
    over: str = ""
    """The table whose rows are its items: `curated`, `translated/arc-es`."""
    items: str = ""
    """Or a JSONL file with its items, relative to the project's folder."""
    questions: tuple[QuestionSettings, ...] = ()
    """What is asked beside the verdict, or instead of it."""
    languages: tuple[Tag, ...] = ()
    """Only items and people of these languages; empty takes all."""
    varieties: tuple[Tag, ...] = ()
    """Only people who declare one of these; empty takes all whose variety fits the item."""
    countries: tuple[Country, ...] = ()
    """Only people of these countries; empty takes all."""
    anyone: bool = False
    """Whether people may join from its public page without an invitation."""
    opens: date | None = None
    """The first day (UTC)."""
    closes: date | None = None
    """The last day (UTC)."""

    @model_validator(mode="after")
    def _whole_campaign(self) -> Self:
        if self.over and self.items:
            raise ValueError("a campaign has its items from a table (over) or from a file (items), not from both")
        if self.kind in {"label", "survey"} and not self.questions:
            raise ValueError(f"a {self.kind} campaign needs at least one question")
        if self.kind != "survey" and not (self.over or self.items):
            raise ValueError("a campaign needs items: set over or items")
        if self.opens and self.closes and self.opens > self.closes:
            raise ValueError("opens must not be after closes")
        self._check_questions()
        return self

    def _check_questions(self) -> None:
        known = {"verdict", "preference"} if self.kind == "compare" else {"verdict"}
        for question in self.questions:
            if question.name in known | {"preference"}:
                raise ValueError(f"question {question.name} stands twice, or has a name that is taken")
            if unknown := set(question.when) - known:
                raise ValueError(f"question {question.name}: when names {unknown.pop()}, which is not asked before it")
            known.add(question.name)
