"""What a command says at its end: what it made, where it is, and what to do next."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from minga.control_signs import visible

__all__ = ["Made", "Outcome", "plain"]


@dataclass(frozen=True)
class Made:
    """One thing that a command made or found unchanged."""

    name: str
    path: str
    state: str
    """`made`, `unchanged` or `pending`."""
    rows: int | None = None
    dropped: dict[str, int] = field(default_factory=dict)


@dataclass
class Outcome:
    """The end of a command, for people and (with `--json`) for programs."""

    made: list[Made] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    """What could not be done though the command went on; makes the exit code 3."""
    remarks: list[str] = field(default_factory=list)
    """What the person should know besides; `data` has it for programs."""
    next: str = ""
    """What the person would do now."""
    data: dict[str, Any] = field(default_factory=dict)
    """Further facts, for `--json`."""
    text: Any = None
    """What to print for people instead of the table of things made (a string or a rich renderable)."""

    @property
    def exit_code(self) -> int:
        """0 done, 3 done with items left out."""
        return 3 if self.left_out else 0

    def as_json(self) -> dict[str, Any]:
        """Everything but the text for people."""
        values = {"made": [asdict(made) for made in self.made], "left_out": self.left_out, "next": self.next}
        return {key: value for key, value in values.items() if value} | self.data


def plain(text: object) -> str:
    """`text` so that rich prints it as it stands: `minga[eval]` and `[[donations]]` are no markup.

    Signs that command the terminal are replaced.
    """
    from rich.markup import escape

    return escape(visible(text))
