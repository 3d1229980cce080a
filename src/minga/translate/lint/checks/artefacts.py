"""What machines leave behind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from minga.translate.engines.shield import STAND_IN
from minga.translate.lint.language_rules import LanguageRules
from minga.translate.lint.pairs import Fault, ItemPair, TextPair, Word
from minga.translate.lint.sleeping_patterns import Awake, first_match, match_at_start

__all__ = ["choice_letter", "marked_word", "model_talk", "repetition", "stray_markup"]

_MARK = re.compile(r"(?<![\w*@#&/])[*@#](?=[^\W\d_]{2})(?![\w'’-]+\*)")
_STRAY = re.compile(
    r"&(?:amp|lt|gt|quot|nbsp|apos|#\d+);|</?[A-Za-z][^<>\n]{0,60}>|\ufffd|Ã[\x80-\xbf©±³º¡]|Â[\xa0-\xbf]|â€|\\[nt](?![a-z])"
    r"|```|\*\*|[\x00-\x08\x0b-\x1f]|<\|[a-z_]+\|>|\[/?INST\]|@-@|@[.,]@|\w@@(?!\w)|⁇|▁|>>\w{2,8}<<|<2\w{2,8}>|<<?/?(?:unk|pad|s|SYS)>>?"
    r"|__[A-Za-z]{2,4}(?:_[A-Za-z]{2,4})?\d*__|\b[A-Z]{2,4}PLH\d+[A-Z]{2}\b|\b(?:PLACEHOLDER|MASK)[_\d]*\b"
)
_UNUSUAL = re.compile(r"[^\w \n.,;:?!¿¡'\"’“”«»()…—–-]|[_ÃÂâ]|PLH|PLACEHOLDER|MASK")
"""What all of these have one of."""
_ESCAPE = re.compile(r"\\[nrt]")
_LABEL = re.compile(
    r"\s*(?:\(?[A-Ha-h1-9]\)\s|[A-H1-9][.:]\s|(?:question|answer|output|input|text|translation|pregunta|respuesta|resposta"
    r"|texto|galdera|erantzuna|testua|opción|opció|opção|aukera|choice|option|spanish|catalan|galician|basque|portuguese"
    r"|español|català|galego|euskara|português)(?:\s+[A-H1-9])?\s*:\s)",
    re.IGNORECASE,
)
_BEFORE = " \"'«“*#>¡¿`("
_REPEATED = 2
"""Words that stand there again in the shortest loop."""
_GRAM = 4
_OFTEN = 3


def marked_word(text: TextPair) -> Iterator[Fault]:
    """A word that an engine marked as unknown (`*word`, `@word`, `#word`)."""
    if "Zq" not in text.target and not any(sign in text.target for sign in "*#@"):
        return
    for found in _MARK.finditer(text.target):
        word = re.match(r"[\w'’·-]+", text.target[found.end() :])
        end = found.end() + (len(word[0]) if word else 0)
        if text.target[found.start() : end] not in text.source:
            yield text.in_target(found.start(), end, source=text.target[found.end() : end])
    for found in STAND_IN.finditer(text.target):
        if found[0] not in text.source:
            yield text.in_target(found.start(), found.end(), "error")


def stray_markup(text: TextPair) -> Iterator[Fault]:
    """Markup, entities or broken characters that the source does not have."""
    if not _UNUSUAL.search(text.target):
        return
    for found in _STRAY.finditer(text.target):
        if found[0] not in text.source:
            yield text.in_target(found.start(), found.end())
    escape = _ESCAPE.search(text.target) if "\\" not in text.source else None
    if escape and not _STRAY.search(text.target):
        yield text.in_target(*escape.span())


def model_talk(pair: ItemPair) -> Iterator[Fault]:
    """A language model speaks to its user: a preface, a note, a refusal, an explanation after the text."""
    languages = {rules.language: rules for rules in pair.rules if rules.known}
    noted = any(
        first_match(text.source_awake["notes"], text.source) for text in pair.texts if "notes" in text.source_awake
    )
    for text in pair.texts:
        awake = [_awake(text, rules) for rules in languages.values()]
        fault = next(_openings(text, awake), None) or (None if noted else _note(text, awake))
        if fault is not None:
            yield fault
        elif text.target.count("\n\n") > text.source.count("\n\n"):
            place = text.target.index("\n\n")
            yield text.in_target(place, len(text.target), "warning")


def _awake(text: TextPair, rules: LanguageRules) -> Awake:
    """The patterns of a language that can match the translation, whose own language has looked already."""
    return text.target_awake if rules is text.target_rules else rules.awake(text.target_set, text.target)


def _openings(text: TextPair, awake: Sequence[Awake]) -> Iterator[Fault]:
    if text.target.startswith("```") and "```" not in text.source:
        yield text.in_target(0, 3)
    for patterns in awake:
        if "prefaces" in patterns:
            yield from _at_starts(text, patterns, "prefaces", (text.target,))
        if "refusals" in patterns:
            yield from _at_starts(text, patterns, "refusals", text.sentences[1])


def _at_starts(text: TextPair, patterns: Awake, key: str, sentences: Sequence[str]) -> Iterator[Fault]:
    """Sentences that begin as the rules say, where the source has none that does."""
    place = 0
    for sentence in sentences:
        place = text.target.find(sentence, place)
        bare = sentence.lstrip(_BEFORE)
        found = match_at_start(patterns[key], bare)
        if found and not _begins_so(text, key):
            start = place + len(sentence) - len(bare)
            yield text.in_target(start, start + found.end())


def _note(text: TextPair, awake: Sequence[Awake]) -> Fault | None:
    for patterns in awake:
        found = first_match(patterns["notes"], text.target) if "notes" in patterns else None
        if found:
            return text.in_target(found.start(), len(text.target))
    return None


def choice_letter(text: TextPair) -> Iterator[Fault]:
    """A letter or number of a list, or a label such as `Question:`, that the source does not have."""
    found = _LABEL.match(text.target)
    if (
        found
        and text.source[:1].isupper()
        and text.target[found.end() :][:1].islower()
        and found[0].strip()[0].isdigit()
    ):
        return  # an ordinal: `2. mailako`
    if found and not _LABEL.match(text.source) and text.target[found.end() :].strip():
        yield text.replaced(0, found.end(), "")


def _begins_so(text: TextPair, key: str) -> bool:
    """Whether the source itself says such a thing: a question may well be about a refusal."""
    pattern = text.source_rules.pattern(key)
    return any(pattern.match(sentence.lstrip(_BEFORE)) for sentence in text.sentences[0])


def repetition(text: TextPair) -> Iterator[Fault]:
    """The same words again and again, as a model in a loop writes them."""
    if len(text.target_words) - len(text.target_set) < _REPEATED:
        return
    once = _period(text.target_words)
    if once is not None and _period(text.source_words) is None:
        end = text.target_words[once - 1].end
        yield text.replaced(
            end, len(text.target), text.target[end:].lstrip(" .")[-1:] if text.target[-1] in ".?!" else ""
        )
        return
    grams = _most_common(text.target_words)
    if grams is None or grams[1] < _OFTEN:
        return
    before = _most_common(text.source_words)
    if grams[1] > (before[1] if before else 0) + 1:
        start = grams[0]
        yield text.in_target(text.target_words[start].start, text.target_words[start + _GRAM - 1].end)


def _period(words: Sequence[Word]) -> int | None:
    """After how many words a text that says everything twice or more begins again; None for other texts."""
    low = [word.low for word in words]
    for length in range(2, len(low) // 2 + 1):
        if len(low) % length == 0 and low[length:] == low[:-length]:
            return length
    return None


def _most_common(words: Sequence[Word]) -> tuple[int, int] | None:
    """Where the commonest sequence of words first stands, and how often it stands there."""
    if len(words) < _GRAM * _OFTEN:
        return None
    low = [word.low for word in words]
    grams = [tuple(low[start : start + _GRAM]) for start in range(len(low) - _GRAM + 1)]
    gram, count = Counter(grams).most_common(1)[0]
    return grams.index(gram), count
