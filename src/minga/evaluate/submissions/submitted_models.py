"""The model of a submission, as an evaluation knows it: pinned to its commit."""

from __future__ import annotations

import os
import re
import shutil
from functools import partial
from pathlib import Path
from typing import Any

from minga.community.models import Submission
from minga.models import Model
from minga.workspace import Recipe, Workspace

__all__ = ["model_of", "slug_of"]

_ADAPTER_FILES = ["adapter_config.json", "adapter_model.safetensors"]


def slug_of(row: Submission) -> str:
    """The name of a submission's model in folders and addresses; another owner, name or commit has another one.

    It has the only `--` of all such names, so that no model of the project's own is called like one.
    """
    owner, _, name = (re.sub(r"[^a-z0-9._-]", "-", part) for part in row.model.lower().partition("/"))
    return f"{owner}--{name}-{row.revision[:8]}"


def model_of(row: Submission, workspace: Workspace) -> Model:
    """The model of a submission that passed its check. The files of an adapter are downloaded where they are not there.

    Raises EndpointError when the Hub does not give these.
    """
    pinned = f"{row.model}@{row.revision}"
    facts = tuple({
        "revision": row.revision, "licence": row.licence, "open_weights": True,
        "url": f"https://huggingface.co/{row.model}/tree/{row.revision}",
        **({"kind": row.kind} if row.kind else {}),
    }.items())  # fmt: skip
    name, slug = f"{row.model}@{row.revision[:8]}", slug_of(row)
    if not row.base:
        return Model(name, slug, pinned, f"hub:{pinned}", facts=facts)
    recipe = Recipe(f"adapters/{slug}", "submission", 1, inputs={"model": pinned})
    adapter = workspace.make_folder(recipe, partial(_download, row.model, row.revision, workspace.cache / "adapters"))
    return Model(name, slug, row.base, f"hub:{row.base}", adapter, facts)


def _download(repository: str, commit: str, cache: Path, folder: Path, notes: dict[str, Any]) -> None:
    from huggingface_hub import hf_hub_download
    from huggingface_hub.errors import HfHubHTTPError, HTTPError  # type: ignore[attr-defined]

    from minga.errors import EndpointError

    notes["model"] = f"{repository}@{commit}"
    for file in _ADAPTER_FILES:
        try:
            found = hf_hub_download(
                repository, file, revision=commit, endpoint=os.environ.get("HF_ENDPOINT") or None, cache_dir=cache
            )
            shutil.copyfile(found, folder / file)
        except (HfHubHTTPError, HTTPError, OSError) as error:
            hint = "is the network there? It is tried again with the next minga evaluate"
            raise EndpointError(f"the Hub did not give {file}", where=repository, hint=hint) from error
