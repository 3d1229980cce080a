"""What is wrong with a benchmark's item before it is translated: missing parts, broken choices, a doubtful key."""

from minga.translate.source_checks.models_answers import evaluated_opinions, read_opinions
from minga.translate.source_checks.opinions import Disputes, Opinions, disputed_keys, opinions_from
from minga.translate.source_checks.table import SOURCE_CHECKS, SourceCheck, source_findings
from minga.translate.source_checks.word_lists import words_hash

__all__ = [
    "Disputes",
    "Opinions",
    "SOURCE_CHECKS",
    "SourceCheck",
    "disputed_keys",
    "evaluated_opinions",
    "opinions_from",
    "read_opinions",
    "source_findings",
    "words_hash",
]
