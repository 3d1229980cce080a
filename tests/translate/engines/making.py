"""Commissions for tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from minga.llm import Endpoint
from minga.settings import BenchmarkSettings, TranslateSettings
from minga.translate.engines import Commission
from minga.translate.glossary import Glossary
from minga.workspace import Workspace

__all__ = ["commission"]


def commission(
    root: Path,
    source: str = "en",
    target: str = "es",
    *,
    endpoint: Endpoint | None = None,
    glossary: Glossary | None = None,
    path: str = "bees.jsonl",
    **settings: Any,
) -> Commission:
    return Commission(
        source,
        target,
        TranslateSettings(**settings),
        endpoint or Endpoint(),
        BenchmarkSettings(name="bees", path=path, licence="MIT", language=source),
        Workspace(root / "data", root / ".minga"),
        glossary or Glossary(),
    )
