"""The settings of a campaign that a lead may change in the browser, in the order of the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from minga.web.messages import later

__all__ = [
    "FIELDS",
    "FormField",
    "GROUPS",
    "Group",
]

Input = Literal["text", "lines", "whole", "number", "date", "yes", "tags", "order", "pairs"]


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
        later("What people read"),
        (
            FormField("title", "text", later("Title")),
            FormField(
                "description",
                "lines",
                later("Description"),
                later("One or two sentences for the public page: whom it serves."),
            ),
        ),
    ),
    Group(
        later("When"),
        (
            FormField("opens", "date", later("First day")),
            FormField(
                "closes",
                "date",
                later("Last day"),
                later("In UTC. Nothing is handed out after it; answers under way are kept."),
            ),
        ),
    ),
    Group(
        later("Who may take part"),
        (
            FormField("anyone", "yes", later("Anybody may join from the public page, without an invitation")),
            FormField(
                "languages",
                "tags",
                later("Only items and people of these languages"),
                later("BCP-47 tags with spaces between them; empty takes all."),
            ),
            FormField(
                "varieties",
                "tags",
                later("Only people who declare one of these varieties"),
                later("Such as es-PE es-BO; empty takes all that fit an item."),
            ),
            FormField(
                "countries",
                "tags",
                later("Only people of these countries"),
                later("Two-letter codes, such as PE BO; empty takes all."),
            ),
        ),
    ),
    Group(
        later("How many opinions"),
        (
            FormField("overlap", "whole", later("Opinions that every item gets")),
            FormField(
                "overlap_max",
                "whole",
                later("Opinions at most"),
                later(
                    "Where people disagree, more are asked up to this number. No more than the one above: exactly"
                    " that many, and their majority decides."
                ),
            ),
            FormField(
                "confidence",
                "number",
                later("Sure enough to decide"),
                later("A probability between 0.5 and 1, such as 0.9."),
            ),
            FormField("lease_minutes", "whole", later("Minutes that an item is held for a person")),
            FormField(
                "sensitivity",
                "yes",
                later("With a translation, ask about culture and time as well"),
                later("Global-MMLU’s labels. Nobody has to answer them."),
            ),
        ),
    ),
    Group(
        later("Control items and entry test"),
        (
            FormField(
                "gold_rate",
                "number",
                later("Share of items whose answer is known"),
                later(
                    "Between 0 and 0.5: 0.05 is one in twenty. From the project’s file of gold items and what "
                    "adjudicators settled."
                ),
            ),
            FormField(
                "repeat_rate",
                "number",
                later("Share of items that come again"),
                later("Between 0 and 0.5. They show how steady answers are."),
            ),
            FormField(
                "test_items",
                "whole",
                later("Questions of the entry test"),
                later("In each language; 0 has none. They come from the project’s file of gold items."),
            ),
            FormField("test_pass", "number", later("Share of right answers that passes"), later("Between 0 and 1.")),
            FormField("test_attempts", "whole", later("How often the test may be tried")),
        ),
    ),
    Group(
        later("How much one person does"),
        (
            FormField(
                "caps.soft_day",
                "whole",
                later("Answers a day after which a rest is suggested"),
                later("0 suggests none."),
            ),
            FormField("caps.hard_day", "whole", later("Answers a day at most"), later("0 has no such end.")),
            FormField(
                "caps.share",
                "number",
                later("Largest share of all answers by one person"),
                later("Between 0 and 1; 1 has no such limit."),
            ),
            FormField("caps.share_from", "whole", later("Answers that anybody may give before the share counts")),
        ),
    ),
    Group(
        later("Credit"),
        (
            FormField("credit.answer", "number", later("Points for an answer that the decision agrees with")),
            FormField("credit.edit", "number", later("Points for an edit that was adopted")),
            FormField("credit.adjudication", "number", later("Points for settling a dispute")),
            FormField("credit.written", "number", later("Points for a text that was accepted in review")),
            FormField(
                "credit.thresholds",
                "pairs",
                later("Titles and the points from which they are given"),
                later("One a line, such as: co-author = 50"),
            ),
            FormField("credit.order", "order", later("Order of the author list")),
        ),
    ),
)

FIELDS = tuple(field for group in GROUPS for field in group.fields)
"""All of them."""
