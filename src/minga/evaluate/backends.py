"""Which class of the harness computes: our own on transformers, or any other by its name."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from minga.errors import UsageError
from minga.llm import transformers_folder

__all__ = ["ON_TRANSFORMERS", "TAKES_FOLDERS", "load_model"]

ON_TRANSFORMERS = frozenset({"minga", "hf"})
"""Backends that load the model into the process itself, with an adapter where there is one."""
TAKES_FOLDERS = ON_TRANSFORMERS | {"vllm", "sglang"}
"""Backends whose models are folders of weights; the others speak with a server, to which a name means something."""


def load_model(job: Mapping[str, Any]) -> Any:
    """The model of a job, as one of the harness's classes. Only safetensors, and no code of others.

    Raises UsageError for an unknown backend, and whatever its class raises.
    """
    import torch

    options = job["options"]
    torch.set_num_threads(options["threads"])
    kind = _class(options["backend"])
    args = _arguments(job, kind, "cuda" if torch.cuda.is_available() else "cpu") | options["model_args"]
    return kind.create_from_arg_obj(args, {"batch_size": job["batch_size"]})


def _class(backend: str) -> Any:
    if backend == "minga":
        from minga.evaluate.shared_context import SharedContextLM

        return SharedContextLM
    from lm_eval.api.registry import get_model

    try:
        return get_model(backend)
    except ValueError as error:
        raise UsageError(str(error).partition("\n")[0], where="[evaluate] backend") from error


def _arguments(job: Mapping[str, Any], kind: Any, device: str) -> dict[str, Any]:
    backend = job["options"]["backend"]
    takes_folder = backend in TAKES_FOLDERS
    name = str(transformers_folder(job["model"], Path(job["cache"]))) if takes_folder else job["model"]
    if backend in ON_TRANSFORMERS:
        plain = {"dtype": "float32", "device": device, "use_safetensors": True}
        return {"pretrained": name, "peft": job["adapter"], **plain}
    key = _name_argument(kind)
    return {key: name} if key else {}


def _name_argument(kind: Any) -> str | None:
    """What a backend calls the model's name; some (`gguf`) know only a server's address."""
    for base in kind.__mro__:
        names = inspect.signature(base.__init__).parameters if "__init__" in vars(base) else {}
        for key in ("pretrained", "model"):
            if key in names:
                return key
    return None
