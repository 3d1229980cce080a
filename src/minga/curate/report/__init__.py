"""What a run of curating did, as a page to read."""

from minga.curate.report.stage import curation_report

__all__ = ["curation_report"]
