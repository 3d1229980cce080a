"""What assistants say when they refuse or speak of themselves, in six languages: patterns of normalised text.

In each language first what they say of themselves, then how they refuse. What a person may say as well (*lo siento, no
puedo ir*) is left out: a verb of helping, or a request, belongs to it.
"""

from __future__ import annotations

__all__ = ["GALICIAN_SELF", "KEYS", "PHRASES"]

_MAKER = (
    r"(?:pol[oa] |pel[oa] )?(?:la empresa |l['’]empresa |a empresa |el |o |a )?"
    r"(?:openai|google|anthropic|meta|microsoft|mistral|alibaba|deepseek|hugging ?face|nvidia|cohere|xai)\b"
)
# people and winds have some of these names too: soy claude monet
_NAME = (
    r"(?:chatgpt|gpt|gemini|claude|bard|copilot|llama|qwen|deepseek|smollm|mistral|grok)"
    r"(?=[\d\s-]*(?:[.,;:!)]|\Z)| (?:y|i|e|un|una|um|uma|o|el|en|la|desarrollad|desenvolvid|cread|criad|entrenad)\b)"
)
_NO_THEME = r"(?<![\w,;:] )"
"""What goes before *como inteligencia artificial* is what is like it."""

_SPANISH_SORRY = (
    r"(?:(?:lo )?(?:siento|lamento)(?: mucho| muchísimo)?|(?:lamentable|desafortunada|desgraciada)mente|por desgracia"
    r"|disculp[aeá]n?|discúlp[ae]me|perdon[aeá]|perdóname|perdón|me disculpo|mis disculpas|me temo que)[,.:;]? "
    r"(?:pero )?"
)
_SPANISH_VERB = (
    r"(?:ayudar|asistir(?:te|les?|os)\b|proporcionar|brindar|facilitar(?:te|les?|os)\b|generar"
    r"|(?:responder|contestar) (?:a )?(?:es[aeo]|est[aeo]|tu|su|preguntas)\b"
    r"|acceder a (?:internet|enlaces|sitios|archivos)"
    r"|(?:continuar con|participar en) (?:es[aet]|est[ae]|conversaciones|actividades)"
    r"|(?:ofrecer|dar)(?:te|les?|os)? (?:asesoramiento|consejos?|información|instrucciones|opiniones|contenido)"
    r"|(?:escribir|redactar|crear|producir) (?:es[aeo]\b|est[aeo]\b|contenido))"
)
_SPANISH_SELF = (
    r"(?:no|mi|mis|me|solo|sólo|puedo|soy|carezco|estoy|tengo|fui|he sido|(?:desarrollad|entrenad|diseñad|cread)[oa])\b"
)
_SPANISH = (
    r"como (?:un )?(?:gran )?modelo (?:grande )?de (?:lenguaje|ia\b|inteligencia artificial)",
    rf"como (?:un )?(?:modelo|asistente) lingüístic[oa](?: \w+){{0,3}},? {_SPANISH_SELF}",
    rf"{_NO_THEME}como (?:una )?(?:ia|inteligencia artificial),? (?:{_SPANISH_SELF}|que soy)",
    rf"como (?:un )?asistente (?:virtual|digital|de (?:ia|inteligencia artificial)),? {_SPANISH_SELF}",
    (
        r"(?:fui|he sido|soy|me han?) (?:\w+ ){0,5}?(?:entrenad|diseñad|programad|desarrollad|cread)[oa] "
        rf"(?:por )?{_MAKER}"
    ),
    rf"\bsoy {_NAME}",
    (
        r"soy (?:solo |sólo |apenas |tan solo |simplemente )?(?:un |una )(?:gran )?"
        r"(?:modelo (?:grande |extenso )?(?:de (?:lenguaje|ia\b|inteligencia artificial)|lingüístico)"
        r"|(?:ia|inteligencia artificial)\b|asistente (?:virtual|digital|conversacional|de (?:ia\b|inteligencia))"
        r"|programa (?:informático|de (?:ordenador|computadora|computación|ia\b|inteligencia))|chatbot)"
    ),
    (
        r"no tengo (?:opiniones|sentimientos|emociones|creencias|experiencias|preferencias)"
        r"(?: (?:y|e|ni|o|u) \w+)? (?:personales|propi[oa]s|como (?:los (?:seres )?humanos|un (?:ser )?humano"
        r"|una persona|las personas))"
    ),
    rf"{_SPANISH_SORRY}no (?:te |le |les |os |l[oa]s? )?(?:puedo|podré|podría|me es posible) {_SPANISH_VERB}",
    rf"{_SPANISH_SORRY}no (?:soy capaz|tengo (?:la )?(?:capacidad|habilidad|posibilidad)) (?:de|para) ",
    rf"{_SPANISH_SORRY}no tengo (?:acceso a|(?:la |suficiente )?información)",
    r"(?:lamento|siento) (?:mucho )?no poder (?:ayudar|asistir(?:te|les?|os)\b|proporcionar|brindar|complacer)",
    (
        r"no (?:te |le |les |os |l[oa]s? )?puedo (?:ayudar|asistir)(?:te|les?|l[oa]s?|os)? (?:en (?:eso|esto|ello)\b"
        r"|con (?:es[aeo]s?|est[aeo]s?|ello|(?:tu|su) (?:solicitud|petición|pregunta|consulta|pedido))\b)"
    ),
    (
        r"no (?:te |le |les |os )?puedo (?:proporcionar|ofrecer|brindar|facilitar|generar|crear|dar)(?:te|les?|os)? "
        r"(?:ese tipo de|este tipo de|contenido|información (?:que|sobre cómo)|instrucciones (?:para|sobre)"
        r"|(?:asesoramiento|consejos?) (?:médic|legal|financier))"
    ),
    (
        r"no (?:puedo|me es posible) (?:cumplir(?: con)?|atender|responder(?: a)?|procesar|satisfacer) "
        r"(?:a )?(?:es[ae]|est[ae]|tu|su) (?:solicitud|petición|pregunta|consulta|pedido)"
    ),
    r"no tengo acceso a (?:la )?(?:información|datos) (?:en tiempo real|actualizad|confidencial)",
    r"no puedo hacer (?:comparaciones|generalizaciones|predicciones|suposiciones) sobre",
    r"no (?:estoy|he sido|fui) (?:programad|diseñad|capacitad|entrenad)[oa] para",
    r"(?:va|iría) en contra de (?:mis (?:directrices|políticas|pautas|normas de uso)|mi programación)",
    r"mis (?:directrices|políticas|pautas|normas) (?:de uso )?(?:no me (?:lo )?permiten|me (?:lo )?impiden)",
)

