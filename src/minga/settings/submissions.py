"""Models that people submit to the leaderboard."""

from __future__ import annotations

from pydantic import Field

from minga.settings.base import Part

__all__ = ["SubmissionSettings"]


class SubmissionSettings(Part):
    """`[submissions]`: whose models are evaluated besides the project's own."""

    open: bool = False
    """Whether people who are signed in may submit models of the Hub."""
    approval: bool = True
    """Whether a lead accepts each model that passed the checks; off, they go straight into the queue."""
    per_week: int = Field(default=3, ge=1)
    """Models that one person may submit in seven days; what is refused at the door does not count."""
    max_parameters: int = Field(default=15_000_000_000, ge=1)
    """The largest model that is taken, in parameters."""
    memory: float = Field(default=0, ge=0)
    """Gigabytes of memory of the machine that evaluates; 0 takes this machine's."""
    seconds: int = Field(default=120, ge=5, le=3600)
    """How long the Hub may take to answer all that a check asks."""
