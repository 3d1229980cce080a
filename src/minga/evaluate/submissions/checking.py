"""One check of a model: started in a process of its own, and what it came to."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from minga.errors import MingaError, MissingPart, StorageError
from minga.evaluate.submissions.reasons import Reason, read_reason
from minga.worker import Worker, offline_environment

__all__ = ["Checked", "Found", "HUB", "Limits", "check_model"]

HUB = "https://huggingface.co"
_LOADING = 60
"""Seconds beyond those that the Hub may take: for libraries to be imported and a tokenizer to be read."""
_NEEDS = ("torch", "transformers", "peft")
_TOKENS = ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HUGGINGFACE_HUB_TOKEN")


@dataclass(frozen=True)
class Limits:
    """What the project and its machine can take."""

    parameters: int
    memory: float
    """Bytes."""


@dataclass(frozen=True)
class Found:
    """A model that passed."""

    repository: str
    """As the Hub calls it."""
    commit: str
    licence: str
    """SPDX expression."""
    parameters: int
    """With those of its base, where it is an adapter."""
    size_bytes: int
    """Of the files with its weights, and its base's."""
    base: str = ""
    """`owner/name@commit` of an adapter's base."""
    download_bytes: int = 0
    """Of everything that comes with it when it is evaluated."""


@dataclass(frozen=True)
class Checked:
    """What a check came to: one of the three."""

    found: Found | None = None
    refused: Reason | None = None
    undecided: Reason | None = None
    """Why it could not be decided: it is to be checked again."""


def check_model(
    model: str, limits: Limits, cache: Path, log: Path, *, seconds: int, loading: int = _LOADING
) -> Checked:
    """Check `owner/name[@revision]` of the Hub that HF_ENDPOINT names.

    The Hub has `seconds` for all its answers, and the libraries `loading` seconds more for what they read.
    """
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="submission-", dir=cache) as folder:
        job = {
            "model": model, "endpoint": os.environ.get("HF_ENDPOINT") or HUB, "seconds": seconds,
            "alarm": seconds + loading, "parameters": limits.parameters, "memory": limits.memory, "folder": folder,
        }  # fmt: skip
        # a token would show what the public does not see
        environment = offline_environment(cache, 1, hub=True) | dict.fromkeys(_TOKENS, "")
        environment |= {"HF_HUB_DISABLE_IMPLICIT_TOKEN": "1", "HF_HOME": folder}
        module = "minga.evaluate.submissions.door"
        try:
            with Worker(module, log, needs=_NEEDS, extra="eval", environment=environment) as worker:
                answer = worker.ask(job)
        except MissingPart as error:
            return Checked(undecided=Reason("not-installed", {"fault": str(error)}))
        except StorageError:
            raise
        except MingaError as error:  # it died, or a library raised what nobody expected
            return Checked(undecided=Reason("unfinished", {"fault": error.what}))
    return _read(answer, cache)


def _read(answer: dict[str, object], cache: Path) -> Checked:
    match answer:
        case {"found": dict(values)}:
            found = Found(**values)
            if shutil.disk_usage(cache).free < found.download_bytes:
                needed = round(found.download_bytes / 1e9, 1)
                return Checked(undecided=Reason("no-space", {"needed": needed}))
            return Checked(found=found)
        case {"refused": str(reason)}:
            return Checked(refused=read_reason(reason))
        case {"undecided": str(reason)}:
            return Checked(undecided=read_reason(reason))
    raise MingaError("a check answered what nobody understands")
