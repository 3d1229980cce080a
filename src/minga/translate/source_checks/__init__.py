"""What is wrong with a benchmark's item before it is translated: missing parts, broken choices, a doubtful key."""

from minga.translate.source_checks.opinions import Opinions, disputed_keys, opinions_from
from minga.translate.source_checks.table import SOURCE_CHECKS, SourceCheck, source_findings
from minga.translate.source_checks.word_lists import words_hash

__all__ = [
    "Opinions",
    "SOURCE_CHECKS",
    "SourceCheck",
    "disputed_keys",
    "opinions_from",
    "source_findings",
    "words_hash",
]
