"""Words that stand in place of personal data, in the language of the text."""

from __future__ import annotations

from collections.abc import Mapping

from minga.languages import language_of

__all__ = ["placeholder"]

_WORDS: Mapping[str, Mapping[str, str]] = {
    "email": {"es": "CORREO", "ca": "CORREU", "gl": "CORREO", "pt": "E-MAIL", "eu": "E-POSTA", "en": "EMAIL"},
    "phone": {
        "es": "TELÉFONO", "ca": "TELÈFON", "gl": "TELÉFONO", "pt": "TELEFONE", "eu": "TELEFONOA", "en": "PHONE",
    },
    "handle": {
        "es": "USUARIO", "ca": "USUARI", "gl": "USUARIO", "pt": "USUÁRIO", "eu": "ERABILTZAILEA", "en": "USERNAME",
    },
    "link": {"es": "ENLACE", "ca": "ENLLAÇ", "gl": "LIGAZÓN", "pt": "LINK", "eu": "ESTEKA", "en": "LINK"},
    "account": {"es": "CUENTA", "ca": "COMPTE", "gl": "CONTA", "pt": "CONTA", "eu": "KONTUA", "en": "ACCOUNT"},
    "card": {"es": "TARJETA", "ca": "TARGETA", "gl": "TARXETA", "pt": "CARTÃO", "eu": "TXARTELA", "en": "CARD"},
    "cedula": {"en": "CÉDULA"},
}  # fmt: skip
"""What is called otherwise from language to language; the others are called by their kind."""


def placeholder(kind: str, language: str) -> str:
    """What stands for a kind in a text with this language tag; English where the language has no words of its own.

    >>> placeholder("phone", "es-PE"), placeholder("phone", "qu"), placeholder("dni", "ca")
    ('[TELÉFONO]', '[PHONE]', '[DNI]')
    """
    words = _WORDS.get(kind, {"en": kind.upper()})
    return f"[{words.get(language_of(language), words['en'])}]"
