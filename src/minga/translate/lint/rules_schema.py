"""Which keys a language's rules may have, and what stands under them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

__all__ = ["LANGUAGE_KEYS", "PLACE_KEYS", "RuleKey", "faults_of"]

_Kind = Literal["words", "alternatives", "expression", "text", "flag", "number", "table", "units"]


@dataclass(frozen=True)
class RuleKey:
    """One key of a rules file."""

    name: str
    kind: _Kind
    """`words`: words with spaces between. `alternatives`: regular expressions for whole words, with `|` between.
    `expression`: one regular expression. `table`: keys with text. `units`: dimensions, each a table."""
    meaning: str
    needed: bool = False
    """Whether every language has it."""
    keys: tuple[str, ...] = ()
    """The keys that a table may have; any where there are none."""
    values: Literal["words", "alternatives", "text"] = "text"
    """What stands under the keys of a table."""


LANGUAGE_KEYS: tuple[RuleKey, ...] = (
    RuleKey("function_words", "words", "Words that hold sentences together and tell languages apart.", True),
    RuleKey("verbs", "words", "Of these, the verbs: a text that has one is no title."),
    RuleKey("homographs", "words", "Own words that are written like a function word of another language."),
    RuleKey("alien", "expression", "Spellings that own words do not have: they betray a word left in English."),
    RuleKey("strange", "expression", "Spellings that own words do not have and a neighbour's have."),
    RuleKey("negations", "alternatives", "Words that deny.", True),
    RuleKey("negation_homographs", "alternatives", "Of these, the words that also mean something else."),
    RuleKey("no_denials", "alternatives", "Phrases with a negation that do not deny.", True),
    RuleKey("weak_negations", "alternatives", "Negations that need another one before them where they follow a verb."),
    RuleKey("negation_hints", "alternatives", "Words with which a sentence denies without one of these.", True),
    RuleKey("answer_no", "expression", "How an answer in the negative begins."),
    RuleKey("answer", "text", "The whole answer in the negative."),
    RuleKey("conjunctions", "alternatives", "Between the letters of choices: “A and B”.", True),
    RuleKey("decimal", "text", "The decimal mark.", True),
    RuleKey("length", "number", "How long a text is, where its English version is 1.", True),
    RuleKey("opening_marks", "flag", "Whether questions open with ¿ and exclamations with ¡.", True),
    RuleKey("inflected", "flag", "Whether names and numbers take endings.", True),
    RuleKey("endings", "words", "These endings."),
    RuleKey("question_words", "alternatives", "Words that ask.", True),
    RuleKey("prepositions", "alternatives", "Words that something must follow.", True),
    RuleKey("free_ends", "words", "Of these, the words that a sentence may end with."),
    RuleKey("name_words", "words", "Words that take a capital in names and are translated in them."),
    RuleKey("doubles", "words", "Words that may stand twice in a row.", True),
    RuleKey("prefaces", "expression", "How a language model begins before it translates.", True),
    RuleKey("refusals", "expression", "How it begins when it refuses.", True),
    RuleKey("notes", "expression", "What it remarks, anywhere in a text.", True),
    RuleKey("language_bound", "expression", "Text about the language itself.", True),
    RuleKey(
        "references", "table", "How choices speak of other choices.", True,
        ("all", "none", "both", "first_two", "last_two", "only"), "alternatives",
    ),
    RuleKey(
        "questions", "table", "What a question may be asked with in this language, by what English asks.", True,
        ("who", "where", "when", "why", "how_many"), "alternatives",
    ),
    RuleKey(
        "verb_number", "table", "Verbs that show one or many at the beginning of an ending.", False,
        ("singular", "plural"), "alternatives",
    ),
    RuleKey(
        "calendar", "table", "Twelve months and seven days from Monday; other forms of one behind `|`.", True,
        ("months", "weekdays"), "words",
    ),
    RuleKey(
        "agreement", "table", "Determiners by gender and number, endings of nouns, and nouns that do not follow them.",
        False,
        (
            "masculine_singular", "feminine_singular", "masculine_plural", "feminine_plural", "ambiguous",
            "masculine_endings", "feminine_endings", "plain_masculine", "plain_feminine", "masculine_words",
            "either", "feminine_words", "stressed_a",
        ),
    ),
    RuleKey("adjectives", "alternatives", "Common adjectives: of these, translations are held against the subject."),
    RuleKey(
        "predicates", "table", "Verbs that join subject and adjective (`is`, `are`), and the forms of adjectives.",
        False,
        (
            "is", "are", "masculine_singular", "feminine_singular", "masculine_plural", "feminine_plural", "singular",
            "plural",
        ), "alternatives",
    ),
    RuleKey("calques", "table", "English words (lower case), each with what looks like it and means something else.",
            values="alternatives"),
    RuleKey("names", "table", "English names, each with the names here, `|` between."),
    RuleKey("spelling", "table", "Wrong spellings (regular expressions), each with the right one."),
    RuleKey("culture", "table", "What belongs to one culture in a text of this language.", False,
            ("imperial", "institutions", "holidays", "sports", "brands", "school", "money", "idioms"), "alternatives"),
    RuleKey("fractions", "table", "Words for parts of a whole.", False, ("half", "third", "quarter"), "alternatives"),
    RuleKey("numbers", "table", "Values with their words, the word for counting first.", True, values="words"),
    RuleKey("units", "units", "Dimensions, each with units and how they are written behind a number.", True),
)  # fmt: skip
"""The keys of `rules/LANGUAGE.toml`."""

PLACE_KEYS: tuple[RuleKey, ...] = (
    RuleKey("grammar", "alternatives", "Forms that are not used there."),
    RuleKey(
        "foreign", "table", "Words of elsewhere, each with the own word, or empty where more would have to change."
    ),
    RuleKey("offends", "table", "Words that offend there or mean something else, each with another word, or empty."),
)
"""The keys of `rules/variety/TAG.toml`."""


def faults_of(values: Mapping[str, Any], schema: tuple[RuleKey, ...]) -> Iterator[str]:
    """What is wrong with the `values` of a rules file, one sentence each; nothing where it is right."""
    known = {key.name: key for key in schema}
    for key in schema:
        if key.needed and key.name not in values:
            yield f"{key.name} is missing"
    for name, value in values.items():
        if name not in known:
            yield f"{name} is no key; there are {', '.join(known)}"
        else:
            yield from _faults(known[name], value)


def _faults(key: RuleKey, value: object) -> Iterator[str]:
    if key.kind in {"flag", "number"}:
        wanted = bool if key.kind == "flag" else float
        if not isinstance(value, wanted):
            yield f"{key.name} is not {'true or false' if key.kind == 'flag' else 'a number such as 1.1'}"
    elif key.kind in {"table", "units"}:
        if not isinstance(value, Mapping):
            yield f"{key.name} is not a table"
            return
        for name, inside in value.items():
            if key.keys and name not in key.keys:
                yield f"{key.name}.{name} is no key; there are {', '.join(key.keys)}"
            elif key.kind == "units":
                yield from _faults(RuleKey(f"{key.name}.{name}", "table", "", values="alternatives"), inside)
            else:
                yield from _text_faults(f"{key.name}.{name}", inside, key.values == "alternatives")
    else:
        yield from _text_faults(key.name, value, key.kind in {"alternatives", "expression"})


def _text_faults(name: str, value: object, is_pattern: bool) -> Iterator[str]:
    if not isinstance(value, str):
        yield f"{name} is not text"
    elif is_pattern:
        line = "".join(value.split("\n"))
        if line.startswith("|") or line.endswith("|") or "||" in line:
            yield f"{name} has an empty alternative: it would match everywhere"
        try:
            re.compile(line)
        except re.error as error:
            yield f"{name} is no regular expression: {error}"
