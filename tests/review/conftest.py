from __future__ import annotations

from tests.community.databases import clock, db, make_db, migrated_sqlite, postgres_url, sqlite_db  # noqa: F401
