"""Who publishes, under which licence, and what the repositories are called."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from minga.settings import Settings

__all__ = ["Imprint", "Kind"]

Kind = Literal["dataset", "benchmark", "model", "leaderboard"]

_SUFFIXES: dict[Kind, str] = {"dataset": "", "benchmark": "-benchmark", "model": "-lora", "leaderboard": "-leaderboard"}


class Imprint(BaseModel):
    """What every release says of its publisher: the public part of a project's settings."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    name: str
    """The project's title."""
    slug: str
    """What repositories are named after."""
    licence: str
    """SPDX expression that everything is released under."""
    description: str = ""
    """One or two sentences."""
    locale: str = "es"
    """Language of the summary at the top of a card; the rest is English."""
    authors: tuple[str, ...] = ()
    """Who to cite, in order."""
    homepage: str = ""
    """Where people find the project."""
    namespace: str = ""
    """User or organisation on the Hub."""
    credit_order: Literal["points", "alphabetical"] = "points"
    """The order in which cards name people: by their number of records, or by the alphabet."""
    base_licence: str = ""
    """Licence of the model that the adapter was trained on; empty where minga knows it."""

    @classmethod
    def of(cls, settings: Settings) -> Imprint:
        """The imprint of a project. Nothing of it is private: no database, no endpoint, no path."""
        public = settings.project.model_dump(include={"name", "slug", "description", "locale", "authors", "homepage"})
        return cls(
            **public,
            licence=settings.licences.release,
            namespace=settings.publish.namespace,
            credit_order=settings.review.credit.order,
            base_licence=settings.publish.base_licence or "",
        )

    def repository(self, kind: Kind) -> str:
        """The repository's name on the Hub: `namespace/name`, or only the name where there is no namespace."""
        name = f"{self.slug}{_SUFFIXES[kind]}"
        return f"{self.namespace}/{name}" if self.namespace else name

    def address(self, kind: Kind) -> str:
        """Where the repository will be on the Hub; empty where there is no namespace."""
        places: dict[Kind, str] = {
            "dataset": "datasets/",
            "benchmark": "datasets/",
            "model": "",
            "leaderboard": "spaces/",
        }
        return f"https://huggingface.co/{places[kind]}{self.repository(kind)}" if self.namespace else ""
