from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from huggingface_hub import set_client_factory
from huggingface_hub.utils._http import default_client_factory

from minga.evaluate.submissions.checking import Checked, Limits, check_model
from minga.evaluate.submissions.checks import look_at
from minga.evaluate.submissions.hub import Hub
from minga.evaluate.submissions.model_files import TOKENIZER_FILES
from minga.evaluate.submissions.names import HubModel, parse_model
from minga.evaluate.submissions.reasons import REASONS, Reason, Refused, Undecided, read_reason
from tests.evaluate.submissions.repositories import CARD, config, header, repository
from tests.llm.hub import COMMIT, hub
from tests.llm.hub import Hub as Server

ENOUGH = Limits(parameters=10**9, memory=8e9)
Look = Callable[..., Checked]


@pytest.fixture(autouse=True)
def other_tests_have_their_own_client() -> Iterator[None]:
    """The one client of huggingface_hub is changed for good where a check runs: here, in the process of all tests."""
    yield
    set_client_factory(default_client_factory)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with hub({}, frozenset({"owner/gated"})) as running:
        yield running


@pytest.fixture
def look(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Look:
    """Check a model, by a process of its own as in earnest."""
    monkeypatch.setenv("HF_ENDPOINT", server.url)
    monkeypatch.setenv("HF_TOKEN", "hf_secret")

    def check(seconds: int = 30, **values: int) -> Checked:
        log = tmp_path / "check.log"
        return check_model("owner/model", ENOUGH, tmp_path / "cache", log, seconds=seconds, **values)

    return check


def offer(server: Server, files: dict[str, bytes], name: str = "owner/model", **about: Any) -> None:
    server.repositories[name] = files
    server.about = {name: about}
    server.redirects, server.delays, server.sent = {}, {}, 0


def refusal(checked: Checked) -> tuple[str, str]:
    assert checked.refused is not None, checked
    return checked.refused.code, str(checked.refused)


def test_a_model_that_passes_is_pinned_to_its_commit_and_counted_without_a_token(
    server: Server, look: Look, tiny_model: Path
) -> None:
    files = repository(tiny_model)
    offer(server, files)
    server.tokens.clear()
    found = look().found
    assert found is not None
    assert (found.repository, found.commit, found.licence, found.base) == ("owner/model", COMMIT, "Apache-2.0", "")
    assert found.size_bytes == len(files["model.safetensors"])
    assert 25_000 < found.parameters < found.size_bytes
    assert set(server.tokens) == {""}  # what only the project's own token may see is not public


def test_neither_weights_nor_pickles_beside_them_are_downloaded(
    server: Server, tmp_path: Path, tiny_model: Path
) -> None:
    weights = header({"w": ("F32", [9])}) + bytes(5_000_000)
    offer(server, repository(tiny_model, model__safetensors=weights, pytorch_model__bin=b"\x80\x02"))
    server.asked.clear()
    assert look_at(Hub(server.url, 30), HubModel("owner/model"), ENOUGH, tmp_path).parameters == 9
    assert not [path for path in server.asked if path.endswith(".bin")]
    assert server.sent < 1_000_000


def test_a_file_that_keeps_a_library_busy_for_ever_costs_a_process_and_no_more(
    server: Server, look: Look, tiny_model: Path
) -> None:
    files = repository(tiny_model)
    # the configuration would write down each of its layers
    endless = config(files, model_type="qwen2", num_hidden_layers=10**12, layer_types=None)
    offer(server, files | {"config.json": endless})
    undecided = look(seconds=5, loading=3).undecided
    assert undecided is not None
    assert (undecided.code, "SIGALRM" in str(undecided)) == ("unfinished", True)


def test_files_that_would_be_downloaded_for_nothing_are_refused(
    server: Server, tmp_path: Path, tiny_model: Path
) -> None:
    files = repository(tiny_model)
    sizes = {name: len(content) for name, content in files.items()} | {"consolidated.safetensors": 10**12}
    offer(server, files, siblings=[{"rfilename": name, "size": size} for name, size in sizes.items()])
    with pytest.raises(Refused, match=r"consolidated\.safetensors is larger"):
        look_at(Hub(server.url, 30), HubModel("owner/model"), ENOUGH, tmp_path)


def named(name: str, files: dict[str, bytes]) -> dict[str, bytes]:
    """A repository with one thing wrong."""
    weights = files["model.safetensors"]
    without = {key: value for key, value in files.items() if key != "model.safetensors"}
    shards = {"model-00001-of-00002.safetensors": weights, "model-00002-of-00002.safetensors": weights}
    index = {"metadata": {"total_size": 140_000_000_000}, "weight_map": dict.fromkeys("ab", next(iter(shards)))}
    return {
        "code": files | {"modeling_own.py": b"raise SystemExit"},
        "auto_map": files | {"config.json": config(files, auto_map={"AutoModel": "own--code.Model"})},
        "tokenizer auto_map": files | {"tokenizer_config.json": b'{"auto_map": {"AutoTokenizer": ["x.y", null]}}'},
        "pickle": without | {"pytorch_model.bin": b"\x80\x02", "training_args.bin": b""},
        "gguf": without | {"model.Q4_K_M.gguf": b"GGUF"},
        "nothing": {"README.md": CARD},
        "other safetensors": without | {"consolidated.safetensors": weights},
        "70B": without | shards | {"model.safetensors.index.json": json.dumps(index).encode()},
        "missing shard": without
        | {"model.safetensors.index.json": json.dumps(index | {"weight_map": {"a": "no.safetensors"}}).encode()},
        "broken index": without | {"model.safetensors.index.json": b'{"weight_map": [1]}'},
        "outside index": without
        | {"model.safetensors.index.json": json.dumps(index | {"weight_map": {"a": "../../etc/passwd"}}).encode()},
        "many parameters": files | {"model.safetensors": header({"w": ("BF16", [70_000, 1_000_000])})},
        "no header": files | {"model.safetensors": b"\xff" * 200},
        "no numbers": files | {"model.safetensors": header({"w": ("F32", ["a"])})},  # type: ignore[list-item]
        "no config": {key: value for key, value in files.items() if key != "config.json"},
        "config is no JSON": files | {"config.json": b"{"},
        "config is a list": files | {"config.json": b"[]"},
        "config is deep": files | {"config.json": b"[" * 200_000},
        "config is odd": files | {"config.json": config(files, num_attention_heads="many", rope_parameters=3)},
        "config is large": files | {"config.json": b" " * 1_000_001},
        "unknown architecture": files | {"config.json": config(files, model_type="salamander9")},
        "no language model": files | {"config.json": config(files, model_type="vit")},
        "quantised": files | {"config.json": config(files, quantization_config={"quant_method": "gptq", "bits": 4})},
        "no tokenizer": {key: value for key, value in files.items() if key not in TOKENIZER_FILES},
        "broken tokenizer": files | {"tokenizer.json": b'{"model": 1}'},
        "other tokenizer": files | {"config.json": config(files, vocab_size=20)},
        "large tokenizer": files | {"tokenizer.json": b" " * 100_000_001},
        "no licence": files | {"README.md": b"# A model"},
        "unknown licence": files | {"README.md": CARD.replace(b"apache-2.0", b"unknown")},
        "path": files | {"../../.bashrc": b""},
        "windows path": files | {"C:\\x": b""},
    }[name]


@pytest.mark.parametrize(
    ("wrong", "code", "says"),
    [
        ("code", "code", "modeling_own.py"),
        ("auto_map", "code", r"config.json \(auto_map\)"),
        ("tokenizer auto_map", "code", r"tokenizer_config.json \(auto_map\)"),
        ("pickle", "pickle", "pytorch_model.bin; save it with save_pretrained"),
        ("gguf", "gguf", "GGUF files only"),
        ("nothing", "weights", "model.safetensors is missing"),
        ("other safetensors", "weights", "model.safetensors is missing"),
        ("70B", "memory", "about 168.0 GB of memory, and the machine that evaluates has 8.0 GB"),
        ("missing shard", "weights", "no.safetensors is missing"),
        ("broken index", "damaged", "index.json is damaged"),
        ("outside index", "weights", "is missing"),
        ("many parameters", "parameters", "70.0 billion parameters; this project takes models of up to 1.0 billion"),
        ("no header", "damaged", "model.safetensors is damaged"),
        ("no numbers", "damaged", "model.safetensors is damaged"),
        ("no config", "no-config", "no config.json"),
        ("config is no JSON", "damaged", "config.json is damaged"),
        ("config is a list", "damaged", "config.json is damaged"),
        ("config is deep", "damaged", "config.json is damaged"),
        ("config is odd", "config", "cannot be used"),
        ("config is large", "large-file", "larger than the 1 MB"),
        ("unknown architecture", "architecture", "no architecture salamander9"),
        ("no language model", "no-language-model", "vit is no model that writes"),
        ("quantised", "quantised", "quantised with gptq"),
        ("no tokenizer", "tokenizer", "no file of it"),
        ("broken tokenizer", "tokenizer", "cannot be loaded"),
        ("other tokenizer", "vocabulary", "the model has only 20"),
        ("large tokenizer", "large-file", "tokenizer.json is larger than the 100 MB"),
        ("no licence", "no-licence", "no licence; write one into its card"),
        ("unknown licence", "no-licence", "no licence"),
        ("path", "paths", "leads elsewhere"),
        ("windows path", "paths", "leads elsewhere"),
    ],
)
def test_what_is_wrong_is_refused_with_what_to_do(
    server: Server, tmp_path: Path, tiny_model: Path, wrong: str, code: str, says: str
) -> None:
    offer(server, named(wrong, repository(tiny_model)))
    with pytest.raises(Refused) as refused:
        look_at(Hub(server.url, 30), HubModel("owner/model"), ENOUGH, tmp_path)
    assert refused.value.reason.code == code
    assert re.search(says, str(refused.value.reason))


def test_names_of_the_hub_are_taken_as_people_write_them() -> None:
    assert parse_model("BSC-LT/salamandra-2b@main") == HubModel("BSC-LT/salamandra-2b", "main")
    assert parse_model("https://huggingface.co/a/b/tree/refs/pr/1") == HubModel("a/b", "refs/pr/1")


@pytest.mark.parametrize(
    "text",
    [
        "", "gpt2", "a/b/c", "../etc", "a/..", "a/.git", "a/b.git", "a//b", "a/b@", "a/b@../x", "a/b@-x", "a/b@a//b",
        "/a/b", "a/b c", "a/b?x=1", "a/b#x", "a/b%2e", "a/b\\c", "http://127.0.0.1/a/b", "https://example.org/a/b",
        "a/b--c", "a/b..c", "a/é", "-a/b", "a/b@" + "x" * 65, "a" * 97 + "/b", "a/b\n/c", "file:///etc/passwd", "a/b-",
    ],
)  # fmt: skip
def test_what_is_no_name_is_refused_before_anybody_is_asked(text: str) -> None:
    with pytest.raises(Refused, match="not the name of a model"):
        parse_model(text)


@pytest.mark.parametrize(
    ("name", "about", "code"),
    [
        ("owner/absent", {}, "absent"),
        ("owner/gated", {}, "gated"),
        ("owner/model", {"gated": "manual"}, "gated"),
        ("owner/model", {"private": True}, "private"),
        ("owner/model", {"disabled": True}, "disabled"),
        ("owner/model@v9", {}, "revision"),
    ],
)
def test_what_not_everybody_may_read_is_refused(
    server: Server, tmp_path: Path, tiny_model: Path, name: str, about: dict[str, Any], code: str
) -> None:
    offer(server, repository(tiny_model), **about)
    with pytest.raises(Refused) as refused:
        look_at(Hub(server.url, 30), parse_model(name), ENOUGH, tmp_path)
    assert refused.value.reason.code == code


@pytest.mark.parametrize("where", ["/api/models/owner/model", f"/owner/model/resolve/{COMMIT}/config.json"])
@pytest.mark.parametrize(
    "to", ["http://127.0.0.1:{port}/owner/model", "http://localhost.example/", "file:///etc/passwd"]
)
def test_no_redirect_leads_to_a_host_that_is_none_of_the_hubs(
    server: Server, tmp_path: Path, tiny_model: Path, where: str, to: str
) -> None:
    with hub({}) as other:
        offer(server, repository(tiny_model))
        server.redirects[where] = to.format(port=other.http.server_address[1])
        with pytest.raises(Undecided, match="cannot be reached"):
            look_at(Hub(server.url, 30), HubModel("owner/model"), ENOUGH, tmp_path)
        assert other.asked == []


def test_a_model_that_moved_is_found_on_the_same_host(server: Server, tmp_path: Path, tiny_model: Path) -> None:
    offer(server, repository(tiny_model))
    server.redirects["/api/models/old/name"] = f"{server.url}/api/models/owner/model"
    found = look_at(Hub(server.url, 30), HubModel("old/name"), ENOUGH, tmp_path)
    assert found.repository == "owner/model"


def test_a_slow_hub_is_no_fault_of_the_model(server: Server, tmp_path: Path, tiny_model: Path) -> None:
    offer(server, repository(tiny_model))
    server.delays[f"/owner/model/resolve/{COMMIT}/config.json"] = 0.5
    with pytest.raises(Undecided, match="cannot be reached"):
        look_at(Hub(server.url, 0.4), HubModel("owner/model"), ENOUGH, tmp_path)


def test_a_hub_that_is_away_is_no_fault_of_the_model(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    undecided = look().undecided
    assert undecided is not None
    assert undecided.code == "unreachable"


def adapter(**changes: Any) -> dict[str, bytes]:
    given = {"base_model_name_or_path": "owner/base", "peft_type": "LORA", "r": 8, "target_modules": ["q_proj"]}
    return {
        "adapter_config.json": json.dumps(given | changes).encode(),
        "adapter_model.safetensors": header({"lora_A": ("F32", [8, 32])}),
        "README.md": CARD.replace(b"apache-2.0", b"cc-by-4.0"),
    }


def test_an_adapter_passes_with_its_base(server: Server, tmp_path: Path, tiny_model: Path) -> None:
    offer(server, adapter())
    server.repositories["owner/base"] = repository(tiny_model)
    found = look_at(Hub(server.url, 30), HubModel("owner/model"), ENOUGH, tmp_path)
    assert found.base == f"owner/base@{COMMIT}"
    assert found.licence == "CC-BY-4.0 AND Apache-2.0"
    assert found.parameters > 8 * 32


@pytest.mark.parametrize(
    ("changes", "base", "code", "says"),
    [
        ({"base_model_name_or_path": "/home/me/model"}, None, "no-base", "does not say which model"),
        ({"base_model_name_or_path": None}, None, "no-base", "does not say which model"),
        ({"base_model_name_or_path": "owner/model"}, None, "adapter-on-adapter", "another adapter"),
        ({"auto_mapping": {"parent_library": "os", "base_model_class": "x"}}, None, "code", "auto_mapping"),
        ({"peft_type": "MAGIC"}, None, "adapter", "cannot be used"),
        ({}, "absent", "absent", "its base owner/base: the Hub shows no such model"),
        ({}, "pickle", "pickle", "its base owner/base: its weights are pickle files only"),
    ],
)
def test_an_adapter_is_refused_for_itself_and_for_its_base(
    server: Server, tmp_path: Path, tiny_model: Path, changes: dict[str, Any], base: str | None, code: str, says: str
) -> None:
    offer(server, adapter(**changes))
    server.repositories.pop("owner/base", None)
    if base != "absent":
        files = repository(tiny_model)
        server.repositories["owner/base"] = named(base, files) if base else files
    with pytest.raises(Refused) as refused:
        look_at(Hub(server.url, 30), HubModel("owner/model"), ENOUGH, tmp_path)
    assert (refused.value.reason.code, says in str(refused.value.reason)) == (code, True)


def test_an_adapter_as_a_pickle_is_refused(server: Server, tmp_path: Path) -> None:
    files = adapter()
    files["adapter_model.bin"] = files.pop("adapter_model.safetensors")
    offer(server, files)
    with pytest.raises(Refused, match="pickle files only"):
        look_at(Hub(server.url, 30), HubModel("owner/model"), ENOUGH, tmp_path)


def test_a_reason_is_kept_and_read_again() -> None:
    reason = Reason("memory", {"needed": 168.0, "there": 8.0}, "owner/base")
    assert read_reason(reason.dump()) == reason
    assert read_reason("") is read_reason("3") is read_reason('{"code": "x", "values": {}, "base": ""}') is None


def test_every_reason_says_what_to_do_with_the_same_values() -> None:
    for what, hint in REASONS.values():
        assert what
        assert hint
        assert "%(" not in hint
