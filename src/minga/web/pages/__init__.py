"""Pages, one module for each thing that a person does."""

from __future__ import annotations
