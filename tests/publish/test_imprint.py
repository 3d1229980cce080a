"""Who publishes, and nothing that is only the project's business."""

from __future__ import annotations

import pytest

from minga.publish import Imprint
from minga.publish.imprint import Kind
from minga.settings import Settings

SETTINGS = Settings.model_validate(
    {
        "project": {
            "name": "Recetas",
            "slug": "recetas",
            "database": "postgresql+psycopg://minga:secreto@10.0.0.7/minga",
            "authors": ["Rosa"],
        },
        "endpoints": {"own": {"url": "http://10.0.0.5:8000/v1", "key_env": "OWN_KEY"}},
        "licences": {"release": "CC0-1.0"},
        "publish": {"namespace": "somos"},
    }
)


def test_an_imprint_holds_nothing_private() -> None:
    said = Imprint.of(SETTINGS).model_dump_json()
    assert "CC0-1.0" in said
    assert not [private for private in ("secreto", "10.0.0", "OWN_KEY") if private in said]


@pytest.mark.parametrize(
    ("kind", "repository", "address"),
    [
        ("dataset", "somos/recetas", "https://huggingface.co/datasets/somos/recetas"),
        ("benchmark", "somos/recetas-benchmark", "https://huggingface.co/datasets/somos/recetas-benchmark"),
        ("model", "somos/recetas-lora", "https://huggingface.co/somos/recetas-lora"),
        ("leaderboard", "somos/recetas-leaderboard", "https://huggingface.co/spaces/somos/recetas-leaderboard"),
    ],
)
def test_repositories_are_named_after_the_project(kind: Kind, repository: str, address: str) -> None:
    imprint = Imprint.of(SETTINGS)
    assert (imprint.repository(kind), imprint.address(kind)) == (repository, address)


def test_without_a_namespace_there_is_no_address() -> None:
    imprint = Imprint(name="Recetas", slug="recetas", licence="CC0-1.0")
    assert (imprint.repository("model"), imprint.address("model")) == ("recetas-lora", "")