_CATALAN_SORRY = (
    r"(?:ho (?:sento|lamento)(?: molt)?|em sap (?:molt )?greu|disculp(?:a|i|eu|in)|perdon(?:a|i|eu|in)"
    r"|malauradament|lamentablement|desgraciadament|per desgràcia|em temo que)[,.:;]? (?:però )?"
)
_CATALAN_VERB = (
    r"(?:ajudar|assistir-(?:te|vos|lo|la)\b|proporcionar|facilitar-(?:te|vos|li)\b|generar"
    r"|(?:respondre|contestar) (?:a )?(?:això|aquest|la (?:teva|vostra|seva)|preguntes)|accedir a (?:internet|enllaços)"
    r"|(?:oferir|donar)(?:-te|-vos|-li)? (?:assessorament|consells?|informació|instruccions|opinions|contingut)"
    r"|(?:escriure|redactar|crear) (?:això|aquest|contingut))"
)
_CATALAN_SELF = (
    r"(?:no|només|puc|s[oó]c|estic|tinc|he estat|(?:desenvolupa|entrena|dissenya|crea)(?:t|da)|el meu|la meva)\b"
)
_CATALAN = (
    r"com (?:a |un |a un )(?:gran )?model (?:de llengua|de llenguatge|d['’]ia\b|d['’]intel·ligència artificial)",
    rf"com a (?:model|assistent) lingüístic[a]?(?: [\w'’]+){{0,3}},? {_CATALAN_SELF}",
    rf"{_NO_THEME}com a (?:ia|intel·ligència artificial),? {_CATALAN_SELF}",
    rf"com a assistent (?:virtual|digital|d['’](?:ia|intel·ligència artificial)),? (?:{_CATALAN_SELF}|que)",
    (
        r"(?:s[oó]c|vaig ser|he estat|m['’]han?) (?:\w+ ){0,5}?"
        rf"(?:entrena|dissenya|programa|desenvolupa|crea)(?:t|da) (?:per )?{_MAKER}"
    ),
    rf"s[oó]c (?:en |el )?{_NAME}",
    (
        r"s[oó]c (?:només |simplement |tan sols )?(?:un |una )(?:gran )?"
        r"(?:model (?:de llengua|de llenguatge|lingüístic|d['’]ia\b|d['’]intel·ligència)|ia\b"
        r"|intel·ligència artificial|assistent (?:virtual|digital|conversacional|d['’](?:ia\b|intel·ligència))"
        r"|programa informàtic|programa d['’]ordinador|xatbot|chatbot)"
    ),
    (
        r"no tinc (?:opinions|sentiments|emocions|creences|experiències|preferències)(?: (?:i|ni|o) \w+)? "
        r"(?:personals|pròpies|propis|com (?:els (?:éssers )?humans|les persones|una persona))"
    ),
    rf"{_CATALAN_SORRY}no (?:et |li |us |els |ho )?(?:puc|podré|podria|m['’]és possible) {_CATALAN_VERB}",
    rf"{_CATALAN_SORRY}no (?:s[oó]c capaç|tinc (?:la )?(?:capacitat|possibilitat)) (?:de|per)",
    rf"{_CATALAN_SORRY}no tinc (?:accés a|(?:prou |la |suficient )?informació)",
    r"(?:lamento|sento|em sap greu) (?:molt )?no poder(?:-te|-vos|-lo|-la)? (?:ajudar|proporcionar)",
    (
        r"no (?:et |us |li )?puc (?:ajudar|assistir)(?:-te|-vos|-lo|-la)? (?:en això\b"
        r"|amb (?:això|aquest|aquesta|aquests|aquestes|la (?:teva|vostra|seva) (?:petició|sol·licitud|pregunta))\b)"
    ),
    (
        r"no (?:et |us |li )?puc (?:proporcionar|oferir|facilitar|generar|crear|donar)(?:-te|-vos|-li)? "
        r"(?:aquesta mena de|aquest tipus de|contingut|informació (?:que|sobre com)|instruccions (?:per|sobre)"
        r"|(?:assessorament|consells?) (?:mèdi|legal|jurídi|financer))"
    ),
    (
        r"no puc (?:complir|atendre|respondre(?: a)?|processar|satisfer) (?:amb )?"
        r"(?:aquesta|la teva|la vostra|la seva) (?:sol·licitud|petició|pregunta|consulta)"
    ),
    r"no tinc accés a (?:la )?(?:informació|dades) (?:en temps real|actualitza|confidencial)",
    r"no puc fer (?:comparacions|generalitzacions|prediccions|suposicions) sobre",
    r"no (?:estic|he estat) (?:programa|dissenya|entrena|capacita)(?:t|da) per(?: a)?\b",
    r"va en contra de (?:les meves (?:directrius|polítiques|pautes)|la meva programació)",
)

