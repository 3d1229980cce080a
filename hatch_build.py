"""Puts `minga_lm_eval.pth` beside the package, in wheels and in editable installations."""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PathFile(BuildHookInterface):  # type: ignore[type-arg]
    """See `minga.harness_models`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the file; `version` is `standard` or `editable`."""
        where = "force_include_editable" if version == "editable" else "force_include"
        build_data[where][f"{self.root}/src/minga_lm_eval.pth"] = "minga_lm_eval.pth"
