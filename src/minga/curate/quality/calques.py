"""Turns of phrase taken literally from English, and in Catalan and Galician from Spanish.

A list of our own, of what is advised against and is rarely meant literally; beside each stands what one says instead.
"""

from __future__ import annotations

__all__ = ["CALQUES"]

CALQUES: dict[str, tuple[tuple[str, str], ...]] = {
    "es": (
        ("sentido", r"hac(?:e|en|ía|er|iendo) (?:mucho |más |poco |total |perfecto )?sentido"),  # tener sentido
        ("final", r"al final del día,"),  # al fin y al cabo
        ("lugar", r"t(?:oma|omó|oman|omaron|omará|omar) lugar (?:en|el|la|hoy|durante)"),  # tener lugar
        ("orden", r"en orden (?:a|de) \w+[aei]r"),  # para
        ("aplicar", r"aplicar (?:para|a) (?:un|una|el|la) (?:trabajo|puesto|empleo|beca|universidad|visa|vacante)"),
        ("atrás", r"llam(?:ar|a|ó|aré|ame) (?:\w+ )?para atrás"),  # devolver la llamada
        ("supuesto", r"est(?:á|án|ás|oy|aba|aban|ar) supuesto a"),  # se supone que
        ("supuesta", r"est(?:á|án|ás|oy|aba|aban|ar) supuesta a"),
        ("buen", r"(?:tener|tuve|tuvo|tuvimos|tuvieron|tengan|pasar) un buen tiempo"),  # pasarlo bien
        ("correr", r"correr para (?:presidente|presidenta|alcalde|alcaldesa|senador|senadora|gobernador|gobernadora)"),
        ("decisión", r"(?:hacer|hace|hizo|hice|hacen|hicieron) una decisión"),  # tomar una decisión
        ("diferencia", r"(?:hacer|hace|hizo|hacen) una diferencia"),  # marcar la diferencia
        ("atención", r"pag(?:ar|a|ue|uen|ó|ando) atención"),  # prestar atención
        ("realizó", r"realizó que"),  # darse cuenta de que
        ("realizaron", r"realizaron que"),
        ("adición", r"en adición,"),  # además
        ("asunto", r"como un asunto de hecho"),  # de hecho
        ("mente", r"cambi(?:ar|é|ó|a) (?:de )?(?:mi|tu|su) mente"),  # cambiar de opinión
        ("mente", r"mant(?:ener|én|enga|engan|iene) en mente"),  # tener presente
        ("libre", r"(?:siéntete|siéntase|sentite) libre de"),  # no dudes en
        ("libres", r"siéntanse libres de"),
        ("adelante", r"mir(?:ar|o|amos|ando) (?:hacia )?adelante a"),  # esperar con ganas
    ),
    "ca": (
        ("sentit", r"f(?:a|an|eia|er) (?:molt |més |poc )?sentit"),  # tenir sentit
        ("tinc", r"tinc que \w+(?:ar|er|ir|re)"),  # haver de
        ("tens", r"tens que \w+(?:ar|er|ir|re)"),
        ("té", r"té que \w+(?:ar|er|ir|re)"),
        ("tenim", r"tenim que \w+(?:ar|er|ir|re)"),
        ("teniu", r"teniu que \w+(?:ar|er|ir|re)"),
        ("tenen", r"tenen que \w+(?:ar|er|ir|re)"),
        ("tenia", r"tenia que \w+(?:ar|er|ir|re)"),
        ("hi", r"hi ha(?:via)? que \w+(?:ar|er|ir|re)"),  # cal
        ("embargo", r"s[ie]n(?:se)? embargo"),  # tanmateix
        ("lo", r"per lo tant"),  # per tant
        ("final", r"al final del dia,"),  # al capdavall
        ("lloc", r"pr(?:en|endre|endrà|enen|engué) lloc"),  # tenir lloc
        ("lliure", r"sent(?:eix-te|'t) lliure de"),  # no dubtis a
        ("lliures", r"sentiu-vos lliures de"),
        ("atenció", r"pag(?:ar|a|ueu|ui) atenció"),  # parar atenció
        ("ordre", r"en ordre a \w+(?:ar|er|ir|re)"),  # per
        ("decisió", r"fer una decisió"),  # prendre una decisió
        ("addició", r"en addició,"),  # a més
    ),
    "gl": (
        ("embargo", r"s[ei]n embargo"),  # non obstante
        ("final", r"ao final do día,"),  # ao cabo
        ("libre", r"(?:séntete|síntete|síntase|séntase) libre de"),  # non dubides en
        ("atención", r"pag(?:ar|a|ue) atención"),  # prestar atención
        ("decisión", r"facer unha decisión"),  # tomar unha decisión
        ("orde", r"en orde a \w+[aei]r"),  # para
        ("adición", r"en adición,"),  # ademais
    ),
    "pt": (
        ("final", r"no final do dia,"),  # no fim de contas
        ("lugar", r"tom(?:a|ou|am|aram|ar) lugar (?:em|no|na|durante|hoje)"),  # ter lugar
        ("realizou", r"realizou que"),  # dar-se conta de que
        ("realizaram", r"realizaram que"),
        ("livre", r"sinta-se livre (?:para|de)"),  # fique à vontade
        ("ordem", r"em ordem (?:a|de) \w+[aei]r"),  # para
        ("aplicar", r"aplicar para (?:um|uma|o|a) (?:emprego|trabalho|vaga|bolsa|visto|universidade)"),  # candidatar-se
        ("atenção", r"pag(?:ar|a|ou|ue) atenção"),  # prestar atenção
        ("decisão", r"f(?:azer|ez|az) uma decisão"),  # tomar uma decisão
        ("adição", r"em adição,"),  # além disso
        ("mente", r"mud(?:ar|ei|ou) (?:a )?(?:minha|sua|tua) mente"),  # mudar de ideia
    ),
    "eu": (
        ("zentzua", r"zentzua egi(?:ten du|n)"),  # zentzua izan
        ("amaieran", r"egunaren amaieran,"),  # azken batean
        ("libre", r"(?:sentitu|senti) zaitez libre"),  # lasai asko
        ("ordaindu", r"arreta ordaindu"),  # arreta jarri
        ("mantendu", r"buruan mantendu"),  # gogoan izan
    ),
}
"""By language: a word that is in the phrase, and the phrase, a pattern of normalised text."""
