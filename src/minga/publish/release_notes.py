"""What people took back, in the notes of a release and on its card."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from minga.publish.lineage import Step
from minga.publish.markdown import Markdown, code, escape

__all__ = ["withdrawals_section", "write_release_notes"]

FILE = "RELEASE_NOTES.md"
_ADVICE = (
    "What was published before cannot be called back. Whoever has a copy of an earlier release is asked to use this "
    "one instead."
)


def withdrawals_section(steps: Sequence[Step]) -> Markdown:
    """How many people took their work back, and how many rows left at which step for it; empty while nobody has."""
    people = max((_people(step) for step in steps), default=0)
    if not people:
        return Markdown("")
    rows = {step.name: gone for step in steps if (gone := _rows(step))}
    who = "One person has" if people == 1 else f"{people:,} people have"
    left = f"{sum(rows.values()):,} rows left for it" if rows else "no row of this release was touched by it"
    where = "".join(f"\n- {code(name)}: {number:,} rows" for name, number in sorted(rows.items()))
    return Markdown(
        f"{who} taken their work back since the project began; {left}.{chr(10) if where else ''}{where}\n\n{_ADVICE}"
    )


def write_release_notes(folder: Path, title: str, size: str, steps: Sequence[Step]) -> None:
    """Write `RELEASE_NOTES.md`: what the release holds, and what was taken back."""
    back = withdrawals_section(steps) or "Nobody has taken work back."
    text = f"# {escape(title)}: release notes\n\nThis release has {size}.\n\n## Taken back\n\n{back}\n"
    (folder / FILE).write_text(text, encoding="utf-8")


def _people(step: Step) -> int:
    found = step.manifest.notes.get("people who withdrew", 0) if step.manifest else 0
    return found if isinstance(found, int) else 0


def _rows(step: Step) -> int:
    return step.manifest.counts.dropped.get("withdrawn", 0) if step.manifest else 0