_GALICIAN_SORRY = (
    r"(?:(?:s[ií]ntoo|sinto|lamento|laméntoo)(?: moito)?|desculp[ae]|desc[uú]lp[ae]me|perdoa|perdoe|lamentablemente"
    r"|desafortunadamente|desgraciadamente|por desgraza|infelizmente)[,.:;]? (?:moito,? )?(?:pero )?"
)
_GALICIAN_VERB = (
    r"(?:axudar|asistir(?:che|te|lles?)\b|proporcionar|facilitar(?:che|te|lles?)\b|xerar"
    r"|(?:responder|contestar) (?:a )?(?:iso|isto|es[ae]|est[ae]|á túa|á súa|preguntas)\b"
    r"|(?:ofrecer|dar)(?:che|te|lles?)? (?:asesoramento|consellos?|información|instrucións|opinións|contido)"
    r"|(?:escribir|redactar|crear) (?:iso|isto|contido))"
)
_GALICIAN_SELF = r"(?:non|só|podo|son|estou|teño|fun|(?:desenvolvid|adestrad|deseñad|cread)[oa]|o meu|a miña)\b"
_GALICIAN = (
    r"como (?:un )?(?:gran )?modelo de (?:linguaxe|ia\b|intelixencia artificial)",
    rf"como (?:un )?(?:modelo|asistente) lingüístic[oa](?: \w+){{0,3}},? {_GALICIAN_SELF}",
    rf"{_NO_THEME}como (?:unha )?(?:ia|intelixencia artificial),? (?:{_GALICIAN_SELF}|que son)",
    rf"como (?:un )?asistente (?:virtual|dixital|de (?:ia|intelixencia artificial)),? {_GALICIAN_SELF}",
    rf"fun (?:\w+ ){{0,5}}?(?:adestrad|deseñad|programad|desenvolvid|cread)[oa] (?:por )?{_MAKER}",
    (
        r"non teño (?:opinións|sentimentos|emocións|crenzas|experiencias|preferencias)(?: (?:e|nin|ou) \w+)? "
        r"(?:persoais|propi[oa]s|como (?:os (?:seres )?humanos|as persoas))"
    ),
    rf"{_GALICIAN_SORRY}non (?:che |te |lle |lles |vos |[oa]s? )?(?:podo|poderei|me é posible) {_GALICIAN_VERB}",
    rf"{_GALICIAN_SORRY}non teño (?:acceso a|(?:a |suficiente )?información|(?:a )?capacidade)",
    (
        r"non (?:che |te |lle |vos )?podo axudar(?:che|te|lles?|vos|l[oa]s?)? (?:niso|nisto"
        r"|con (?:iso|isto|es[ae]|est[ae]|(?:a túa|a súa) (?:solicitude|petición|pregunta)))\b"
    ),
    (
        r"non podo (?:cumprir|atender|responder|procesar) (?:con |a )?(?:es[ae]|est[ae]|a túa|a súa|á túa|á súa) "
        r"(?:solicitude|petición|pregunta)"
    ),
    (
        r"non podo (?:proporcionar|ofrecer|facilitar|xerar|crear|dar)(?:che|lle)? "
        r"(?:ese tipo de|este tipo de|contido|consellos? (?:médic|lega|financeir))"
    ),
    r"non teño acceso (?:a|á) (?:información|datos) (?:en tempo real|actualizad)",
    r"non (?:estou|fun) (?:programad|deseñad|adestrad)[oa] para",
)
GALICIAN_SELF = (
    rf"\bson (?:o )?{_NAME}",
    rf"\bson (?:\w+ ){{0,5}}?(?:adestrad|deseñad|programad|desenvolvid|cread)[oa] (?:por )?{_MAKER}",
    (
        r"\bson (?:só |tan só |simplemente )?(?:un modelo de (?:linguaxe|ia\b|intelixencia)|un modelo lingüístico"
        r"|unha (?:ia\b|intelixencia artificial)|un asistente (?:virtual|dixital|de (?:ia\b|intelixencia))"
        r"|un programa informático)"
    ),
)
"""For records in Galician only: to others *son* is the plural."""

