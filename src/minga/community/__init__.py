"""People, roles, consent and audit: the community's database."""

from __future__ import annotations

from minga.community.clock import Clock, utc_now
from minga.community.database import Database

__all__ = ["Clock", "Database", "utc_now"]
