"""The command line: one module a verb, each a thin shell over one library call.

Modules here import only typer and each other at the top: `minga --help` starts without pyarrow, FastAPI or torch.
"""

from __future__ import annotations

from minga.cli.app import app, main

__all__ = ["app", "main"]
