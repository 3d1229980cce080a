"""From what the library gives to what the API shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from minga.community.models import Campaign, CampaignKind, Response
from minga.review import fields_of
from minga.review.questions import questions_of
from minga.web.api.schemas import AnswerOut, FindingOut, QuestionOut, TextOut

__all__ = ["answer_out", "questions_out", "texts_out"]


def texts_out(kind: CampaignKind, payload: Mapping[str, Any], *, swapped: bool = False) -> list[TextOut]:
    """The texts of an item, in the order in which the person who holds it should read them."""
    texts = [
        TextOut(
            name=text.name,
            text=text.text,
            source=text.source,
            is_key=text.is_key,
            editable=text.editable,
            findings=[FindingOut.model_validate(finding, from_attributes=True) for finding in text.findings],
        )
        for text in fields_of(kind, payload)
    ]
    if swapped:
        texts.sort(key=lambda text: {"a": 2, "b": 1}.get(text.name, 0))
    return texts


def questions_out(campaign: Campaign) -> list[QuestionOut]:
    """Everything that a campaign asks about an item."""
    return [QuestionOut.model_validate(question, from_attributes=True) for question in questions_of(campaign)]


def answer_out(kept: Response) -> AnswerOut:
    """An answer as it was kept."""
    return AnswerOut(
        id=kept.id,
        assignment_id=kept.assignment_id,
        version=kept.version,
        verdict=kept.verdict,
        answers=kept.answers or {},
        edits=kept.edits or {},
        note=kept.note,
        late=kept.late,
        guidelines_version=kept.guidelines_version,
        created_at=kept.created_at,
    )
