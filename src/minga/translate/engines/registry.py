"""Engines by name: minga's own, and those that other packages bring as entry points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from minga.errors import MingaError, UsageError
from minga.licences import check_expression
from minga.llm import Spending
from minga.translate.engines.apertium import make_apertium
from minga.translate.engines.commission import Commission, EngineMaker
from minga.translate.engines.engine import BeforeAnother, Engine, Failure, Translation
from minga.translate.engines.language_model import make_model_translator
from minga.translate.engines.memory import remembering
from minga.translate.engines.sequence_model import make_sequence_model
from minga.translate.engines.translation_file import make_translation_file

__all__ = ["GROUP", "InvalidEngine", "engine_names", "make_engine"]

GROUP = "minga.engines"
"""The group of entry points: `[project.entry-points."minga.engines"]`."""

_OWN: Mapping[str, EngineMaker] = {
    "apertium": make_apertium,
    "llm": make_model_translator,
    "transformers": make_sequence_model,
    "file": make_translation_file,
}
_REMEMBERED_ELSEWHERE = frozenset({"llm", "file"})
"""A model's answers are kept by its client, with what they cost; a file is one already."""
_TEXTS = ("name", "version", "prompt", "identity", "licence")


class InvalidEngine(MingaError):
    """An installed engine is not what the protocol asks for; `where` is its entry point and package."""


def engine_names() -> tuple[str, ...]:
    """The engines that there are: minga's own first, then those of other packages."""
    return (*_OWN, *sorted({one.name for one in entry_points(group=GROUP)} - _OWN.keys()))


def make_engine(name: str, commission: Commission) -> Engine:
    """The engine called `name` for a commission; what it translated before it is not asked again.

    Raises UsageError when there is none of that name, InvalidEngine when an installed one is not one, MissingPart and
    InputError as the engines do.
    """
    own = _OWN.get(name)
    engine = own(commission) if own else _Checked(*_made(_entry_point(name), commission))
    return engine if name in _REMEMBERED_ELSEWHERE else remembering(engine, commission)


def _entry_point(name: str) -> EntryPoint:
    found = list(entry_points(group=GROUP, name=name))
    if not found:
        raise UsageError(f"there is no engine {name!r}", hint=f"engines are {', '.join(engine_names())}")
    if len(found) > 1:
        packages = ", ".join(sorted(_package(one) for one in found))
        raise InvalidEngine(f"several packages bring the engine {name!r}: {packages}", hint="uninstall all but one")
    return found[0]


def _made(entry: EntryPoint, commission: Commission) -> tuple[Engine, str]:
    where = f"{entry.value} of {_package(entry)}"
    try:
        maker: Any = entry.load()
    except Exception as error:  # whatever the package's own code raises
        raise _invalid(f"cannot be loaded: {type(error).__name__}: {error}", where) from error
    if not callable(maker):
        raise _invalid("is no function", where)
    try:
        engine: Engine = maker(commission)
    except MingaError:
        raise
    except Exception as error:
        raise _invalid(f"makes no engine: {type(error).__name__}: {error}", where) from error
    _check(engine, where)
    return engine, where


def _check(engine: Any, where: str) -> None:
    lacking = [name for name in _TEXTS if not isinstance(getattr(engine, name, None), str)]
    lacking += [] if callable(getattr(engine, "translate", None)) else ["translate"]
    lacking += [] if isinstance(getattr(engine, "spending", None), Spending | None) else ["spending"]
    if lacking:
        raise _invalid(f"its engine lacks {', '.join(lacking)}", where)
    if not engine.identity or not engine.name:
        raise _invalid("its engine has no name or no identity, so its work cannot be told from another's", where)
    if engine.licence:
        try:
            check_expression(engine.licence)
        except ValueError as error:
            raise _invalid(f"its licence is none: {error}", where) from error


def _invalid(what: str, where: str) -> InvalidEngine:
    return InvalidEngine(what, where=where, hint="see docs/how-to/translate.md for what an engine has; tell its makers")


def _package(entry: EntryPoint) -> str:
    return f"{entry.dist.name} {entry.dist.version}" if entry.dist else "an unnamed package"


class _Checked(BeforeAnother):
    """An engine of others, whose answers are looked at before they are believed."""

    def __init__(self, engine: Engine, where: str) -> None:
        super().__init__(engine)
        self.where = where

    def translate(self, items: Iterable[Mapping[str, str]]) -> Iterator[Mapping[str, Translation] | Failure]:
        """See `Engine.translate`. Raises InvalidEngine when the answers are not the items' translations."""
        asked: list[Mapping[str, str]] = []

        def passed_on() -> Iterator[Mapping[str, str]]:
            for item in items:
                asked.append(item)
                yield item

        for answer in self._explained(passed_on()):
            if not asked or not _answers(asked.pop(0), answer):
                raise _invalid("answered with other texts than it was asked", self.where)
            yield answer
        if asked:
            raise _invalid(f"left {len(asked)} items without an answer", self.where)

    def _explained(self, items: Iterator[Mapping[str, str]]) -> Iterator[Mapping[str, Translation] | Failure]:
        try:
            yield from self.engine.translate(items)
        except MingaError:
            raise
        except Exception as error:  # whatever the package's own code raises
            raise _invalid(f"failed: {type(error).__name__}: {error}", self.where) from error


def _answers(item: Mapping[str, str], answer: object) -> bool:
    if isinstance(answer, Failure):
        return True
    if not isinstance(answer, Mapping) or answer.keys() != item.keys():
        return False
    return all(isinstance(one, Translation) and isinstance(one.text, str) for one in answer.values())
