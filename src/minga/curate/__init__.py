"""Which records are worth a person's time: every record stays, or leaves for a reason."""

from minga.curate.stage import curate

__all__ = ["curate"]
