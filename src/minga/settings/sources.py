"""Where texts come from and what becomes of them: documents, donations, benchmarks."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from minga.settings.base import Country, EngineName, Family, Licence, Name, Part, Tag

__all__ = [
    "BenchmarkSettings",
    "CollectSettings",
    "DocumentSettings",
    "DonationSettings",
    "EndpointSettings",
    "GenerateSettings",
    "LicenceSettings",
    "TranslateSettings",
]


class LicenceSettings(Part):
    """`[licences]`: what may come in and under what it goes out."""

    release: Licence = "CC-BY-SA-4.0"
    """The licence of the published data set, as SPDX. Every record must allow it."""
    accept: tuple[Licence, ...] = ()
    """Licences that documents, donations and benchmarks may be given under; empty accepts any. A row of a donation
    that names another one itself is dropped as `licence-not-accepted`. What does not allow `release` is stopped when it
    would be published."""


class EndpointSettings(Part):
    """`[endpoints.NAME]`: an OpenAI-compatible server of language models; `embedded` is always there."""

    url: str = ""
    """Base address, such as `http://127.0.0.1:11434/v1`; empty means the embedded server."""
    model: str = "SmolLM2-135M-Instruct"
    """The model's name as the server knows it."""
    licence: Licence | None = None
    """The licence of what the model writes, as its terms say; where nobody says, it is unknown (`NOASSERTION`) and
    blocks the release, but for the embedded model, which is Apache-2.0. Public domain and permissive software licences
    (Apache-2.0, MIT, BSD) leave what is written free; any other, such as `LicenseRef-Gemma`, joins the licence of the
    records and translations, `CC-BY-4.0 AND LicenseRef-Gemma`, and what does not allow the release is stopped."""
    key_env: str = ""
    """The environment variable that holds the key, which is never written down."""
    concurrency: int = Field(default=4, ge=1, le=1024)
    """Requests under way at once."""
    timeout: float = Field(default=120.0, gt=0)
    """Seconds to wait for one answer."""
    retries: int = Field(default=5, ge=0, le=20)
    """Further tries after a rate limit, a server error or a dropped connection."""
    price_in: float = Field(default=0.0, ge=0)
    """US dollars for a million tokens read."""
    price_out: float = Field(default=0.0, ge=0)
    """US dollars for a million tokens written."""

    @property
    def terms(self) -> str:
        """The licence of what the model writes: as given, as known of the embedded model, or `NOASSERTION`."""
        embedded = not self.url and self.model == type(self).model_fields["model"].default
        return self.licence or ("Apache-2.0" if embedded else "NOASSERTION")


class DonationSettings(Part):
    """`[[donations]]`: a data set that somebody gives, and what must be known about it."""

    name: Name
    """A short name, unique in the project."""
    path: str
    """The file (JSONL, JSON, CSV or Parquet), relative to the project's folder."""
    form: Literal["auto", "alpaca", "sharegpt", "messages", "template"] = "auto"
    """How rows are laid out; `template` builds messages from columns."""
    user: str = ""
    """With `template`: the user's message, such as `¿Cómo se prepara {Nombre}?`."""
    assistant: str = ""
    """With `template`: the assistant's message, such as `{Ingredientes}` and `{Pasos}`."""
    encoding: str = "utf-8"
    """The text encoding of JSONL and CSV."""
    language: Tag
    """Language of the content, where a row does not say."""
    country: Country | None = None
    """Country that the content is from (not the language)."""
    domain: str = ""
    """Field of knowledge, such as `cooking` or `law`."""
    licence: Licence
    """SPDX expression; `NOASSERTION` is kept but blocks release."""
    contributor: str
    """Who gives it, by the name to be credited."""
    source: str = ""
    """Where it comes from: an address or a citation."""
    origin: Literal["human", "synthetic", "translated", "exam"] = "human"
    """How the text came to be."""


class CollectSettings(Part):
    """`[collect]`: limits on what is read from donations."""

    max_file_mb: int = Field(default=4096, ge=1)
    """Files larger than this are refused; Parquet counts unpacked."""
    max_characters: int = Field(default=100_000, ge=1)
    """A row with a longer message is dropped, with that reason."""


class DocumentSettings(Part):
    """`[[documents]]`: texts that instructions are generated from."""

    name: Name
    """A short name, unique in the project."""
    path: str
    """A file or a glob relative to the project's folder: `documents/*.md`. Markdown, HTML, text, PDF, DOCX."""
    language: Tag
    """Language of the documents; prompts are written in it."""
    country: Country | None = None
    """Country that the content is from."""
    domain: str = ""
    """Field of knowledge."""
    licence: Licence
    """SPDX expression."""
    contributor: str
    """Who brings the documents, by the name to be credited."""
    source: str = ""
    """Where they come from."""


