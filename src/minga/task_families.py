"""What tasks measure: a short fixed vocabulary, with its names in the interface's languages."""

from __future__ import annotations

__all__ = ["FAMILIES", "check_family", "family_name"]

FAMILIES: dict[str, dict[str, str]] = {
    "reading": {
        "en": "Reading comprehension", "es": "Comprensión lectora", "ca": "Comprensió lectora",
        "eu": "Irakurmena", "gl": "Comprensión lectora", "pt": "Compreensão de leitura",
    },
    "question-answering": {
        "en": "Question answering", "es": "Respuesta a preguntas", "ca": "Resposta a preguntes",
        "eu": "Galdera-erantzunak", "gl": "Resposta a preguntas", "pt": "Resposta a perguntas",
    },
    "knowledge": {
        "en": "Knowledge", "es": "Conocimientos", "ca": "Coneixements",
        "eu": "Ezagutza", "gl": "Coñecementos", "pt": "Conhecimentos",
    },
    "commonsense": {
        "en": "Common sense", "es": "Sentido común", "ca": "Sentit comú",
        "eu": "Sen ona", "gl": "Sentido común", "pt": "Senso comum",
    },
    "entailment": {
        "en": "Entailment", "es": "Implicación textual", "ca": "Implicació textual",
        "eu": "Testu-inplikazioa", "gl": "Implicación textual", "pt": "Inferência textual",
    },
    "paraphrase": {
        "en": "Paraphrase", "es": "Paráfrasis", "ca": "Paràfrasi",
        "eu": "Parafrasia", "gl": "Paráfrase", "pt": "Paráfrase",
    },
    "acceptability": {
        "en": "Linguistic acceptability", "es": "Aceptabilidad lingüística", "ca": "Acceptabilitat lingüística",
        "eu": "Onargarritasun linguistikoa", "gl": "Aceptabilidade lingüística", "pt": "Aceitabilidade linguística",
    },
    "mathematics": {
        "en": "Mathematics", "es": "Matemáticas", "ca": "Matemàtiques",
        "eu": "Matematika", "gl": "Matemáticas", "pt": "Matemática",
    },
    "summarisation": {
        "en": "Summarisation", "es": "Resumen de textos", "ca": "Resum de textos",
        "eu": "Testu-laburpena", "gl": "Resumo de textos", "pt": "Sumarização",
    },
    "classification": {
        "en": "Text classification", "es": "Clasificación de textos", "ca": "Classificació de textos",
        "eu": "Testu-sailkapena", "gl": "Clasificación de textos", "pt": "Classificação de textos",
    },
    "coreference": {
        "en": "Coreference", "es": "Correferencia", "ca": "Correferència",
        "eu": "Korreferentzia", "gl": "Correferencia", "pt": "Correferência",
    },
    "proficiency": {
        "en": "Language proficiency", "es": "Dominio de la lengua", "ca": "Domini de la llengua",
        "eu": "Hizkuntza-gaitasuna", "gl": "Dominio da lingua", "pt": "Domínio da língua",
    },
    "truthfulness": {
        "en": "Truthfulness", "es": "Veracidad", "ca": "Veracitat",
        "eu": "Egiazkotasuna", "gl": "Veracidade", "pt": "Veracidade",
    },
    "bias": {
        "en": "Social bias", "es": "Sesgos sociales", "ca": "Biaixos socials",
        "eu": "Gizarte-alborapenak", "gl": "Nesgos sociais", "pt": "Vieses sociais",
    },
    "translation": {
        "en": "Translation", "es": "Traducción", "ca": "Traducció",
        "eu": "Itzulpengintza", "gl": "Tradución", "pt": "Tradução",
    },
    "instruction": {
        "en": "Following instructions", "es": "Seguimiento de instrucciones", "ca": "Seguiment d'instruccions",
        "eu": "Aginduak betetzea", "gl": "Seguimento de instrucións", "pt": "Seguimento de instruções",
    },
}  # fmt: skip
"""Names by locale, in the order in which they are listed."""


def check_family(family: str) -> str:
    """`family` as it is, empty for none. Raises ValueError when it is not in the vocabulary."""
    if family and family not in FAMILIES:
        raise ValueError(f"{family} is no family of tasks; there are: {', '.join(FAMILIES)}")
    return family


def family_name(family: str, locale: str) -> str:
    """The family's name in an interface language; one that is not in the vocabulary stands as it is.

    >>> family_name("mathematics", "eu")
    'Matematika'
    """
    return FAMILIES.get(family, {}).get(locale, family)
