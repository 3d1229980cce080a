"""Models as folders that `transformers` reads: converted from GGUF, from this machine, or from the Hub."""

from __future__ import annotations

import contextlib
import io
import json
import mmap
import re
import shutil
import struct
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from minga.errors import EndpointError, InputError, MissingPart
from minga.llm.endpoint import EMBEDDED_MODEL
from minga.llm.weights import file_digest, gguf_path
from minga.storage import locked, storage_errors, sync_tree

__all__ = ["transformers_folder"]

# part of the folder's name: raise it when the same weights are to be converted anew
_FORMAT = 1
_NEEDED = ("torch", "transformers", "gguf")
_GGUF_STRING = 8
_HUB_NAME = re.compile(r"[A-Za-z0-9_][\w.-]*/[A-Za-z0-9_][\w.-]*(@[\w./-]+)?", re.ASCII)
# never the pickles (*.bin, *.pt) and never the code (*.py) that repositories may hold
_HUB_FILES = ["*.safetensors", "*.json", "*.jinja", "*.txt", "*.model", "*.spm"]


def transformers_folder(name: str, cache: Path) -> Path:
    """A folder that `AutoModelForCausalLM.from_pretrained` and `AutoTokenizer.from_pretrained` read.

    `name` is `embedded`, a GGUF file, a folder, or a model on the Hub (`owner/name`, or `owner/name@revision`). A
    GGUF file is converted once into `cache/models`, to 32-bit floats; a folder comes back as it is; a model of the
    Hub is downloaded to where `huggingface_hub` keeps it. Only safetensors are taken, and no code.

    Raises MissingPart without torch and transformers, InputError when this is no model, EndpointError when the Hub
    does not give it.
    """
    path = Path(name).expanduser()
    if name in {"embedded", EMBEDDED_MODEL} or path.suffix == ".gguf":
        return _converted(gguf_path(name, cache), cache)
    if path.is_dir():
        return _checked(path.resolve())
    if _HUB_NAME.fullmatch(name):
        return _checked(_from_hub(name))
    hint = "give `embedded`, a folder, a .gguf file, or a model of the Hub such as owner/name"
    raise InputError("there is no such model", where=name, hint=hint)


def _converted(weights: Path, cache: Path) -> Path:
    stem = re.sub(r"[^\w.-]+", "-", weights.stem)
    folder = cache / "models" / f"{stem}-{file_digest(weights)[:12]}-{_FORMAT}"
    if folder.is_dir():
        return folder
    if any(find_spec(module) is None for module in _NEEDED):
        raise MissingPart("reading a model needs torch, transformers and gguf", hint="pip install 'minga[eval]'")
    with locked(folder.with_name(f"{folder.name}.lock")), storage_errors(folder):
        if not folder.is_dir():
            for old in folder.parent.glob(f".{folder.name}-*"):
                shutil.rmtree(old, ignore_errors=True)
            fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
            try:
                _convert(weights, fresh)
                sync_tree(fresh)
                fresh.rename(folder)
            except BaseException:
                shutil.rmtree(fresh, ignore_errors=True)
                raise
    return folder


def _convert(weights: Path, folder: Path) -> None:
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    place: dict[str, Any] = {"gguf_file": weights.name, "local_files_only": True, "trust_remote_code": False}
    # its progress bars would stand between minga's own lines, and it has no switch for all of them
    with contextlib.redirect_stderr(io.StringIO()):
        try:
            tokenizer = AutoTokenizer.from_pretrained(weights.parent, **place)
            loaded = AutoModelForCausalLM.from_pretrained(weights.parent, dtype=torch.float32, **place)
        except (ValueError, KeyError, RuntimeError, NotImplementedError) as error:
            raise InputError(f"transformers cannot read this GGUF file: {error}", where=weights) from error
        # the loaded model counts as quantised, and would neither save as floats nor train
        settings = {key: value for key, value in loaded.config.to_dict().items() if key != "quantization_config"}
        model = type(loaded)(type(loaded.config).from_dict(settings))
        model.load_state_dict(loaded.state_dict())
        model.generation_config = loaded.generation_config
        tokenizer.model_max_length = model.config.max_position_embeddings
        _mend(tokenizer, weights)
        model.save_pretrained(folder)
        tokenizer.save_pretrained(folder)
    for path in folder.glob("*config.json"):
        content = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    for path in folder.iterdir():
        path.chmod(0o644)
    folder.chmod(0o755)


def _mend(tokenizer: Any, weights: Path) -> None:
    """Set digits apart before anything else, as SmolLM's own tokenizer does.

    The converter of transformers 5 forgets that, and `\\n\\n1` then becomes other tokens than the model was trained on.
    """
    from tokenizers.pre_tokenizers import ByteLevel, Digits, Sequence

    if _pretokenizer(weights) == b"smollm":
        steps = [Digits(individual_digits=True), ByteLevel(add_prefix_space=False, use_regex=True)]
        tokenizer.backend_tokenizer.pre_tokenizer = Sequence(steps)


def _pretokenizer(weights: Path) -> bytes:
    """The name of the rule that cuts texts up first. `gguf.GGUFReader` would take seconds to come to it."""
    key = b"tokenizer.ggml.pre" + struct.pack("<I", _GGUF_STRING)
    with weights.open("rb") as handle, mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ) as content:
        place = content.find(key)
        if place < 0:
            return b""
        start = place + len(key)
        (length,) = struct.unpack("<Q", content[start : start + 8])
        return content[start + 8 : start + 8 + min(length, 64)]


def _checked(folder: Path) -> Path:
    if not (folder / "config.json").is_file():
        raise InputError("this folder is no model: it has no config.json", where=folder)
    if not any(folder.glob("*.safetensors")):
        hint = "older formats can run code when they are read: convert it with transformers' save_pretrained"
        raise InputError("this model has no safetensors", where=folder, hint=hint)
    return folder


def _from_hub(name: str) -> Path:
    if find_spec("huggingface_hub") is None:
        raise MissingPart("models of the Hub need huggingface_hub", hint="pip install 'minga[eval]'")
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import GatedRepoError, HfHubHTTPError, LocalEntryNotFoundError, RepositoryNotFoundError

    repository, _, revision = name.partition("@")
    try:
        found = snapshot_download(
            repository, revision=revision or None, allow_patterns=_HUB_FILES, ignore_patterns=["*/*"]
        )
    except GatedRepoError as error:
        hint = f"ask for it at https://huggingface.co/{repository}, then `hf auth login`"
        raise EndpointError("this model is given only on request", where=name, hint=hint) from error
    except RepositoryNotFoundError as error:
        hint = "check the name; a private model needs `hf auth login`"
        raise EndpointError("the Hub has no such model", where=name, hint=hint) from error
    except (LocalEntryNotFoundError, HfHubHTTPError, OSError) as error:
        hint = "is the network there? `hf download` shows more; without one, give a folder"
        raise EndpointError(f"the Hub did not give this model: {error}", where=name, hint=hint) from error
    return Path(found)
