"""Answers in which an assistant refuses, or speaks of itself as a language model."""

from __future__ import annotations

import re

import pyarrow as pa

from minga.curate.example import Example
from minga.curate.rules import Measure, told

__all__ = ["MEASURES", "REFUSAL"]

_OPENING = 160
"""Characters of an answer in which such a sentence stands; later it is a quotation or a theme."""

_MODELS = (
    # Spanish, Galician, Portuguese
    r"como (?:un |um )?(?:gran )?modelo de (?:lenguaje|linguaxe|linguagem)",
    r"como (?:una |unha |uma )?(?:ia|(?:inteligencia|intelixencia|inteligência) artificial),",
    r"como (?:una |unha |uma )?ia,? (?:no|non|não|que|mi|me|só|solo)\b",
    r"como asist[eê]nte? (?:de ia|virtual|de inteligencia artificial),",
    (
        r"(?:fui|he sido|fun|fui) (?:entrenad|diseñad|programad|desarrollad|adestrad|treinad|desenvolvid"
        r"|programad)[oa] (?:por|pola|pelo|pela) (?:openai|google|anthropic|meta|microsoft|mistral|alibaba|deepseek)\b"
    ),
    r"soy (?:chatgpt|gpt|gemini|claude|bard|copilot|llama|qwen|deepseek)\b",
    (
        r"(?:no tengo|non teño|não tenho) (?:opiniones|opinións|opiniões|sentimientos|sentimentos|emociones"
        r"|emocións|emoções|creencias|crenzas|crenças)"
        r"(?: (?:y|e|ni|o|ou|nem) \w+)? (?:personales|persoais|pessoais|propi[oa]s|própri[oa]s)"
    ),
    (
        r"(?:soy|son|sou) (?:solo |sólo |só |apenas |tan solo )?"
        r"(?:un|una|unha|um|uma) (?:modelo de (?:lenguaje|linguaxe|linguagem)|ia\b|"
        r"(?:inteligencia|intelixencia|inteligência) artificial)"
    ),
    # Catalan
    r"com (?:a|un) (?:gran )?model de llengua(?:tge)?",
    r"com a (?:ia|intel·ligència artificial),",
    r"com a (?:ia|assistent virtual|assistent d['’]ia),? (?:no|que|només)\b",
    r"no tinc (?:opinions|sentiments|emocions|creences)(?: (?:i|ni|o) \w+)? (?:personals|pròpies|propis)",
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
        r"no puedo (?:proporcionar|ofrecer|generar|crear|dar) (?:ese tipo de|este tipo de|contenido"
        r"|información (?:que|sobre cómo))"
    ),
    (
        r"no (?:puedo|me es posible) (?:cumplir con|atender|responder a|procesar) (?:esa|esta|tu"
        r"|su) (?:solicitud|petición|pregunta)"
    ),
    r"no (?:estoy|he sido) (?:programad|diseñad|capacitad|entrenad)[oa] para",
    r"me temo que no puedo (?:ayudar|asistir|responder|proporcionar|hacer eso)",
    (
        r"(?:s[ií]ntoo|lamento|desculpa|desculpe|sinto muito),? (?:moito,? )?(?:pero |mas )?(?:non podo|não posso) "
        r"(?:axudar|ajudar|responder|proporcionar|ofrecer|oferecer|fornecer|dar|xerar|gerar|crear|criar|facer|fazer)"
    ),
    (
        r"(?:ho sento|em sap greu|ho lamento|disculpa|disculpi),? (?:però )?no (?:et |li |us )?puc "
        r"(?:ajudar|respondre|contestar|proporcionar|oferir|donar|generar|crear|accedir|fer)"
    ),
    r"no (?:et )?puc (?:ajudar|assistir)(?:-te|-vos|-lo|-la)? amb (?:això|aquest|aquesta)\b",
    r"no (?:estic|he estat) (?:programa|dissenya|entrena)(?:t|da) per(?: a)?\b",
    (
        r"(?:non podo axudar(?:che|te|lle)? con|não posso (?:te )?ajudar(?:-te|-lo|-la)? com) (?:iso|isso"
        r"|isto|esa|essa|esta)\b"
    ),
    r"(?:non|não) (?:estou|fun|fui) (?:programad|deseñad|adestrad|treinad|projetad)[oa] para",
    r"ezin dizut (?:horretan|horrekin|eskaera horretan) lagundu",
    r"(?:barkatu|sentitzen dut|barka),? (?:baina )?ezin (?:dizut|dut|naiz|izango)",
    r"i(?:['’]m| am) sorry,? (?:but )?i (?:can['’]?t|cannot|am unable to|am not able to)",
    r"i apologi[sz]e,? but i (?:can['’]?t|cannot|am unable to)",
    r"i (?:can['’]?t|cannot) (?:assist|help)(?: you)? with (?:that|this)",
    (
        r"i (?:can['’]?t|cannot|am unable to|['’]m unable to) (?:provide|fulfil?l|comply with"
        r"|generate) (?:that|this|your request|information|content)"
    ),
    r"i (?:was|am) not (?:programmed|designed|trained) to",
)
_PATTERN = re.compile(r"(?<!\w)(?:" + "|".join(_MODELS + _REFUSALS) + ")")


def _refusal(example: Example) -> str | None:
    """The words with which an answer opens that is a refusal, or in which an assistant speaks of itself."""
    found = _PATTERN.search(example.normalised_answer[:_OPENING])
    return found[0] if found else None


MEASURES = (Measure("quality.refusal", pa.string(), _refusal),)
REFUSAL = told("refusal", "quality.refusal")
