"""Uploads, against a stand-in of the Hub on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from minga.errors import EndpointError, SettingError, TableError
from minga.publish import Imprint, plan, publish_dataset, publish_leaderboard, upload
from minga.tables import Artifact
from tests.publish.hub import Hub, stand_in
from tests.publish.projects import IMPRINT, leaderboard, reviewed, workspace
from tests.publish.test_dataset import files_of

SOMOS = IMPRINT.model_copy(update={"namespace": "somos"})


@pytest.fixture
def hub() -> Iterator[Hub]:
    with stand_in() as standing:
        yield standing


@pytest.fixture
def release(tmp_path: Path) -> Artifact:
    space = workspace(tmp_path)
    return publish_dataset(reviewed(space), SOMOS, space)


def test_the_repository_holds_the_release_and_nothing_else(hub: Hub, release: Artifact) -> None:
    address = upload(plan(release, SOMOS), hub.token, endpoint=hub.address)
    assert hub.files == {"somos/recetas": files_of(release)}
    assert hub.types == {"somos/recetas": "dataset"}
    assert address.startswith(hub.address)


def test_what_is_no_longer_in_the_release_leaves_the_repository(hub: Hub, release: Artifact) -> None:
    upload(plan(release, SOMOS), hub.token, endpoint=hub.address)
    hub.files["somos/recetas"]["data/train-00007-of-00009.parquet"] = b"old"
    upload(plan(release, SOMOS), hub.token, endpoint=hub.address)
    assert hub.files == {"somos/recetas": files_of(release)}


def test_a_leaderboard_goes_to_a_space(hub: Hub, tmp_path: Path) -> None:
    space = workspace(tmp_path)
    release = publish_leaderboard(leaderboard(space, [], []), SOMOS, space)
    upload(plan(release, SOMOS), hub.token, endpoint=hub.address)
    assert hub.types == {"somos/recetas-leaderboard": "space"}


def test_a_project_without_namespace_is_told_what_to_set(release: Artifact) -> None:
    with pytest.raises(SettingError, match=r"publish\.namespace"):
        plan(release, IMPRINT)


def test_without_a_token_nothing_is_asked(hub: Hub, release: Artifact) -> None:
    with pytest.raises(SettingError, match="HF_TOKEN"):
        upload(plan(release, SOMOS), None, endpoint=hub.address)
    assert hub.asked == []


@pytest.mark.parametrize(
    ("token", "namespace", "words"),
    [("hf_wrong", "somos", r"401.*HF_TOKEN is not accepted"), ("hf_right", "others", r"403.*may not write to others")],
)
def test_a_refusal_is_one_line(hub: Hub, release: Artifact, token: str, namespace: str, words: str) -> None:
    imprint = Imprint(**IMPRINT.model_dump() | {"namespace": namespace})
    with pytest.raises(EndpointError, match=words) as refused:
        upload(plan(release, imprint), token, endpoint=hub.address)
    assert token not in str(refused.value)


def test_a_hub_out_of_reach_is_one_line(release: Artifact) -> None:
    with pytest.raises(EndpointError, match="cannot be reached"):
        upload(plan(release, SOMOS), "hf_right", endpoint="http://127.0.0.1:9")


def test_a_release_that_was_changed_by_hand_is_not_uploaded(hub: Hub, release: Artifact) -> None:
    with (release.path / "README.md").open("a") as card:
        card.write("x")
    with pytest.raises(TableError, match="changed"):
        upload(plan(release, SOMOS), hub.token, endpoint=hub.address)
    assert hub.asked == []
