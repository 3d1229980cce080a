"""Grammar and words that say from where Spanish is, with the words that speak."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

__all__ = ["SPAIN", "VOSEO", "may_signal", "signals"]

VOSEO = frozenset({"AR", "CR", "GT", "HN", "NI", "PY", "SV", "UY"})
"""Countries where vos is used by most, in writing too; parts of others know it."""
SPAIN = frozenset({"ES"})
_STEMS = {
    "és": "ten quer pod sab hac entend deb pon volv cre conoc acced perd aprend le",
    "ás": "llam necesit pens habl gust busc encontr empez us mir dej guard cambi instal agreg naveg envi olvid",
    "é": "hac pon ten le volv mov aprend respond proteg com",
    "í": "dec ven",
    "á": (
        "mir us prob busc revis verific seleccion guard ingres cre agreg dej tom esper llam escuch anot agarr cocin"
        " mezcl cort prepar instal configur cambi reinici actualiz naveg bloque activ administr personaliz envi descarg"
        " explor elimin copi peg arrastr intent escane"
    ),
    "ate": "and fij acord olvid qued sent asegur registr conect",
}
"""Stems of the most frequent verbs, by endings that no other person has. Vivís and decís are vosotros' too."""
_VOS = "|".join(
    (
        *(stem + ending for ending, stems in _STEMS.items() for stem in stems.split()),
        *(f"{order}me" for order in ("deci", "decí", "tene", "tené", "pone", "poné", "hace", "hacé")),
    )
)
_VOSOTROS = "vosotros|vosotras|vuestro|vuestra|vuestros|vuestras"
_SEEN = "vi|vio|vimos|vieron|conocí|conoci|conoció|conocimos|conocieron"
_OWN = {
    "ES": "ordenador|ordenadores|patata|patatas|zumo|zumos|melocotón|melocotones|aparcar|aparcamiento|aparcamientos"
    "|fontanero|fontanera|fontaneros|fichero|ficheros",
    "MX": "jitomate|jitomates|popote|popotes|platicar|chido|chida|chidos|chidas|güey|cacahuate|cacahuates",
    "AR UY": "pibe|piba|pibes|pibas|laburo|bondi",
    "AR PY UY": "heladera|heladeras|remera|remeras|ananá",
    "AR BO CL PY UY": "frutilla|frutillas",
    "AR BO CL EC PE PY UY": "choclo|choclos",
    "AR BO CL PE PY UY": "palta|paltas",
    "CL": "cachai|fome|pololo|polola|pololos|pololas",
    "CL CO EC": "computador|computadores",
    "CO": "parcero|parceros",
}
"""By countries what everybody there says, and hardly anybody elsewhere writes."""
_GRAMMAR = (
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
_PATTERNS = (
    *_GRAMMAR,
    *(
        ("/".join(f"es-{country}" for country in countries.split()), frozenset(countries.split()), words)
        for countries, words in _OWN.items()
    ),
)
_KEYS = frozenset("|".join(("vos|sos|ustedes", _VOS, _VOSOTROS, _SEEN, *_OWN.values())).split("|"))
_ENDINGS = ("áis", "éis")
"""One of these words, or in the third pattern one of these endings, is in all that is found."""
_WITH_ENDINGS = 2
_JOINERS = ("'", "’", "·")
"""What makes one word of two."""


def _compiled(numbers: Sequence[int]) -> re.Pattern[str]:
    # a character that is consumed is looked for faster than one that is looked back at
    return re.compile(r"\W(?:" + "|".join(f"(?P<s{number}>{_PATTERNS[number][2]})" for number in numbers) + r")(?!\w)")


_ALL = range(len(_PATTERNS))
_SIGNALS, _WITHOUT_ENDINGS = _compiled(_ALL), _compiled([number for number in _ALL if number != _WITH_ENDINGS])


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
