"""Text that is still in the source's language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from minga.translate.lint.language_rules import LanguageRules
from minga.translate.lint.pairs import Fault, Severity, TextPair, Word
from minga.translate.lint.vocabulary import is_left_in_english
from minga.translate.protected import protected_parts

__all__ = ["untranslated"]

_RUN = 3
"""Words in a row that stand in both texts."""
_LONG_RUN = 5
_SENTENCE = 4
"""Words from which the language of a text can be told by its function words."""
_NAMING = re.compile(r"[/@_\\]\0|\0[/@_\\]|\w\.\0|\0\.\w|--?\0|^\W?['‘`(\[]\0|\0['’`]")
"""What stands beside a word (\\0) in paths, addresses, options, names of things, quotations and brackets."""
_LONGEST_TITLE = 12
_SHARE = 0.25
"""Share of function words of the source's language from which a text is in that language."""


def untranslated(text: TextPair) -> Iterator[Fault]:
    """The whole text or a part of it was not translated.

    Names, titles and quotations may stay: a run of words counts when it holds a function word that only the source's
    language has (`the`, `which`), or when the text is the same and its small words are not spelt as the target's.
    """
    if not text.source_rules.known or text.source_rules.language == text.target_rules.language:
        return
    foreign = _foreign(text.source_rules, text.target_rules)
    if text.source_set == text.target_set and _same(text.source, text.target):
        yield from _copied(text, foreign)
        return
    if _is_foreign(text, foreign):
        yield text.in_target(0, len(text.target))
    else:
        found = list(_runs(text, foreign))
        yield from found or _single_words(text, foreign)


@lru_cache(maxsize=64)
def _foreign(ours: LanguageRules, theirs: LanguageRules) -> frozenset[str]:
    return ours.function_words - theirs.function_words - theirs.homographs


def _same(source: str, target: str) -> bool:
    return source.casefold().split() == target.casefold().split()


def _is_foreign(text: TextPair, foreign: frozenset[str]) -> bool:
    """Whether its function words are those of the source's language, names and quotations aside."""
    words = text.target_words
    if foreign.isdisjoint(text.target_set):
        return False
    enough = max(1.0, _SHARE * len(words))
    telling = [word for place, word in enumerate(words) if word.low in foreign and not _is_in_name(words, place)]
    if len(words) < _SENTENCE or len(telling) <= enough:
        return False
    telling = [word for word in telling if not _is_quoted(text.target, [word])]
    return len(telling) > max(enough, sum(word.low in text.target_rules.function_words for word in words))


def _is_in_name(words: Sequence[Word], place: int) -> bool:
    """Whether a word is a part of a name, as in `Will Smith` and `Men in Black`."""
    around = [words[at].text[0].isupper() for at in (place - 1, place + 1) if 0 <= at < len(words)]
    return all(around) or (place > 0 and words[place].text[0].isupper())


def _copied(text: TextPair, foreign: frozenset[str]) -> Iterator[Fault]:
    parts = [(part.start, part.end) for part in protected_parts(text.target)]
    words = [word for word in text.target_words if not any(start <= word.start < end for start, end in parts)]
    if any(word.low in foreign for word in words) and not _is_title(words, text.source_rules.verbs):
        yield text.in_target(0, len(text.target), None if len(words) >= _RUN else "warning", text.source)
        return
    alien = text.target_rules.pattern("alien")
    small = [word for word in words if word.text.islower() and len(word.text) > 3]
    if len(words) >= _RUN and len(small) > 1 and not _is_title(words, text.source_rules.verbs):
        yield text.whole()
        return
    if small and len(small) == len(words) and any(_is_alien(word.low, alien, text) for word in small):
        yield text.in_target(0, len(text.target), "warning", text.source)


def _runs(text: TextPair, foreign: frozenset[str]) -> Iterator[Fault]:
    """Stretches of the source's very words with one of its function words among them."""
    if len(text.target_set & text.source_set) < _RUN:
        return
    source = [word.low for word in text.source_words]
    there = {tuple(source[start : start + _RUN]) for start in range(len(source) - _RUN + 1)}
    words = text.target_words
    start = 0
    while start + _RUN <= len(words):
        end = start
        while tuple(word.low for word in words[end : end + _RUN]) in there:
            end += 1
        if end == start:
            start += 1
            continue
        run = words[start : end + _RUN - 1]
        start = end + _RUN - 1
        parts = [(part.start, part.end) for part in protected_parts(text.target)]
        run = [word for word in run if not any(begin <= word.start < stop for begin, stop in parts)]
        if len(run) < _RUN:
            continue  # addresses and formulas stay as they are
        telling = any(word.text in foreign for word in run) or _is_plain_prose(run, text)
        if not telling or _is_title(run, text.source_rules.verbs):
            continue
        if not _is_quoted(text.target, run):
            severity: Severity | None = None if len(run) >= _LONG_RUN else "warning"
            first, last = run[0].start, run[-1].end
            yield text.in_target(first, last, severity, text.target[first:last])


def _is_plain_prose(run: Sequence[Word], text: TextPair) -> bool:
    """Whether many small words stand there that are not the target's: two languages seldom agree in so many."""
    small = [word for word in run if word.text.islower() and word.low not in text.target_rules.function_words]
    return len(run) > _RUN and len(small) >= _RUN


def _single_words(text: TextPair, foreign: frozenset[str]) -> Iterator[Fault]:
    """Words of the source here and there: its function words, or spellings that the target does not have."""
    if not text.target_rules.known:
        return
    alien = text.target_rules.pattern("alien")
    shared = {word for word in text.target_set & text.source_set if word in foreign or _is_alien(word, alien, text)}
    if not shared:
        return
    guarded = "://" in text.target or not shared.isdisjoint(foreign)
    parts = [(part.start, part.end) for part in protected_parts(text.target)] if guarded else []
    left = [
        word
        for place, word in enumerate(text.target_words)
        if word.low in shared
        and word.text.islower()
        and not _is_in_name(text.target_words, place)
        and not any(start <= word.start < end for start, end in parts)
        and not _is_quoted(text.target, [word])
        and not _NAMING.search(text.target[max(0, word.start - 2) : word.start] + "\0" + text.target[word.end :][:2])
    ]
    if left:
        sure = (
            len({word.low for word in left}) > 1
            or left[0].low in foreign
            or is_left_in_english(left[0].low, text.target_rules.language)
        )
        severity: Severity = "warning" if sure else "note"
        yield text.in_target(left[0].start, left[0].end, severity, left[0].text)


def _is_alien(word: str, alien: re.Pattern[str], text: TextPair) -> bool:
    """Whether a word is none of the target's, by its spelling or because it is a common English one."""
    if len(word) > 3 and alien.search(word):
        return True
    return text.source_rules.language == "en" and is_left_in_english(word, text.target_rules.language)


def _is_title(words: Sequence[Word], verbs: frozenset[str]) -> bool:
    """Whether all longer words begin with a capital and none is a verb: "The Lord of the Rings"."""
    if len(words) > _LONGEST_TITLE or any(word.low in verbs for word in words):
        return False
    return all(word.text[0].isupper() for word in words if len(word.text) > 3)


def _is_quoted(target: str, run: Sequence[Word]) -> bool:
    """Whether a quotation stands around, or an explanation in brackets behind."""
    if target[run[-1].end :].lstrip(" \"'»”’").startswith("(") and len(run) > 1:
        return True
    before = target[: run[0].start]
    return before.count('"') % 2 == 1 or before.count("«") > before.count("»") or before.count("“") > before.count("”")
