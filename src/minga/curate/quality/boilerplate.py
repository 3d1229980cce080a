"""Phrases that assistants put before and after every answer."""

from __future__ import annotations

import re

import pyarrow as pa

from minga.curate.example import Example
from minga.curate.rules import Measure, told

__all__ = ["BOILERPLATE", "MEASURES"]

_OPENING, _CLOSING = 200, 300
"""Characters at each end of an answer in which such phrases stand."""
_SPANISH = (
    (
        r"espero (?:haber(?:te|le|os|les)? (?:ayudado|sido (?:útil|de ayuda)|aclarado|resuelto)"
        r"|que (?:esto |est[ae] \w+ |mi respuesta |la \w+ )?(?:(?:te|le|os|les) )?"
        r"(?:haya )?(?:ayud[ea]|ayudado|sirva|servido|sea (?:útil|de ayuda|de utilidad)|sido (?:útil|de ayuda)"
        r"|result[ea] útil))"
    ),
    (
        r"si (?:tienes|tiene|tenés|tenéis|tienen|necesitas|necesit[aá]s|necesita|deseas?|querés|quieres|quiere|hay) "
        r"(?:alguna otra|más|otra|alguna|cualquier otra|algo más|cualquier)[^.!?¡¿]{0,40}?,? "
        r"(?:no dud(?:es|és|e|en|éis) en (?:preg|consult|dec[ií]r|ped[ií]r|hac[eé]r|contact|avis|solicit|volver)"
        r"|estoy (?:aquí|acá)|(?:aquí|acá) estoy|av[ií]s[ae]me|d[ií]melo|decime|dígame"
        r"|házmelo saber|hacémelo saber|hágamelo saber|solo dime|pregúnt[ae]me|preguntame|siéntete libre|siéntase libre"
        r"|sentite libre|quedo a (?:tu|su))"
    ),
    (
        r"(?:hay|necesit[aá]s|necesita|deseas?|querés) (?:alguna otra cosa|algo más)(?: en l[oa] que| en que)? "
        r"(?:te |le |os |les )?pued[ao] ayudar"
    ),
    r"(?:cómo|en qué) (?:te |le |os |les )?puedo (?:ayudar|servir|asistir)",
    (
        r"\A¡?(?:es[ae]|est[ae]|ésa|ésta)? ?es una (?:(?:muy )?(?:gran|excelente|buena) pregunta\b"
        r"|pregunta (?:muy |un poco )?(?:interesante|buena|complej|difícil|complicad|subjetiv|divertid|filosófic))"
    ),
    r"\A¡?(?:qué )?(?:(?:muy )?buena|excelente|gran|interesante) pregunta\b",
    r"(?:te|le|les) gustaría saber (?:algo )?más|(?:quieres|querés|quiere) saber más",
    r"estoy (?:aquí|acá) para (?:ayudar|responder|asistir|lo que necesit)",
    r"quedo a (?:tu|su|vuestra) (?:entera )?disposición",
    (
        r"(?:según|hasta|desde|a fecha de) mi (?:última|más reciente|último) (?:actualización|fecha de corte"
        r"|entrenamiento)"
    ),
    r"mi (?:base de )?conocimientos? (?:llega|se limita|termina|se extiende|está actualizad[oa])(?: solo)? hasta",
    r"mi fecha de corte|mis datos de entrenamiento",
    (
        r"no (?:tengo acceso|puedo acceder) a (?:internet|(?:la )?información en tiempo real"
        r"|(?:los )?datos en tiempo real)"
    ),
    (
        r"¡?(?:claro|por supuesto|desde luego|con (?:mucho )?gusto|cómo no|dale)(?: que sí)?[!,.:]+ ¡?"
        r"(?:(?:aquí|acá) (?:tenés|tienes?|tenéis|tienen|está|te|le|les|os|va|se)"
        r"|te (?:dejo|presento|comparto|explico)|le (?:dejo|presento|comparto|explico))\b"
    ),
    r"(?:claro|por supuesto)(?: que sí)?[!,.:]+ ¡?a continuación\b",
    r"(?<![\w,;:] )como (?:una )?(?:ia|inteligencia artificial)\b",
)
_CATALAN = (
    (
        r"espero (?:haver(?:-te|-vos|-lo|-la|-li)? (?:ajudat|estat (?:útil|d['’]ajuda)|aclarit|resolt)"
        r"|que (?:això |aquest[a]? \w+ |la \w+ )?(?:(?:et|us|li|t['’]) ?)?(?:hagi )?"
        r"(?:ajudi|ajudat|serveixi|servit|sigui (?:útil|d['’]ajuda|d['’]utilitat)|estat (?:útil|d['’]ajuda)"
        r"|resulti útil))"
    ),
    (
        r"si (?:tens|teniu|té|tenen|necessites|necessiteu|necessita|vols|voleu|(?:et|us|li) cal) "
        r"(?:més|alguna altra|alguna|cap|qualsevol|res més|saber-ne més)[^.!?]{0,40}?,? "
        r"(?:no dubt(?:is|eu|i|in)\b|s[oó]c aquí|estic aquí|digues|digueu|digue-m['’]ho|fes-m['’]ho saber"
        r"|feu-m['’]ho saber|avisa['’]m|aviseu-me|pregunta['’]m|pregunteu-me|quedo a la)"
    ),
    r"hi ha (?:res més|alguna (?:altra )?cosa(?: més)?) en què (?:et |us |li )?pugui ajudar",
    r"(?:com|en què) (?:et |us |li )?puc ajudar|puc ajudar(?:-te|-vos|-lo|-la)? en res més",
    (
        r"\A(?:aquesta|això) és una (?:(?:molt )?(?:bona|gran|excel·lent) pregunta\b"
        r"|pregunta (?:molt |una mica )?(?:interessant|bona|complex|difícil|complicad|subjectiv|clàssic|trampa))"
    ),
    r"\A(?:molt )?(?:bona|excel·lent) pregunta\b",
    r"(?:t['’]|li |us )agradaria saber(?:-ne)? més|vols saber-ne més",
    r"(?:s[oó]c|estic) aquí per(?: a)? (?:ajudar|respondre)",
    r"quedo a la (?:teva|vostra|seva) disposició",
    r"(?:segons|fins a) la meva (?:última|darrera) actualització",
    r"les meves dades d['’]entrenament",
    r"no tinc accés a (?:internet|(?:la )?informació en temps real|dades en temps real)",
    (
        r"(?:és clar|clar|i tant|per descomptat|naturalment|amb (?:molt de )?gust)(?: que sí)?[!,.:]+ "
        r"(?:aquí (?:tens|teniu|té|et|us|hi ha|va)|(?:et|us) (?:deixo|presento|explico))\b"
    ),
    r"(?<![\w,;:] )com a (?:ia|intel·ligència artificial)\b",
)
_GALICIAN = (
    (
        r"espero (?:ter(?:che|te|lle|vos)? (?:axudado|sido (?:útil|de axuda))"
        r"|que (?:isto |est[ae] \w+ |a \w+ )?(?:(?:che|te|lle|vos|lles) )?"
        r"(?:axude|sirva|sexa (?:útil|de axuda|de utilidade)|resulte útil))"
    ),
    (
        r"se (?:tes|ten|tedes|precisas|precisa|necesitas|necesita|queres) "
        r"(?:máis|algunha outra|outra|calquera outra|algunha|calquera|algo máis)[^.!?]{0,40}?,? "
        r"(?:non dubid(?:es|e|edes)|estou aquí|avísame|dimo\b|pregúntame|quedo á)"
    ),
    r"hai algo máis (?:no|en) que (?:che |te |lle |vos )?poida axudar",
    r"(?:como|en que) (?:che |te |lle |vos )?podo axudar",
    (
        r"\A(?:es[ae]|est[ae]) é unha (?:(?:moi )?(?:boa|gran|excelente) pregunta\b"
        r"|pregunta (?:moi )?(?:interesante|boa|complex|difícil|complicad|subxectiv))"
    ),
    r"\A(?:moi )?(?:boa|excelente) pregunta\b",
    r"gustaría(?:che|lle) saber máis|queres saber máis",
    r"estou aquí para (?:axudar|responder)",
    r"quedo á (?:túa|súa|vosa) disposición",
    r"(?:segundo|ata) a miña última actualización",
    r"non teño acceso a (?:internet|(?:á )?información en tempo real|datos en tempo real)",
    (
        r"(?:claro|por suposto|desde logo|con (?:moito )?gusto)(?: que si)?[!,.:]+ "
        r"(?:(?:aquí|velaquí) (?:tes|ten|tedes|está|che|lle|vai)|(?:déixoche|preséntoche|explícoche))\b"
    ),
    r"(?<![\w,;:] )como (?:unha )?(?:ia|intelixencia artificial)\b",
)
_PORTUGUESE = (
    (
        r"espero (?:ter (?:te |lhe |o |a )?(?:ajudado|sido útil|esclarecido)"
        r"|que (?:isso |isto |est[ea] \w+ |ess[ea] \w+ |a \w+ )?(?:(?:te|o|a|lhe|vos) )?"
        r"(?:ajude|ajudado|sirva|seja (?:útil|de ajuda)|tenha (?:ajudado|sido útil|servido)))"
    ),
    (
        r"se (?:tiver|tiveres|você tiver|precisar|precisares|quiser|quiseres) (?:de )?"
        r"(?:mais|alguma|outras?|qualquer|algo mais)[^.!?]{0,40}?,? "
        r"(?:não hesit(?:e|es)\b|estou (?:aqui|à)|fi(?:que|ca) à vontade|sinta-se à vontade|é só|me avise|avise"
        r"|avisa-me|diga-me|diz-me|me diga|pergunte|fico à)"
    ),
    r"há (?:algo|alguma coisa) (?:mais )?em que (?:eu )?(?:te |o |a |lhe )?possa ajudar",
    r"posso (?:te |o |a )?ajud[aá]r?(?:-te|-lo|-la)? (?:com|em) (?:mais alguma coisa|algo mais)",
    r"(?:como|em que) (?:eu )?posso (?:te |lhe |o |a )?(?:ajud[aá]|auxili)",
    (
        r"\A(?:ess[ae]|est[ae]) é uma (?:(?:muito )?(?:boa|ótima|óptima|excelente) pergunta\b"
        r"|pergunta (?:muito )?(?:interessante|boa|complex|difícil|complicad|subjetiv))"
    ),
    r"\A(?:muito )?(?:boa|ótima|óptima|excelente) pergunta\b",
    r"gostaria(?:s)? de saber mais|queres saber mais|quer saber mais",
    r"estou (?:aqui para (?:te |o |a |lhe )?(?:ajudar|responder)|à (?:sua |tua )?disposição (?:para|se))",
    r"fico à (?:sua |tua |vossa )?(?:inteira )?disposição",
    r"(?:segundo|de acordo com|até|até à|conforme) (?:a )?minha última atualização",
    r"meus dados de treinamento|os meus dados de treino",
    r"não tenho acesso (?:à internet|a (?:informações|dados) em tempo real)",
    (
        r"(?:claro|com certeza|claro que sim|com (?:todo o )?prazer|pois não)[!,.:]+ "
        r"(?:(?:aqui|abaixo) (?:está|estão|vai|vão|tens|tem|segue)|segue|seguem|eis)\b"
    ),
    r"(?<![\w,;:] )como (?:uma )?(?:ia|inteligência artificial)\b",
)
_BASQUE = (
    (
        r"espero dut (?:hau|honek|erantzun hau|erantzun honek|informazio hau|informazio honek|lagungarri|baliagarri"
        r"|laguntza)"
    ),
    (
        r"(?:lagungarria?|baliagarria?|erabilgarria?|laguntza) izan(?:a|go)? "
        r"(?:zaizula(?:koan)?|delakoan|zaizulako|dela espero)"
    ),
    (
        r"(?:(?:zalantza|galdera) gehiago|beste (?:zalantza|galdera)rik|zalantzarik|besterik|zerbait gehiago)"
        r" (?:baduzue?|izanez gero|behar baduzue?|behar izanez gero),? "
        r"(?:ez (?:izan )?zalantza|galdetu|esan|idatzi|jarri|hemen)"
    ),
    r"(?:zalantza|galdera) gehiago (?:baduzu|baduzue|izanez gero)",
    r"(?:zertan|nola) lagun(?:du)? (?:diezazuket|dezaket|nazake|diezaioket)",
    r"\A(?:hori |hau )?galdera (?:ona|bikaina|interesgarria|zaila|konplexua) (?:da|duzu)\b",
    r"gehiago jakin nahi (?:duzu|al duzu)",
    r"hemen nago (?:zuri )?laguntzeko|laguntzeko hemen nago",
    r"(?:noski|jakina|bai horixe|bai,? noski)(?: baietz)?[!,.:]+ hemen (?:duzu|dituzu|daukazu|doakizu|dago)\b",
    r"nire azken eguneratze\w*aren arabera",
    r"adimen artifizial(?:a|eko \w+) naizen",
)
_ENGLISH = (
    r"(?:i )?hope (?:this|that|it) (?:helps|is helpful|was helpful)",
    (
        r"if you (?:have any (?:other |more |further |additional )?(?:questions|concerns)"
        r"|need (?:any )?(?:more|further) \w+)(?: or \w+)?,? (?:feel free|please|don['’]t hesitate|let me know)"
    ),
    r"how (?:can|may) i (?:help|assist) you",
    r"(?:certainly|sure|of course|absolutely)[!,.] here(?:['’]s| is| are)\b",
    r"(?:as of|up to) my (?:last|latest|most recent|knowledge) (?:update|knowledge update|training|cut-?off)",
    r"i (?:don['’]t|do not) have (?:access to )?real[- ]time",
    r"\A(?:that['’]s|that is|this is) an? (?:\w+ ){0,2}question\b|\A(?:great|good|excellent|clever|tricky) question\b",
    r"would you like to (?:know|hear|learn) more|let me know if you",
    r"is there anything else (?:i can|you)",
    r"i(?:['’]m| am) (?:always |just )?here to (?:help|assist|support)",
    r"as an ai\b",
)
_KEYS = frozenset(
    (
        "espero", "pregunta", "pergunta", "galdera", "question", "would", "let", "jakin", "claro", "supuesto",
        "tiver", "tiveres", "precisar", "precisares", "quiser", "quiseres",
        "dudes", "dudés", "dude", "duden", "dudéis", "avísame", "avisame", "avíseme", "dímelo", "decime",
        "dígame", "saber", "dime", "pregúntame", "preguntame", "pregúnteme", "libre", "pueda", "puedo",
        "estoy", "disposición", "actualización", "corte", "entrenamiento", "conocimientos", "conocimiento", "internet",
        "aquí", "acá", "dejo", "presento", "comparto", "explico", "ia", "inteligencia",
        "dubtis", "dubteu", "dubti", "dubtin", "soc", "sóc", "estic", "digues", "digueu", "pugui", "puc",
        "disposició", "actualització", "accés", "deixo", "intel·ligència", "d'entrenament",
        "d’entrenament", "digue-m'ho", "avisa'm", "avisa’m", "aviseu", "pregunta'm", "pregunta’m", "pregunteu",
        "m'ho", "m’ho", "quedo", "dubides", "dubide", "dubidedes", "estou", "podo", "poida", "acceso", "dimo",
        "velaquí", "déixoche", "preséntoche", "explícoche", "intelixencia", "hesite", "hesites", "fique", "fica",
        "fico", "sinta", "avise", "avisa", "diga", "diz", "pergunte", "posso", "possa", "disposição",
        "atualização", "treinamento", "treino", "acesso", "aqui", "abaixo", "segue", "seguem", "eis",
        "inteligência", "lagungarri", "lagungarria", "baliagarri", "baliagarria", "erabilgarri", "erabilgarria",
        "laguntza", "laguntzeko", "gehiago", "zalantzarik", "galderarik", "besterik", "zertan", "nola", "hemen",
        "nire", "adimen", "hope", "any", "my", "real", "else", "ai", "need", "help", "assist", "here", "here's",
        "here’s",
    )
)  # fmt: skip
"""One of these words is in each of them."""
_PHRASES = (*_SPANISH, *_CATALAN, *_GALICIAN, *_PORTUGUESE, *_BASQUE, *_ENGLISH)
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
