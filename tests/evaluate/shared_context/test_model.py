"""The harness's own `hf`, without its cache of logits, is the judge: kinds of models, random weights and tokens."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
import transformers
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lm_eval.models.huggingface import HFLM
from transformers import AutoModelForCausalLM, AutoModelForSeq2SeqLM, AutoTokenizer

from minga.evaluate.shared_context import SharedContextLM
from minga.evaluate.shared_context.row import Row

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning"),
]

WORDS = 96
LENGTH = 128
NARROW = {
    "vocab_size": WORDS,
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": LENGTH,
    "bos_token_id": 0,
    "eos_token_id": 0,
    "pad_token_id": 0,
}
GPT = {"vocab_size": WORDS, "n_embd": 32, "n_layer": 2, "n_head": 4, "bos_token_id": 0, "eos_token_id": 0}
ROWS: dict[str, Callable[[], Any]] = {
    "llama": lambda: transformers.LlamaConfig(**NARROW),
    "gemma3": lambda: transformers.Gemma3TextConfig(
        **NARROW | {"num_hidden_layers": 6}, head_dim=8, sliding_window=16, query_pre_attn_scalar=8
    ),
    "mistral": lambda: transformers.MistralConfig(**NARROW, sliding_window=16),
    "qwen2": lambda: transformers.Qwen2Config(**NARROW),
    "qwen3": lambda: transformers.Qwen3Config(**NARROW, head_dim=8),
    "gpt2": lambda: transformers.GPT2Config(**GPT, n_positions=LENGTH),
    "gpt_neox": lambda: transformers.GPTNeoXConfig(**{k: v for k, v in NARROW.items() if k != "num_key_value_heads"}),
    "phi": lambda: transformers.PhiConfig(**NARROW),
    "opt": lambda: transformers.OPTConfig(**NARROW, ffn_dim=48, word_embed_proj_dim=32),
    "mixtral": lambda: transformers.MixtralConfig(**NARROW, num_local_experts=4),
}
STOCK: dict[str, tuple[Callable[[], Any], str]] = {
    "gemma2": (lambda: transformers.Gemma2Config(**NARROW, head_dim=8, sliding_window=16), "softcap"),
    "bloom": (lambda: transformers.BloomConfig(**GPT | {"hidden_size": 32}), "cannot be chosen"),
    "mamba": (
        lambda: transformers.MambaConfig(vocab_size=WORDS, hidden_size=32, num_hidden_layers=2, pad_token_id=0),
        "recurrent",
    ),
    "jamba": (
        lambda: transformers.JambaConfig(
            **NARROW, attn_layer_period=2, attn_layer_offset=1, num_experts=2, mamba_d_state=4, mamba_dt_rank=4
        ),
        "recurrent",
    ),
    "t5": (
        lambda: transformers.T5Config(
            vocab_size=WORDS, d_model=32, d_ff=48, d_kv=8, num_layers=2, num_heads=4, decoder_start_token_id=0
        ),
        "encoder",
    ),
}
Request = tuple[Any, list[int], list[int]]


def built(config: Any) -> Any:
    torch.manual_seed(5)
    auto = AutoModelForSeq2SeqLM if config.is_encoder_decoder else AutoModelForCausalLM
    model = auto.from_config(config)
    with torch.no_grad():
        for weights in model.parameters():
            if weights.dim() > 1:
                weights.mul_(3)  # such that the tokens before decide much
    return model.eval()


@pytest.fixture(scope="module")
def tokenizer(tiny_model: Path) -> Any:
    return AutoTokenizer.from_pretrained(tiny_model)


@pytest.fixture(scope="module")
def llama(tokenizer: Any) -> tuple[Any, Any]:
    return both(built(ROWS["llama"]()), tokenizer)


def both(model: Any, tokenizer: Any) -> tuple[Any, Any]:
    ours = SharedContextLM(pretrained=model, tokenizer=tokenizer, max_length=LENGTH, batch_size=8)
    stock = HFLM(pretrained=model, tokenizer=tokenizer, max_length=LENGTH, batch_size=1, logits_cache=False)
    return ours, stock


def drawn(seed: int = 1) -> list[Request]:
    """Shared shots, letters, long choices, equal ones, nothing in common, continuations that run into another's, and
    contexts that are cut off."""
    draw = random.Random(seed)

    def tokens(low: int, high: int) -> list[int]:
        return [draw.randrange(WORDS) for _ in range(draw.randint(low, high))]

    shots = tokens(40, 40)
    contexts = [shots + tokens(1, 30) for _ in range(4)] + [tokens(1, 30) for _ in range(3)] + [tokens(140, 140)]
    requests: list[Request] = [(None, context, tokens(1, 8)) for context in contexts for _ in range(3)]
    requests += [(None, context, [letter]) for context in contexts[:2] for letter in (1, 2, 3, 4)]
    requests += [(None, contexts[0], [7, 8, 9]), (None, [*contexts[0], 7, 8], [9]), (None, contexts[0], [7, 8, 9])]
    draw.shuffle(requests)
    return requests


def assert_equal(ours: Any, stock: Any, requests: list[Request], tolerance: float = 1e-5) -> None:
    found = ours._loglikelihood_tokens(requests, disable_tqdm=True)
    truth = stock._loglikelihood_tokens(requests, disable_tqdm=True)
    assert [value for value, _ in found] == pytest.approx([value for value, _ in truth], abs=tolerance)
    assert [greedy for _, greedy in found] == [greedy for _, greedy in truth]


@pytest.mark.parametrize("kind", ROWS)
def test_a_row_gives_the_scores_of_the_harness(kind: str, tokenizer: Any) -> None:
    ours, stock = both(built(ROWS[kind]()), tokenizer)
    assert_equal(ours, stock, drawn(), 3e-5)
    assert ours.reason is None


@pytest.mark.parametrize("kind", STOCK)
def test_a_model_that_cannot_read_rows_is_left_to_the_harness(
    kind: str, tokenizer: Any, caplog: pytest.LogCaptureFixture
) -> None:
    config, why = STOCK[kind]
    ours, stock = both(built(config()), tokenizer)
    with caplog.at_level(logging.WARNING, "minga"):
        assert_equal(ours, stock, drawn(), 1e-4)
    (line,) = [record.getMessage() for record in caplog.records if record.name.startswith("minga")]
    assert why in line


words = st.lists(st.integers(0, WORDS - 1), min_size=1, max_size=20)


@st.composite
def requested(draw: st.DrawFn) -> list[Request]:
    starts = draw(st.lists(words, min_size=1, max_size=3))
    contexts = [
        draw(st.sampled_from(starts)) * draw(st.integers(1, 8)) + draw(words) for _ in range(draw(st.integers(1, 4)))
    ]
    choices = [draw(st.lists(words, min_size=1, max_size=4)) for _ in contexts]
    return [(None, context, choice) for context, some in zip(contexts, choices, strict=True) for choice in some]


@given(requests=requested())
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_shared_or_cut_off_the_scores_are_the_same(requests: list[Request], llama: tuple[Any, Any]) -> None:
    assert_equal(*llama, requests, 3e-5)


def test_scores_do_not_depend_on_the_batch_size(llama: tuple[Any, Any]) -> None:
    ours, _ = llama
    requests = drawn()
    found = []
    for size in (1, 8, 32, "auto"):
        ours.batch_size_per_gpu = size
        found.append([value for value, _ in ours._loglikelihood_tokens(requests, disable_tqdm=True)])
    assert all(values == pytest.approx(found[0], abs=1e-5) for values in found[1:])


class Small(SharedContextLM):
    """A model with memory for so many tokens."""

    room = 10**6

    def _forward(self, row: Row, places: torch.Tensor) -> torch.Tensor:
        if row.length > self.room:
            raise MemoryError
        return super()._forward(row, places)


def test_out_of_memory_halves_what_is_read_at_once(
    llama: tuple[Any, Any], tokenizer: Any, caplog: pytest.LogCaptureFixture
) -> None:
    _, stock = llama
    ours = Small(pretrained=stock.model, tokenizer=tokenizer, max_length=LENGTH, batch_size="auto")
    ours._loglikelihood_tokens(drawn(), disable_tqdm=True)
    ours.room = 20
    with caplog.at_level(logging.WARNING, "minga"):
        assert_equal(ours, stock, drawn(), 3e-5)
    assert "out of memory" in caplog.text
    ours.room = 0
    with pytest.raises(MemoryError):
        ours._loglikelihood_tokens(drawn(), disable_tqdm=True)


def test_logits_are_computed_for_no_more_places_than_there_is_memory_for(
    llama: tuple[Any, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, stock = llama
    most = []
    forward = ours._forward

    def counted(row: Row, places: torch.Tensor) -> torch.Tensor:
        most.append(len(places))
        return forward(row, places)

    monkeypatch.setattr(ours, "_forward", counted)
    monkeypatch.setattr("minga.evaluate.shared_context.model.LOGITS", 3 * WORDS)
    assert_equal(ours, stock, drawn(), 3e-5)
    assert max(most) == 3


def test_an_adapter_is_read_with_the_model(tokenizer: Any) -> None:
    from peft import LoraConfig, PromptTuningConfig, get_peft_model

    tuned = get_peft_model(
        built(ROWS["llama"]()), LoraConfig(target_modules=["q_proj"], init_lora_weights=False)
    ).eval()
    ours, stock = both(tuned, tokenizer)
    assert_equal(ours, stock, drawn(), 3e-5)
    assert ours.reason is None
    prompted = get_peft_model(built(ROWS["llama"]()), PromptTuningConfig(task_type="CAUSAL_LM", num_virtual_tokens=3))
    ours, stock = both(prompted.eval(), tokenizer)
    short = [request for request in drawn() if len(request[1]) < 100]
    assert_equal(ours, stock, short, 1e-4)
    assert "virtual tokens" in ours.reason


def test_half_precision_is_as_near_to_the_truth_as_the_harness_is(tokenizer: Any) -> None:
    requests = drawn()
    _, stock = both(built(ROWS["llama"]()), tokenizer)
    truth = stock._loglikelihood_tokens(requests, disable_tqdm=True)
    ours, half = both(built(ROWS["llama"]()).bfloat16(), tokenizer)

    def distance(model: Any) -> float:
        found = model._loglikelihood_tokens(requests, disable_tqdm=True)
        return sum(abs(one - other) for (one, _), (other, _) in zip(found, truth, strict=True)) / len(requests)

    assert distance(ours) <= 1.2 * distance(half)
    assert ours.reason is None


def test_answers_are_kept_under_their_texts_in_the_order_of_the_requests(llama: tuple[Any, Any]) -> None:
    ours, _ = llama
    requests = [((f"context {number}", "choice"), *request[1:]) for number, request in enumerate(drawn())]
    kept: dict[Any, Any] = {}

    class Hook:
        def add_partial(self, kind: str, texts: Any, answer: Any) -> None:
            kept[texts] = answer

    before = ours.cache_hook
    ours.set_cache_hook(Hook())
    found = ours._loglikelihood_tokens(requests, disable_tqdm=True)
    ours.set_cache_hook(before)
    assert found == [kept[texts] for texts, _, _ in requests]


def test_the_model_attends_as_before_when_the_scores_are_made(llama: tuple[Any, Any]) -> None:
    ours, _ = llama
    before = ours.model.config._attn_implementation
    ours._loglikelihood_tokens(drawn(), disable_tqdm=True)
    assert ours.model.config._attn_implementation == before == "sdpa"
