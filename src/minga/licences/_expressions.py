"""SPDX licence expressions: their one canonical form, and as a tree."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from minga.errors import LicenceError

if TYPE_CHECKING:
    from license_expression import Licensing

__all__ = ["Both", "Choice", "NOASSERTION", "Node", "atoms", "check_expression", "licensing", "parse", "render"]

NOASSERTION = "NOASSERTION"
"""SPDX's word for a licence that nobody has stated. Such records are kept and never released."""
LONGEST = 400
"""Characters; a longer expression is refused unread."""
REFERENCE = re.compile(r"((?i:DocumentRef)-[A-Za-z0-9.-]+:)?(?i:LicenseRef)-[A-Za-z0-9.-]+")
"""A licence that SPDX does not list, by a name of the project's own (SPDX 2.3, annex D)."""
FORM = "use SPDX, such as CC-BY-4.0, CC0-1.0, LicenseRef-NAME, or NOASSERTION where it is not known"


@dataclass(frozen=True)
class Choice:
    """`A OR B`: whoever receives it picks one."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Both:
    """`A AND B`: all of them hold."""

    parts: tuple[Node, ...]


Node: TypeAlias = "str | Choice | Both"


@lru_cache(maxsize=4096)
def check_expression(expression: str) -> str:
    """The canonical form of an SPDX licence expression: identifiers as SPDX writes them, deprecated ones replaced.

    `NOASSERTION` (the licence is not known) stands alone. `LicenseRef-NAME` is a licence of the project's own.
    Raises LicenceError, whose hint is the nearest valid expression.

    >>> check_expression("gpl-2.0+ or mit")
    'GPL-2.0-or-later OR MIT'
    >>> check_expression("cc by 4.0")
    Traceback (most recent call last):
    minga.errors.LicenceError: 'cc by 4.0' is not an SPDX licence; did you mean CC-BY-4.0?
    """
    text = expression.strip()
    if text.upper() == NOASSERTION:
        return NOASSERTION
    node = _read(text)
    if node is not None:
        return render(node)
    from minga.licences._suggestions import nearest_expression

    near = nearest_expression(text[:LONGEST])
    raise LicenceError(
        f"{text[:80]!r} is not an SPDX licence",
        hint=f"did you mean {near}?" if near and (near == NOASSERTION or _read(near)) else FORM,
    )


@lru_cache(maxsize=4096)
def parse(expression: str) -> Node:
    """The tree of an expression. Raises LicenceError."""
    canonical = check_expression(expression)
    return canonical if canonical == NOASSERTION else _read(canonical) or canonical


def render(node: Node) -> str:
    """A tree as text; the inverse of `parse`."""
    if isinstance(node, str):
        return node
    word = " OR " if isinstance(node, Choice) else " AND "
    return word.join(part if isinstance(part, str) else f"({render(part)})" for part in node.parts)


def atoms(node: Node) -> tuple[str, ...]:
    """The single licences of a tree, in order."""
    if isinstance(node, str):
        return (node,)
    return tuple(atom for part in node.parts for atom in atoms(part))


@lru_cache(maxsize=1)
def licensing() -> Licensing:
    """The parser with SPDX's list of licences."""
    from license_expression import get_spdx_licensing

    return get_spdx_licensing()


def _read(text: str) -> Node | None:
    """The tree of `text` when every licence in it is known or a reference."""
    from license_expression import ExpressionError, ParseError

    if not text or len(text) > LONGEST:
        return None
    try:
        parsed = licensing().parse(text, strict=True)
    except (ExpressionError, ParseError, ValueError, TypeError):
        return None
    unknown = licensing().unknown_license_keys(parsed)
    if parsed is None or not all(REFERENCE.fullmatch(key) for key in unknown):
        return None
    return _node(parsed)


def _node(parsed: Any) -> Node:
    from license_expression import OR

    if parsed.isliteral:
        key = str(parsed)
        return _ours().get(key.lower()) or re.sub(r"(?i)\bLicenseRef-", "LicenseRef-", key)
    parts = tuple(dict.fromkeys(_node(part) for part in parsed.args))
    if len(parts) == 1:
        return parts[0]
    return Choice(parts) if isinstance(parsed, OR) else Both(parts)


@lru_cache(maxsize=1)
def _ours() -> dict[str, str]:
    """References that minga knows, whatever the case they are written in."""
    from minga.licences._terms import TERMS

    return {name.lower(): name for name in TERMS if name.startswith("LicenseRef-")}
