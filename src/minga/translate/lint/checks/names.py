"""Names of people, places and organisations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache

from minga.translate.lint.folding import cognate, folded
from minga.translate.lint.gazetteer import called, places
from minga.translate.lint.pairs import Fault, ItemPair, Severity, TextPair, Word
from minga.translate.lint.vocabulary import meanings

__all__ = ["added_name", "lost_name"]

_ADJECTIVE = re.compile(r"(?:ians?|icans?|eans?|oans?|yans?|ish|ese|ists?|ism|ity|days?)$")
"""Nationalities, religions and the like: English writes them with a capital, others do not."""
_START = re.compile(r"(?:^|[.!?:;…]|[\n\"“«(¿¡‘'—-])\s*$")
_ROMAN = re.compile(r"[IVXLCDM]+")
_SHORTEST = 3
_KIN = 3
"""Letters at the beginning from which two names count as one."""
_DERIVED = 4
"""Letters that a name and what is derived from it share."""
_KIN_OF_WORD = 5
"""Letters from which a name and a common word do."""
_SHORT_NAMES = {
    "united states": re.compile(r"(?<![\w.])(?:U\.S\.(?:A\.)?|USA?|America)(?![\w])"),
    "uk": re.compile(r"(?<![\w.])(?:U\.K\.|UK|Britain)(?![\w])"),
    "un": re.compile(r"(?<![\w.])(?:U\.N\.|UN|United Nations)(?![\w])"),
    "eu": re.compile(r"(?<![\w.])(?:E\.U\.|EU|European Union)(?![\w])"),
}


def lost_name(pair: ItemPair) -> Iterator[Fault]:
    """A name of the source is missing in the translation, or another one stands in its place.

    Exonyms (CLDR's names of countries and cities, the rules' table) and spellings that begin alike are the same name.
    A warning where the item keeps the name elsewhere, where it is a place, or where another name has come instead.
    """
    for text, lost, added in _changes(pair):
        severities = dict(lost)
        come = _runs(text.target, added)
        wrong = come[0] if len(come) == 1 else None
        place = (text.target[wrong[0].start : wrong[-1].end], wrong[0].start) if wrong else ("", -1)
        for run in _runs(text.source, list(severities)):
            whole = text.source[run[0].start : run[-1].end]
            severity: Severity = "warning" if "warning" in map(severities.get, run) else "note"
            yield Fault(text.name, *place, whole, run[0].start, severity=severity)


def added_name(pair: ItemPair) -> Iterator[Fault]:
    """The translation has a name that stands nowhere in the source: a warning where it is a place or another text's."""
    for text, lost, added in _changes(pair):
        if lost:
            continue
        for run in _runs(text.target, added):
            known = any(
                folded(name.text) in places(text.target_rules.language)
                or any(other is not text and name.text in other.source for other in pair.texts)
                for name in run
            )
            yield text.in_target(run[0].start, run[-1].end, "warning" if known else "note")


Change = tuple[TextPair, Sequence[tuple[Word, Severity]], Sequence[Word]]


@lru_cache(maxsize=2)
def _changes(pair: ItemPair) -> tuple[Change, ...]:
    """For each text: the names that it lost, how surely, and the names that came in."""
    if not pair.between_languages or not any(map(_has_capitals, pair.texts)):
        return ()
    named = [
        (text, [(name, _stands(name, text)) for name in _source_names(text, pair)])
        for text in pair.texts
        if text.target
    ]
    kept = {name.low for _, names in named for name, stands in names if stands}
    return tuple(_change(text, [name for name, stands in names if not stands], kept) for text, names in named)


def _has_capitals(text: TextPair) -> bool:
    return bool(text.source_capitals) or any(word.start for word in text.target_capitals)


def _change(text: TextPair, missing: Sequence[Word], kept: Set[str]) -> Change:
    added = _added(text, bool(missing))
    lost: list[tuple[Word, Severity]] = []
    come = _runs(text.target, added)
    for name in missing:
        sure = name.low in kept or folded(name.text) in places(text.source_rules.language)
        replaced = len(come) == 1 and not (name.text.isupper() and come[0][0].text.isupper())
        quoted = _is_quoted(text.source, name)
        lost.append((name, "warning" if (sure or replaced) and not quoted else "note"))
    return text, lost, added


def _runs(text: str, words: Sequence[Word]) -> list[list[Word]]:
    """Names of one or more of these words, with nothing but a space between them."""
    runs: list[list[Word]] = []
    for word in words:
        if runs and not text[runs[-1][-1].end : word.start].strip():
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def _is_quoted(text: str, word: Word) -> bool:
    before = text[: word.start]
    return before.count('"') % 2 == 1 or before.count("“") > before.count("”")


