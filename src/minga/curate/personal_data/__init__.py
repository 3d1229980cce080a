"""Personal data: where it stands in a text, and what becomes of it."""

from minga.curate.personal_data.finding import countries_of, find_personal_data
from minga.curate.personal_data.span import Span

__all__ = ["Span", "countries_of", "find_personal_data"]
