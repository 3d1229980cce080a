"""Leaderboard: scores with intervals, what may be concluded from them, and the page that says so."""

from __future__ import annotations

from minga.leaderboard.columns import Gap
from minga.leaderboard.stage import CODE, leaderboard
from minga.leaderboard.standings import Standings

__all__ = ["CODE", "Gap", "Standings", "leaderboard"]