def _source_names(text: TextPair, pair: ItemPair) -> Iterator[Word]:
    words = text.source_words
    capitals = text.source_capitals
    if not capitals or (len(capitals) > 0.7 * len(words) and len(words) > 5):
        return  # no names, or a title
    known = places(text.source_rules.language)
    for word in capitals:
        if (
            len(word.text) < _SHORTEST
            or word.low in text.source_rules.name_words
            or word.low in text.source_rules.calendar
        ):
            continue
        if _ADJECTIVE.search(word.low) and folded(word.text) not in known:
            continue
        if word.text.isupper() and meanings(word.low, text.source_rules.language):
            continue  # TRUE is a word that is shouted
        if word.low in text.source_rules.function_words or word.low in text.source_rules.numbers:
            continue
        if not _begins(text.source, word.start) or _sure(word, text, pair):
            yield word


def _sure(word: Word, text: TextPair, pair: ItemPair) -> bool:
    """Whether a word at the beginning of a sentence is a name nevertheless."""
    if folded(word.text) in places(text.source_rules.language):
        return True
    return any(
        one.text == word.text and not _begins(other.source, one.start)
        for other in pair.texts
        if word.text in other.source
        for one in other.source_words
    )


def _stands(name: Word, text: TextPair) -> bool:
    """Whether the translation has the name in any form."""
    low = folded(name.text)
    if low in text.target_folded:
        return True
    known = (*text.target_rules.names.get(low, ()), *_phrase(low, text))
    if any(other in text.target_folded or _derived(other, text) for other in known):
        return True
    place = places(text.source_rules.language).get(low)
    if place and any(_derived(part, text) for part in called(place, text.target_rules.language)):
        return True
    sound = cognate(name.low)
    return any(
        cognate(word.low).startswith(sound[: _KIN if word.text[0].isupper() else _KIN_OF_WORD])
        for word in text.target_words
    )


def _derived(name: str, text: TextPair) -> bool:
    """Whether a word of the translation begins like a name: `londinense` for `Londres`, `xinès` for `Xina`."""
    if len(name) < _DERIVED:
        return False
    start = name[: min(_DERIVED, len(name) - 1)]
    return any(len(word) >= len(name) and word.startswith(start) for word in text.target_parts)


def _phrase(name: str, text: TextPair) -> tuple[str, ...]:
    """What names of several words that hold this one are called, as `New York`."""
    return next((others for known, others in _phrases(text) if name in known), ())


def _phrases(text: TextPair) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The names of several words that the source has, with what they are called."""
    phrases = text.target_rules.name_phrases
    for word in text.source_set:
        for known, others in phrases.get(word if word.isascii() else folded(word), ()):
            if known in text.source_folded:
                yield known, others


def _added(text: TextPair, all_of_them: bool) -> list[Word]:
    """Names of the translation that no capital word of the source can have become."""
    rules = text.target_rules
    gazetteer = places(rules.language)
    capitals = [
        word
        for word in text.target_capitals
        if len(word.text) >= _SHORTEST and not (_begins(text.target, word.start) and folded(word.text) not in gazetteer)
    ]
    if not capitals:
        return []
    ours = text.source_capitals
    beginnings = {cognate(word.low)[:_KIN] for word in text.source_words}
    known = _known(ours, text)
    found = []
    for word in capitals:
        low = folded(word.text)
        if _ROMAN.fullmatch(word.text):
            continue
        if low in known or cognate(word.low)[:_KIN] in beginnings:
            continue
        if (
            word.low in rules.function_words
            or word.low in rules.calendar
            or (low in gazetteer and _in_source(gazetteer[low], text))
        ):
            continue
        found.append(word)
    # a capital word that names something in English is mostly one here, and not all are in a list
    others = [
        word
        for word in ours
        if word.low in text.source_rules.name_words or _ADJECTIVE.search(word.low) or word.text.isupper()
    ]
    return found if not others or any(folded(word.text) in gazetteer for word in found) else []


def _known(ours: Sequence[Word], text: TextPair) -> Set[str]:
    """Parts of what the source's names are called in the target's language."""
    table = text.target_rules.names
    phrases = [table.get(folded(word.text), ()) for word in ours]
    phrases += [others for _, others in _phrases(text)]
    for name, short in _SHORT_NAMES.items():
        if short.search(text.source):
            phrases.append(table.get(name, ()))
    return {part for others in phrases for other in others for part in re.findall(r"[^\W\d_]+", other)}


def _in_source(code: str, text: TextPair) -> bool:
    return any(part in text.source_folded for part in called(code, text.source_rules.language))


def _begins(text: str, place: int) -> bool:
    """Whether a sentence, a quotation or a clause of its own begins at `place`."""
    return _START.search(text[max(0, place - 4) : place]) is not None if place else True
