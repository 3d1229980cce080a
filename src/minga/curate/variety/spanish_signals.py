"""Grammar that says from where Spanish is, with the words that speak."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["SPAIN", "VOSEO", "signals"]

VOSEO = frozenset({"AR", "CR", "GT", "HN", "NI", "PY", "SV", "UY"})
"""Countries where vos is used by most, in writing too; parts of others know it."""
SPAIN = frozenset({"ES"})
_PATTERNS = (
    (
        "voseo",
        VOSEO,
        # forms that no other person of the verb has, of the most frequent verbs
        (
            r"vos (?:sos|\w{2,12}[áéí]s)|(?:ten|quer|pod|sab|hac|entend|deb|pon|volv|cre|conoc)és"
            r"|(?:ven|dec|viv|sent|sal|ped|segu|prefer)ís|(?:llam|necesit|pens|habl|gust|busc|encontr|empez|us)ás"
            r"|sos (?:un|una|muy|el|la|mi|de|vos)|(?:dec[ií]|ten[eé]|pon[eé]|hac[eé])me|(?:hac|pon|ten)é|(?:dec|ven)í"
            r"|(?:and|fij|acord|olvid)ate"
        ),
    ),
    ("vosotros", SPAIN, r"vosotr[oa]s|vuestr[oa]s?|(?!jam)\w{2,14}áis|(?!(?:dieci|veinti)s)\w{2,14}éis"),
    ("ustedes", frozenset[str](), r"ustedes"),
    ("leísmo", SPAIN, r"les? (?:vi|vio|vimos|vieron|conoc[íi]|conoció|conocimos|conocieron|encontré|encontró)"),
)
_SIGNALS = re.compile(
    r"(?<!\w)(?:" + "|".join(f"(?P<s{number}>{words})" for number, (_, _, words) in enumerate(_PATTERNS)) + r")(?!\w)"
)


def signals(text: str) -> Iterator[tuple[str, frozenset[str], str]]:
    """Name, countries that it speaks for (none where it only says "not only Spain's"), and words of every sign in a
    normalised text.

    >>> [(name, words) for name, _, words in signals("¿vos tenés la llave de vuestra casa?")]
    [('voseo', 'vos tenés'), ('vosotros', 'vuestra')]
    """
    for found in _SIGNALS.finditer(text):
        name, countries, _ = _PATTERNS[int(str(found.lastgroup)[1:])]
        yield name, countries, found[0]
