"""Characters that are not what they seem."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from minga.translate.lint.pairs import Fault, TextPair

__all__ = ["odd_characters", "wrong_spelling"]

_HIDDEN = re.compile("[\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060-\u2064\ufeff\u00ad\ufe0f]")
_MIXED = re.compile(r"(?:[A-Za-zÀ-ɏ]+[\u0370-\u03ff\u0400-\u04ff]|[\u0370-\u03ff\u0400-\u04ff]+[A-Za-zÀ-ɏ])\w*")
_TWINS = str.maketrans("аеорсухіјѕԁһАВЕКМНОРСТХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανι", "aeopcyxijsdhABEKMHOPCTXIJSABEZHIKMNOPTYXoavi")
_ACCENT = re.compile(r"(?<=[^\W\d_])[´`ʼ‛′](?=[^\W\d_])")
_BYTES = r"[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
"""The second and later bytes of a letter in UTF-8, as Latin-1 and Windows-1252 show them."""
_MISREAD = re.compile(
    rf"(?<![A-ZÀ-Þ])(?:[ÃÅÄ]{_BYTES}|Â[\x80-\xbf]|â{_BYTES}{{2}}|ï»¿)|\ufffd|(?<=[^\W\d_])\?(?=[a-zà-ÿ])"
)
_ESCAPED = re.compile(
    r"\\u00[c-f][0-9a-f]|\\x[c-f][0-9a-f]|&[a-zA-Z](?:acute|grave|tilde|circ|uml|cedil);|%C3%[89AB][0-9A-F]"
)
"""Letters with accents that were written for a machine and never read back."""
_BREAKING = re.compile(r"[ÃÅÄÂâï\ufffd\\&%]|\?\w")
"""What both of these have one of."""
_SUSPECT = re.compile(r"[^\x00-\x5f\x61-\x7fÀ-ɏªº·¿¡«»“”’…—–]")
"""Neither a letter in its usual form nor a usual mark."""


def odd_characters(text: TextPair) -> Iterator[Fault]:
    """Hidden characters, letters of other alphabets that look alike, loose accents, text that is not in NFC.

    The suggestion is the text without them.
    """
    broken = _broken(text)
    if broken is not None:
        yield broken
        return
    if not _SUSPECT.search(text.target):
        return
    mended = unicodedata.normalize("NFC", text.target)
    if mended != text.target:
        place = next(at for at, sign in enumerate(text.target) if at >= len(mended) or mended[at] != sign)
        start = max(0, place)
        yield Fault(text.name, text.target[start : start + 2], start, suggestion=mended)
        return
    hidden = _HIDDEN.search(text.target)
    if hidden and hidden[0] not in text.source:
        yield (
            text.in_target(*hidden.span())
            if _HIDDEN.sub("", text.target) == ""
            else Fault(text.name, hidden[0], hidden.start(), suggestion=_HIDDEN.sub("", text.target))
        )
    mixed = _MIXED.search(text.target)
    if mixed and mixed[0] not in text.source:
        yield (
            text.replaced(*mixed.span(), mixed[0].translate(_TWINS), "warning")
            if mixed[0].translate(_TWINS) != mixed[0]
            else text.in_target(*mixed.span())
        )
    loose = _ACCENT.search(text.target)
    if loose and loose[0] not in text.source:
        yield text.replaced(*loose.span(), "’")


def _broken(text: TextPair) -> Fault | None:
    """Letters that were read in another encoding than they were written in: `Ã©`, `â€™`, `espa?ol`."""
    if not _BREAKING.search(text.target):
        return None
    found = _MISREAD.search(text.target) or _ESCAPED.search(text.target)
    if found is None or found[0] in text.source.replace("?", "") or (found[0] == "?" and _in_address(text, found)):
        return None
    mended = _read_again(text.target)
    return Fault(text.name, found[0], found.start(), suggestion=mended if mended != text.target else "")


def _in_address(text: TextPair, found: re.Match[str]) -> bool:
    word = next(part for part in re.finditer(r"\S+", text.target) if part.end() > found.start())[0]
    return word in text.source or "/" in word or "=" in word


def _read_again(target: str) -> str:
    """`target` with the runs of misread letters as they were written."""

    def read(found: re.Match[str]) -> str:
        return b"".join(map(_byte, found[0])).decode("utf-8", "replace")

    mended = re.sub(rf"[ÃÅÄÂ]{_BYTES}|â{_BYTES}{{2}}", read, target)
    return target if "\ufffd" in mended else mended


def _byte(sign: str) -> bytes:
    return sign.encode("latin-1") if ord(sign) < 256 else sign.encode("cp1252")


def wrong_spelling(text: TextPair) -> Iterator[Fault]:
    """Spellings that the rules name as wrong, such as `col.lecció` for `col·lecció`."""
    mended = text.target
    first: re.Match[str] | None = None
    for wrong, right in text.target_rules.spelling:
        found = wrong.search(mended)
        if found and not wrong.search(text.source):
            first = first or found
            mended = wrong.sub(right, mended)
    if first is not None and mended != text.target:
        yield Fault(text.name, first[0], first.start(), suggestion=mended)
