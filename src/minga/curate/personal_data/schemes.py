"""The identity and tax numbers of each country: how they are written, what checks them, and what they are called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib import import_module
from typing import Literal

from minga.curate.personal_data.check_digits import CHECKS

__all__ = ["SCHEMES", "Scheme", "any_shape"]

Alone = Literal["anywhere", "at home", "never"]


@dataclass(frozen=True)
class Scheme:
    """One kind of number of one country."""

    kind: str
    country: str
    shape: str
    """Regular expression of bounded length, without groups that it refers to; case does not matter, unless it says
    `(?-i:…)`: *a 12345678* is no CIF."""
    check: str
    """A module of python-stdnum (`es.dni`), a name in `check_digits.CHECKS`, or empty: then only a label tells."""
    called: str
    """Words, in lower case without accents, that it counts behind."""
    alone: Alone = "never"
    """Whether it counts without a label: its shape is like nothing else; or in texts of its country; or never."""
    pattern: re.Pattern[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pattern", any_shape([self]))

    @cached_property
    def labels(self) -> frozenset[str]:
        """`called`, as a set."""
        return frozenset(self.called.split())

    def is_valid(self, number: str) -> bool:
        """Whether the check digits fit, where there are any."""
        if self.check in CHECKS:
            return CHECKS[self.check](re.sub(r"\D", "", number))
        number = re.sub(r"[./]", "", number).upper()
        if self.check == "mx.rfc":
            return bool(_module(self.check).is_valid(number, validate_check_digits=True))
        return not self.check or bool(_module(self.check).is_valid(number))


def any_shape(schemes: Sequence[Scheme]) -> re.Pattern[str]:
    """What matches where the shape of at least one of `schemes` does, and ends there."""
    shapes = "|".join(scheme.shape for scheme in schemes)
    return re.compile(rf"(?:{shapes})(?![^\W_]|-\w|[.,/]\d)", re.IGNORECASE)


@lru_cache(maxsize=64)
def _module(name: str):  # type: ignore[no-untyped-def]  # modules of python-stdnum share a protocol that it hides
    return import_module(f"stdnum.{name}")


_CEDULA = "cedula ci cc identidad ciudadania documento"
_RFC = r"(?-i:[A-ZÑ&]{3,4}[- ]?\d{6}[- ]?[0-9A-Z]{3})|[A-ZÑ&]{3,4}\d{6}[0-9A-Z]{3}"
SCHEMES: tuple[Scheme, ...] = (
    Scheme("dni", "ES", r"(?:\d{8}|\d{2}\.\d{3}\.\d{3})(?:-?[A-Z]|(?-i: [A-Z]))", "es.dni", "dni nif", "anywhere"),
    Scheme("dni", "ES", r"\d{8}|\d{2}\.\d{3}\.\d{3}", "", "dni"),
    Scheme("nie", "ES", r"(?-i:[XYZ][ -]?\d{7}[ -]?[A-Z])|[XYZ]-?\d{7}-?[A-Z]", "es.nie", "nie nif", "anywhere"),
    Scheme("cif", "ES", r"(?-i:[ABCDEFGHJNPQRSUVW][ -]?\d{7}[ -]?[0-9A-J])", "es.cif", "cif nif", "at home"),
    Scheme("nss", "ES", r"\d{2}[ /-]?\d{8}[ /-]?\d{2}|\d{2}[ /-]?\d{10}", "es.nss", "nss afiliacion social", "at home"),
    Scheme("curp", "MX", r"[A-Z]{4}\d{6}[HM][A-Z]{5}[0-9A-Z]\d", "mx.curp", "curp", "anywhere"),
    Scheme("rfc", "MX", _RFC, "mx.rfc", "rfc contribuyentes", "anywhere"),
    Scheme("rut", "CL", r"\d{1,2}\.\d{3}\.\d{3}-[0-9K]|\d{7,8}-[0-9K]", "cl.rut", "rut run", "anywhere"),
    Scheme("rut", "CL", r"\d{7,8}[0-9K]", "cl.rut", "rut run"),
    Scheme("ruc", "PE", r"(?:10|15|17|20)\d{9}", "pe.ruc", "ruc", "at home"),
    Scheme("dni", "PE", r"\d{8}(?:-[0-9A-K])?", "pe.cui", "dni identidad documento"),
    Scheme("cuit", "AR", r"(?:20|2[347]|3[034]|5[015])(?:-\d{8}-| \d{8} )\d", "ar.cuit", "cuit cuil", "anywhere"),
    Scheme("cuit", "AR", r"(?:20|2[347]|3[034]|5[015])[-/ ]?\d{8}[-/ ]?\d", "ar.cuit", "cuit cuil", "at home"),
    Scheme("dni", "AR", r"\d{1,2}[. ]\d{3}[. ]\d{3}|\d{7,8}", "", "dni documento identidad"),
    Scheme("cpf", "BR", r"\d{3}\.\d{3}\.\d{3}-\d{2}", "br.cpf", "cpf", "anywhere"),
    Scheme("cpf", "BR", r"\d{3}[. ]?\d{3}[. ]?\d{3}[- ]?\d{2}", "br.cpf", "cpf", "at home"),
    Scheme("cnpj", "BR", r"\d{2}\.\d{3}\.\d{3}/\d{4}-\d{2}|\d{14}", "br.cnpj", "cnpj", "anywhere"),
    Scheme("nit", "CO", r"[89]\d{2}\.?\d{3}\.?\d{3}-\d", "co.nit", "nit rut", "at home"),
    Scheme("nit", "CO", r"\d{1,3}(?:\.?\d{3}){2,3}[- ]?\d", "co.nit", "nit rut"),
    Scheme("cedula", "CO", r"\d{1,3}(?:\.\d{3}){2,3}|\d{6,10}", "", _CEDULA),
    Scheme("ruc", "EC", r"\d{13}", "ec.ruc", "ruc", "at home"),
    Scheme("cedula", "EC", r"\d{10}|\d{9}-\d", "ec.ci", _CEDULA, "at home"),
    Scheme("cedula", "UY", r"\d\.\d{3}\.\d{3}[-/ ]\d", "uy.ci", _CEDULA, "at home"),
    Scheme("cedula", "UY", r"\d{7}-?\d|\d{6}-\d|\d{3}\.\d{3}-\d", "uy.ci", _CEDULA),
    Scheme("rut", "UY", r"\d{12}|\d{2}-\d{6}-\d{3}-\d", "uy.rut", "rut ruc", "at home"),
    Scheme("ruc", "PY", r"\d{1,2}\.\d{3}\.\d{3}-\d|\d{5,8}-\d", "py.ruc", "ruc"),
    Scheme("cedula", "PY", r"\d{1,2}\.\d{3}\.\d{3}|\d{3}\.\d{3}|\d{6,7}", "", _CEDULA),
    Scheme("cedula", "VE", r"[VE][- ]?\d{1,2}\.?\d{3}\.?\d{3}", "", _CEDULA),
    Scheme("cedula", "VE", r"\d{1,2}\.\d{3}\.\d{3}|\d{7,8}", "", _CEDULA),
    Scheme("rif", "VE", r"(?-i:[VEJPG][- ]?\d{8}[- ]?\d)", "ve.rif", "rif", "anywhere"),
    Scheme("cedula", "DO", r"\d{3}-\d{7}-\d", "do.cedula", _CEDULA, "anywhere"),
    Scheme("cedula", "DO", r"\d{11}", "do.cedula", _CEDULA),
    Scheme("rnc", "DO", r"\d{9}|\d-\d{2}-\d{5}-\d", "do.rnc", "rnc"),
    Scheme("cedula", "CR", r"[1-9][- ]?\d{4}[- ]?\d{4}|0[1-9][- ]?\d{4}[- ]?\d{4}", "", _CEDULA),
    Scheme("cedula", "CR", r"3-?1\d{2}-?\d{6}", "cr.cpj", _CEDULA),
    Scheme("nit", "GT", r"\d{5,8}-?[0-9K]", "gt.nit", "nit"),
    Scheme("dpi", "GT", r"\d{4} ?\d{5} ?\d{4}", "gt.cui", "dpi cui"),
    Scheme("nit", "SV", r"\d{4}-?\d{6}-?\d{3}-?\d", "sv.nit", "nit"),
    Scheme("dui", "SV", r"\d{8}-?\d", "sv.dui", "dui"),
    Scheme("nit", "BO", r"\d{7,12}", "", "nit"),
    Scheme("cedula", "BO", r"\d{6,8}", "", _CEDULA + " carnet"),
    Scheme("ni", "CU", r"\d{11}", "cu.ni", "identidad carnet ci"),
    Scheme("nif", "PT", r"[125689]\d{2} ?\d{3} ?\d{3}", "pt.nif", "nif contribuinte"),
)
