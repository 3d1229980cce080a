"""Phrases that assistants put before and after every answer."""

from __future__ import annotations

import re

import pyarrow as pa

from minga.curate.example import Example
from minga.curate.rules import Measure, told

__all__ = ["BOILERPLATE", "MEASURES"]

_OPENING, _CLOSING = 200, 300
"""Characters at each end of an answer in which such phrases stand."""
_PHRASES = (
    # Spanish
    (
        r"espero (?:haber(?:te|le|os|les) ayudado|que (?:esto |est[ae] \w+ |mi respuesta |la \w+ )?(?:(?:te"
        r"|le|os|les) )?"
        r"(?:haya )?(?:ayud[ea]|ayudado|sirva|servido|sea (?:útil|de ayuda|de utilidad)|sido (?:útil|de ayuda)"
        r"|result[ea] útil))"
    ),
    (
        r"si (?:tienes|tiene|tenés|tenéis|tienen|necesitas|necesita) (?:alguna otra|más|otra|alguna"
        r"|cualquier otra|algo más)"
        r"(?: (?:preguntas?|dudas?|consultas?|información|ayuda|detalles))?(?: (?:adicional(?:es)?|más))?,? "
        r"(?:no dud(?:es|e|en|éis)|estoy aquí|aquí estoy|avísame|dímelo|házmelo saber|solo dime)"
    ),
    r"hay algo más en lo que (?:te |le |os |les )?pued[ao] ayudar",
    r"estoy aquí para (?:ayudar|responder|lo que necesites)",
    (
        r"(?:según|hasta|desde|a fecha de) mi (?:última|más reciente|último) (?:actualización|fecha de corte"
        r"|entrenamiento)"
    ),
    r"mi (?:base de )?conocimientos? (?:llega|se limita|termina|se extiende|está actualizad[oa])(?: solo)? hasta",
    (
        r"no (?:tengo acceso|puedo acceder) a (?:internet|(?:la )?información en tiempo real"
        r"|(?:los )?datos en tiempo real)"
    ),
    (
        r"¡?(?:claro|por supuesto|desde luego|con gusto)(?: que sí)?[!,.:] (?:aquí|a continuación) (?:tienes?"
        r"|está|te|le|va|se)"
    ),
    r"como (?:una )?(?:ia|inteligencia artificial)\b",
    # Catalan
    (
        r"espero (?:haver(?:-te|-vos|-lo|-la)? ajudat|que (?:això |aquest[a]? \w+ |la \w+ )?(?:(?:et|us|li"
        r"|t['’]) ?)?(?:hagi )?"
        r"(?:ajudi|ajudat|serveixi|servit|sigui (?:útil|d['’]ajuda)|estat (?:útil|d['’]ajuda)|resulti útil))"
    ),
    (
        r"si (?:tens|teniu|té|necessites|necessiteu) (?:més|alguna altra|cap altra|qualsevol altra|alguna)"
        r" (?:preguntes|pregunta|dubtes|dubte|consulta|informació|ajuda),? (?:no dubt(?:is|eu|i)|soc aquí"
        r"|sóc aquí|digues)"
    ),
    r"hi ha res més en què (?:et |us )?pugui ajudar",
    r"segons la meva (?:última|darrera) actualització",
    r"no tinc accés a (?:internet|(?:la )?informació en temps real|dades en temps real)",
    r"com a (?:ia|intel·ligència artificial)\b",
    # Galician
    (
        r"espero (?:terche axudado|que (?:isto |est[ae] \w+ |a \w+ )?(?:(?:che|te|lle|vos|lles) )?"
        r"(?:axude|sirva|sexa (?:útil|de axuda)|resulte útil))"
    ),
    (
        r"se (?:tes|ten|tedes|precisas|necesitas) (?:máis|algunha outra|calquera outra|algunha)"
        r" (?:preguntas?|dúbidas?|consultas?|información|axuda),? (?:non dubid(?:es|e|edes)|estou aquí)"
    ),
    r"segundo a miña última actualización",
    r"non teño acceso a (?:internet|(?:á )?información en tempo real|datos en tempo real)",
    r"como (?:unha )?(?:ia|intelixencia artificial)\b",
    # Portuguese
    (
        r"espero (?:ter (?:te |lhe |o )?ajudado|que (?:isso |isto |est[ea] \w+ |ess[ea] \w+ |a \w+ )?(?:(?:te"
        r"|o|a|lhe|vos) )?"
        r"(?:ajude|ajudado|sirva|seja (?:útil|de ajuda)|tenha (?:ajudado|sido útil|servido)))"
    ),
    (
        r"se (?:tiver|tiveres|você tiver|precisar|precisares) (?:de )?(?:mais|alguma outra|outras?"
        r"|qualquer outra|alguma)"
        r" (?:perguntas?|dúvidas?|questões|questão|informações|ajuda),? "
        r"(?:não hesit(?:e|es)|estou aqui|fi(?:que|ca) à vontade|é só|me avise|avise)"
    ),
    r"(?:segundo|de acordo com|até|conforme) (?:a )?minha última atualização",
    r"não tenho acesso (?:à internet|a (?:informações|dados) em tempo real)",
    r"como (?:uma )?(?:ia|inteligência artificial)\b",
    # Basque
    r"espero dut (?:hau|honek|erantzun hau|erantzun honek|informazio hau|informazio honek|lagungarri|baliagarri)",
    r"(?:lagungarri|baliagarri|erabilgarri) izan(?:go)? (?:zaizula(?:koan)?|delakoan|zaizulako)",
    r"(?:zalantza|galdera) gehiago (?:baduzu|baduzue|izanez gero)",
    r"nire azken eguneratze\w*aren arabera",
    r"adimen artifizial(?:a|eko \w+) naizen",
    # English
    r"(?:i )?hope (?:this|that|it) (?:helps|is helpful|was helpful)",
    (
        r"if you have any (?:other |more |further |additional )?(?:questions|concerns)(?: or \w+)?,? "
        r"(?:feel free|please|don['’]t hesitate|let me know)"
    ),
    r"(?:as of|up to) my (?:last|latest|most recent|knowledge) (?:update|knowledge update|training|cut-?off)",
    r"i (?:don['’]t|do not) have (?:access to )?real[- ]time",
    r"is there anything else (?:i can|you)",
    r"as an ai\b",
)
_KEYS = frozenset(
    (
        "espero", "dudes", "dude", "duden", "dudéis", "avísame", "dímelo", "saber", "dime", "pueda", "puedo", "estoy",
        "actualización", "corte", "entrenamiento", "conocimientos", "conocimiento", "internet", "aquí", "continuación",
        "ia", "inteligencia", "dubtis", "dubteu", "dubti", "soc", "sóc", "digues", "pugui", "actualització",
        "intel·ligència", "dubides", "dubide", "dubidedes", "estou", "intelixencia", "hesite", "hesites", "fique",
        "fica", "é", "avise", "atualização", "inteligência", "lagungarri", "baliagarri", "erabilgarri", "gehiago",
        "nire", "adimen", "hope", "any", "my", "real", "else", "ai",
    )
)  # fmt: skip
"""One of these words is in each of them."""
_PATTERN = re.compile(r"(?<!\w)(?:" + "|".join(_PHRASES) + ")")


def _boilerplate(example: Example) -> str | None:
    """The first such phrase of an answer."""
    answer = example.normalised_answer
    if _KEYS.isdisjoint(example.answer_words):
        return None
    short = len(answer) <= _OPENING + _CLOSING
    for part in (answer,) if short else (answer[:_OPENING], answer[-_CLOSING:]):
        if found := _PATTERN.search(part):
            return found[0]
    return None


MEASURES = (Measure("quality.boilerplate", pa.string(), _boilerplate),)
BOILERPLATE = told("boilerplate", "quality.boilerplate")
