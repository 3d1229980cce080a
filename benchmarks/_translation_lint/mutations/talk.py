"""A language model that speaks to its user instead of translating, or besides it."""

from __future__ import annotations

import random

from _translation_lint.mutations.places import break_text
from _translation_lint.pairs import Material, Mutation, Pair, Planted
from _translation_lint.phrases import rows

__all__ = ["explanation", "note", "preface", "refusal"]


def _says(name: str, what: str) -> Mutation:
    def mutation(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
        said = rows("talk", name, material.base)
        ours, theirs = draw.choice(said)
        template = theirs if draw.random() < 0.6 else ours
        field = "question" if draw.random() < 0.6 else draw.choice(sorted(pair.texts))
        return break_text(pair, field, template.replace("{text}", pair.texts[field][1]))

    mutation.__doc__ = what
    return mutation


preface = _says("preface", "An answer to the user before the translation, in either language.")
refusal = _says("refusal", "A refusal in place of the translation, in either language.")
note = _says("note", "A note behind the translation, in either language.")
explanation = _says("explanation", "The answer to the question, or why it is right, besides the translation.")
