"""What is averaged over what: everything, each language, each family, each family in a language.

Within a language every task counts the same, or (`[leaderboard] weighting = "families"`) every family, and in it every
task. Over several languages every language counts the same, whatever the number of its tasks. The weights of tasks that
follow are part of the standings, so that nobody has to guess them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from minga.leaderboard.standings import ALL, Scope, Shares
from minga.task_cards import TaskCard

__all__ = ["Weighting", "scopes_of", "shares_of"]

Weighting = Literal["tasks", "families"]
"""What counts the same within a language."""


def scopes_of(cards: Sequence[TaskCard], weighting: Weighting = "tasks") -> list[Scope]:
    """The scopes of these tasks, the widest first; `all` and the languages are always there.

    A family's scope is left out where it has the same tasks as one before: it would show the same numbers again.
    """
    languages = sorted({card.language for card in cards})
    families = sorted({card.family for card in cards if card.family})
    wanted = [(tag, family) for family in ["", *families] for tag in ["", *languages]]
    scopes: list[Scope] = []
    for language, family in sorted(wanted, key=lambda pair: (bool(pair[1]), bool(pair[0]), pair)):
        within = [card for card in cards if language in {"", card.language} and family in {"", card.family}]
        known = any(scope.weights.keys() == {card.task for card in within} for scope in scopes)
        if within and not (family and known):
            scopes.append(_scope(language, family, within, weighting))
    return scopes


def _scope(language: str, family: str, cards: Sequence[TaskCard], weighting: Weighting) -> Scope:
    name = ":".join([language or ALL, *([family] if family else [])])
    levels = ["language", "family", "task"] if weighting == "families" else ["language", "task"]
    weights = _weights(cards, levels)
    return Scope(name=name, language=language, family=family, weights=weights, shares=shares_of(cards, weights))


def _weights(cards: Sequence[TaskCard], levels: Sequence[str]) -> dict[str, float]:
    """Every group of the first level weighs the same, within it every group of the next; the last are the tasks."""
    if not levels:
        return {cards[0].task: 1.0}
    groups: dict[str, list[TaskCard]] = {}
    for card in cards:
        groups.setdefault(getattr(card, levels[0]), []).append(card)
    return {
        task: weight / len(groups) for group in groups.values() for task, weight in _weights(group, levels[1:]).items()
    }


def shares_of(cards: Sequence[TaskCard], weights: Mapping[str, float]) -> Shares:
    """Who wrote and who looked at the items behind a weighted mean over tasks; the weights sum to 1."""

    def total(share: Callable[[TaskCard], float]) -> float:
        return round(sum(weights[card.task] * share(card) for card in cards), 6) + 0.0

    return Shares(
        native=total(lambda card: float(card.origin == "native")),
        human=total(lambda card: float(card.origin == "human")),
        validated=total(lambda card: _seen(card) if card.origin == "machine" else 0.0),
        machine=total(lambda card: 1 - _seen(card) if card.origin == "machine" else 0.0),
        checked=total(_seen),
    )


def _seen(card: TaskCard) -> float:
    """Share of the items that people validated; simulated people never count."""
    return 0.0 if card.validators and not card.people else card.validated