_PORTUGUESE_SORRY = (
    r"(?:lamento|lamentavelmente|infelizmente|desculp[ae](?:-me)?|me desculpe|peço desculpas?|sinto muito|perd[ãa]o"
    r"|receio que)[,.:;]? (?:mas )?(?:eu )?"
)
_PORTUGUESE_VERB = (
    r"(?:ajud(?:ar|á-)|auxili(?:ar|á-)|fornec(?:er|ê-)|proporcion(?:ar|á-)|disponibilizar|gerar"
    r"|responder (?:a |à |ao )?(?:isso|isto|ess[ae]|est[ae]|sua|seu|tua|teu|perguntas)\b"
    r"|(?:oferecer|dar)(?:-te|-lhe)? (?:aconselhamento|conselhos?|informações|instruções|opiniões|conteúdo)"
    r"|(?:escrever|criar) (?:isso|isto|conteúdo))"
)
_PORTUGUESE_SELF = (
    r"(?:não|só|apenas|posso|sou|estou|tenho|fui|meus?|minhas?|o meu|a minha"
    r"|(?:desenvolvid|treinad|criad|projetad)[oa])\b"
)
_PORTUGUESE = (
    r"como (?:um )?(?:grande )?modelo de (?:linguagem|ia\b|inteligência artificial)",
    rf"como (?:um )?(?:modelo|assistente) linguístic[oa](?: \w+){{0,3}},? (?:eu )?{_PORTUGUESE_SELF}",
    rf"{_NO_THEME}como (?:uma )?(?:ia|inteligência artificial),? (?:eu )?(?:{_PORTUGUESE_SELF}|que sou)",
    rf"como (?:um |uma )?assistente (?:virtual|digital|de (?:ia|inteligência artificial)),? (?:eu )?{_PORTUGUESE_SELF}",
    (
        r"(?:fui|sou) (?:\w+ ){0,5}?(?:treinad|projetad|projectad|programad|desenvolvid|criad)[oa] "
        rf"(?:por )?{_MAKER}"
    ),
    rf"\bsou (?:o |a )?{_NAME}",
    (
        r"sou (?:só |apenas |somente |simplesmente )?(?:um |uma )(?:grande )?"
        r"(?:modelo (?:de (?:linguagem|ia\b|inteligência)|linguístico)|(?:ia|inteligência artificial)\b"
        r"|assistente (?:virtual|digital|de (?:ia\b|inteligência))|programa de computador|chatbot)"
    ),
    (
        r"não tenho (?:opiniões|sentimentos|emoções|crenças|experiências|preferências)(?: (?:e|nem|ou) \w+)? "
        r"(?:pessoais|própri[oa]s|como (?:os (?:seres )?humanos|as pessoas|uma pessoa))"
    ),
    (
        rf"{_PORTUGUESE_SORRY}não (?:te |lhe |lhes |vos |[oa]s? )?"
        rf"(?:posso|consigo|poderei|é possível|me é possível) (?:te |lhe |[oa]s? )?{_PORTUGUESE_VERB}"
    ),
    rf"{_PORTUGUESE_SORRY}não (?:sou capaz de|tenho (?:acesso (?:a|à|ao)\b|informaç(?:ão|ões)|(?:a )?capacidade))",
    r"(?:lamento|sinto muito|desculp[ae](?:-me)?) (?:por )?não (?:poder|conseguir) (?:te |lhe |o |a )?ajudar",
    (
        r"não (?:te |lhe |o |a |vos )?(?:posso|consigo) (?:te |lhe |o )?"
        r"(?:ajud[aá]r?|auxili[aá]r?)(?:-te|-lo|-la|-vos)? "
        r"(?:nisso|nisto|com (?:isso|isto|ess[ae]|est[ae]|(?:a )?(?:sua|tua) (?:solicitação|pergunta|questão)))\b"
    ),
    (
        r"não posso (?:cumprir|atender|responder|processar|satisfazer) (?:com |a |à |ao )?"
        r"(?:ess[ae]|est[ae]|sua|seu|tua|teu|o seu|a sua|o teu|a tua) (?:solicitação|pedido|pergunta|questão)"
    ),
    (
        r"não posso (?:fornecer|oferecer|gerar|criar|dar)(?:-te|-lhe)? "
        r"(?:esse tipo de|este tipo de|conteúdo|informações (?:que|sobre como)"
        r"|(?:aconselhamento|conselhos?) (?:médic|jurídic|lega|financeir))"
    ),
    r"não (?:estou|fui) (?:programad|projetad|projectad|treinad|autorizad)[oa] (?:para|a)\b",
    r"não tenho acesso a (?:informações|dados) (?:em tempo real|atualizad|confidenciais)",
    r"vai contra as minhas (?:diretrizes|políticas)",
)

