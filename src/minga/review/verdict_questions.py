"""Built-in questions of campaigns over translations: what kind of edit or rejection it is, and Global-MMLU's labels.

Global-MMLU (Singh et al. 2024, arXiv 2412.03304) calls a question culturally sensitive when answering it takes
cultural, geographic or dialect knowledge, culturally agnostic otherwise, and time-sensitive when its answer changes.
"""

from __future__ import annotations

from minga.settings import QuestionSettings

__all__ = ["DETAILS", "EDITED_AS", "REJECTED_AS", "SENSITIVITY"]

EDITED_AS = QuestionSettings(
    name="edited_as",
    type="label",
    title="Is your edit a translation or an adaptation?",
    options=("translation", "adaptation"),
    required=False,
    when={"verdict": "edit"},
)
REJECTED_AS = QuestionSettings(
    name="rejected_as",
    type="label",
    title="What is wrong with it?",
    options=("translation", "untranslatable", "source-wrong"),
    required=False,
    when={"verdict": "reject"},
)
DETAILS = (EDITED_AS, REJECTED_AS)
"""Answered by the button that somebody presses; pages show no question for them."""

SENSITIVITY = (
    QuestionSettings(
        name="cultural",
        type="label",
        title="Does answering take knowledge of one culture, place or dialect?",
        help="Would somebody from elsewhere who knows the subject be at a loss? That it names a place is not enough.",
        options=("sensitive", "agnostic"),
        labels={"sensitive": "Yes", "agnostic": "No"},
        required=False,
    ),
    QuestionSettings(
        name="cultural_knowledge",
        type="labels",
        title="Which knowledge does it take?",
        options=("cultural", "geographic", "dialect"),
        labels={
            "cultural": "Customs, history, law, works or beliefs",
            "geographic": "Places and what is there",
            "dialect": "Words of a dialect or slang",
        },
        required=False,
        when={"cultural": "sensitive"},
    ),
    QuestionSettings(
        name="time_sensitive",
        type="label",
        title="May the right answer change with time?",
        help="Such as records, prices, who holds an office, or what is known by now.",
        options=("yes", "no"),
        labels={"yes": "Yes", "no": "No"},
        required=False,
    ),
)
"""Asked where `sensitivity` is set."""
