"""Texts for translators, and their translations back: CSV, JSON Lines, XLIFF 1.2 and PO."""

from minga.translate.handover.entries import Entry, entries_of
from minga.translate.handover.files import FORMS, read_entries, write_entries

__all__ = ["Entry", "FORMS", "entries_of", "read_entries", "write_entries"]
