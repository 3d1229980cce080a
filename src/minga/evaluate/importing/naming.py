"""Names from outside as names of ours: of models, of tasks, and the language that a task's name says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from minga.errors import LanguageError
from minga.languages import check_tag
from minga.manifests import digest
from minga.models import slug_of

__all__ = ["benchmark_of", "language_of_task", "model_name", "model_slug", "task_name"]

_LONGEST = 120
"""Characters of a name; folders are named after it."""
_OWN = frozenset({"es", "ca", "eu", "gl", "pt", "en", "gn", "qu", "ay", "an", "oc", "fr", "it", "de"})
"""Codes that are taken for a language wherever they stand in a name; others only where they end it."""
_PLACES = ("peft", "delta", "pretrained", "model", "path", "engine")
"""Arguments that name a model, in the harness's own order."""


def model_name(results: Mapping[str, Any]) -> str:
    """The model of a results file, without the folder that it lay in; empty when the file does not say it."""
    given = results.get("model_name")
    arguments = results.get("config", {}).get("model_args")
    if isinstance(arguments, str):
        arguments = dict(part.partition("=")[::2] for part in arguments.split(","))
    if not isinstance(given, str) and isinstance(arguments, dict):
        given = next((str(arguments[place]) for place in _PLACES if arguments.get(place)), None)
    return _without_folder(_plain(given)) if isinstance(given, str) else ""


def model_slug(name: str) -> str:
    """As `minga.models` would call a model of that name on the Hub, so that the two are one on a leaderboard."""
    slug = slug_of(name.rpartition("/")[2])
    return slug if len(slug) <= _LONGEST else f"{slug[:_LONGEST]}-{digest(name.encode())[:8]}"


def task_name(name: str) -> str:
    """The harness's name of a task as that of a folder; most are the same."""
    safe = re.sub(r"[^\w.-]+", "_", _plain(name), flags=re.ASCII).lstrip(".-")
    return (safe if len(safe) <= _LONGEST else f"{safe[:_LONGEST]}-{digest(name.encode())[:8]}") or "task"


def language_of_task(name: str, config: Mapping[str, Any]) -> str:
    """What a task's configuration or its name say of its language, as a tag; empty when they say nothing.

    >>> language_of_task("xnli_eu", {}), language_of_task("belebele_spa_Latn", {}), language_of_task("piqa", {})
    ('eu', 'es', '')
    """
    metadata = config.get("metadata")
    stated = metadata.get("language") if isinstance(metadata, dict) else None
    if isinstance(stated, str) and (tag := _tag(stated)):
        return tag
    part = config.get("dataset_name")
    # `all` and `gen` are languages too, but as the name of a part of a data set they are not meant so
    if isinstance(part, str) and len(part) != 3 and (tag := _tag(part)):
        return tag
    found = _script(name) or next(iter(_parts_that_are_languages(name)), "")
    return _tag(found)


def benchmark_of(name: str, config: Mapping[str, Any]) -> str:
    """A task's name without its language: what it is called in all of them.

    >>> benchmark_of("truthfulqa-multi_gen_es", {})
    'truthfulqa-multi_gen'
    """
    found = _script(name) or next(iter(_parts_that_are_languages(name)), "")
    if not found or not language_of_task(name, config):
        return name
    return re.sub(rf"(^|_){re.escape(found)}(?=_|$)", "", name, count=1).strip("_") or name


def _parts_that_are_languages(name: str) -> list[str]:
    parts = name.split("_")
    last = (
        [parts[-1]] if len(parts) > 1 and re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", parts[-1]) and _tag(parts[-1]) else []
    )
    return last + [part for part in parts[1:] if part in _OWN]


def _script(name: str) -> str:
    """A code as FLORES writes it, with its script: `spa_Latn`."""
    found = re.search(r"(?:^|_)([a-z]{3}_[A-Z][a-z]{3})(?:_|$)", name)
    return found[1] if found else ""


def _tag(said: str) -> str:
    """A tag from `es`, `es-PE` or `spa_Latn`; empty when it is none. The script goes where it is the usual one."""
    code = re.fullmatch(r"([a-z]{2,3})(?:_[A-Z][a-z]{3})?|[a-z]{2,3}-[A-Z]{2}", said)
    if code is None:
        return ""
    try:
        return check_tag(code[1] or said)
    except LanguageError:
        return ""


def _without_folder(name: str) -> str:
    """A place on somebody's disk is nobody's business, and no name: `/gpfs/models/mine` is `mine`."""
    if cached := re.search(r"(?:^|[/\\])models--([\w.-]+?)--([\w.-]+)[/\\]snapshots[/\\]", name):
        return f"{cached[1]}/{cached[2]}"  # where the Hub's library keeps it, in a folder that is called as the commit
    parts = [part for part in re.split(r"[/\\]+", name) if part not in {"", ".", "..", "~"}]
    outside = len(parts) > 2 or name.startswith(("/", "~", ".", "\\")) or re.match(r"[A-Za-z]:\\", name)
    return parts[-1] if outside and parts else "/".join(parts)


def _plain(text: str) -> str:
    """One line of characters that can be seen."""
    seen = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in text[: 4 * _LONGEST])
    return " ".join(seen.split())[: 2 * _LONGEST]
