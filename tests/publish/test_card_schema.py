"""The head of a card is checked without the Hub, and survives what people write."""

from __future__ import annotations

from typing import Any

import pytest
from huggingface_hub import DatasetCard
from hypothesis import given
from hypothesis import strategies as st

from minga.errors import InputError
from minga.publish.card_schema import DatasetHead, SpaceHead, front_matter, with_head
from minga.publish.markdown import one_line

HEAD: dict[str, Any] = {
    "license": "cc-by-sa-4.0",
    "pretty_name": "Recetas",
    "language": ["es"],
    "size_categories": ["n<1K"],
    "task_categories": ["text-generation"],
    "tags": ["minga"],
    "configs": [{"config_name": "default", "data_files": [{"split": "train", "path": "data/train-*.parquet"}]}],
}


def test_a_card_is_its_head_and_its_body() -> None:
    card = with_head(DatasetHead, HEAD, "# Recetas")
    assert card.startswith("---\nlicense: cc-by-sa-4.0\n")
    assert card.endswith("---\n\n# Recetas\n")
    assert front_matter(card) == HEAD


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"license": "my own"}, "license"),
        ({"license": "other"}, "license_name"),
        ({"language": ["Spanish"]}, "language"),
        ({"size_categories": ["many"]}, "size_categories"),
        ({"task_categories": ["cooking"]}, "task_categories"),
        ({"configs": [{"config_name": "a", "data_files": [{"split": "train", "path": "/etc/passwd"}]}]}, "path"),
        ({"configs": [{"config_name": "a", "data_files": [{"split": "train", "path": "../x"}]}]}, "path"),
        ({"surprise": "x"}, "surprise"),
    ],
)
def test_a_wrong_value_is_named(change: dict[str, Any], fault: str) -> None:
    with pytest.raises(InputError, match=fault):
        with_head(DatasetHead, HEAD | change, "")


def test_a_long_short_description_is_refused_as_the_hub_would() -> None:
    head = {
        "license": "mit",
        "title": "T",
        "emoji": "🧶",
        "colorFrom": "green",
        "colorTo": "red",
        "app_file": "index.html",
    }
    with pytest.raises(InputError, match="short_description"):
        with_head(SpaceHead, head | {"short_description": "x" * 61}, "")


@given(st.text(min_size=1, max_size=80).filter(one_line))
def test_the_hubs_own_reader_gets_back_any_title(title: str) -> None:
    card = with_head(DatasetHead, HEAD | {"pretty_name": title}, "body")
    assert front_matter(card)["pretty_name"] == one_line(title)
    assert DatasetCard(card).data.pretty_name == one_line(title)  # type: ignore[attr-defined]  # set by its reader


@pytest.mark.parametrize(
    "title", ["---", "a\n---\nlicense: mit", "yes", "1.0", "null", "a: b", "{x}", "*a", "@x", "'\""]
)
def test_no_title_ends_the_head_or_becomes_something_else(title: str) -> None:
    card = with_head(DatasetHead, HEAD | {"pretty_name": title}, "body")
    assert front_matter(card) == HEAD | {"pretty_name": one_line(title)}
