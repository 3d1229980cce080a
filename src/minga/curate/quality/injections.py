"""Texts that give orders to a model instead of asking it, and marks of a chat's template that were left in them."""

from __future__ import annotations

import re
from itertools import islice, pairwise

import pyarrow as pa

from minga.curate.example import Example, without_code
from minga.curate.rules import Measure, told

__all__ = ["INJECTION", "MEASURES", "ROLE_MARKER"]

_SAMPLE = 20_000
"""Characters that are looked at, from the beginning and from the end."""
_LINES = 200
"""Lines with a speaker's name that are looked at."""
_QUOTES = "\"'«“„‘‹"

# a sentence begins here: he who *ignora las reglas del sistema* is somebody in a story
_START = r"(?:\A|(?<=[.!?:;] )|(?<=[¡¿]))(?:por favor,? |ahora,? |si us plau,? |agora,? |please,? |now,? )?"


def _forget(verbs: str, owners: str, orders: str, rules: str, earlier: str, first: str) -> tuple[str, str]:
    """*Ignore the previous instructions* anywhere; where it begins a sentence *the rules of the system* too."""
    anywhere = rf"{verbs}{owners}{orders} {earlier}\b"
    return anywhere, rf"{_START}{verbs}{owners}(?:{orders}|{rules}) (?:{earlier}|{first})\b"


