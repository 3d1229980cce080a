"""Sentences in which the numbers stand, written for this benchmark."""

from __future__ import annotations

FILLER = {
    "es": (
        "La feria se celebra desde 1987 en la plaza del pueblo.",
        "Antes de hornear, deja reposar la masa unos 45 minutos.",
        "El museo abre de 10:00 a 18:30 y cierra los lunes.",
        "Entre 1936 y 1939 el archivo estuvo cerrado.",
        "Gracias por la respuesta tan clara.",
        "Necesito ayuda para redactar una carta formal.",
        "La población creció un 12,5 % en diez años.",
    ),
    "pt": (
        "A festa acontece desde 1987 na praça da cidade.",
        "Antes de assar, deixe a massa descansar uns 45 minutos.",
        "O museu abre das 10h às 18h30 e fecha às segundas.",
        "Obrigado pela resposta tão clara.",
        "Preciso de ajuda para escrever uma carta formal.",
    ),
    "ca": (
        "La fira se celebra des del 1987 a la plaça del poble.",
        "Abans d'enfornar-la, deixa reposar la massa uns 45 minuts.",
        "El museu obre de 10.00 a 18.30 i tanca els dilluns.",
        "Gràcies per una resposta tan clara.",
        "Necessito ajuda per redactar una carta formal.",
    ),
}
CONTACT = {
    "es": {
        "phone": (
            "Mi teléfono es {}.",
            "Llámame al {} por la tarde.",
            "Tel.: {}",
            "Mejor por WhatsApp: {}",
            "Para confirmar, marque el {}.",
            "Celular {}, de lunes a viernes.",
        ),
        "email": ("Escríbeme a {} y te lo mando.", "Correo: {}", "Respondan a {}, por favor.", "<{}> firma la carta."),
        "handle": ("Sígueme en {}.", "La foto es de {}, que vive cerca.", "¡Gracias, {}!"),
        "ip": ("Se conectó desde la IP {}.", "El servidor {} no responde.", "Hubo tres intentos desde {}."),
        "link": ("Entra en {} para ver el pedido.", "El enlace es {}", "Descarga el archivo: {}."),
        "card": ("Pagué con la tarjeta {}.", "Número de tarjeta: {}", "Cargaron dos veces el importe en la Visa {}."),
        "iban": ("Haz la transferencia a {}.", "IBAN: {}", "Mi cuenta es {}, a nombre de la asociación."),
    },
    "pt": {
        "phone": ("Meu telefone é {}.", "Me liga no {} à tarde.", "Tel.: {}", "Chame no WhatsApp: {}", "Celular {}."),
        "email": ("Escreva para {} que eu mando.", "E-mail: {}", "Respondam a {}, por favor."),
        "handle": ("Me siga em {}.", "A foto é de {}, que mora perto.", "Obrigada, {}!"),
        "ip": ("Alguém entrou pelo IP {}.", "O servidor {} não responde.", "Houve três tentativas de {}."),
        "link": ("Entre em {} para ver o pedido.", "O link é {}", "Baixe o arquivo: {}."),
        "card": ("Paguei com o cartão {}.", "Número do cartão: {}"),
    },
    "ca": {
        "phone": (
            "El meu telèfon és {}.",
            "Truca'm al {} a la tarda.",
            "Tel.: {}",
            "Mòbil {}, de dilluns a divendres.",
        ),
        "email": ("Escriu-me a {} i t'ho envio.", "Correu: {}", "Responeu a {}, si us plau."),
        "handle": ("Segueix-me a {}.", "La foto és de {}, que viu a prop."),
        "ip": ("Es va connectar des de la IP {}.", "El servidor {} no respon."),
        "link": ("Entra a {} per veure la comanda.", "L'enllaç és {}"),
        "card": ("Vaig pagar amb la targeta {}.", "Número de targeta: {}"),
        "iban": ("Fes la transferència a {}.", "IBAN: {}", "El meu compte és {}, a nom de l'associació."),
    },
}
LABELLED = {
    "es": (
        "Mi {label} es {number}.",
        "{label}: {number}",
        "Consta con {label} n.º {number} en el acta.",
        "La señora, con {label} {number}, firmó ayer.",
        "Anote el {label} {number} en la ficha.",
    ),
    "pt": ("Meu {label} é {number}.", "{label}: {number}", "A senhora, {label} nº {number}, assinou ontem."),
    "ca": (
        "El meu {label} és {number}.",
        "{label}: {number}",
        "La senyora, amb {label} {number}, va signar ahir.",
    ),
}
BARE = {
    "es": ("Firma Rosa Quispe, {}.", "Anoten estos datos: {}", "Aparece {} en la primera página."),
    "pt": ("Assina Rosa Souza, {}.", "Anotem estes dados: {}", "Aparece {} na primeira página."),
    "ca": ("Signa Rosa Puig, {}.", "Apunteu aquestes dades: {}", "Hi surt {} a la primera pàgina."),
}
NEGATIVE = {
    "es": {
        "order": (
            "El pedido {} llegó tarde.",
            "Pedido n.º {}",
            "Número de orden: {}.",
            "La factura {} no está pagada.",
        ),
        "price": ("Cuesta {} y no incluye el envío.", "El presupuesto fue de {}.", "Pagaron {} por la casa."),
        "date": ("Se publicó el {}.", "Vence el {} a las 12:00.", "La reunión del {} se aplazó."),
        "isbn": ("ISBN {}", "El libro (ISBN: {}) está agotado.", "Busca el {} en la biblioteca."),
        "years": ("La guerra ({}) dejó huella.", "El periodo {} fue de sequía.", "Presidió el club en {}."),
        "version": ("Instala la versión {}.", "Con Python {} funciona bien.", "Actualiza el programa a v{}."),
        "coordinates": ("Está en {}.", "Las coordenadas son {}."),
        "count": ("La ciudad tiene {} habitantes.", "Se vendieron {} ejemplares.", "El archivo pesa {} bytes."),
    },
    "pt": {
        "order": ("O pedido {} chegou tarde.", "Pedido nº {}", "A fatura {} continua pendente."),
        "price": ("Custa {} sem o frete.", "O orçamento foi de {}."),
        "date": ("Foi publicado em {}.", "Vence em {} às 12h."),
        "isbn": ("ISBN {}", "O livro (ISBN: {}) está esgotado."),
        "years": ("A guerra ({}) deixou marcas.", "O período {} foi de seca."),
        "version": ("Instale a versão {}.", "Atualize o programa para v{}."),
        "coordinates": ("Fica em {}.", "As coordenadas são {}."),
        "count": ("A cidade tem {} habitantes.", "O arquivo tem {} bytes."),
    },
    "ca": {
        "order": ("La comanda {} va arribar tard.", "Comanda núm. {}", "La factura {} continua pendent."),
        "price": ("Costa {} sense l'enviament.", "El pressupost va ser de {}."),
        "date": ("Es va publicar el {}.", "Venç el {} a les 12.00."),
        "isbn": ("ISBN {}", "El llibre (ISBN: {}) està exhaurit."),
        "years": ("La guerra ({}) va deixar empremta.", "El període {} va ser de sequera."),
        "version": ("Instal·la la versió {}.", "Actualitza el programa a v{}."),
        "coordinates": ("És a {}.", "Les coordenades són {}."),
        "count": ("La ciutat té {} habitants.", "El fitxer ocupa {} bytes."),
    },
}
