"""The Hub's words."""

from __future__ import annotations

import pytest

from minga.publish.hub_vocabulary import language_fields, licence_fields, size_category


@pytest.mark.parametrize(
    ("rows", "category"),
    [(0, "n<1K"), (999, "n<1K"), (1000, "1K<n<10K"), (99_999, "10K<n<100K"), (2_300_000, "1M<n<10M"), (10**9, "n>1B")],
)
def test_sizes(rows: int, category: str) -> None:
    assert size_category(rows) == category


@pytest.mark.parametrize(
    ("spdx", "word"),
    [
        ("CC0-1.0", "cc0-1.0"), ("Apache-2.0", "apache-2.0"), ("GPL-3.0-or-later", "gpl-3.0"), ("MIT", "mit"),
        ("ODbL-1.0", "odbl"), ("GFDL-1.3-only", "gfdl"), ("CC-BY-NC-SA-4.0", "cc-by-nc-sa-4.0"),
    ],
)  # fmt: skip
def test_a_licence_that_the_hub_knows(spdx: str, word: str) -> None:
    assert licence_fields(spdx) == {"license": word}


@pytest.mark.parametrize("spdx", ["CC-BY-4.0 OR MIT", "LicenseRef-ours", "CC-BY-3.0-ES"])
def test_a_licence_that_the_hub_has_no_word_for_is_named_and_linked(spdx: str) -> None:
    fields = licence_fields(spdx)
    assert fields["license"] == "other"
    assert fields["license_name"] == spdx.lower().replace(" ", "-")
    assert fields["license_link"].startswith("https://spdx.org/licenses/")


def test_languages_stand_as_codes_and_as_whole_tags() -> None:
    fields = language_fields(["es-PE", "es-MX", "quy"])
    assert fields == {"language": ["es", "quy"], "language_bcp47": ["es-PE", "es-MX", "quy"]}
