"""The section of a card on people: by the names that they chose, and simulated ones called so."""

from __future__ import annotations

from collections import Counter

from minga.credits import collation_key
from minga.publish.cards import credited
from minga.publish.imprint import Imprint
from minga.publish.markdown import Markdown, escape
from minga.publish.tallies import Key, Tally

__all__ = ["people_section"]


def people_section(tally: Tally, imprint: Imprint) -> Markdown:
    """Who gave texts and who reviewed them, with their numbers of records, in the author list's order."""
    parts = [_given(tally.contributors, imprint), _reviewed(tally, imprint)]
    return Markdown("\n\n".join(part for part in parts if part))


def _given(contributors: Counter[Key], imprint: Imprint) -> str:
    names = _listed(contributors, imprint, simulated=False)
    return f"**Gave texts**: {names}." if names else ""


def _reviewed(tally: Tally, imprint: Imprint) -> str:
    people = _listed(tally.reviewers, imprint, simulated=False)
    simulated = _listed(tally.reviewers, imprint, simulated=True)
    lines = [f"**Reviewed**: {people}."] if people else []
    if simulated:
        lines.append(
            f"**Simulated reviewers, who are programs and not people**: {simulated}. What they decided follows from "
            "simple rules; it shows how the project works and says nothing of what a community thinks."
        )
    return "\n\n".join(lines) or "Nobody has reviewed these records."


def _listed(counter: Counter[Key], imprint: Imprint, *, simulated: bool) -> str:
    wanted = [(name, rows) for name, rows, is_program in credited(counter) if is_program is simulated]
    if imprint.credit_order == "alphabetical":
        wanted.sort(key=lambda entry: collation_key(entry[0], imprint.locale))
    return ", ".join(f"{escape(name)} ({rows:,})" for name, rows in wanted)
