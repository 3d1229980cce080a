"""What the head of a card must be: the Hub's fields, checked here because the Hub may be out of reach."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from minga.errors import InputError
from minga.publish.hub_vocabulary import LICENCES
from minga.publish.markdown import one_line
from minga.records import first_fault

__all__ = ["DatasetHead", "ModelHead", "SpaceHead", "front_matter", "with_head"]

Line = Annotated[str, StringConstraints(min_length=1, pattern=r"^[^\r\n\x00]*$")]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
Repository = Annotated[str, StringConstraints(pattern=r"^([\w.-]+/)?[\w.-]+$", max_length=96)]
RelativePath = Annotated[str, StringConstraints(pattern=r"^[\w*-]+([./][\w*-]+)*$")]

TaskCategory = Literal[
    "text-generation", "question-answering", "multiple-choice", "summarization", "translation", "text-classification"
]


class _Head(BaseModel):
    """Fields that all cards have; unknown ones are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, protected_namespaces=())

    license: str
    license_name: Line | None = None
    license_link: Line | None = None
    tags: tuple[Line, ...] = ()

    @model_validator(mode="after")
    def _known_licence(self) -> _Head:
        if self.license not in LICENCES:
            raise ValueError(f"license {self.license!r} is not one of the Hub's words")
        if self.license == "other" and not (self.license_name and self.license_link):
            raise ValueError("license other needs license_name and license_link")
        return self


class _DataFiles(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    split: Literal["train", "validation", "test"]
    path: RelativePath


class _Config(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    config_name: Annotated[str, StringConstraints(pattern=r"^[\w.-]+$")]
    data_files: tuple[_DataFiles, ...] = Field(min_length=1)
    default: bool | None = None


class DatasetHead(_Head):
    """The head of a data set's card."""

    pretty_name: Line
    language: tuple[Code, ...] = Field(min_length=1)
    language_bcp47: tuple[Line, ...] = ()
    multilinguality: tuple[Literal["monolingual", "multilingual", "translation"], ...] = ()
    size_categories: tuple[Annotated[str, StringConstraints(pattern=r"^(n[<>]1[KB]|1[0]*[KMB]?<n<1[0]*[KMB])$")], ...]
    task_categories: tuple[TaskCategory, ...] = Field(min_length=1)
    annotations_creators: tuple[Literal["crowdsourced", "machine-generated", "no-annotation"], ...] = ()
    language_creators: tuple[Literal["crowdsourced", "found", "machine-generated"], ...] = ()
    source_datasets: tuple[Line, ...] = ()
    configs: tuple[_Config, ...] = Field(min_length=1)


class _Task(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    type: TaskCategory
    name: Line


class _Evaluated(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    type: Line
    name: Line
    config: Line | None = None
    split: Line | None = None


class _Metric(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    type: Line
    value: float = Field(allow_inf_nan=False)
    name: Line


class _Result(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    task: _Task
    dataset: _Evaluated
    metrics: tuple[_Metric, ...] = Field(min_length=1)


class _Index(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Line
    results: tuple[_Result, ...] = Field(min_length=1)


class ModelHead(_Head):
    """The head of a model's card."""

    language: tuple[Code, ...] = ()
    base_model: Repository
    base_model_relation: Literal["adapter"] = "adapter"
    library_name: Literal["peft"] = "peft"
    pipeline_tag: Literal["text-generation"] = "text-generation"
    datasets: tuple[Repository, ...] = ()
    model_index: tuple[_Index, ...] = Field(default=(), alias="model-index")


class SpaceHead(_Head):
    """The head of a static Space's card."""

    title: Line
    emoji: Line
    colorFrom: Literal["red", "yellow", "green", "blue", "indigo", "purple", "pink", "gray"]  # noqa: N815 - the Hub's
    colorTo: Literal["red", "yellow", "green", "blue", "indigo", "purple", "pink", "gray"]  # noqa: N815 - the Hub's
    sdk: Literal["static"] = "static"
    app_file: RelativePath
    pinned: bool = False
    short_description: Annotated[Line, StringConstraints(max_length=60)] | None = None


def with_head(head: type[_Head], values: Mapping[str, Any], body: str) -> str:
    """A whole card: its head in YAML, checked against `head`, and its body. Raises InputError naming the field."""
    import yaml

    plain = _plain(values)
    try:
        head.model_validate(plain)
    except ValidationError as error:
        raise InputError(first_fault(error), where="README.md", hint="mend that value in minga.toml") from error
    text = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=110)
    return f"---\n{text}---\n\n{body.strip()}\n"


def front_matter(card: str) -> dict[str, Any]:
    """The head of a card as values. Raises InputError when it has none."""
    import yaml

    found = re.match(r"\A---\n(.*?\n)---\n", card, re.DOTALL)
    if not found:
        raise InputError("has no YAML head", where="README.md")
    values: dict[str, Any] = yaml.safe_load(found[1])
    return values


def _plain(value: Any) -> Any:
    """Lists and dictionaries of single lines, without what is empty."""
    match value:
        case Mapping():
            parts = {key: _plain(part) for key, part in value.items()}
            return {key: part for key, part in parts.items() if part is not None and part != [] and part != ""}
        case list() | tuple():
            return [_plain(part) for part in value]
        case str():
            return one_line(value)
    return value
