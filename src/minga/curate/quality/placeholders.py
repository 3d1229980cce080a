"""Answers that stand where an answer was to be written."""

from __future__ import annotations

import re

import pyarrow as pa

from minga.curate.example import Example
from minga.curate.rules import Measure, told

__all__ = ["MEASURES", "PLACEHOLDER"]

_LONGEST = 200
"""Characters of a placeholder: longer answers are looked at for their slots only."""
_SAMPLE = 20_000
_REST = 4
"""From so many words besides a slot, an answer is an answer: a letter with a place for the name."""
_MARKS = " \t\n.…:;,*_\"'«»“”()[]{}<>#-"
_WHOLE = frozenset(
    (
        # Spanish
        "respuesta", "la respuesta", "tu respuesta", "su respuesta", "respuesta aquí", "tu respuesta aquí",
        "su respuesta aquí", "aquí va la respuesta", "aquí va tu respuesta", "escribe aquí",
        "escribe aquí tu respuesta",
        "escriba aquí su respuesta", "escribe tu respuesta aquí", "escriba su respuesta aquí", "insertar aquí",
        "insertar respuesta", "insertar respuesta aquí", "insertar texto aquí", "inserta aquí tu respuesta",
        "inserte aquí su respuesta", "texto de ejemplo", "texto de relleno", "por completar", "por definir",
        "por hacer",
        "pendiente de completar", "pendiente de respuesta", "sin respuesta", "no aplica", "escribí aquí tu respuesta",
        "escribí acá tu respuesta", "escribí tu respuesta acá", "respuesta acá", "acá va la respuesta", "a completar",
        "completar aquí", "falta la respuesta", "en blanco", "no procede", "no disponible", "sin contenido",
        # Catalan
        "resposta", "la resposta", "la teva resposta", "la vostra resposta", "resposta aquí", "escriu aquí",
        "escriu aquí la teva resposta", "escriviu aquí la vostra resposta", "inserir aquí", "inseriu aquí el text",
        "insereix aquí la resposta", "text d'exemple", "text de mostra", "per completar", "per definir", "per fer",
        "pendent de completar", "sense resposta", "no aplicable", "no s'aplica", "no escau", "no disponible",
        "pendent de resposta", "aquí va la resposta", "escriviu la vostra resposta aquí",
        "escriu la teva resposta aquí", "escrigui aquí la seva resposta", "escriu aquí el text",
        "inseriu aquí la resposta",
        "text de farciment", "en blanc",
        # Galician
        "a resposta", "a túa resposta", "a súa resposta", "escribe aquí a túa resposta", "escriba aquí a súa resposta",
        "insire aquí a resposta", "inserir resposta aquí", "texto de exemplo", "por facer", "pendente de completar",
        "sen resposta", "non procede", "escribe a túa resposta aquí", "aquí vai a resposta", "texto de recheo",
        "por completar", "por definir", "pendente de resposta", "non aplicable", "non dispoñible", "en branco",
        # Portuguese
        "resposta aqui", "sua resposta", "a sua resposta", "a tua resposta", "sua resposta aqui",
        "escreva aqui", "escreva aqui a sua resposta", "escreva sua resposta aqui", "escreve aqui a tua resposta",
        "inserir aqui", "insira aqui", "insira aqui a resposta", "insira sua resposta aqui", "inserir texto aqui",
        "a definir", "a preencher", "por fazer", "pendente de conclusão", "sem resposta", "não se aplica",
        "digite sua resposta aqui", "digite aqui", "aqui vai a resposta", "texto de preenchimento", "por preencher",
        "em branco", "não disponível",
        # Basque
        "erantzuna", "zure erantzuna", "zure erantzuna hemen", "idatzi hemen", "idatzi hemen zure erantzuna",
        "idatzi zure erantzuna hemen", "txertatu hemen", "txertatu testua hemen", "adibide-testua", "osatzeke",
        "egiteke", "zehazteke", "erantzunik gabe", "ez dagokio", "erantzuna hemen", "txertatu erantzuna hemen",
        "sartu testua hemen", "adibide testua", "bete gabe", "hutsik",
        # English
        "answer", "the answer", "your answer", "answer here", "your answer here", "write your answer here",
        "type your answer here", "insert here", "insert answer here", "insert your answer here", "insert text here",
        "your text here", "sample text", "placeholder", "placeholder text", "to be completed", "to be defined",
        "to be done", "no answer", "no response", "not applicable",
        # any
        "n/a", "n.a", "tbd", "tbc", "fixme", "xxx", "null", "undefined", "lorem ipsum",
    )
)  # fmt: skip
_TODO = re.compile(r"\W*(?:TODO|FIXME|TBD)\b")  # in capitals: todo is a word
_SLOT = re.compile(
    r"[\[<{](?:insert[aá]r?|inserte|inserir|insira|insire|insereix|inseriu|txertatu|sartu|insert"
    r"|escrib[aeií]r?|escriu|escriviu"
    r"|escrev[ae]|idatzi|write|type|completar?|complete|rellenar?|rellene|omplir?|preencher|preencha|bete"
    r"|digite|fill)"
    r"\b[^\[\]<>{}\n]{1,80}[\]>}]"
    r"|\[(?:aquí|aqui|hemen|here|tu|tus|su|sus|el teu|la teva|o teu|a túa|seu|sua|o seu|a sua|zure|your)"
    r"\b[^\[\]\n]{1,80}\]",
    re.IGNORECASE,
)
# what a letter leaves open; a link, a citation and what was taken out of a text are no such thing
_BLANK = re.compile(
    r"\[(?:nombres?|apellidos?|fecha|dirección|ciudad|empresa|cargo|teléfono|firma|noms?|cognoms?|data|adreça|ciutat"
    r"|càrrec|telèfon|signatura|nome|apelidos?|enderezo|cidade|endereço|assinatura|izena|abizena|helbidea|hiria|enpresa"
    r"|name|date|address|city|company|signature)\b[^\[\]\n:,\d]{0,80}\](?!\()",
    re.IGNORECASE,
)
_LOREM = "lorem ipsum dolor"
_IN_SLOTS = re.compile(r"\w+")


def _placeholder(example: Example) -> str | None:
    """The words of an answer that only holds the place of one."""
    answer = example.answer
    if len(answer) <= _LONGEST:
        bare = example.normalised_answer.strip(_MARKS)
        if bare in _WHOLE:
            return bare
        if (todo := _TODO.match(answer)) and len(example.answer_words) <= _REST:
            return todo[0]
        slot = _begins(_SLOT.search(example.prose))
        if slot and len(_IN_SLOTS.findall(_SLOT.sub(" ", answer))) < _REST:
            return slot
    if _LOREM in example.normalised_answer[:_LONGEST] and "lorem" not in example.prompt_words:
        return _LOREM
    return None


def _slot(example: Example) -> str | None:
    """How the first place in an answer begins where somebody was to write: `[insertar …`, `[tu …`."""
    answer = example.prose
    if "[" not in answer and "<" not in answer and "{" not in answer:
        return None
    return _begins(_SLOT.search(answer[:_SAMPLE]) or _BLANK.search(answer[:_SAMPLE]))


def _begins(found: re.Match[str] | None) -> str | None:
    # what follows may be personal data
    return f"{found[0].split()[0]} …" if found else None


MEASURES = (
    Measure("quality.placeholder", pa.string(), _placeholder),
    Measure("quality.slot", pa.string(), _slot),
)
PLACEHOLDER = told("placeholder", "quality.placeholder")
