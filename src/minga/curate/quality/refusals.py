"""Answers in which an assistant refuses, or speaks of itself as a language model."""

from __future__ import annotations

import re

import pyarrow as pa

from minga.curate.example import Example
from minga.curate.rules import Measure, Rule

__all__ = ["MEASURES", "REFUSAL"]

_OPENING = 160
"""Characters of an answer in which such a sentence stands; later it is a quotation or a theme."""

_MODELS = (
    # Spanish, Galician, Portuguese
    r"como (?:un |um )?(?:gran )?modelo de (?:lenguaje|linguaxe|linguagem)",
    r"como (?:una |unha |uma )?(?:ia|(?:inteligencia|intelixencia|inteligência) artificial),",
    r"como asist[eê]nte? (?:de ia|virtual),",
    (
        r"(?:soy|son|sou) (?:solo |sólo |só |apenas |tan solo )?"
        r"(?:un|una|unha|um|uma) (?:modelo de (?:lenguaje|linguaxe|linguagem)|ia\b|"
        r"(?:inteligencia|intelixencia|inteligência) artificial)"
    ),
    # Catalan
    r"com (?:a|un) (?:gran )?model de llengua(?:tge)?",
    r"com a (?:ia|intel·ligència artificial),",
    r"s[óo]c (?:només )?(?:un model de llengua(?:tge)?|una (?:ia\b|intel·ligència artificial))",
    # Basque
    r"hizkuntza[- ]eredu(?:a| bat)? (?:naiz|bat naiz|naizen)",
    r"adimen artifizial(?:a|eko \w+|eko \w+ bat| bat) (?:naiz|naizen)",
    # English
    r"as an? (?:ai|artificial intelligence|(?:large )?language model)\b",
    r"i(?:['’]m| am) (?:just |only )?an? (?:ai\b|artificial intelligence|(?:large )?language model)",
)
_REFUSALS = (
    (
        r"(?:lo siento|lo lamento|lamentablemente|disculpa|disculpe|perdón),? (?:pero )?no puedo "
        r"(?:ayudar|asistir|responder|contestar|proporcionar|ofrecer|dar|generar|crear|cumplir|acceder|hacerlo)"
    ),
    r"no puedo (?:ayudar|asistir)(?:te|le|les|os)? con (?:eso|esto|esa|ese|esta|este)\b",
    (
        r"(?:s[ií]ntoo|lamento|desculpa|desculpe|sinto muito),? (?:moito,? )?(?:pero |mas )?(?:non podo|não posso) "
        r"(?:axudar|ajudar|responder|proporcionar|ofrecer|oferecer|fornecer|dar|xerar|gerar|crear|criar|facer|fazer)"
    ),
    (
        r"(?:ho sento|em sap greu|ho lamento|disculpa|disculpi),? (?:però )?no (?:et |li |us )?puc "
        r"(?:ajudar|respondre|contestar|proporcionar|oferir|donar|generar|crear|accedir|fer)"
    ),
    r"(?:barkatu|sentitzen dut|barka),? (?:baina )?ezin (?:dizut|dut|naiz|izango)",
    r"i(?:['’]m| am) sorry,? (?:but )?i (?:can['’]?t|cannot|am unable to|am not able to)",
    r"i apologi[sz]e,? but i (?:can['’]?t|cannot|am unable to)",
    r"i (?:can['’]?t|cannot) (?:assist|help)(?: you)? with (?:that|this)",
)
_PATTERN = re.compile(r"(?<!\w)(?:" + "|".join(_MODELS + _REFUSALS) + ")")


def _refusal(example: Example) -> str | None:
    """The words with which an answer opens that is a refusal, or in which an assistant speaks of itself."""
    found = _PATTERN.search(example.normalised_answer[:_OPENING])
    return found[0] if found else None


MEASURES = (Measure("quality.refusal", pa.string(), _refusal),)
REFUSAL = Rule(
    "refusal",
    ["quality.refusal"],
    lambda seen: seen["quality.refusal"].is_valid(),
    lambda row: str(row["quality.refusal"]),
)
