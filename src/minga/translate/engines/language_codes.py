"""What sequence-to-sequence models call languages."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from minga.errors import InputError

__all__ = ["Direction", "direction", "language_codes"]

_MEMBERS = {
    "ar": "arb", "ay": "ayr", "az": "azj", "et": "ekk", "fa": "pes", "ku": "kmr", "lv": "lvs", "mg": "plt", "mn": "khk",
    "ms": "zsm", "ne": "npi", "no": "nob", "om": "gaz", "or": "ory", "ps": "pbt", "qu": "quy", "sq": "als", "sw": "swh",
    "uz": "uzn", "yi": "ydd",
}  # fmt: skip
"""The member of a macrolanguage that NLLB means by it."""
_OF_MANY = re.compile(r"[a-z]{3}_[A-Z][a-z]{3}|__[a-z]{2,3}__|[a-z]{2}_[A-Z]{2}|<2[a-z]{2,3}(?:_\w+)?>|>>\w+<<")
"""Tokens by which a model of many languages is known."""


@dataclass(frozen=True)
class Direction:
    """How a model is told from what and into what it translates."""

    prefix: str = ""
    """Before every text: MADLAD's `<2es> `, a Marian family's `>>spa<< `."""
    source_code: str = ""
    """For the tokeniser: `eng_Latn`, `en`."""
    target_token: str = ""
    """With which the translation begins: `spa_Latn`, `__es__`."""


@lru_cache(maxsize=256)
def language_codes(tag: str) -> tuple[str, ...]:
    """What models may call the language of a BCP-47 tag, the most exact first.

    >>> language_codes("es-MX")
    ('es_MX', 'es_mx', 'spa_Latn', 'es', 'spa', 'es_XX')
    """
    from langcodes import Language

    asked = Language.get(tag)
    short = asked.language or "und"
    script = asked.script or asked.maximize().script or "Latn"
    long = Language.get(short).to_alpha3()
    codes = [f"{short}_{asked.territory}", f"{short}_{asked.territory.lower()}"] if asked.territory else []
    codes += [f"{_MEMBERS.get(short, long)}_{script}", f"{long}_{script}", short, long, f"{short}_XX"]
    return tuple(dict.fromkeys(codes))


def direction(vocabulary: Collection[str], source: str, target: str) -> Direction:
    """How a model with these tokens is told; an empty direction for a model of one pair.

    Raises InputError when it is a model of many languages and this one is not among them.
    """
    for form in ("<2{}> ", ">>{}<< "):
        for code in language_codes(target):
            if form.format(code).strip() in vocabulary:
                return Direction(prefix=form.format(code))
    for form in ("{}", "__{}__"):
        theirs = _first(vocabulary, target, form)
        ours = _first(vocabulary, source, form)
        if theirs and ours:
            return Direction(source_code=ours, target_token=form.format(theirs))
    if any(_OF_MANY.fullmatch(token) for token in vocabulary):
        what = f"the model knows many languages, but not both {source} and {target}"
        raise InputError(what, hint="choose another under [translate] model")
    return Direction()


def _first(vocabulary: Collection[str], tag: str, form: str) -> str:
    # a plain `es` is a word like any other: only codes that cannot be words stand for themselves
    codes = (code for code in language_codes(tag) if form != "{}" or "_" in code)
    return next((code for code in codes if form.format(code) in vocabulary), "")
