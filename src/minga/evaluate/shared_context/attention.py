"""The attention of a row, where transformers looks for one: its `AttentionInterface`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import torch

from minga.evaluate.shared_context.row import Row

__all__ = ["Unsupported", "attending", "reading"]

NAME = "minga_row"
# what some models ask of their attention, and this one does not do
_UNKNOWN = ("softcap", "s_aux", "sinks", "position_bias", "indices", "head_mask")

_row: ContextVar[Row] = ContextVar("row")


class Unsupported(Exception):
    """The model cannot read rows; says why."""


@contextmanager
def attending(model: Any) -> Iterator[None]:
    """While inside, `model` (a PreTrainedModel) attends as its row says; afterwards as before.

    No mask is made for an attention that is registered without one, and positions are the model's own business.
    """
    from transformers import AttentionInterface

    AttentionInterface.register(NAME, _attention)
    before = model.config._attn_implementation
    model.set_attn_implementation(NAME)
    try:
        yield
    finally:
        model.set_attn_implementation(before)


@contextmanager
def reading(row: Row) -> Iterator[None]:
    """While inside, a forward pass reads `row`."""
    token = _row.set(row)
    try:
        yield
    finally:
        _row.reset(token)


def _attention(
    module: Any,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None,
    scaling: float | None = None,
    is_causal: bool | None = None,
    sliding_window: int | None = None,
    **options: Any,
) -> tuple[torch.Tensor, None]:
    unknown = [name for name in _UNKNOWN if options.get(name) is not None]
    if unknown:
        raise Unsupported(f"its attention has {unknown[0]}")
    if is_causal is False or not getattr(module, "is_causal", True):
        raise Unsupported("its attention is not causal")
    if attention_mask is not None:
        raise Unsupported("it makes a mask of its own")
    return _row.get().attend(query, key, value, scaling, _window(module, sliding_window)), None


def _window(module: Any, given: int | None) -> int | None:
    """How many tokens the layer sees: as it says, or where it leaves that to its mask, as the configuration says."""
    if given is not None:
        return int(given)
    config: Any = getattr(module, "config", None)
    kinds = getattr(config, "layer_types", None)
    layer = getattr(module, "layer_idx", None)
    if kinds and layer is not None and kinds[layer] == "sliding_attention":
        return int(config.sliding_window)
    return None