_BASQUE_VERB = r"(?:lagundu|erantzun|eman|bete|sortu|eskaini|egin|idatzi)\b"
_BASQUE = (
    r"hizkuntza[- ](?:eredu|modelo)(?:a)?(?: handi)?(?: bat)? nai(?:z|zen|zenez)\b",
    r"hizkuntza[- ](?:eredu|modelo) (?:bat )?(?:gisa|bezala|moduan|naizen aldetik),? (?:ez|ezin|nik|nire)\b",
    r"(?:adimen artifizial(?:a|eko \w+|eko \w+ bat| bat)|(?:aa|ia)(?:-a| bat)) nai(?:z|zen|zenez)\b",
    r"(?:adimen artifizial|aa|ia) (?:bat )?(?:gisa|bezala|naizen aldetik),? (?:ez|ezin|nik|nire)\b",
    r"laguntzaile (?:birtual|digital)(?:a| bat) nai(?:z|zen)\b",
    r"ez (?:dut|daukat) (?:iritzi|sentimendu|emozio|sinesmen) (?:pertsonalik|propiorik)",
    (
        r"(?:barkatu|barka|sentitzen dut|tamalez|zoritxarrez),? (?:baina )?ezin (?:izango )?"
        rf"(?:dizu(?:e)?t (?:[\w-]+ ){{0,4}}|dut (?:[\w-]+ ){{0,2}}(?:eska|galder|eduki|informazio)[\w-]+ (?:[\w-]+ )?)"
        rf"{_BASQUE_VERB}"
    ),
    r"ezin dizu(?:e)?t (?:horretan|honetan|horrekin|honekin|eskaera horretan) lagundu",
    r"ezin dizu(?:e)?t lagundu (?:horretan|honetan|horrekin|honekin|eskaera horrekin)",
    r"ezin dizu(?:e)?t (?:informazio|mota) (?:hori|horretako \w+) eman",
    r"ez nago (?:\w+ )?(?:programatuta|diseinatuta|entrenatuta)",
)

