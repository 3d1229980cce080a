"""From people's judgements to a conclusion: pure functions of the responses, so that any decision can be replayed.

Majority (`majority-1`): the first `overlap` people who judged an item count, in the order in which they first
answered it, each with the newest version of what they said. What more than half of them want is the conclusion; two
edits are the same opinion when their texts are the same. Without such a majority the item is disputed.

Abstention (`abstention-1`): an item that more than `overlap` people could not judge is disputed.

Adjudication (`adjudication-1`): the newest word of an adjudicator ends a dispute.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from minga.community.models import Outcome, Response

__all__ = ["Conclusion", "conclude", "judgements_of"]

_REJECT = "reject"


@dataclass(frozen=True)
class Conclusion:
    """What follows from a set of responses, and by which rule."""

    rule: str
    outcome: Outcome
    inputs: tuple[int, ...]
    """Ids of the responses that were considered."""
    supporters: tuple[int, ...] = ()
    """Ids of those that the outcome agrees with."""
    edits: dict[str, str] | None = None
    """The texts that were adopted; only for `edited`."""


def judgements_of(responses: Iterable[Response]) -> list[Response]:
    """The newest version of each person's response, in the order in which the people first answered."""
    newest: dict[tuple[int, bool], Response] = {}
    for response in sorted(responses, key=lambda response: response.id):
        # The key stays where it was first put, so the order is that of the first versions.
        newest[response.person_id, response.adjudicating] = response
    return list(newest.values())


def conclude(responses: Iterable[Response], overlap: int) -> Conclusion | None:
    """What the responses to one item amount to; None while it wants more of them."""
    newest = judgements_of(responses)
    words = [response for response in newest if response.adjudicating and response.verdict != "cannot-judge"]
    if words:
        word = max(words, key=lambda response: response.id)
        return _settle("adjudication-1", [word], [word])
    people = [response for response in newest if not response.adjudicating]
    judged = [response for response in people if response.verdict != "cannot-judge"]
    if len(judged) >= overlap:
        return _majority(judged[:overlap], overlap)
    abstained = [response for response in people if response.verdict == "cannot-judge"]
    if len(abstained) > overlap:
        return Conclusion(f"abstention-1(overlap={overlap})", "disputed", _ids(abstained))
    return None


def _majority(judged: Sequence[Response], overlap: int) -> Conclusion:
    rule = f"majority-1(overlap={overlap})"
    [(opinion, count)] = Counter(map(_opinion, judged)).most_common(1)
    if 2 * count <= len(judged):
        return Conclusion(rule, "disputed", _ids(judged))
    return _settle(rule, judged, [response for response in judged if _opinion(response) == opinion])


def _settle(rule: str, judged: Sequence[Response], supporters: Sequence[Response]) -> Conclusion:
    first = supporters[0]
    outcome: Outcome = {"accept": "accepted", "edit": "edited", "reject": "rejected"}[first.verdict]  # type: ignore[assignment]  # one of three literals
    edits = first.edits if outcome == "edited" else None
    return Conclusion(rule, outcome, _ids(judged), _ids(supporters), edits)


def _opinion(response: Response) -> str:
    if response.verdict == "reject":
        return _REJECT
    return json.dumps(response.edits or {}, ensure_ascii=False, sort_keys=True)


def _ids(responses: Sequence[Response]) -> tuple[int, ...]:
    return tuple(response.id for response in responses)
