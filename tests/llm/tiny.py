"""A very small Llama with a byte-level tokenizer, as a GGUF file: made in a moment, random, and the same every time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from gguf import GGUFWriter, TokenType
from tokenizers.pre_tokenizers import ByteLevel

SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
MERGES = [("Ċ", "Ċ"), ("h", "o"), ("l", "a"), ("ho", "la"), ("Ġ", "a")]
TEMPLATE = "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n{% endfor %}"
WIDTH, HEADS, LAYERS, INNER = 32, 4, 2, 64


def write_tiny_gguf(path: Path, seed: int = 0, architecture: str = "llama") -> Path:
    writer = GGUFWriter(path, architecture)
    tokens = [*SPECIAL, *sorted(ByteLevel.alphabet()), *("".join(merge) for merge in MERGES)]
    writer.add_name("tiny")
    writer.add_context_length(128)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_rope_freq_base(10000.0)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("smollm")
    writer.add_token_list(tokens)
    writer.add_token_types([TokenType.CONTROL] * len(SPECIAL) + [TokenType.NORMAL] * (len(tokens) - len(SPECIAL)))
    writer.add_token_merges([" ".join(merge) for merge in MERGES])
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    writer.add_pad_token_id(2)
    writer.add_chat_template(TEMPLATE)
    for name, shape in shapes(len(tokens)):
        draw = np.random.default_rng([seed, len(name)])
        norm = name.endswith("norm.weight")
        writer.add_tensor(name, np.ones(shape, np.float32) if norm else draw.normal(0, 0.1, shape).astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def shapes(words: int) -> list[tuple[str, tuple[int, ...]]]:
    found: list[tuple[str, tuple[int, ...]]] = [("token_embd.weight", (words, WIDTH)), ("output_norm.weight", (WIDTH,))]
    for layer in range(LAYERS):
        square = [(f"blk.{layer}.attn_{part}.weight", (WIDTH, WIDTH)) for part in ("q", "k", "v", "output")]
        outer = [(f"blk.{layer}.ffn_{part}.weight", (INNER, WIDTH)) for part in ("gate", "up")]
        norms = [(f"blk.{layer}.{part}_norm.weight", (WIDTH,)) for part in ("attn", "ffn")]
        found += [*square, *outer, (f"blk.{layer}.ffn_down.weight", (WIDTH, INNER)), *norms]
    return found
