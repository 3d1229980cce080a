"""The seam between the stage and whatever translates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from minga.llm import Spending

__all__ = ["BeforeAnother", "Engine", "Failure", "Translation"]


@dataclass(frozen=True)
class Translation:
    """One text in the other language."""

    text: str
    unknown: tuple[tuple[int, int], ...] = ()
    """Start and end, in `text`, of words that the engine did not know and left as they were."""


@dataclass(frozen=True)
class Failure:
    """An item that the engine gave up."""

    reason: str
    """In kebab-case, for the manifest."""
    detail: str = ""


class Engine(Protocol):
    """Translates items from one language into another.

    An engine that keeps something open between two calls of `translate` may have a method `close()` too, and one whose
    answers hang on what else it is asked in the same call an attribute `together` that is true.
    """

    name: str
    """`apertium`, `llm`, `transformers`, `file`."""
    version: str
    """Program, data or model, as a record's `generator` names it."""
    prompt: str
    """Identifier of the prompt; empty for an engine without one."""
    identity: str
    """All that decides the result, for a fingerprint."""
    licence: str
    """What its terms want of the texts that it writes, as SPDX; empty where they want nothing."""

    @property
    def spending(self) -> Spending | None:
        """Tokens of the last `translate`; None for an engine that asks no model."""

    def translate(
        self, items: Iterable[Mapping[str, str]]
    ) -> Iterator[Mapping[str, Translation] | Failure]:  # pragma: no cover - a protocol
        """Each item's texts by name (see `texts_of`), in the other language, or why there are none.

        The texts of one item come together, because a choice is understood with its question. As many are answered as
        are asked, in their order; `items` is read only some way ahead. From the stage they come as
        `minga.translate.texts.ItemTexts`, which know their item's id.
        """
        ...


class BeforeAnother:
    """What an engine that passes items on to `engine` says of itself: all that this one says."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.name, self.version, self.prompt = engine.name, engine.version, engine.prompt
        self.identity, self.licence = engine.identity, engine.licence
        self.together: bool = getattr(engine, "together", False)

    @property
    def spending(self) -> Spending | None:
        """Of the engine itself."""
        return self.engine.spending
