"""Which models can read rows: those whose layers mix tokens by causal attention only, by transformers' interface."""

from __future__ import annotations

import inspect
from typing import Any

__all__ = ["longest_readable", "plain_model", "reason_against"]

_ATTENTION = {"full_attention", "sliding_attention", "attention"}
# rotary embeddings whose angles depend on the longest sequence of the pass
_BY_LENGTH = {"dynamic", "longrope"}


def reason_against(model: Any, backend: str) -> str | None:
    """Why `model`, as the harness holds it, can only be evaluated the harness's way; None when rows may be tried."""
    from transformers import PreTrainedModel

    if any(config.is_prompt_learning for config in getattr(model, "peft_config", {}).values()):
        return "its adapter puts virtual tokens before the text"
    model = plain_model(model)
    if not isinstance(model, PreTrainedModel):
        return "it is not a model of transformers"
    config = model.config.get_text_config()
    if backend != "causal" or getattr(config, "is_encoder_decoder", False):
        return "it has an encoder and a decoder"
    if getattr(model, "_is_stateful", False):
        return "it has recurrent layers"
    kinds = getattr(config, "layer_types", None) or getattr(config, "layers_block_type", None) or ()
    other = sorted(set(kinds) - _ATTENTION)
    if other:
        return f"it has layers of the kind {other[0]}"
    if not model._can_set_attn_implementation():
        return "its attention cannot be chosen"
    if "logits_to_keep" not in inspect.signature(model.forward).parameters:
        return "it computes the logits of all positions"
    return None


def plain_model(model: Any) -> Any:
    """The model of transformers within an adapter's wrapper."""
    return model.get_base_model() if hasattr(model, "peft_config") and hasattr(model, "get_base_model") else model


def longest_readable(model: Any) -> int | None:
    """Up to which length sequences of different lengths may be read together; None for any.

    Above it, some rotary embeddings turn by angles that depend on the longest sequence of a pass.
    """
    config = plain_model(model).config.get_text_config()
    rope = getattr(config, "rope_parameters", None) or getattr(config, "rope_scaling", None) or {}
    sets = [rope, *(one for one in rope.values() if isinstance(one, dict))]
    if not any(one.get("rope_type", one.get("type")) in _BY_LENGTH for one in sets):
        return None
    lengths = [one.get("original_max_position_embeddings") for one in sets]
    lengths += [getattr(config, "original_max_position_embeddings", None), config.max_position_embeddings]
    return min(int(length) for length in lengths if length)
