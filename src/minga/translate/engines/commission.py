"""What an engine is wanted for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from minga.llm import Endpoint
from minga.settings import BenchmarkSettings, TranslateSettings
from minga.translate.engines.engine import Engine
from minga.translate.glossary import Glossary
from minga.workspace import Workspace

__all__ = ["Commission", "EngineMaker"]


@dataclass(frozen=True)
class Commission:
    """One direction, and everything that an engine may need to know for it."""

    source: str
    """BCP-47."""
    target: str
    """BCP-47."""
    settings: TranslateSettings
    endpoint: Endpoint
    """The language model of the settings."""
    benchmark: BenchmarkSettings
    workspace: Workspace
    glossary: Glossary = field(default_factory=Glossary)
    """The terms for this direction."""

    @property
    def root(self) -> Path:
        """The project's folder, which paths in settings are relative to."""
        return self.workspace.data.parent

    @property
    def state(self) -> Path:
        """The project's `.minga`: caches and logs."""
        return self.workspace.state


EngineMaker = Callable[[Commission], Engine]
"""What makes an engine: an entry point in the group `minga.engines`.

It raises MissingPart where something is not installed, InputError where a file or model cannot be used.
"""
