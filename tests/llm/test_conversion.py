from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from minga.errors import InputError, MissingPart
from minga.llm import EMBEDDED_MODEL, serving, transformers_folder
from tests.llm.hub import COMMIT, hub
from tests.llm.stand_in import wait_until
from tests.llm.tiny import TEMPLATE, write_tiny_gguf

CONVERT = """
import sys
from pathlib import Path
from minga.errors import MingaError
from minga.llm import transformers_folder
try:
    print(transformers_folder(sys.argv[1], Path(sys.argv[2])))
except MingaError as error:
    print(type(error).__name__, error)
"""


def start(name: str, cache: Path, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", CONVERT, name, str(cache)],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def convert(name: str, cache: Path, **environment: str) -> str:
    with start(name, cache, **environment) as program:
        out, _ = program.communicate(timeout=120)
    assert program.returncode == 0
    return out.strip()


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def gguf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_gguf(tmp_path_factory.mktemp("gguf") / "tiny.gguf")


@pytest.fixture(scope="module")
def folder(gguf: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return transformers_folder(str(gguf), tmp_path_factory.mktemp("cache"))


def test_a_converted_model_is_an_ordinary_one(folder: Path) -> None:
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    model: Any = AutoModelForCausalLM.from_pretrained(folder)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    assert model.dtype == torch.float32
    assert "quantization_config" not in json.loads((folder / "config.json").read_text())
    assert tokenizer.model_max_length == 128
    assert tokenizer.convert_ids_to_tokens(tokenizer("hola\n\n12 a").input_ids) == ["hola", "ĊĊ", "1", "2", "Ġa"]
    turn = [{"role": "user", "content": "hola"}]
    assert tokenizer.apply_chat_template(turn, tokenize=False) == "<|im_start|>user\nhola<|im_end|>\n"
    assert tokenizer.chat_template == TEMPLATE
    ids = tokenizer("hola", return_tensors="pt").input_ids
    loss = model(input_ids=ids, labels=ids).loss
    loss.backward()
    assert model.get_input_embeddings().weight.grad is not None


def test_the_weights_are_those_of_the_file(folder: Path, gguf: Path) -> None:
    import numpy as np
    from gguf import GGUFReader
    from safetensors.numpy import load_file

    written = load_file(folder / "model.safetensors")
    found = {tensor.name: tensor.data for tensor in GGUFReader(gguf).tensors}
    assert np.array_equal(written["model.embed_tokens.weight"], found["token_embd.weight"])
    assert np.array_equal(written["model.layers.1.mlp.down_proj.weight"], found["blk.1.ffn_down.weight"])


def test_it_is_converted_once_and_silently_and_equal_everywhere(folder: Path, gguf: Path, tmp_path: Path) -> None:
    both = [start(str(gguf), tmp_path, PYTHONHASHSEED=seed) for seed in ("1", "2")]
    ((place, errors),) = {program.communicate(timeout=120) for program in both}
    place = place.rstrip("\n")
    assert errors == ""
    assert contents(Path(place)) == contents(folder)
    assert sorted(path.name for path in (tmp_path / "models").iterdir()) == [folder.name, f"{folder.name}.lock"]
    made = (Path(place) / "config.json").stat().st_mtime_ns
    assert transformers_folder(str(gguf), tmp_path) == Path(place)
    assert (Path(place) / "config.json").stat().st_mtime_ns == made


def test_other_weights_get_another_folder(folder: Path, tmp_path: Path) -> None:
    other = write_tiny_gguf(tmp_path / "tiny.gguf", seed=1)
    assert transformers_folder(str(other), folder.parent.parent).name != folder.name


def test_kill_9_in_the_middle_leaves_nothing_that_counts(folder: Path, gguf: Path, tmp_path: Path) -> None:
    with start(str(gguf), tmp_path) as program:
        assert wait_until(lambda: any((tmp_path / "models").glob(".tiny-*")), 60)
        os.kill(program.pid, signal.SIGKILL)
    assert not (tmp_path / "models" / folder.name).exists()
    assert contents(transformers_folder(str(gguf), tmp_path)) == contents(folder)
    assert not list((tmp_path / "models").glob(".tiny-*"))


def test_a_file_that_cannot_be_converted_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"GGUF" + bytes(100))
    strange = write_tiny_gguf(tmp_path / "strange.gguf", architecture="nosuch")
    for path in (broken, strange):
        with pytest.raises(InputError, match=path.name):
            transformers_folder(str(path), tmp_path / "cache")
    assert not [path for path in (tmp_path / "cache" / "models").iterdir() if path.suffix != ".lock"]


def test_a_folder_comes_back_as_it_is(folder: Path, tmp_path: Path) -> None:
    assert transformers_folder(str(folder), tmp_path) == folder
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("files", "words"), [((), "no config.json"), (("config.json", "pytorch_model.bin"), "no safetensors")]
)
def test_a_folder_that_is_no_safe_model_is_refused(files: tuple[str, ...], words: str, tmp_path: Path) -> None:
    for name in files:
        (tmp_path / name).write_text("{}")
    with pytest.raises(InputError, match=words):
        transformers_folder(str(tmp_path), tmp_path)


