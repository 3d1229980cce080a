from __future__ import annotations

import re
import stat
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from minga.errors import ProjectError
from minga.review.pseudonyms import Pseudonyms, project_pseudonyms


def test_a_person_has_one_pseudonym_in_all_exports_of_a_project(tmp_path: Path) -> None:
    once, again = project_pseudonyms(tmp_path / "state"), project_pseudonyms(tmp_path / "state")
    assert once.of(7) == again.of(7) != once.of(8)
    assert re.fullmatch(r"[0-9a-f]{16}", once.of(7))


def test_another_project_has_other_pseudonyms(tmp_path: Path) -> None:
    assert project_pseudonyms(tmp_path / "a").of(7) != project_pseudonyms(tmp_path / "b").of(7)


def test_a_million_people_get_a_million_pseudonyms_in_practice() -> None:
    names = Pseudonyms("s")
    assert len({names.of(number) for number in range(20_000)}) == 20_000


def test_the_uuid_is_one_of_version_8() -> None:
    parsed = uuid.UUID(Pseudonyms("s").uuid_of(7))
    assert (parsed.version, parsed.variant) == (8, uuid.RFC_4122)


def test_only_its_owner_may_read_the_secret(tmp_path: Path) -> None:
    project_pseudonyms(tmp_path)
    assert stat.S_IMODE((tmp_path / "pseudonyms.key").stat().st_mode) == 0o600


def test_programs_that_start_at_once_agree_on_one_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: project_pseudonyms(tmp_path).of(1), range(40)))
    assert len(found) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["pseudonyms.key"]


def test_a_damaged_secret_is_no_secret(tmp_path: Path) -> None:
    (tmp_path / "pseudonyms.key").write_text("short")
    with pytest.raises(ProjectError, match="damaged"):
        project_pseudonyms(tmp_path)
