from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from minga.collect import collect
from minga.settings import CollectSettings, DonationSettings
from minga.tables import Table
from minga.workspace import Workspace

Collect = Callable[..., Table]


@pytest.fixture
def donate(tmp_path: Path) -> Collect:
    """Writes a file into a project's folder and collects it."""

    def run(
        name: str,
        data: bytes | str | None,
        *,
        limits: CollectSettings | None = None,
        accept: tuple[str, ...] = (),
        **settings: object,
    ) -> Table:
        if data is not None:
            (tmp_path / name).write_bytes(data.encode() if isinstance(data, str) else data)
        values = {"name": "ofrenda", "path": name, "language": "es", "licence": "CC0-1.0", "contributor": "Rosa"}
        donation = DonationSettings.model_validate(values | settings)
        workspace = Workspace(tmp_path / "data", tmp_path / ".minga")
        return collect(donation, limits or CollectSettings(), tmp_path, workspace, accept=accept)

    return run
