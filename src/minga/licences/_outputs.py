"""Under which licence stands what a language model writes about somebody's text."""

from __future__ import annotations

import re

from minga.licences._expressions import NOASSERTION, Both, Choice, Node, check_expression, parse, render
from minga.licences._terms import LEAVES_OUTPUTS_FREE

__all__ = ["binds_outputs", "output_licence"]


def binds_outputs(licence: str) -> bool:
    """Whether a model's licence says something of what the model writes. Raises LicenceError.

    Public domain and permissive software licences (Apache-2.0, MIT, BSD) speak of the program and its copies. OpenRAIL,
    Llama and Gemma speak of outputs too; of any other licence, also one that minga does not know, it is assumed. Of
    `A OR B` the freer is taken.

    >>> binds_outputs("Apache-2.0"), binds_outputs("LicenseRef-Gemma"), binds_outputs("MIT OR LicenseRef-Gemma")
    (False, True, False)
    """
    return _binds(parse(licence))


def output_licence(source: str, model: str) -> str:
    """The licence of what a model under `model` made of a text under `source`: the text's, and with it the model's
    where that binds; NOASSERTION where one of the two that count is. Raises LicenceError.

    >>> output_licence("CC-BY-4.0", "MIT"), output_licence("CC-BY-4.0 OR GPL-3.0-only", "LicenseRef-Gemma")
    ('CC-BY-4.0', '(CC-BY-4.0 OR GPL-3.0-only) AND LicenseRef-Gemma')
    """
    given, claimed = check_expression(source), check_expression(model)
    if not binds_outputs(claimed):
        return given
    if NOASSERTION in (given, claimed):  # stands alone in SPDX
        return NOASSERTION
    parts = tuple(dict.fromkeys(part for each in (given, claimed) for part in _parts(parse(each))))
    return check_expression(render(Both(parts) if len(parts) > 1 else parts[0]))


def _binds(node: Node) -> bool:
    if isinstance(node, Choice):
        return all(_binds(part) for part in node.parts)
    if isinstance(node, Both):
        return any(_binds(part) for part in node.parts)
    return re.sub(r" WITH .*", "", node) not in LEAVES_OUTPUTS_FREE


def _parts(node: Node) -> tuple[Node, ...]:
    return node.parts if isinstance(node, Both) else (node,)
