"""What the checks know of a language: data files that a linguist can edit."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

from minga.languages import language_of
from minga.manifests import digest
from minga.translate.lint.folding import folded
from minga.translate.lint.sleeping_patterns import Awake, SleepingPatterns

__all__ = ["Calque", "Inflection", "LanguageRules", "languages_with_rules", "rules_for", "rules_hash"]

_NOTHING = r"(?!)"
_SEARCHED_WORDS = ("negations",)
_SEARCHED = ("notes", "prefaces", "refusals", "language_bound")
_SEARCHED_TABLES = ("culture", "references", "fractions")
_CLASS_OR_APOSTROPHE = re.compile(r"\[[^\]]*\]|'")
_USUAL_LENGTH = 1.08
"""How long a text is in a language whose rules do not say it, where its English version is 1."""


class Inflection(NamedTuple):
    """Gender and number of a word."""

    gender: Literal["masculine", "feminine"]
    number: Literal["singular", "plural"]


class Calque(NamedTuple):
    """A word of the source, and what looks like it in the target and means something else."""

    word: str
    source: re.Pattern[str]
    target: re.Pattern[str]


@dataclass(frozen=True, eq=False)
class LanguageRules:
    """The rules of one language; a language without a file has empty ones, and checks that need them stay silent."""

    language: str
    values: Mapping[str, Any]

    @property
    def known(self) -> bool:
        """Whether there is a file for this language."""
        return bool(self.values)

    @property
    def opening_marks(self) -> bool:
        """Whether questions and exclamations are opened with ¿ and ¡."""
        return bool(self.values.get("opening_marks"))

    @property
    def inflected(self) -> bool:
        """Whether names and numbers take endings, as in Basque."""
        return bool(self.values.get("inflected"))

    @property
    def length(self) -> float:
        """How long a text is in this language, where its English version is 1."""
        return float(self.values.get("length", _USUAL_LENGTH))

    @cached_property
    def function_words(self) -> frozenset[str]:
        """Words that hold sentences together."""
        return self._words("function_words")

    @cached_property
    def verbs(self) -> frozenset[str]:
        """Function words that are verbs: a text that has one is no title."""
        return self._words("verbs")

    @cached_property
    def homographs(self) -> frozenset[str]:
        """Words that are written like a function word of another language."""
        return self._words("homographs")

    @cached_property
    def doubles(self) -> frozenset[str]:
        """Words that may stand twice in a row."""
        return self._words("doubles")

    @cached_property
    def prepositions(self) -> frozenset[str]:
        """Words that something must follow."""
        return frozenset(re.split(r"[|\s]+", str(self.values.get("prepositions", ""))))

    @cached_property
    def conjunctions(self) -> frozenset[str]:
        """Words that join two things."""
        return frozenset(str(self.values.get("conjunctions", "")).split("|"))

    @cached_property
    def name_words(self) -> frozenset[str]:
        """Words that take a capital in names and are translated in them."""
        return self._words("name_words")

    @cached_property
    def dangling(self) -> frozenset[str]:
        """Words that no text ends with unless something follows: articles, prepositions, conjunctions."""
        listed = (*re.split(r"[|\s]+", f"{self.values.get('prepositions', '')}|{self.values.get('conjunctions', '')}"),)
        return (frozenset(listed) | {word for word in self.inflections if word not in self.ambiguous}) - {
            "",
            "&",
            *self._words("free_ends"),
        }

    @cached_property
    def telling(self) -> Mapping[str, tuple[str, ...]]:
        """Function words of the other languages with rules that this one does not have, with the languages' names."""
        others: dict[str, tuple[str, ...]] = {}
        for language in languages_with_rules():
            own = _load(language).function_words if language != self.language else frozenset()
            for word in own - self.function_words - self.homographs:
                others[word] = (*others.get(word, ()), language)
        return others

    @cached_property
    def exclusive(self) -> frozenset[str]:
        """Function words that no other language with rules has, English aside."""
        others = [_load(one).function_words for one in languages_with_rules() if one not in {self.language, "en"}]
        return self.function_words - frozenset().union(*others)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Number words and their values."""
        return {word: int(value) for value, words in self.values.get("numbers", {}).items() for word in words.split()}

    @cached_property
    def cardinals(self) -> Mapping[str, int]:
        """Of the number words, those for counting: each number's first."""
        table = self.values.get("numbers", {})
        return {words.split()[0]: int(value) for value, words in table.items() if words.split()}

    @cached_property
    def endings(self) -> frozenset[str]:
        """What number words and names may end with besides, in a language that inflects them."""
        return self._words("endings")

    @cached_property
    def units(self) -> Mapping[str, Mapping[str, re.Pattern[str]]]:
        """Units by dimension and name, as patterns for what stands behind a number or anywhere in a text."""
        return {
            dimension: {unit: _whole_words(pattern) for unit, pattern in units.items()}
            for dimension, units in self.values.get("units", {}).items()
        }

    @cached_property
    def any_unit(self) -> re.Pattern[str]:
        """Any unit at all, behind a digit: most texts have none."""
        patterns = [pattern for units in self.values.get("units", {}).values() for pattern in units.values()]
        return re.compile(
            rf"\d[\s\u00a0-]*(?:{'|'.join(patterns)})(?![^\W\d_])|[$£€]\s?\d" if patterns else _NOTHING, re.IGNORECASE
        )

    @cached_property
    def calendar(self) -> Mapping[str, str]:
        """Months and days of the week, each with the name that it has in every language: `months 5`."""
        return {
            word: f"{part} {number}"
            for part, words in self.values.get("calendar", {}).items()
            for number, spellings in enumerate(words.split(), 1)
            for word in spellings.split("|")
        }

    @cached_property
    def calques(self) -> Mapping[str, Calque]:
        """False friends by the (first) word of the source that they translate wrongly."""
        return {
            word.split()[0]: Calque(word, _whole_words(re.escape(word)), _whole_words(pattern))
            for word, pattern in self.values.get("calques", {}).items()
        }

    @cached_property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """What places, people and organisations with an English name (folded) are called in this language (folded)."""
        return {
            folded(name): tuple(folded(other) for other in others.split("|"))
            for name, others in self.values.get("names", {}).items()
        }

    @cached_property
    def name_phrases(self) -> Mapping[str, list[tuple[str, tuple[str, ...]]]]:
        """Of the names, those of several words, by their first."""
        phrases: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for name, others in self.names.items():
            if " " in name:
                phrases.setdefault(name.split()[0], []).append((name, others))
        return phrases

    @cached_property
    def spelling(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        """Wrong spellings, each with the right one."""
        wrong = self.values.get("spelling", {})
        return tuple((re.compile(pattern, re.IGNORECASE), str(right)) for pattern, right in wrong.items())

    @cached_property
    def inflections(self) -> Mapping[str, Inflection]:
        """Articles and other determiners, with their gender and number."""
        table = self.values.get("agreement", {})
        return {
            word: Inflection(gender, number)
            for gender in ("masculine", "feminine")
            for number in ("singular", "plural")
            for word in str(table.get(f"{gender}_{number}", "")).split()
        }  # type: ignore[return-value, unused-ignore]  # the loops are over the literals

    @cached_property
    def exceptions(self) -> Mapping[str, Inflection]:
        """Nouns (folded) whose ending does not show their gender, with their plurals."""
        table = self.values.get("agreement", {})
        forms: dict[str, Inflection] = {}
        for gender in ("masculine", "feminine"):
            for word in map(folded, str(table.get(f"{gender}_words", "")).split()):
                forms[word] = Inflection(gender, "singular")  # type: ignore[arg-type, unused-ignore]
                for ending in ("s", "es"):
                    forms[word + ending] = Inflection(gender, "plural")  # type: ignore[arg-type, unused-ignore]
        return forms

    @cached_property
    def either_gender(self) -> frozenset[str]:
        """Nouns of both genders, those that take the other's article in the singular, and their plurals."""
        table = self.values.get("agreement", {})
        words = f"{table.get('either', '')} {table.get('stressed_a', '')}".split()
        return frozenset(words) | {f"{word}s" for word in words}

    @cached_property
    def ambiguous(self) -> frozenset[str]:
        """Of the determiners, those that are also something else."""
        return frozenset(str(self.values.get("agreement", {}).get("ambiguous", "")).split())

    def awake(self, words: Iterable[str], text: str) -> Awake:
        """The patterns that can match a text with these words (in lower case): `negations`, `culture.idioms` …"""
        return self._sleepers.awake(words, text)

    @cached_property
    def _sleepers(self) -> SleepingPatterns:
        single = {key: self.values[key] for key in (*_SEARCHED_WORDS, *_SEARCHED) if key in self.values}
        tables = {
            f"{table}.{key}": text for table in _SEARCHED_TABLES for key, text in self.values.get(table, {}).items()
        }
        return SleepingPatterns({key: _one_line(text) for key, text in {**single, **tables}.items()}, _alternative)

    def words(self, key: str) -> re.Pattern[str]:
        """The alternatives under `key`, as whole words."""
        return _compiled(self.language, key, whole=True)

    def pattern(self, key: str) -> re.Pattern[str]:
        """The regular expression under `key`."""
        return _compiled(self.language, key, whole=False)

    def patterns(self, table: str) -> Mapping[str, re.Pattern[str]]:
        """The alternatives of each key of a table, as whole words."""
        return _compiled_table(self.language, table)

    def _words(self, key: str) -> frozenset[str]:
        return frozenset(str(self.values.get(key, "")).split())


def rules_for(tag: str) -> LanguageRules:
    """The rules of the language of a BCP-47 tag."""
    return _load(language_of(tag))


@lru_cache(maxsize=1)
def languages_with_rules() -> tuple[str, ...]:
    """The languages that have a file, in the order of their names."""
    folder = files(__package__).joinpath("rules")
    return tuple(sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml")))


@lru_cache(maxsize=1)
def rules_hash() -> str:
    """A hash of all data files: other rules find other things."""
    folder = files(__package__).joinpath("rules")
    entries = [*folder.iterdir(), *folder.joinpath("variety").iterdir()]
    data = sorted((entry.name, entry.read_bytes()) for entry in entries if entry.name.endswith((".toml", ".tsv")))
    return digest(b"\0".join(part for name, text in data for part in (name.encode(), text)))


@lru_cache(maxsize=64)
def _load(language: str) -> LanguageRules:
    path = files(__package__).joinpath("rules", f"{language}.toml")
    return LanguageRules(language, tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {})


@lru_cache(maxsize=512)
def _compiled(language: str, key: str, *, whole: bool) -> re.Pattern[str]:
    text = _one_line(_load(language).values.get(key, "")) or _NOTHING
    return _whole_words(text) if whole else _anywhere(text)


@lru_cache(maxsize=64)
def _compiled_table(language: str, table: str) -> Mapping[str, re.Pattern[str]]:
    return {key: _whole_words(_one_line(text)) for key, text in _load(language).values.get(table, {}).items()}


def _alternative(key: str, text: str) -> re.Pattern[str]:
    """A part of the pattern of this name, which matches where the whole would."""
    return _anywhere(text) if key in _SEARCHED else _whole_words(text)


def _anywhere(text: str) -> re.Pattern[str]:
    return re.compile(_with_both_apostrophes(text), re.IGNORECASE)


def _one_line(text: object) -> str:
    return "".join(str(text).split("\n"))


def _whole_words(alternatives: str) -> re.Pattern[str]:
    # a digit may stand beside a unit, a letter may not
    text = _with_both_apostrophes(alternatives)
    return re.compile(rf"(?<![^\W\d_])(?:{text})(?![^\W\d_])", re.IGNORECASE)


def _with_both_apostrophes(pattern: str) -> str:
    return _CLASS_OR_APOSTROPHE.sub(lambda found: found[0].replace("'", "'’") if len(found[0]) > 1 else "['’]", pattern)
