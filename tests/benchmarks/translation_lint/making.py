"""A small benchmark in English, Spanish and Catalan, with a place for every kind of defect."""

from __future__ import annotations

from _translation_lint.pairs import Material, Pair

from minga.records import BenchmarkItem

Texts = tuple[str, list[str]]

ENGLISH: list[Texts] = [
    (
        "On Sunday mornings, what do most neighbours of West Virginia do in 1985?",
        [
            "Most neighbours do not go to the market in Charleston",
            "Most neighbours never sleep after the long morning market",
            "Most neighbours buy apples and bottles for 25 dollars",
            "No, the market is closed",
        ],
    ),
    (
        "If the river rises during the night, where does the shepherd take the sheep?",
        [
            "When the water comes, the shepherd takes the sheep to the mountain",
            "The shepherd leaves the sheep near the river without any help",
            "Yes, the shepherd sells the sheep in Japan",
            "The teacher says that Maria Quispe has the sheep (all of them)",
        ],
    ),
    (
        "After the harvest of 1950, how many families lived in Germany?",
        [
            "After the long and cold winter, only the families with schools stayed",
            "There are schools and the families are tired of the winter",
            "The city has a library that the families visit every winter",
            "There were 300 families",
        ],
    ),
    (
        "Before the bridge was built, who crossed the water with Juan Tacuri?",
        [
            "As the oldest women remember, the fishermen crossed the water with their boats",
            "The government says that the fishermen are not good swimmers",
            "In the end, the fishermen waited for the bridge",
            "Nobody from Charleston crossed the water",
            "While there was a ferry, they waited for summer",
        ],
    ),
]
SPANISH: list[Texts] = [
    (
        "Los domingos por la mañana, ¿qué hace la mayoría de los vecinos de West Virginia en 1985?",
        [
            "La mayoría de los vecinos no va al mercado de Charleston",
            "La mayoría de los vecinos nunca duerme después del largo mercado de la mañana",
            "La mayoría de los vecinos compra manzanas y botellas por 25 dólares",
            "No, el mercado está cerrado",
        ],
    ),
    (
        "Si el río crece durante la noche, ¿adónde lleva el pastor las ovejas?",
        [
            "Cuando llega el agua, el pastor lleva las ovejas a la montaña",
            "El pastor deja las ovejas cerca del río sin ninguna ayuda",
            "Sí, el pastor vende las ovejas en Japón",
            "La maestra dice que Maria Quispe tiene las ovejas (todas)",
        ],
    ),
    (
        "Después de la cosecha de 1950, ¿cuántas familias vivían en Alemania?",
        [
            "Después del largo y frío invierno, solo se quedaron las familias con escuelas",
            "Hay escuelas y las familias están cansadas del invierno",
            "La ciudad tiene una biblioteca que las familias visitan cada invierno",
            "Había 300 familias",
        ],
    ),
    (
        "Antes de que se construyera el puente, ¿quién cruzaba el agua con Juan Tacuri?",
        [
            "Como recuerdan las mujeres mayores, los pescadores cruzaban el agua con sus barcas",
            "El gobierno dice que los pescadores no son buenos nadadores",
            "Al final de todo, los pescadores esperaron el puente",
            "Nadie de Charleston cruzó el agua",
            "Mientras hubo una barca, esperaron el verano",
        ],
    ),
]
CATALAN: list[Texts] = [
    (
        "Els diumenges al matí, què fa la majoria dels veïns de West Virginia el 1985?",
        [
            "La majoria dels veïns no va al mercat de Charleston",
            "La majoria dels veïns mai no dorm després del llarg mercat del matí",
            "La majoria dels veïns compra pomes i ampolles per 25 dòlars",
            "No, el mercat està tancat",
        ],
    ),
    (
        "Si el riu creix durant la nit, on porta el pastor les ovelles?",
        [
            "Quan arriba l’aigua, el pastor porta les ovelles a la muntanya",
            "El pastor deixa les ovelles prop del riu sense cap ajuda",
            "Sí, el pastor ven les ovelles al Japó",
            "La mestra diu que Maria Quispe té les ovelles (totes)",
        ],
    ),
    (
        "Després de la collita de 1950, quantes famílies vivien a Alemanya?",
        [
            "Després del llarg i fred hivern, només es van quedar les famílies amb escoles",
            "Hi ha escoles i les famílies estan cansades de l’hivern",
            "La ciutat té una biblioteca que les famílies visiten cada hivern",
            "Hi havia 300 famílies",
        ],
    ),
    (
        "Abans que es construís el pont, qui creuava l’aigua amb Juan Tacuri?",
        [
            "Com recorden les dones grans, els pescadors creuaven l’aigua amb les seves barques",
            "El govern diu que els pescadors no són bons nedadors",
            "Al final de tot, els pescadors van esperar el pont",
            "Ningú de Charleston no va creuar l’aigua",
            "Mentre hi va haver barca, van esperar l’estiu",
        ],
    ),
]


def material(language: str = "es") -> Material:
    texts = {"es": SPANISH, "ca": CATALAN}
    other = "ca" if language == "es" else "es"
    pairs = [
        Pair(number, item(*ENGLISH[number], language="en"), item(*theirs, language=language))
        for number, theirs in enumerate(texts[language])
    ]
    neighbours = {number: item(*theirs, language=other) for number, theirs in enumerate(texts[other])}
    return Material(language, pairs, {other: neighbours})


def item(question: str, choices: list[str], *, language: str, answer: int = 2) -> BenchmarkItem:
    return BenchmarkItem(
        benchmark="b", question=question, choices=tuple(choices), answer=answer, language=language, origin="human",
        licence="MIT",
    )  # fmt: skip