@pytest.mark.parametrize("name", ["", "nowhere", "a/b/c", "../x/y", "http://127.0.0.1/a"])
def test_what_is_no_model_at_all_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises((InputError, MissingPart)):
        transformers_folder(name, tmp_path)


def from_hub(name: str, url: str, home: Path) -> str:
    return convert(name, home, HF_ENDPOINT=url, HF_HOME=str(home), HF_HUB_OFFLINE="0", HF_HUB_DISABLE_TELEMETRY="1")


def test_a_model_of_the_hub_comes_without_pickles_and_code(folder: Path, tmp_path: Path) -> None:
    extra = {"pytorch_model.bin": b"pickle", "modeling_x.py": b"code", "onnx/model.safetensors": b"other"}
    with hub({"owner/model": {**contents(folder), **extra}}) as server:
        found = Path(from_hub("owner/model@main", server.url, tmp_path))
        assert found.name == COMMIT
        assert contents(found) == contents(folder)
        assert not [path for path in server.asked if path.endswith((".bin", ".py")) or "onnx" in path]
    assert Path(from_hub("owner/model@main", server.url, tmp_path)) == found, "it is kept for when the Hub is away"


def test_what_the_hub_does_not_give_is_said(tmp_path: Path) -> None:
    old = {"config.json": b"{}", "pytorch_model.bin": b"pickle"}
    with hub({"owner/old": old}, frozenset({"owner/gated"})) as server:
        assert from_hub("owner/nowhere", server.url, tmp_path).startswith(
            "EndpointError owner/nowhere: the Hub has no such"
        )
        assert "only on request" in from_hub("owner/gated", server.url, tmp_path)
        assert "no safetensors" in from_hub("owner/old", server.url, tmp_path)
    assert "did not give" in from_hub("owner/other", server.url, tmp_path)


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return transformers_folder("embedded", tmp_path_factory.mktemp("embedded"))


@pytest.mark.slow
def test_it_says_sensible_things(embedded: Path) -> None:
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokenizer: Any = AutoTokenizer.from_pretrained(embedded)
    model: Any = AutoModelForCausalLM.from_pretrained(embedded)
    turn = [{"role": "user", "content": "What is the capital of Peru?"}]
    ids = tokenizer.apply_chat_template(turn, add_generation_prompt=True, return_tensors="pt", return_dict=True)
    written = model.generate(**ids, max_new_tokens=20, do_sample=False)[0, ids["input_ids"].shape[1] :]
    assert tokenizer.decode(written, skip_special_tokens=True) == "The capital of Peru is Lima."


@pytest.mark.slow
def test_texts_become_the_tokens_that_llama_cpp_makes_of_them(embedded: Path, tmp_path: Path) -> None:
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(embedded)
    draw = random.Random(0)
    letters = " \n\tabcñÑáé0123456789'’.,;:¿?!()«»—-_<|>ABCZ😀漢"
    texts = ["I'm you're DON'T", "<|im_start|>user\nhola<|im_end|>\n", "  dos  espacios\n\n\tx", "l·l 3,1416"]
    texts += ["".join(draw.choices(letters, k=40)) for _ in range(200)]
    with serving(EMBEDDED_MODEL, folder=tmp_path) as endpoint:
        address = endpoint.url.removesuffix("/v1") + "/tokenize"
        for text in texts:
            body = json.dumps({"content": text, "parse_special": True}).encode()
            headers = {"authorization": f"Bearer {endpoint.key}", "content-type": "application/json"}
            with urllib.request.urlopen(urllib.request.Request(address, body, headers)) as reply:
                assert tokenizer(text).input_ids == json.load(reply)["tokens"], text
