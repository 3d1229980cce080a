"""Turns of phrase taken literally from English, and in Catalan and Galician from Spanish.

A list of our own, of what is advised against and is rarely meant literally; beside each stands what one says instead.
"""

from __future__ import annotations

__all__ = ["CALQUES"]

CALQUES: dict[str, tuple[tuple[str, str], ...]] = {
    "es": (
        ("sentido", r"hac(?:e|en|ía|er|iendo) (?:mucho |más |poco |total |perfecto )?sentido"),  # tener sentido
        ("final", r"al final del día,"),  # al fin y al cabo
        ("lugar", r"tom(?:a|ó|an|aron|ará|ar) lugar (?:el \d+|en \d+|en el año|durante|hoy|cada)"),  # tener lugar
        ("orden", r"en orden (?:de|para) \w+[aei]r"),  # para
        ("aplicar", r"aplicar (?:para|a) (?:un|una|el|la) (?:trabajo|puesto|empleo|beca|universidad|visa|vacante)"),
        ("atrás", r"llam(?:ar|a|ó|aré|ame) (?:\w+ )?para atrás"),  # devolver la llamada
        ("supuesto", r"est(?:á|án|ás|oy|aba|aban|ar) supuesto a"),  # se supone que
        ("supuesta", r"est(?:á|án|ás|oy|aba|aban|ar) supuesta a"),
        ("buen", r"(?:tener|tuve|tuvo|tuvimos|tuvieron|tengan) un buen tiempo"),  # pasarlo bien
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
        ("ventaja", r"tom(?:ar|a|o|ó|an|ando|e|en|aron) ventaja de"),  # aprovechar
        ("acción", r"tom(?:ar|a|e|en|ó|aron|emos) acción"),  # actuar
        ("cosa", r"no (?:hay|existe) tal cosa como"),  # no existe
        ("dicho", r"con es[oe] siendo dicho"),  # dicho esto
        ("dicho", r"habiendo dicho es[eo]"),
        ("dinero", r"salv(?:ar|a|as|e|es|en|ando) (?:mucho |más )?dinero"),  # ahorrar
        ("pregunta", r"pregunt(?:ar|é|ó|arte|arle|arme|aste) una pregunta"),  # hacer una pregunta
        ("amor", r"ca(?:er|í|yó|yeron|e|en|yendo) en amor"),  # enamorarse
        ("negocio", r"corr(?:er|e|en|ía|iendo) (?:un|su|el|tu|mi) (?:propio )?negocio"),  # llevar un negocio
        ("hecho", r"el hecho de la (?:cuestión|materia) es"),  # lo cierto es
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
        ("lo", r"per lo (?:tant|menys|general|vist)"),  # per tant, si més no, en general, pel que es veu
        ("tenien", r"tenien que \w+(?:ar|er|ir|re)"),
        ("tindré", r"tindré que \w+(?:ar|er|ir|re)"),
        ("tindràs", r"tindràs que \w+(?:ar|er|ir|re)"),
        ("tindrà", r"tindrà que \w+(?:ar|er|ir|re)"),
        ("tindrem", r"tindrem que \w+(?:ar|er|ir|re)"),
        ("tindreu", r"tindreu que \w+(?:ar|er|ir|re)"),
        ("quant", r"en quant a"),  # quant a
        ("base", r"en base a"),  # a partir de
        ("quan", r"sempre i quan"),  # sempre que
        # adonar-se
        ("compte", r"(?:em|et|es|ens|us) (?:vaig |vas |va |vam |van |he |han )?don\w{1,4} compte (?:de|que)"),
        ("compte", r"(?:m['’]he|t['’]has|s['’]ha|s['’]han|donar-se) (?:donat )?compte (?:de|que)"),
        ("anys", r"compl(?:ir|eix|eixo|irà|irem) (?:els )?\w+ anys"),  # fer anys
        ("recolzament", r"recolzament"),  # suport
        ("algo", r"algo (?:de|que|així|més)"),  # alguna cosa
        ("cosa", r"no hi ha tal cosa com"),  # no existeix
        ("avantatge", r"prend?r?e? avantatge de"),  # aprofitar
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
        ("lugar", r"tom(?:ar|a|ou|an|aron) lugar (?:o \d+|en \d+|hoxe|durante|na cidade)"),  # ter lugar
        ("vantaxe", r"tom(?:ar|a|ou|ando) vantaxe de"),  # aproveitar
        ("cousa", r"non (?:hai|existe) tal cousa como"),  # non existe
        ("hasta", r"hasta"),  # ata
        ("entonces", r"entonces"),  # entón
        ("aunque", r"aunque"),  # aínda que
        ("mientras", r"mientras"),  # mentres
    ),
    "pt": (
        ("final", r"no final do dia,"),  # no fim de contas
        ("lugar", r"tom(?:a|ou|am|aram|ar) lugar (?:em \d+|no ano|na cidade|durante|hoje)"),  # ter lugar
        ("realizou", r"realizou que"),  # dar-se conta de que
        ("realizaram", r"realizaram que"),
        ("livre", r"(?:sinta-se|sente-te|sinta) livre (?:para|de)"),  # fique à vontade
        ("ordem", r"em ordem (?:a|de) \w+[aei]r"),  # para
        ("aplicar", r"aplicar para (?:um|uma|o|a) (?:emprego|trabalho|vaga|bolsa|visto|universidade)"),  # candidatar-se
        ("atenção", r"pag(?:ar|a|ou|ue) atenção"),  # prestar atenção
        ("decisão", r"f(?:azer|ez|az) uma decisão"),  # tomar uma decisão
        ("adição", r"em adição,"),  # além disso
        ("mente", r"mud(?:ar|ei|ou) (?:a )?(?:minha|sua|tua) mente"),  # mudar de ideia
        ("mente", r"mant(?:er|enha|ém|enham) em mente"),  # ter em conta
        ("vantagem", r"tom(?:ar|a|e|ou|ando) vantagem d[eoa]"),  # aproveitar
        ("coisa", r"não (?:há|existe) tal coisa como"),  # não existe
        ("endereçar", r"endereçar (?:os?|as?|est[ea]|ess[ea]) (?:problemas?|questão|questões|desafios?)"),  # tratar
        ("amor", r"ca(?:ir|iu|í|íram) em amor"),  # apaixonar-se
    ),
    "eu": (
        ("zentzua", r"zentzua egi(?:ten du|n)"),  # zentzua izan
        ("amaieran", r"egunaren amaieran,"),  # azken batean
        ("libre", r"(?:sentitu|senti) zaitez libre"),  # lasai asko
        ("ordaindu", r"arreta ordaindu"),  # arreta jarri
        ("libre", r"libre (?:sentitu|senti) zaitez"),
        ("mantendu", r"buruan mantendu"),  # gogoan izan
        ("erabaki", r"erabaki bat egin"),  # erabaki bat hartu
        ("abantaila", r"abantaila hartu"),  # baliatu
    ),
}
"""By language: a word that is in the phrase, and the phrase, a pattern of normalised text."""
