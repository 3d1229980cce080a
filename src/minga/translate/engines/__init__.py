"""What translates: Apertium, or a language model at an endpoint."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from minga.errors import MissingPart
from minga.llm import Endpoint
from minga.settings import TranslateSettings
from minga.translate.engines.apertium import Apertium, apertium_for
from minga.translate.engines.engine import Engine, Failure, Translation
from minga.translate.engines.language_model import ModelTranslator

__all__ = ["Apertium", "Choice", "Engine", "Failure", "ModelTranslator", "Translation", "choose"]


@dataclass(frozen=True)
class Choice:
    """The engine that will translate."""

    engine: Engine
    fallback: str = ""
    """Why it is not the one that was asked for; empty when it is."""


def choose(source: str, target: str, settings: TranslateSettings, endpoint: Endpoint, folder: Path) -> Choice:
    """The engine of `settings` from one BCP-47 language to another, or the model where Apertium cannot.

    `folder` is the project's `.minga`. Raises MissingPart when neither is installed.
    """
    if settings.engine == "llm":
        return Choice(ModelTranslator(source, target, endpoint, folder))
    engine = apertium_for(source, target)
    if engine is not None:
        return Choice(engine)
    why = f"Apertium is not installed for {source} to {target}: the model {endpoint.model} translates"
    try:
        return Choice(ModelTranslator(source, target, endpoint, folder), why)
    except MissingPart as error:
        packages = "apt-get install apertium and the pair's package, such as apertium-eng-spa"
        raise MissingPart(
            f"neither Apertium for {source} to {target} nor a model is installed", hint=f"{packages}; or: {error.hint}"
        ) from error
