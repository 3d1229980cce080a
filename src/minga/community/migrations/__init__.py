"""Migrations of the community database, oldest first; `Database.migrate` runs them."""
