"""What programs leave behind: marks on unknown words, tokens, broken encodings, loops."""

from __future__ import annotations

import random
import re

from _translation_lint.mutations.places import break_text, some_text, words
from _translation_lint.pairs import Material, Pair, Planted

__all__ = [
    "broken_encoding",
    "choice_letter",
    "doubled_word",
    "engine_artefact",
    "loop",
    "odd_character",
    "unknown_word_mark",
]

_LEFT = (
    ("<unk>", "word"), ("</s>", "end"), ("<pad>", "end"), ("[UNK]", "word"), (">>spa<<", "start"),
    ("__spa_Latn__", "start"), ("@-@", "word"), ("XXPLH1XX", "word"), ("__PH0__", "word"), ("&quot;", "word"),
    ("&#39;", "word"), ("\\n", "word"), ("⁇", "word"), ("<|im_end|>", "end"), ("<2es>", "start"), ("&nbsp;", "word"),
)  # fmt: skip
_HOMOGLYPHS = str.maketrans("aeopcx", "аеорсх")
_INVISIBLE = ("\u200b", "\u200e", "\ufeff", "\u00ad", "\u2060")
_ACCENTED = re.compile(r"[áéíóúàèòïüñçãõâêôÁÉÍÓÚÀÈÒÑÇ¿¡«»’·]")
_LATIN = re.compile(r"[áéíóúàèòïüñçãõâêôÉÑÇ]")


def unknown_word_mark(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """A word in the source's language with a mark of an engine that does not know it."""
    name = some_text(pair, draw, lambda source, target: bool(_content(source)) and len(_content(target)) >= 2)
    if name is None:
        return None
    source, target = pair.texts[name]
    unknown = f"{draw.choice('***@#')}{draw.choice(_content(source))}"
    return break_text(pair, name, target.replace(draw.choice(_content(target)), unknown, 1))


def engine_artefact(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """A token of a model, an entity, or what stood for a protected part."""
    name = draw.choice(sorted(pair.texts))
    left, where = draw.choice(_LEFT)
    parts = pair.texts[name][1].split(" ")
    place = {"start": 0, "end": len(parts)}.get(where, draw.randrange(len(parts) + 1))
    return break_text(pair, name, " ".join([*parts[:place], left, *parts[place:]]))


def broken_encoding(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """UTF-8 read as something else, once or twice, or letters lost to question marks."""
    name = some_text(pair, draw, lambda source, target: _LATIN.search(target) is not None)
    if name is None:
        return None
    target = pair.texts[name][1]
    way = draw.randrange(4)
    if way == 0:
        return break_text(pair, name, target.encode().decode("latin-1"))
    if way == 1:
        return break_text(pair, name, target.encode().decode("cp1252", "replace"))
    if way == 2:
        return break_text(pair, name, _ACCENTED.sub("\ufffd", target))
    return break_text(pair, name, _ACCENTED.sub("?", target) if _inside(target) else target.encode().decode("latin-1"))


def odd_character(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """An invisible character, or letters of another script that look alike."""
    name = some_text(pair, draw, lambda source, target: len(_content(target)) >= 1)
    if name is None:
        return None
    target = pair.texts[name][1]
    word = draw.choice(_content(target))
    if draw.random() < 0.5 and word.translate(_HOMOGLYPHS) != word:
        return break_text(pair, name, target.replace(word, word.translate(_HOMOGLYPHS), 1))
    place = draw.randrange(1, len(word))
    return break_text(pair, name, target.replace(word, word[:place] + draw.choice(_INVISIBLE) + word[place:], 1))


def choice_letter(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """A choice with the letter or number that a model put before it."""
    names = [name for name in pair.texts if name.startswith("choices[")]
    if not names:
        return None
    name = draw.choice(names)
    index = names.index(name)
    letter = chr(ord("A") + index % 26)
    before = draw.choice([f"{letter}) ", f"{letter}. ", f"{index + 1}. "])
    return break_text(pair, name, before + pair.texts[name][1])


def loop(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """The last words come again and again, or the last word does."""
    name = some_text(pair, draw, lambda source, target: len(words(target)) >= 2)
    if name is None:
        return None
    target = pair.texts[name][1].rstrip("?.!")
    parts = target.split()
    length = draw.choice([1, 2, 3])
    tail = " ".join(parts[-length:])
    return break_text(pair, name, f"{target} {' '.join([tail] * draw.choice([4, 8, 20]))}")


def doubled_word(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """A word stands there twice."""
    name = some_text(pair, draw, lambda source, target: len(words(target)) >= 4)
    if name is None:
        return None
    parts = pair.texts[name][1].split(" ")
    places = [index for index, part in enumerate(parts) if part.isalpha() and index + 1 < len(parts)]
    if not places:
        return None
    place = draw.choice(places)
    again = parts[place] if place else parts[place].lower()
    return break_text(pair, name, " ".join([*parts[: place + 1], again, *parts[place + 1 :]]))


def _content(text: str) -> list[str]:
    """Words that look like nouns and verbs rather than articles or names."""
    return [word for word in words(text) if len(word) >= 5 and word.islower()]


def _inside(text: str) -> bool:
    """Whether an accented letter stands inside a word, so that a question mark there is none."""
    return re.search(rf"\w{_LATIN.pattern}\w", text) is not None
