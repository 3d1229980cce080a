"""Check digits of national numbers that python-stdnum does not know."""

from __future__ import annotations

from collections.abc import Callable, Mapping

__all__ = ["CHECKS", "is_cedula_of_uruguay", "is_cui_of_guatemala", "is_dui", "is_social_security_number"]


def is_social_security_number(digits: str) -> bool:
    """Spain's NSS: 12 digits, of which the last two are the others modulo 97.

    A running number below 10,000,000 counts with seven digits (Tesorería General de la Seguridad Social).
    """
    if len(digits) != 12 or not 1 <= int(digits[:2]) <= 66:
        return False
    province, running = int(digits[:2]), int(digits[2:10])
    stem = province * 10**7 + running if running < 10**7 else int(digits[:10])
    return stem % 97 == int(digits[10:])


def is_cedula_of_uruguay(digits: str) -> bool:
    """Uruguay's cédula: weights 2, 9, 8, 7, 6, 3, 4, modulo 10 (Dirección Nacional de Identificación Civil)."""
    if not 7 <= len(digits) <= 8 or len(set(digits)) == 1:
        return False
    padded = digits.zfill(8)
    total = sum(int(digit) * weight for digit, weight in zip(padded[:7], (2, 9, 8, 7, 6, 3, 4), strict=True))
    return -total % 10 == int(padded[7])


def is_dui(digits: str) -> bool:
    """El Salvador's DUI: nine digits, weights 9 to 2, modulo 10."""
    if len(digits) != 9 or len(set(digits)) == 1:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits[:8], range(9, 1, -1), strict=True))
    return -total % 10 == int(digits[8])


def is_cui_of_guatemala(digits: str) -> bool:
    """Guatemala's CUI (on the DPI): eight digits, weights 2 to 9, modulo 11, then departamento and municipio."""
    if len(digits) != 13 or not 1 <= int(digits[9:11]) <= 22 or digits[11:] == "00":
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits[:8], range(2, 10), strict=True))
    return total % 11 == int(digits[8])


CHECKS: Mapping[str, Callable[[str], bool]] = {
    "es.nss": is_social_security_number,
    "uy.ci": is_cedula_of_uruguay,
    "sv.dui": is_dui,
    "gt.cui": is_cui_of_guatemala,
}