class GenerateSettings(Part):
    """`[generate]`: from documents to instruction records."""

    endpoint: str = "embedded"
    """Which of `[endpoints]` writes."""
    tasks: tuple[Literal["question", "summary", "explanation"], ...] = ("question", "summary")
    """Kinds of instruction asked of each passage."""
    answers: Literal["quoted", "written"] = "quoted"
    """Who answers a `question`: `quoted` takes a sentence of the document and asks the model for the question to it
    (small models do best so); `written` lets the model answer too, from the passage."""
    passage_words: int = Field(default=120, ge=30, le=2000)
    """Words in a passage, cut at paragraph or sentence ends."""
    max_passages: int = Field(default=0, ge=0)
    """Passages per document, evenly spread; 0 takes all."""
    max_tokens: int = Field(default=160, ge=8, le=8192)
    """Longest answer, in tokens."""
    temperature: float = Field(default=0.0, ge=0, le=2)
    """0 is greedy and repeatable."""
    prompts: str = ""
    """A folder of prompts relative to the project's folder; its `es.toml` goes before minga's own Spanish ones."""
    max_file_mb: int = Field(default=50, ge=1)
    """Larger documents are dropped as `unreadable-document`."""


class BenchmarkSettings(Part):
    """`[[benchmarks]]`: a benchmark to translate and validate."""

    name: Name
    """A short name; tasks are called `SLUG_NAME_LANGUAGE`."""
    path: str
    """A file relative to the project's folder (`.json`, `.jsonl`, `.csv`, `.tsv`, `.txt` or `.parquet`, also packed as
    `.gz`, `.bz2` or `.xz`) or several (`mmlu/*_test.csv`); `package:NAME/FILE` for a file of an installed Python
    package; `hub:OWNER/NAME[@REVISION]/FILE` or `…/[CONFIGURATION/]SPLIT` for one of the Hugging Face Hub;
    `lm-eval:mmlu` for the questions that lm-eval carries."""
    form: Literal[
        "auto", "items", "mmlu", "arc", "hellaswag", "truthfulqa", "truthfulqa-mc2", "truthfulqa-generation",
        "openbookqa", "copa", "gsm8k", "mgsm", "belebele", "xnli", "paws", "prompts",
    ] = "auto"  # fmt: skip
    """How the file is laid out; `auto` knows it by its fields."""
    scoring: Literal["auto", "letters", "texts"] = "auto"
    """How the choices of questions are scored: by their `letters`, listed as in an exam, or by their `texts`; `auto`
    takes texts for ARC, OpenBookQA and TruthfulQA and letters for the others. What is to be continued, compared or
    worked out is scored in its own way."""
    language: Tag = "en"
    """Language of the source items."""
    licence: Licence
    """SPDX expression of the source benchmark."""
    citation: str = ""
    """How to cite it."""
    source: str = ""
    """Where it comes from."""
    donor: str = ""
    """Who made its items and gave them, by the name to be credited."""
    family: Family = ""
    """What it measures, as the catalogue calls it: `reading`, `knowledge`, `mathematics` … A leaderboard averages over
    the tasks of a family."""
    limit: int = Field(default=0, ge=0)
    """Items to take, spread evenly over subjects; 0 takes all."""
    to: tuple[Tag, ...] = ()
    """Languages to translate it into."""


class TranslateSettings(Part):
    """`[translate]`: how benchmarks become another language's."""

    engine: EngineName = "apertium"
    """What translates: `apertium`, `llm`, `transformers`, `file`, or an engine that another package brings. Where
    Apertium or the pair is not installed the model does, and the table says so."""
    engines: tuple[EngineName, ...] = ()
    """Several engines in place of one: the first makes the proposal, the others are shown beside it."""
    endpoint: str = "embedded"
    """Which of `[endpoints]` translates when the engine is `llm`."""
    model: str = ""
    """What translates when the engine is `transformers`: a folder, or a model of the Hub such as `owner/name`. Marian,
    NLLB, M2M100, mBART-50, T5 and MADLAD are known."""
    prefix: str = ""
    """What stands before every text for that model, such as `translate {source} to {target}: `; empty finds it out."""
    beams: int = Field(default=4, ge=1, le=16)
    """Width of that model's beam search; 1 is greedy."""
    batch_tokens: int = Field(default=2048, ge=64)
    """Tokens that it reads in one pass."""
    threads: int = Field(default=2, ge=1, le=256)
    """Processor threads for it."""
    download: bool = False
    """Whether it may come from the Hub; otherwise it has to be on this machine already."""
    file: str = ""
    """Where translations stand that others made, when the engine is `file`, relative to the project's folder;
    `{benchmark}` and `{language}` are filled in: `translations/{benchmark}-{language}.po`."""
    glossary: str = ""
    """A CSV or TOML file of terms that are translated in one way, or not at all; relative to the project's folder."""
    numbers: Literal["localise", "keep"] = "localise"
    """Whether decimal marks and thousands are written as the target's country does (3.5 becomes 3,5 in es-ES, and stays
    in es-MX)."""
    units: Literal["keep", "convert"] = "keep"
    """Whether miles, pounds and their kin become kilometres and kilograms. A person should look at every one."""
    cache_mb: int = Field(default=1024, ge=1)
    """How much is kept of what engines translated, so that a run which was broken off goes on where it stood."""
