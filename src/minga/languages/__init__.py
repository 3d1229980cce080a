"""Languages and their varieties: BCP-47 tags, whether one fits another, their names, and who speaks them.

A *variety* is a language as spoken somewhere, written as one tag: `es-PE`, `ca-valencia`, `gn`, `es-x-lima`.

>>> from minga import languages
>>> languages.check_tag("ES-pe")
'es-PE'
>>> languages.matches("es", "es-PE"), languages.matches("es-AR", "es-PE")
(True, False)
>>> languages.name("ca-valencia", "ca")
'català (valencià)'
>>> languages.speakers("gn")["PY"]
6018040
"""

from __future__ import annotations

from minga.languages._matching import macrolanguage, matches
from minga.languages._names import countries, country_name, name
from minga.languages._speakers import speakers, territories
from minga.languages._tags import check_tag, language_of, territory_of

__all__ = [
    "check_tag",
    "countries",
    "country_name",
    "language_of",
    "macrolanguage",
    "matches",
    "name",
    "speakers",
    "territories",
    "territory_of",
]
