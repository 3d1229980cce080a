"""Prompts that ask for nothing."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from minga.curate.example import Example
from minga.curate.rules import Measure, Rule

__all__ = ["MEASURES", "PROMPT_WITHOUT_TASK"]

ASKS = "quality.asks"
_LANGUAGES = frozenset(("es", "ca", "gl", "pt", "eu", "en"))
_SAMPLE = 400
"""Words at each end of a prompt in which a task is looked for: between them is what it is about."""
_SHORT = 4
"""Letters below which a stem is a whole word."""
_STEMS = (
    "analiz", "analitz", "aconsej", "aconsell", "actú", "actu", "ajud", "ayud", "añad", "afeg", "apunt", "argument",
    "axud", "azald", "busc", "calcul", "cambi", "cita", "clasif", "classif", "coment", "compar", "complet", "compon",
    "conta", "cont", "contest", "convert", "convier", "copi", "correg", "corrig", "corrix", "crea", "cree", "cri",
    "cuent",
    "deb", "decid", "decir", "defin", "desarroll", "desenvol", "describ", "descriu", "descrev", "dime", "dinos", "diga",
    "digues", "dis", "diseñ", "dixe", "dóna", "dona", "elab", "elig", "elix", "enum", "enumer", "escog", "escoll",
    "escr",
    "escrib", "escriu", "escrev", "esbri", "especif", "esplic", "expli", "expon", "explain", "extra", "fes", "feu",
    "faz",
    "faça", "fai", "formul", "gener", "genera", "haz", "haga", "hazme", "idatzi", "identif", "imagin", "indic",
    "indica",
    "inform", "invent", "itzul", "laburt", "laguntz", "list", "llist", "mencion", "menciona", "mostr", "muestr",
    "nombr",
    "nomb", "necesit", "necessit", "opin", "orden", "organiz", "pens", "piens", "planif", "pod", "pued", "pon",
    "prepar",
    "propon", "propos", "quer", "quier", "quis", "quiere", "quiero", "recom", "redact", "redij", "reescr", "relat",
    "relac",
    "represent", "respon", "resol", "resuel", "resum", "reform", "sabes", "saps", "sabe", "sabr", "seleccion", "señal",
    "sugier", "suger", "suggerei", "tradu", "transform", "us", "utiliz", "verific", "vull", "voldria", "write", "tell",
    "give", "make", "show", "describe", "create", "translate", "summari", "list", "answer", "compare", "find",
    "calculat",
    "solve", "rewrite", "suggest", "can", "could", "please", "help", "want", "need", "emaidazu", "esan", "eman", "nahi",
    "zerrend", "sortu", "kalkul", "aipa", "deskriba", "egin", "aukera", "asma", "erantzun", "bilatu", "ordena", "dame",
    "explíc", "ayúd", "cuént", "muéstr", "enseñ", "enséñ", "búsc", "corríg", "sugiér", "imagín", "genér", "prepár",
    "resúm", "tradú", "calcúl", "compár", "dígame", "decime", "hacé", "haceme", "hácelo", "axúd", "cóntame", "ensín",
    "ensin", "fale", "fala", "gostari", "elenqu", "ensenya", "escolt", "ajúd",
    "deme", "danos", "da", "dá", "dê", "di", "diz", "digui", "dir", "quin", "por", "favor", "hola", "gracias",
)  # fmt: skip
_INTERROGATIVES = frozenset(
    (
        "qué", "quién", "quiénes", "cuál", "cuáles", "cómo", "cuándo", "dónde", "cuánto", "cuánta", "cuántos",
        "cuántas", "què", "qui", "quin", "quina", "quins", "quines", "com", "quan", "on", "quant", "quanta", "que",
        "quen", "cal", "cales", "como", "cando", "onde", "canto", "canta", "cantos", "cantas", "quem", "qual", "quais",
        "quando", "quanto", "quantos", "quantas", "zer", "zein", "nor", "nola", "noiz", "non", "zenbat", "zergatik",
        "nork", "noren", "what", "who", "which", "how", "when", "where", "why",
    )
)  # fmt: skip
_WHOLE = frozenset(stem for stem in _STEMS if len(stem) < _SHORT)
_BEGINNINGS = tuple(sorted({stem for stem in _STEMS if len(stem) >= _SHORT}))


def _asks(example: Example) -> bool | None:
    """Whether the last prompt asks or orders something; null in languages of which the words are not known.

    It is generous: whatever might be a task is one.
    """
    if example.language.partition("-")[0] not in _LANGUAGES:
        return None
    if len(example.prompts) > 1 or "?" in example.prompts[-1] or "¿" in example.prompts[-1]:
        return True
    words = example.prompt_words
    seen = words if len(words) <= 2 * _SAMPLE else [*words[:_SAMPLE], *words[-_SAMPLE:]]
    return bool(
        not _INTERROGATIVES.isdisjoint(seen)
        or not _WHOLE.isdisjoint(seen)
        or any(word.startswith(_BEGINNINGS) for word in seen)
    )


MEASURES = (Measure(ASKS, pa.bool_(), _asks),)
PROMPT_WITHOUT_TASK = Rule("prompt-without-task", [ASKS], lambda seen: pc.invert(seen[ASKS]))
