"""What every part of `minga.toml` shares: how it is checked, and the types of its values."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from minga.languages import check_tag
from minga.licences import check_expression
from minga.task_families import check_family

__all__ = ["Country", "EngineName", "Family", "Licence", "Name", "Part", "Tag"]

Tag = Annotated[str, AfterValidator(check_tag)]
Licence = Annotated[str, AfterValidator(check_expression)]
Family = Annotated[str, AfterValidator(check_family)]
Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,62}$")]
EngineName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,62}$")]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]


class Part(BaseModel):
    """A part of `minga.toml`: unknown keys are errors, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)
