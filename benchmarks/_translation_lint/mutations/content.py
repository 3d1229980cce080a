"""Content that does not survive a literal translation, false friends, and words of another country."""

from __future__ import annotations

import random

from _translation_lint.mutations.places import break_text, insert
from _translation_lint.pairs import Material, Mutation, Pair, Planted
from _translation_lint.phrases import entries, rows
from minga.languages import language_of

__all__ = ["culture_bound", "false_friend", "idiom", "language_bound", "variety_form", "variety_word"]


def _content(name: str, what: str) -> Mutation:
    def mutation(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
        source, target = draw.choice(rows("content", name, material.base))
        return Planted(pair, insert(pair, source, target), frozenset({"question"}))

    mutation.__doc__ = what
    return mutation


language_bound = _content("bound", "A question about the source's own language.")
culture_bound = _content("culture", "Units, money, offices, feasts, sports and schools of one country.")
idiom = _content("idiom", "An idiom, word for word.")


def false_friend(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """A word that looks like the source's and means something else."""
    known = rows("content", "friend", material.base)
    if not known:
        return None
    source, (right, wrong) = draw.choice(known)
    clean = insert(pair, source, right)
    return break_text(clean, "question", clean.texts["question"][1].replace(right, wrong, 1))


def _variety(name: str, what: str) -> Mutation:
    def mutation(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
        known = [
            (row, tag) for row in entries("varieties", name) for tag in row["for"] if language_of(tag) == material.base
        ]
        if not known:
            return None
        row, tag = draw.choice(known)
        clean = insert(pair, row["en"], row["plain"]).both(language=(pair.source.language, tag))
        return break_text(clean, "question", clean.texts["question"][1].replace(row["plain"], row["marked"], 1))

    mutation.__doc__ = what
    return mutation


variety_word: Mutation = _variety("word", "A word that offends or means something else in the target's country.")
variety_form: Mutation = _variety("form", "Another country's words and forms.")
