"""The data model of `minga.toml`: what a community decides, and what each stage may be told.

Every stage receives its own model and nothing else. Field docs stand under the field; they are the source of
`docs/reference/settings.md` and of the comments that `minga init` writes.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from minga.settings.accounts import AccountSettings, MailSettings, OpenIDSettings
from minga.settings.base import Name, Part, Tag
from minga.settings.curating import (
    ContaminationSettings,
    CurateSettings,
    CurateVarietySettings,
    LanguageSettings,
    NearDuplicateSettings,
    QualityLanguage,
    QualitySettings,
    RepeatedAnswerSettings,
    RepeatedPromptSettings,
)
from minga.settings.evaluation import (
    EvaluateSettings,
    ScoringSettings,
    SeedSettings,
    VariantScoring,
    VariantSettings,
)
from minga.settings.judging import JudgeSettings
from minga.settings.models import (
    LeaderboardSettings,
    ModelSettings,
    PublishSettings,
    SuiteSettings,
    TaskSettings,
    TuneSettings,
)
from minga.settings.personal_data import PersonalDataSettings
from minga.settings.review import (
    CampaignRules,
    CampaignSettings,
    CapSettings,
    CreditSettings,
    QuestionSettings,
    ReviewSettings,
)
from minga.settings.sources import (
    BenchmarkSettings,
    CollectSettings,
    DocumentSettings,
    DonationSettings,
    EndpointSettings,
    GenerateSettings,
    LicenceSettings,
    TranslateSettings,
)
from minga.settings.submissions import SubmissionSettings

__all__ = [
    "AccountSettings",
    "BenchmarkSettings",
    "CampaignRules",
    "CampaignSettings",
    "CapSettings",
    "CollectSettings",
    "ContaminationSettings",
    "CreditSettings",
    "CurateSettings",
    "CurateVarietySettings",
    "DocumentSettings",
    "DonationSettings",
    "EndpointSettings",
    "EvaluateSettings",
    "GenerateSettings",
    "JudgeSettings",
    "LanguageSettings",
    "LeaderboardSettings",
    "LicenceSettings",
    "MailSettings",
    "ModelSettings",
    "NearDuplicateSettings",
    "OpenIDSettings",
    "PersonalDataSettings",
    "ProjectSettings",
    "PublishSettings",
    "QualityLanguage",
    "QualitySettings",
    "QuestionSettings",
    "RepeatedAnswerSettings",
    "RepeatedPromptSettings",
    "ReviewSettings",
    "ScoringSettings",
    "SeedSettings",
    "Settings",
    "SubmissionSettings",
    "SuiteSettings",
    "TaskSettings",
    "TranslateSettings",
    "TuneSettings",
    "VariantScoring",
    "VariantSettings",
    "VarietySettings",
]


class ProjectSettings(Part):
    """`[project]`: what this community effort is."""

    name: str = Field(min_length=1, max_length=120)
    """The title that people read."""
    slug: Name
    """The short name: repositories, tasks and files are named after it."""
    description: str = ""
    """One or two sentences for cards and pages."""
    locale: Literal["es", "ca", "eu", "gl", "pt", "en"] = "es"
    """The interface language where a visitor's browser asks for none that minga has."""
    authors: tuple[str, ...] = ()
    """Who to cite, in order."""
    homepage: str = ""
    """Where people find the project."""
    database: str = ""
    """A SQLAlchemy URL; empty is SQLite in `.minga/minga.db`."""
    seed: int = 20240716
    """Where any stage draws at random, it draws from here."""


class VarietySettings(Part):
    """`[[varieties]]`: a language as spoken somewhere, and how much of it the project wants."""

    tag: Tag
    """BCP-47: `es-PE`, `ca-valencia`, `gn`."""
    goal: int = Field(default=0, ge=0)
    """Records wanted; `minga status` shows the gap."""


class Settings(Part):
    """A whole `minga.toml`."""

    project: ProjectSettings
    """What this community effort is."""
    varieties: tuple[VarietySettings, ...] = ()
    """Languages and varieties with their goals."""
    licences: LicenceSettings = LicenceSettings()
    """What may come in and under what it goes out."""
    endpoints: dict[Name, EndpointSettings] = Field(default_factory=dict)
    """Servers of language models."""
    documents: tuple[DocumentSettings, ...] = ()
    """Texts to generate from."""
    donations: tuple[DonationSettings, ...] = ()
    """Data sets that people give."""
    benchmarks: tuple[BenchmarkSettings, ...] = ()
    """Benchmarks to translate and validate."""
    generate: GenerateSettings = GenerateSettings()
    """From documents to instruction records."""
    collect: CollectSettings = CollectSettings()
    """Limits on donations."""
    curate: CurateSettings = CurateSettings()
    """Which records stay."""
    translate: TranslateSettings = TranslateSettings()
    """How benchmarks become another language's."""
    review: ReviewSettings = ReviewSettings()
    """How judgements become data."""
    campaigns: tuple[CampaignSettings, ...] = ()
    """Campaigns beyond those over curated records and translated benchmarks."""
    accounts: AccountSettings = AccountSettings()
    """How people sign in, and what they may tell about themselves."""
    suites: tuple[SuiteSettings, ...] = ()
    """Tasks that are ranked together, beyond the suites of the catalogue."""
    evaluate: EvaluateSettings = EvaluateSettings()
    """Models and how they are scored."""
    submissions: SubmissionSettings = SubmissionSettings()
    """Whose models are evaluated besides the project's own."""
    judge: JudgeSettings = JudgeSettings()
    """Answers to open prompts, compared by a language model."""
    tune: TuneSettings = TuneSettings()
    """The adapter."""
    leaderboard: LeaderboardSettings = LeaderboardSettings()
    """How results are shown."""
    models: tuple[ModelSettings, ...] = ()
    """What results do not say of models."""
    tasks: tuple[TaskSettings, ...] = ()
    """What imported results do not say of tasks."""
    publish: PublishSettings = PublishSettings()
    """Where results go."""