_ENGLISH_VERB = (
    r"(?:(?:assist|help)(?: you)? (?:with|in|by)|(?:assist|help) you\b|provide|fulfil|comply|generate"
    r"|engage in|predict"
    r"|(?:answer|respond to|discuss|share|access|continue|process|create|produce|write|give|offer) "
    r"(?:th(?:at|is|ese|ose)|your|content|explicit|medical|legal|financial|advice|personal|real[- ]time"
    r"|instructions)\b)"
)
_ENGLISH = (
    r"as an? (?:\w+ ){0,2}?(?:ai|artificial intelligence|language model)\b",
    (
        r"i(?:['’]m| am) (?:just |only |simply )?an? (?:helpful )?"
        r"(?:ai\b|artificial intelligence|(?:large )?language model|virtual assistant|digital assistant|chatbot)"
    ),
    rf"i (?:was|am) (?:\w+ ){{0,4}}?(?:trained|created|developed|built|made) by {_MAKER}",
    r"i (?:don['’]t|do not) have (?:any )?personal (?:opinions|feelings|emotions|beliefs|experiences|preferences)",
    (
        r"(?:i(?:['’]m| am) (?:really |so )?sorry|unfortunately|my apologies),? (?:but )?"
        rf"i (?:can['’]?t|cannot|am unable to|am not able to) {_ENGLISH_VERB}"
    ),
    rf"i(?:['’]m| am) sorry,? (?:but )?i(?:['’]m| am) (?:unable|not able) to {_ENGLISH_VERB}",
    rf"i apologi[sz]e,? but i (?:can['’]?t|cannot|am unable to|am not able to) {_ENGLISH_VERB}",
    r"i (?:can['’]?t|cannot|won['’]t) (?:(?:assist|help)(?: you)? with|answer) (?:that|this)\b",
    r"i (?:can['’]?t|cannot) provide an? (?:list|definitive|specific) ",
    r"i (?:don['’]t|do not) have access to (?:real[- ]time|current|up-to-date|personal) ",
    (
        r"i(?: can['’]?t| cannot| am unable to|['’]m unable to) (?:provide|fulfil?l|comply with"
        r"|generate|create) (?:that|this|your request|information|content|any content)"
    ),
    r"i(?: was| am|['’]m) not (?:programmed|designed|trained|equipped) to",
    r"i(?:['’]m| am) not a (?:chatbot|substitute for professional)",
)

