"""What the words beside a number say it is: a telephone, an identity number, or nobody's business."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = [
    "IDENTITY",
    "INTERNET",
    "MONEY",
    "OTHER",
    "PHONE",
    "VERSION",
    "followed_by_unit",
    "label_before",
    "labels",
    "words_of",
]


def words_of(text: str) -> frozenset[str]:
    """The words of `text`, as a set."""
    return frozenset(text.split())


_REACH = 48
"""Characters before a number in which a label may stand."""
PHONE = words_of(
    "tel telf tlf tlfn tfno tfo telefono telefonos telefon telefons telefone telefones telefonoa fone movil moviles "
    "mobil mobils celular celulares cel whatsapp whats wsp wasap fax fijo fixo telemovel contacto contato contacte "
    "llama llamame llamanos llamar llame llamen llamando marca marque marcar escribeme escribenos contactame "
    "contactar truca trucar truqueu trucam liga ligue ligar ligou chama chame chamar mobile phone call mugikorra "
    "deitu sms telegram signal"
)
OTHER = words_of(
    "pedido pedidos orden ordenes order comanda encargo encomenda factura facturas fatura boleta recibo rebut "
    "referencia ref codigo cod codi isbn issn ean sku serie serial lote lot expediente processo proceso ticket "
    "tiquet tracking seguimiento rastreo rastreamento guia articulo article artigo modelo precio preu preco importe "
    "import total coste costo valor version versio versao protocolo poliza contrato contracte resolucion ley lei "
    "decreto incidencia incidencies poblacion poblacio populacao habitantes coordenadas coordenades latitud "
    "longitud latitude longitude envio enviament paquete paquet albaran presupuesto transaccion operacion reserva "
    "localizador folio tramite caso cas producto producte produto fecha data any ano anos year doi pmid arxiv item "
    "numeral apartado seccion capitulo eskaera zenbakia erreferentzia pagina paginas pressupost"
)
"""Orders, invoices, prices, dates, books: a number behind one of these words is left alone."""
MONEY = re.compile(r"(?:[$€£¥₲₡]|\b(?:S/|USD|EUR|MXN|ARS|COP|CLP|PEN|BRL|UYU|PYG|Bs))\.? ?$")
VERSION = words_of(
    "version versio versao v ver release firmware build paquete seccion apartado articulo capitulo norma"
)
INTERNET = words_of(
    "ip ipv4 ipv6 servidor host conexion connexio conexao ping acceso acces acesso direccion adreca endereco router "
    "address red xarxa rede server"
)
IDENTITY = words_of(
    "dni nif nie cif nss afiliacion curp rfc contribuyentes rut run ruc cuit cuil cpf cnpj nit cedula ci ciudadania "
    "cc identidad identitat identidade identificacion dui dpi rif clabe cbu cuenta compte conta iban tarjeta "
    "targeta cartao card visa mastercard carnet documento social contribuinte rnc cui"
)
_UNIT = re.compile(
    r" ?(?:%|[€$£°]|(?:euros?|eur|usd|pesos|soles|dolares|dólares|reais|reales|guaranies|guaraníes|bolivianos|quetzales"
    r"|lempiras|colones|habitantes|habitants|personas|pessoas|persones|votos|vots|visitas|visites|bytes|km|kg|metros"
    r"|metres|toneladas|hectáreas|años|anys|anos|millones|milhões|milions|unidades|unitats|kilómetros|quilómetros"
    r"|descargas|reproducciones|seguidores|seguidors|litros|ejemplares)\b)",
    re.IGNORECASE,
)
_BREAK = re.compile(r".*(?:[\d;\n!?]|\.\s+(?=[A-ZÁÉÍÓÚÑÇ¿¡]))", re.DOTALL)
"""All up to the last place that parts what stands before it from what comes."""
_DOTTED = re.compile(r"(?<=\b[A-Za-z])\.(?=[A-Za-z]\b)")
"""The dots of D.N.I."""
_KNOWN = PHONE | OTHER | IDENTITY
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=4096)
def _folded(word: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(one))


def labels(text: str, start: int) -> list[str]:
    """The words before `start`, nearest first, in lower case without accents, as far as they may speak of it.

    >>> labels("Vivo en Lima. Mi teléfono es 987654321", 29)
    ['es', 'telefono', 'mi']
    """
    if text[max(0, start - 1) : start] == " " and text[max(0, start - 2) : start - 1].isdecimal():
        return []  # within a table of numbers
    left = text[max(0, start - _REACH) : start]
    if "." in left:
        left = _DOTTED.sub("", left)
    found = _BREAK.match(left)
    return [_folded(word) for word in reversed(_WORD.findall(left, found.end() if found else 0))]


def label_before(words: list[str]) -> str | None:
    """The nearest of `words` that says what a number is; None where none does."""
    return next((word for word in words if word in _KNOWN), None)


def followed_by_unit(text: str, end: int) -> bool:
    """Whether a unit, a currency or something that is counted comes after `end`."""
    return _UNIT.match(text, end) is not None