_ORDERS = (
    # Spanish, Galician
    *_forget(
        (
            r"(?:ignor(?:a|á|e|ad|ade|en)|olvid(?:a|á|e|ad|en)|olv[ií]d(?:ate|ese|ense|aos) de|descart(?:a|á|e|ad|en)"
            r"|desestim(?:a|á|e)|pas(?:a|á|e) por alto|esquec?e|esqueza|esquécete de|desatiend[ae]"
            r"|no (?:tengas|tenga) en cuenta|no hagas? caso (?:de|a)|ha(?:z|cé|ga) caso omiso (?:de|a)"
            r"|fai caso omiso d|non fagas caso d) ?(?:por completo |completamente )?"
        ),
        r"(?:todas )?(?:las |tus |sus |mis |as |túas |súas )*",
        r"(?:instrucciones|instrucións|órdenes|ordes|indicaciones|indicacións|directrices)",
        r"(?:reglas|regras)",
        (
            r"(?:anteriores|previas|precedentes|recibidas|de arriba"
            r"|que (?:(?:te|se te|le|se le|che|se che) (?:han dado|dieron|deron|di)|has recibido|recibiches))"
        ),
        r"(?:iniciales|iniciais|originales|orixinais|del? sistema|do sistema)",
    ),
    r"(?:ignora|ignore|olvida|olvide) (?:todas )?(?:las |tus |sus )?(?:anteriores|previas) (?:instrucciones|órdenes)",
    (
        r"(?:ignor[aáe]|olvid[aáe]|olv[ií]d(?:ate|ese) de|esquece|esquécete de) (?:todo o que|todo lo) "
        r"(?:anterior|de arriba|dicho (?:antes|hasta ahora)"
        r"|(?:que )?(?:te|se te|che|se che) (?:han dicho|dijeron|dixeron)|que se ha dicho)\b"
    ),
    (
        rf"{_START}(?:revel[aáe]|muestra|mostrá|muéstrame|mostrame|muestre|repite|repetí|repita|imprime|dime|decime"
        r"|amosa|móstrame) (?:todo )?"
        r"(?:(?:tus?|sus?|o teu|as túas) (?:prompt|mensaje|mensaxe|instrucciones|instrucións) "
        r"(?:(?:de|del|do) sistema|inicial(?:es)?|iniciais|ocult[oa]s?|secret[oa]s)"
        r"|(?:el|o) prompt (?:del?|do) sistema)\b"
    ),
    (
        r"(?:actúa|actuá|actúe|compórtate|comportate|responde|respondé) (?:\w+ )?como si (?:no tuvieras|no hubiera) "
        r"(?:ning(?:ún|una) )?(?:restricciones|restricción|filtros?|límites?|censura|normas)"
    ),
    # Catalan
    *_forget(
        (
            r"(?:ignor(?:a|eu|i|in)|oblid(?:a|eu|i|in)|oblida['’]t de|oblideu-vos de|descart(?:a|eu|i)|passa per alt"
            r"|deixa de banda|no facis cas de|no feu cas de|no tinguis en compte) (?:del tot )?"
        ),
        r"(?:totes )?(?:les |l['’])?(?:teves |seves |vostres |meves )?",
        r"(?:instruccions|ordres|indicacions|directrius)",
        r"regles",
        (
            r"(?:anteriors|prèvies|precedents|rebudes|d['’]abans|de dalt"
            r"|que (?:t['’]han donat|has rebut|se t['’]han donat))"
        ),
        r"(?:inicials|originals|del sistema)",
    ),
    r"(?:ignora|oblida|oblida['’]t de) tot (?:l['’]anterior|el que (?:t['’]han dit|s['’]ha dit))",
    (
        rf"{_START}(?:revela|mostra|mostra['’]m|ensenya['’]m|repeteix|digue['’]m) "
        r"(?:(?:el teu|les teves) (?:prompt|missatge|instruccions) (?:(?:de|del) sistema|inicials?|ocult(?:s|es)?"
        r"|secretes)|el prompt del sistema)\b"
    ),
    # Portuguese
    *_forget(
        (
            r"(?:ignor(?:a|e|em)|esque(?:ce|ça|çam)(?:-te)?|desconsider(?:a|e|em)|descart(?:a|e|em)) (?:de |d)?"
            r"(?:completamente )?"
        ),
        r"(?:todas )?(?:as |tuas |suas |minhas )*",
        r"(?:instruções|ordens|indicações|diretrizes|diretivas)",
        r"regras",
        (
            r"(?:anteriores|prévias|precedentes|acima|recebidas"
            r"|que (?:te|lhe|você) (?:deram|foram dadas|recebeu|recebeste))"
        ),
        r"(?:iniciais|originais|do sistema)",
    ),
    (
        r"(?:ignore|ignora|esqueça|esquece|desconsidere) tudo o que "
        r"(?:foi dito|(?:te|lhe) disseram|está acima)"
    ),
    (
        rf"{_START}(?:revel[ae]|mostr[ae](?:-me)?|repit[ae]|repete|imprim[ae]|diga|diz-me) "
        r"(?:(?:o seu|o teu|seu|teu|suas|as suas|as tuas) (?:prompt|instruções) "
        r"(?:(?:de|do) sistema|inicia(?:l|is)|ocult[oa]s?|secretas)|o prompt do sistema)\b"
    ),
    # Basque
    (
        r"(?:ahaztu|ahaztu itzazu|ez ikusi egin|ez egin kasurik|baztertu|alde batera utzi|utzi alde batera)"
        r" (?:aurreko|lehengo|goiko|aurretiko|orain arteko) (?:argibide|jarraibide|agindu|instrukzio)\w*"
    ),
    (
        r"(?:aurreko|lehengo|goiko|aurretiko|orain arteko) (?:argibide|jarraibide|agindu|instrukzio)\w*(?: guzti\w+)?"
        r" (?:ahaztu|baztertu|alde batera utzi|ez ikusi egin)"
    ),
    (
        r"(?:erakutsi|esan|errepikatu) (?:iezadazu |zure )*(?:sistemaren |hasierako )"
        r"(?:prompta?|argibideak|jarraibideak|mezua)"
    ),
    # English
    (
        r"(?:ignore|disregard|forget) (?:all |any )?(?:of )?(?:the |your |my )?(?:previous|prior|above"
        r"|preceding|earlier)"
        r" (?:instructions|prompts?|directions|rules|commands|messages)"
    ),
    (
        rf"(?:reveal|show me|print|repeat|output) your (?:system|initial|hidden) (?:prompt|instructions|message)"
        rf"|{_START}(?:reveal|show me|print|repeat|output) the system prompt"
    ),
)
_KEYS = frozenset(
    (
        "instrucciones", "instrucións", "órdenes", "ordes", "indicaciones", "indicacións", "directrices", "reglas",
        "regras", "instruccions", "ordres", "indicacions", "directrius", "regles", "instruções", "ordens", "indicações",
        "diretrizes", "diretivas", "instructions", "prompt", "prompts", "directions", "rules", "commands", "messages",
        "aurreko", "lehengo", "goiko", "aurretiko", "arteko", "mensaje", "mensaxe", "missatge", "message", "mezua",
        "prompta", "argibideak", "jarraibideak", "ignora", "ignorá", "ignore", "olvida", "olvidá",
        "olvide", "olvidate", "olvídate", "olvidese", "olvídese", "esquece", "esquécete", "esqueça", "desconsidere",
        "oblida", "oblida't", "oblida’t", "restricciones", "restricción", "filtro",
        "filtros", "límite", "límites", "censura", "normas",
    )
)  # fmt: skip
"""One of these words is in each of them: a look at the words is faster than one at the text."""
# in quotation marks it is what a text is about
_ORDER = re.compile(rf"(?<![\w{_QUOTES}])(?:" + "|".join(_ORDERS) + ")")