PHRASES = (*_SPANISH, *_CATALAN, *_GALICIAN, *_PORTUGUESE, *_BASQUE, *_ENGLISH)

KEYS = frozenset(
    (
        # what it is
        "modelo", "modeloa", "model", "eredu", "eredua", "ia", "d'ia", "d’ia", "ai", "aa", "inteligencia",
        "intel·ligència", "d'intel·ligència", "d’intel·ligència", "intelixencia", "inteligência", "adimen",
        "artificial", "asistente", "assistent", "assistente", "laguntzaile", "assistant", "programa", "chatbot",
        "xatbot", "openai", "l'openai", "google", "anthropic", "meta", "microsoft", "mistral", "alibaba", "deepseek",
        "hugging", "huggingface", "nvidia", "cohere", "xai", "chatgpt", "gpt", "gemini", "claude", "bard", "copilot",
        "llama", "qwen", "smollm", "grok",
        # what it does not have
        "opiniones", "sentimientos", "emociones", "creencias", "experiencias", "preferencias", "opinions", "sentiments",
        "emocions", "creences", "experiències", "preferències", "opinións", "sentimentos", "emocións", "crenzas",
        "opiniões", "emoções", "crenças", "experiências", "preferências", "iritzi", "sentimendu", "emozio", "sinesmen",
        "acceso", "accés", "acesso", "información", "informació", "informação", "informações", "capacidad",
        "habilidad", "posibilidad", "capaz", "capacitat", "possibilitat", "capaç", "capacidade",
        # what it cannot do
        "puedo", "podré", "podría", "posible", "poder", "puc", "podria", "m'és", "m’és", "podo", "poderei", "posible",
        "posso", "consigo", "conseguir", "possível", "poder-te", "ezin", "can't", "can’t", "cant", "cannot", "won't",
        "won’t", "unable", "able", "programado", "programada", "diseñado", "diseñada", "capacitado", "capacitada",
        "entrenado", "entrenada", "programat", "dissenyat", "dissenyada", "entrenat", "capacitat", "capacitada",
        "deseñado", "deseñada", "adestrado", "adestrada", "projetado", "projetada", "projectado", "projectada",
        "treinado", "treinada", "autorizado", "autorizada", "programatuta", "diseinatuta", "entrenatuta",
        "access", "programmed", "designed", "trained", "equipped", "substitute", "directrices", "políticas",
        "pautas", "normas", "programación", "directrius", "polítiques", "pautes", "programació", "diretrizes",
    )
)  # fmt: skip
"""One of these words is in each of them: a look at the words is faster than one at the text."""
