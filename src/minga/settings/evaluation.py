"""How models are scored, and how that work is done: `[evaluate]`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator, model_validator

from minga.settings.base import Part

__all__ = ["EvaluateSettings", "ScoringSettings", "SeedSettings", "VariantScoring", "VariantSettings"]

_SECRETS = frozenset({"api_key", "auth_token", "header", "hf_token", "password", "secret", "token"})


class SeedSettings(Part):
    """`[evaluate.seeds]`: where the harness draws from; these are its own values."""

    random: int = 0
    """Python's generator."""
    numpy: int = 1234
    """NumPy's generator."""
    torch: int = 1234
    """PyTorch's generators."""
    fewshot: int = 1234
    """The worked examples."""


class ScoringSettings(Part):
    """What decides a score besides the model and the task."""

    shots: int = Field(default=0, ge=0, le=25)
    """Worked examples before each item, where neither the suite nor the task says how many."""
    chat_template: bool = False
    """Wrap items in the model's chat template. Off, as on most leaderboards that hold base and instruct models."""
    system_prompt: str = ""
    """What stands before everything else."""
    backend: str = Field(default="minga", pattern=r"^[a-z0-9][a-z0-9_-]*$")
    """`minga`, or a backend of lm-evaluation-harness by name: `hf`, `vllm`, `sglang`, `gguf`, `local-completions` …"""
    model_args: dict[str, str | int | float | bool] = Field(default_factory=dict)
    """Passed to the backend as they are: `dtype`, `parallelize`, `load_in_4bit`, `base_url` …"""
    batch_size: int | Literal["auto"] = 8
    """Contexts in one forward pass, at most, each with all its choices; `auto` finds what fits into memory. Halved when
    memory runs out."""
    threads: int = Field(default=2, ge=1, le=256)
    """Processor threads. Fixed, because sums that are cut up otherwise differ in their last bits."""
    limit: int | None = Field(default=None, ge=1)
    """Only so many items of each task. Such results are trials, and on no leaderboard."""
    seeds: SeedSettings = SeedSettings()
    """Where the harness draws from."""

    @field_validator("model_args")
    @classmethod
    def _no_code_of_others_and_no_secrets(
        cls, args: dict[str, str | int | float | bool]
    ) -> dict[str, str | int | float | bool]:
        if "trust_remote_code" in args:
            raise ValueError("trust_remote_code would run code of others, which minga never does: take it out")
        if secret := _SECRETS & args.keys():
            raise ValueError(f"{min(secret)} would be published with the results: give it in the environment")
        return args

    @field_validator("batch_size")
    @classmethod
    def _at_least_one(cls, size: int | Literal["auto"]) -> int | Literal["auto"]:
        if size != "auto" and size < 1:
            raise ValueError("a batch holds at least 1 request")
        return size


class VariantScoring(ScoringSettings):
    """What decides the score of a variant."""

    description: str | None = None
    prompt: str = ""


class VariantSettings(Part):
    """`[[evaluate.variants]]`: every model asked in another way too, to see how much its scores depend on that.

    What is not given here is as it is otherwise. Variants take no part in rankings.
    """

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")
    """What it is called on the model's page: `5shot`, `plain-prompt`."""
    tasks: tuple[str, ...] = ()
    """On these tasks only; empty takes all."""
    shots: int | None = Field(default=None, ge=0, le=25)
    """Worked examples before each item."""
    fewshot_seed: int | None = None
    """Draws other worked examples."""
    chat_template: bool | None = None
    """Whether items are wrapped in the model's chat template."""
    system_prompt: str | None = None
    """What stands before everything else."""
    description: str | None = None
    """What stands before the worked examples, in place of the task's own; empty text for nothing."""
    prompt: str = ""
    """How an item is put, in place of the task's `doc_to_text`: Jinja over the columns of its data."""

    @model_validator(mode="after")
    def _something_differs(self) -> VariantSettings:
        if not self.model_fields_set - {"name", "tasks"}:
            raise ValueError("says nothing that differs: give shots, fewshot_seed, chat_template, prompt …")
        return self

    def of(self, options: ScoringSettings) -> VariantScoring:
        """`options` with what differs."""
        given = self.model_dump(exclude={"name", "tasks", "fewshot_seed"}, exclude_none=True)
        changed = VariantScoring.model_validate(options.model_dump() | given)
        if self.fewshot_seed is None:
            return changed
        return changed.model_copy(update={"seeds": options.seeds.model_copy(update={"fewshot": self.fewshot_seed})})


class EvaluateSettings(ScoringSettings):
    """`[evaluate]`: models that are scored, on which tasks, and how."""

    models: tuple[str, ...] = ("embedded",)
    """`embedded` (SmolLM2-135M-Instruct), a local folder, or a name on the Hub. The project's adapter joins them."""
    suites: tuple[str, ...] = ("own",)
    """What they are scored on: `own` (the project's benchmarks), suites of the catalogue such as `es` or `iberobench`,
    and those of `[[suites]]`."""
    variants: tuple[VariantSettings, ...] = ()
    """Other ways of asking."""
    workers: int = Field(default=1, ge=1, le=256)
    """Processes at a time, each with a model of its own."""
    attempts: int = Field(default=3, ge=1)
    """How often an evaluation is begun before it has failed, where the cause may pass: killed, out of memory, hung."""
    retry_after: float = Field(default=30.0, ge=0)
    """Seconds until the second attempt; twice as many before each further one."""
    time_limit: float = Field(default=1440.0, gt=0)
    """Minutes that one model may take on one task in one attempt."""
    stall_limit: float = Field(default=30.0, gt=0)
    """Minutes without an answer, once the model is loaded, after which it hangs."""
    memory_limit: float | None = Field(default=None, gt=0)
    """GiB that a process may take for itself. Empty leaves that to the machine."""
    country: str = Field(default="", pattern=r"^([A-Z]{3})?$")
    """Where it is computed, as ISO 3166 alpha-3 (`ESP`, `PER`): its power grid decides the CO2. Empty leaves it out."""

    @field_validator("variants")
    @classmethod
    def _names_differ(cls, variants: tuple[VariantSettings, ...]) -> tuple[VariantSettings, ...]:
        names = [variant.name for variant in variants]
        if twice := [name for name in names if names.count(name) > 1]:
            raise ValueError(f"two variants are called {twice[0]!r}")
        return variants

    @property
    def scoring(self) -> ScoringSettings:
        """The part that decides a score."""
        return ScoringSettings.model_validate(self.model_dump(include=set(ScoringSettings.model_fields)))
