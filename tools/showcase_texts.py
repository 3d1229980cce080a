"""The files of the showcase: its settings, its guidelines, and what its people write, judge and are asked."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

__all__ = ["FILES", "TEXTS"]

FILES = Path(__file__).parent / "showcase_files"
TEXTS: dict[str, Any] = tomllib.loads((FILES / "texts.toml").read_text(encoding="utf-8"))
