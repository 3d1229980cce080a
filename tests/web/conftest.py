from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from minga.community import Database
from tests.community.databases import MovableClock
from tests.web.sites import SiteUnderTest, fill, make_project, make_site


@pytest.fixture(scope="session")
def filled_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project to copy, with tables and campaigns in its database."""
    folder = tmp_path_factory.mktemp("template") / "project"
    project = make_project(folder)
    with Database(project.database_url) as database:
        database.migrate()
        fill(project, database)
    return folder


@pytest.fixture
def site(tmp_path: Path, clock: MovableClock, filled_project: Path) -> Iterator[SiteUnderTest]:
    folder = tmp_path / "project"
    shutil.copytree(filled_project, folder, symlinks=True)
    with Database.at(folder / ".minga" / "minga.db", clock=clock) as database:
        yield make_site(folder, database)
