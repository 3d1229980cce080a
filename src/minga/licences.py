"""Licences (SPDX)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from minga.errors import LicenceError

__all__ = ["check_expression"]


@lru_cache(maxsize=1)
def _licensing() -> Any:
    from license_expression import get_spdx_licensing

    return get_spdx_licensing()


@lru_cache(maxsize=4096)
def check_expression(expression: str) -> str:
    """The canonical form of an SPDX expression; `NOASSERTION` stands for unknown. Raises LicenceError."""
    if expression.strip() == "NOASSERTION":
        return "NOASSERTION"
    from license_expression import ExpressionError

    try:
        return str(_licensing().parse(expression, validate=True, strict=True))
    except (ExpressionError, ValueError) as error:
        raise LicenceError(f"{expression!r} is not an SPDX expression", hint="such as CC-BY-4.0 or NOASSERTION") from error
