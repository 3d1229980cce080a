"""Grammar that says from where Spanish is, with the words that speak."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

__all__ = ["SPAIN", "VOSEO", "may_signal", "signals"]

VOSEO = frozenset({"AR", "CR", "GT", "HN", "NI", "PY", "SV", "UY"})
"""Countries where vos is used by most, in writing too; parts of others know it."""
SPAIN = frozenset({"ES"})
_VOS = (
    "tenés|querés|podés|sabés|hacés|entendés|debés|ponés|volvés|creés|conocés|venís|decís|vivís|sentís|salís|pedís"
    "|seguís|preferís|llamás|necesitás|pensás|hablás|gustás|buscás|encontrás|empezás|usás|decime|decíme|teneme|tenéme"
    "|poneme|ponéme|haceme|hacéme|hacé|poné|tené|decí|vení|andate|fijate|acordate|olvidate"
)
"""Forms that no other person of the verb has, of the most frequent verbs."""
_VOSOTROS = "vosotros|vosotras|vuestro|vuestra|vuestros|vuestras"
_SEEN = "vi|vio|vimos|vieron|conocí|conoci|conoció|conocimos|conocieron|encontré|encontró"
_PATTERNS = (
    (
        "voseo",
        VOSEO,
        rf"vos (?:sos|\w{{2,12}}[áéí]s)|sos (?:un|una|muy|el|la|mi|de|vos)|{_VOS}",
    ),
    ("vosotros", SPAIN, _VOSOTROS),
    ("vosotros", SPAIN, r"(?!jam)\w{2,14}áis|(?!(?:dieci|veinti)s)\w{2,14}éis"),
    ("ustedes", frozenset[str](), r"ustedes"),
    ("leísmo", SPAIN, rf"les? (?:{_SEEN})"),
)
_KEYS = frozenset(f"vos|sos|ustedes|{_VOS}|{_VOSOTROS}|{_SEEN}".split("|"))
_ENDINGS = ("áis", "éis")
"""One of these words, or in the third pattern one of these endings, is in all that is found."""
_JOINERS = ("'", "’", "·")
"""What makes one word of two."""


def _compiled(numbers: Sequence[int]) -> re.Pattern[str]:
    # a character that is consumed is looked for faster than one that is looked back at
    return re.compile(r"\W(?:" + "|".join(f"(?P<s{number}>{_PATTERNS[number][2]})" for number in numbers) + r")(?!\w)")


_SIGNALS, _WITHOUT_ENDINGS = _compiled((0, 1, 2, 3, 4)), _compiled((0, 1, 3, 4))


def may_signal(text: str, words: Collection[str]) -> bool:
    """Whether it is worth looking for signals in a normalised text with these words (`minga.words.words`)."""
    return not _KEYS.isdisjoint(words) or any(sign in text for sign in (*_ENDINGS, *_JOINERS))


def signals(text: str) -> Iterator[tuple[str, frozenset[str], str]]:
    """Name, countries that it speaks for (none where it only says "not only Spain's"), and words of every sign in a
    normalised text.

    >>> [(name, words) for name, _, words in signals("¿vos tenés la llave de vuestra casa?")]
    [('voseo', 'vos tenés'), ('vosotros', 'vuestra')]
    """
    pattern = _SIGNALS if any(ending in text for ending in _ENDINGS) else _WITHOUT_ENDINGS
    for found in pattern.finditer(f" {text}"):
        name, countries, _ = _PATTERNS[int(str(found.lastgroup)[1:])]
        yield name, countries, found[0][1:]
