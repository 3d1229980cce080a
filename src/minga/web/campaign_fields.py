"""The settings of a campaign that a lead may change in the browser, in the order of the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = [
    "FIELDS",
    "FormField",
    "GROUPS",
    "Group",
]

Input = Literal["text", "lines", "whole", "number", "date", "yes", "tags", "order", "pairs"]


def _later(message: str) -> str:
    """Marks a message for translation where it is defined; it is translated where it is shown."""
    return message


@dataclass(frozen=True)
class FormField:
    """One setting."""

    name: str
    """Its path in `CampaignSettings`: `overlap`, `caps.soft_day`."""
    input: Input
    label: str
    hint: str = ""

    @property
    def top(self) -> str:
        """The key that is changed as a whole."""
        return self.name.partition(".")[0]


@dataclass(frozen=True)
class Group:
    """Fields that belong together."""

    title: str
    fields: tuple[FormField, ...]


GROUPS: tuple[Group, ...] = (
    Group(
        _later("What people read"),
        (
            FormField("title", "text", _later("Title")),
            FormField(
                "description",
                "lines",
                _later("Description"),
                _later("One or two sentences for the public page: whom it serves."),
            ),
        ),
    ),
    Group(
        _later("When"),
        (
            FormField("opens", "date", _later("First day")),
            FormField(
                "closes",
                "date",
                _later("Last day"),
                _later("In UTC. Nothing is handed out after it; answers under way are kept."),
            ),
        ),
    ),
    Group(
        _later("Who may take part"),
        (
            FormField("anyone", "yes", _later("Anybody may join from the public page, without an invitation")),
            FormField(
                "languages",
                "tags",
                _later("Only items and people of these languages"),
                _later("BCP-47 tags with spaces between them; empty takes all."),
            ),
            FormField(
                "varieties",
                "tags",
                _later("Only people who declare one of these varieties"),
                _later("Such as es-PE es-BO; empty takes all that fit an item."),
            ),
            FormField(
                "countries",
                "tags",
                _later("Only people of these countries"),
                _later("Two-letter codes, such as PE BO; empty takes all."),
            ),
        ),
    ),
    Group(
        _later("How many opinions"),
        (
            FormField("overlap", "whole", _later("Opinions that every item gets")),
            FormField(
                "overlap_max",
                "whole",
                _later("Opinions at most"),
                _later(
                    "Where people disagree, more are asked up to this number. No more than the one above: exactly"
                    " that many, and their majority decides."
                ),
            ),
            FormField(
                "confidence",
                "number",
                _later("Sure enough to decide"),
                _later("A probability between 0.5 and 1, such as 0.9."),
            ),
            FormField("lease_minutes", "whole", _later("Minutes that an item is held for a person")),
        ),
    ),
    Group(
        _later("Control items and entry test"),
        (
            FormField(
                "gold_rate",
                "number",
                _later("Share of items whose answer is known"),
                _later(
                    "Between 0 and 0.5: 0.05 is one in twenty. From the project’s file of gold items and what "
                    "adjudicators settled."
                ),
            ),
            FormField(
                "repeat_rate",
                "number",
                _later("Share of items that come again"),
                _later("Between 0 and 0.5. They show how steady answers are."),
            ),
            FormField(
                "test_items",
                "whole",
                _later("Questions of the entry test"),
                _later("In each language; 0 has none. They come from the project’s file of gold items."),
            ),
            FormField("test_pass", "number", _later("Share of right answers that passes"), _later("Between 0 and 1.")),
            FormField("test_attempts", "whole", _later("How often the test may be tried")),
        ),
    ),
    Group(
        _later("How much one person does"),
        (
            FormField(
                "caps.soft_day",
                "whole",
                _later("Answers a day after which a rest is suggested"),
                _later("0 suggests none."),
            ),
            FormField("caps.hard_day", "whole", _later("Answers a day at most"), _later("0 has no such end.")),
            FormField(
                "caps.share",
                "number",
                _later("Largest share of all answers by one person"),
                _later("Between 0 and 1; 1 has no such limit."),
            ),
            FormField("caps.share_from", "whole", _later("Answers that anybody may give before the share counts")),
        ),
    ),
    Group(
        _later("Credit"),
        (
            FormField("credit.answer", "number", _later("Points for an answer that the decision agrees with")),
            FormField("credit.edit", "number", _later("Points for an edit that was adopted")),
            FormField("credit.adjudication", "number", _later("Points for settling a dispute")),
            FormField("credit.written", "number", _later("Points for a text that was accepted in review")),
            FormField(
                "credit.thresholds",
                "pairs",
                _later("Titles and the points from which they are given"),
                _later("One a line, such as: co-author = 50"),
            ),
            FormField("credit.order", "order", _later("Order of the author list")),
        ),
    ),
)

FIELDS = tuple(field for group in GROUPS for field in group.fields)
"""All of them."""