_TOKEN = re.compile(
    r"<\|(?:im_start|im_end|im_sep|endoftext|endofprompt|eot_id|eom_id|begin_of_text|end_of_text|start_header_id"
    r"|end_header_id|python_tag|user|assistant|system)\|>"
    r"|<</?SYS>>|<(?:start|end)_of_turn>|\[/?INST\]|^### (?:Instruction|Human|Assistant):",
    re.MULTILINE,
)
_USERS = "Human|User|Humano|Humana|Usuario|Usuaria|Humà|Usuari|Usuária|Usuário|Gizakia|Erabiltzailea"
_ASSISTANTS = "Assistant|Asistente|Assistent|Assistente|Laguntzailea"
_SPEAKER = re.compile(rf"^[*_]{{0,2}}(?:({_USERS})|({_ASSISTANTS}))[*_]{{0,2}}: ?", re.MULTILINE)
_ENGLISH = ("Human", "Assistant")


def _injection(example: Example) -> str | None:
    """The words with which a conversation opens, or an answer goes on, that tell a model to forget its orders.

    Later turns may take back what an earlier one said.
    """
    turns = example.normalised_turns
    for place in sorted({0, len(turns) - 1}):
        if _KEYS.isdisjoint(example.turn_words[place]):
            continue
        text = turns[place][1]
        for part in (text[:_SAMPLE], text[_SAMPLE:][-_SAMPLE:]):
            if found := _ORDER.search(part):
                return found[0]
    return None


def _role_marker(example: Example) -> str | None:
    """A template's mark in a text, outside code, or the names of user and assistant before what they say."""
    for text in (*example.prompts, example.answer):
        if "<" in text or "[" in text or "#" in text:
            prose = without_code(text)
            for part in (prose[:_SAMPLE], prose[_SAMPLE:][-_SAMPLE:]):
                if found := _TOKEN.search(part):
                    return found[0]
    return _speakers(example.answer) if ":" in example.answer else None


def _speakers(answer: str) -> str | None:
    """The user's name in an answer that goes on with the next turns by itself.

    A dialogue that somebody asked for begins with a speaker, or is announced by a colon.
    """
    found = list(islice(_SPEAKER.finditer(answer[:_SAMPLE]), _LINES))
    for one, after in pairwise(found):
        if one[1] and after[2]:
            english = (one[1], after[2]) == _ENGLISH
            before = answer[: found[0].start()].rstrip()
            return f"{one[1]}:" if english or (before and not before.endswith(":")) else None
    return None


MEASURES = (
    Measure("quality.injection", pa.string(), _injection),
    Measure("quality.role_marker", pa.string(), _role_marker),
)
INJECTION = told("prompt-injection", "quality.injection")
ROLE_MARKER = told("role-marker", "quality.role_marker")
