"""Files of data sets on the Hugging Face Hub: downloaded once and kept; never code, never a loading script."""

from __future__ import annotations

import contextlib
import fnmatch
import hashlib
import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from minga.errors import EndpointError, InputError
from minga.storage import write_text
from minga.translate.readers.file_rows import KINDS
from minga.unpacking import endings_of

__all__ = ["HUB", "HubFiles", "HubName", "hub_files", "parse_hub_name", "pick_files"]

HUB = "hub:"
_FORM = "write hub:OWNER/NAME[@REVISION]/FILE, or …/[CONFIGURATION/]SPLIT"
_NAME = re.compile(r"hub:([\w.-]+/[\w.-]+)(?:@([^/\s]+))?/(\S.*)")
_PREFERRED = (".parquet", ".jsonl", ".json", ".csv", ".tsv", ".txt", ".ndjson")


@dataclass(frozen=True)
class HubName:
    """`hub:OWNER/NAME[@REVISION]/REST`."""

    repository: str
    revision: str
    """A branch, tag or commit; empty for the main branch. A slash in it is written `%2F`."""
    rest: str
    """A file, a pattern, or `[CONFIGURATION/]SPLIT`."""


@dataclass(frozen=True)
class HubFiles:
    """What was downloaded."""

    commit: str
    """Of the data set's repository."""
    files: list[Path]


def parse_hub_name(path: str) -> HubName:
    """The parts of a benchmark's path on the Hub. Raises InputError where it is none."""
    found = _NAME.fullmatch(path)
    if found is None or ".." in found[3].split("/"):
        raise InputError("names nothing on the Hub", where=path, hint=_FORM)
    return HubName(found[1], unquote(found[2] or ""), found[3].strip("/"))


def hub_files(path: str, cache: Path, *, max_bytes: int, download: bool = True) -> HubFiles | None:
    """The files that `path` names, from `cache` where they were downloaded before; else from the Hub.

    What was downloaded stays as it is until the cache is deleted, so a benchmark does not change on the way. None when
    it is not there and `download` is false. Raises InputError when there is no such data set, file or split or a file
    has more than `max_bytes`, EndpointError when the Hub cannot be asked.
    """
    name = parse_hub_name(path)
    kept = cache / f"{hashlib.sha256(path.encode()).hexdigest()[:16]}.json"
    if found := _kept(kept, cache):
        return found
    if not download:
        return None
    with _said(path):
        found = _download(name, path, cache, max_bytes)
    names = [str(file.relative_to(cache)) for file in found.files]
    write_text(kept, json.dumps({"path": path, "commit": found.commit, "files": names}) + "\n")
    return found


def _kept(record: Path, cache: Path) -> HubFiles | None:
    try:
        known = json.loads(record.read_bytes())
        found = HubFiles(str(known["commit"]), [cache / file for file in known["files"]])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if all(file.is_file() for file in found.files) else None


def _download(name: HubName, path: str, cache: Path, max_bytes: int) -> HubFiles:
    from huggingface_hub import HfApi, get_hf_file_metadata, hf_hub_download, hf_hub_url

    endpoint = os.environ.get("HF_ENDPOINT") or None
    where: dict[str, Any] = {"repo_type": "dataset", "endpoint": endpoint}
    revision = name.revision or None
    if endings_of(name.rest)[0] in KINDS and "*" not in name.rest:
        files = [name.rest]
    else:
        listed = HfApi(endpoint=endpoint).list_repo_files(name.repository, repo_type="dataset", revision=revision)
        files = pick_files(name.rest, listed, path)
    paths = []
    for file in files:
        about = get_hf_file_metadata(hf_hub_url(name.repository, file, revision=revision, **where), endpoint=endpoint)
        if (about.size or 0) > max_bytes:
            raise InputError(
                f"is larger than {max_bytes >> 20:,} MB", where=f"{path}: {file}", hint="take another file"
            )
        revision = about.commit_hash or revision
        paths.append(Path(hf_hub_download(name.repository, file, revision=revision, cache_dir=cache, **where)))
    return HubFiles(revision or "", paths)


def pick_files(rest: str, listed: Sequence[str], where: str) -> list[str]:
    """The files among `listed` that hold what `rest` asks for: a pattern's, or those of a split, all in one format.

    Raises InputError where there are none, or where several configurations have that split.
    """
    readable = sorted(file for file in listed if endings_of(file)[0] in KINDS)
    if "*" in rest:
        found = [file for file in readable if fnmatch.fnmatchcase(file, rest)]
    else:
        folder, _, split = rest.rpartition("/")
        inside = [file for file in readable if not folder or f"/{folder}/" in f"/{file}"]
        found = [file for file in inside if re.search(rf"(?:^|[-_./]){re.escape(split)}(?=[-_./])", file)]
        ending = next((one for one in _PREFERRED if any(endings_of(file)[0] == one for file in found)), "")
        found = [file for file in found if endings_of(file)[0] == ending]
    if not found:
        hint = f"it has: {', '.join(readable[:8])}{' …' if readable[8:] else ''}" if readable else _FORM
        raise InputError(f"no file there is for {rest}", where=where, hint=hint)
    folders = sorted({file.rpartition("/")[0] for file in found})
    if len(folders) > 1 and "*" not in rest:
        hint = f"put one before it: {', '.join(folders[:8])}{' …' if folders[8:] else ''}"
        raise InputError(f"several configurations have {rest}", where=where, hint=hint)
    return found


@contextlib.contextmanager
def _said(path: str) -> Iterator[None]:
    """What the Hub refuses, in one line."""
    from huggingface_hub.errors import (  # type: ignore[attr-defined]
        EntryNotFoundError,
        GatedRepoError,
        HfHubHTTPError,
        HFValidationError,
        HTTPError,
        LocalEntryNotFoundError,
        RepositoryNotFoundError,
        RevisionNotFoundError,
    )

    try:
        yield
    except GatedRepoError as error:
        hint = "ask for it at its page on the Hub, then `hf auth login`"
        raise InputError("this data set is given only on request", where=path, hint=hint) from error
    except RepositoryNotFoundError as error:
        hint = "check the name; a private one needs `hf auth login`"
        raise InputError("the Hub has no such data set", where=path, hint=hint) from error
    except (RevisionNotFoundError, HFValidationError) as error:
        raise InputError("the Hub has no such revision or name", where=path, hint=_FORM) from error
    except LocalEntryNotFoundError as error:
        raise _unreachable(path, error) from error
    except EntryNotFoundError as error:
        raise InputError("the data set has no such file", where=path, hint="look at its files on the Hub") from error
    except (HfHubHTTPError, HTTPError, OSError) as error:
        raise _unreachable(path, error) from error


def _unreachable(path: str, error: Exception) -> EndpointError:
    line = str(error).partition("\n")[0]
    hint = "is the network there? Otherwise bring the file into the project and name it"
    return EndpointError(f"the Hub did not give it: {line}", where=path, hint=hint)
