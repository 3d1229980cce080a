"""What translates: Apertium, models, files of translations, and engines of other packages."""

from __future__ import annotations

from dataclasses import dataclass

from minga.errors import MissingPart
from minga.translate.engines.apertium import Apertium
from minga.translate.engines.commission import Commission, EngineMaker
from minga.translate.engines.disagreement import engine_disagreement
from minga.translate.engines.engine import Engine, Failure, Translation
from minga.translate.engines.language_model import ModelTranslator
from minga.translate.engines.registry import InvalidEngine, engine_names, make_engine

__all__ = [
    "Apertium",
    "Choice",
    "Commission",
    "Engine",
    "EngineMaker",
    "Failure",
    "InvalidEngine",
    "ModelTranslator",
    "Translation",
    "choose",
    "engine_disagreement",
    "engine_names",
    "make_engine",
]


@dataclass(frozen=True)
class Choice:
    """The engines that will translate."""

    engine: Engine
    """Whose translation is the proposal."""
    fallback: str = ""
    """Why it is not the one that was asked for; empty when it is."""
    others: tuple[Engine, ...] = ()
    """Whose translations are kept beside it."""

    @property
    def engines(self) -> tuple[Engine, ...]:
        """All of them, the first one first."""
        return (self.engine, *self.others)


def choose(commission: Commission) -> Choice:
    """The engines that the settings name; for Apertium alone, the model where Apertium cannot.

    Raises UsageError for an unknown engine, MissingPart when neither Apertium nor the model is installed or when one of
    several engines is not, InvalidEngine, and InputError as engines do.
    """
    settings = commission.settings
    if settings.engines:
        first, *others = (make_engine(name, commission) for name in dict.fromkeys(settings.engines))
        return Choice(first, others=tuple(others))
    try:
        return Choice(make_engine(settings.engine, commission))
    except MissingPart as lacking:
        if settings.engine != "apertium":
            raise
        return _model_instead(commission, lacking)


def _model_instead(commission: Commission, lacking: MissingPart) -> Choice:
    try:
        engine = make_engine("llm", commission)
    except MissingPart as error:
        raise MissingPart(
            f"neither Apertium for {commission.source} to {commission.target} nor a model is installed",
            hint=f"{lacking.hint}; or: {error.hint}",
        ) from error
    return Choice(engine, f"{lacking.what}: the model {commission.endpoint.model} translates")
