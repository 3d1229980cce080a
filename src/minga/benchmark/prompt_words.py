"""The words around an item, in the language of the task: `prompts.toml`."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from importlib.resources import files

from minga.languages import language_of

__all__ = ["prompt_words"]

_NEAREST = {
    "an": "es", "ast": "es", "ay": "es", "gn": "es", "nah": "es", "oc": "ca", "qu": "es", "quy": "es", "quz": "es",
    "shp": "es",
}  # fmt: skip
"""Whose words models and people of a language without all of its own know best."""


def prompt_words(tag: str) -> Mapping[str, str]:
    """`question`, `answer`, `worked`, `cause`, `effect`, `tag`, `yes`, `also` and `no` for a BCP-47 tag.

    >>> prompt_words("gn")["answer"], prompt_words("gn")["yes"]
    ('Mbohovái:', 'Sí')
    """
    language = language_of(tag)
    words = _prompts()
    return words["en"] | words.get(_NEAREST.get(language, "en"), {}) | words.get(language, {})


@functools.cache
def _prompts() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("minga.benchmark").joinpath("prompts.toml").read_text(encoding="utf-8"))
