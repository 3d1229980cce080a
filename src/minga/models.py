"""Language models as settings name them: embedded, a folder, a GGUF file, or on the Hub."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from minga.errors import InputError
from minga.llm import EMBEDDED_MODEL, EMBEDDED_REPOSITORY, gguf_path
from minga.manifests import digest, file_hash
from minga.storage import write_text
from minga.tables import Artifact
from minga.workspace import Workspace

__all__ = ["Model", "find_model", "slug_of"]

EMBEDDED = "embedded"
_EMBEDDED_FACTS = (
    ("kind", "instruct"),
    ("licence", "Apache-2.0"),
    ("open_weights", True),
    ("url", f"https://huggingface.co/{EMBEDDED_REPOSITORY}"),
)


@dataclass(frozen=True)
class Model:
    """A language model that can be evaluated or trained further."""

    name: str
    """For display."""
    slug: str
    """For folders and addresses: lower case, digits, `-` and `.`."""
    source: str
    """`embedded`, the absolute path of a folder or GGUF file, or a name on the Hub (`owner/name[@revision]`)."""
    digest: str
    """Hash of the weights, or the name on the Hub."""
    adapter: Artifact | None = None
    """A PEFT adapter on top of it."""
    facts: tuple[tuple[str, Any], ...] = ()
    """What else results say of it: `revision`, `licence`, `kind`, `open_weights`, `url`."""

    @property
    def on_hub(self) -> bool:
        """Whether it has to come from the Hub."""
        return self.digest.startswith("hub:")

    @property
    def published(self) -> str:
        """The base model's public name: never a place on this machine."""
        if self.source == EMBEDDED:
            return EMBEDDED_REPOSITORY
        return self.source if self.on_hub else Path(self.source).name

    @property
    def card(self) -> dict[str, Any]:
        """What results say of it."""
        known = {"name": self.name, "slug": self.slug, "base": self.published, "tuned": self.adapter is not None}
        return known | dict(self.facts)


def find_model(source: str, workspace: Workspace) -> Model:
    """The model that a setting names; a relative path is one in the project's folder.

    Raises InputError when there is no such model, MissingPart when the embedded one is not installed.
    """
    if source in {EMBEDDED, EMBEDDED_MODEL}:
        # the weights are a 4-bit copy: a score of theirs is not the published model's
        weights = gguf_path(EMBEDDED, workspace.cache)
        quantisation = weights.stem.rpartition(".")[2]
        name, slug = f"{EMBEDDED_MODEL} {quantisation}", slug_of(EMBEDDED_MODEL)
        return Model(name, slug, EMBEDDED, file_hash(weights), facts=_EMBEDDED_FACTS)
    path = Path(workspace.data.parent, Path(source).expanduser()).resolve()
    if source and path.is_dir():
        return Model(path.name, slug_of(path.name), str(path), _folder_hash(path, workspace.cache))
    if path.suffix == ".gguf" and path.is_file():
        return Model(path.stem, slug_of(path.stem), str(path), file_hash(path))
    if not re.fullmatch(r"\w[\w.-]*/\w[\w.-]*(@[\w./-]+)?", source, re.ASCII):
        hint = "give `embedded`, a folder, a .gguf file, or a model of the Hub such as owner/name"
        raise InputError("there is no such model", where=source, hint=hint)
    return Model(source, slug_of(source.partition("/")[2]), source, f"hub:{source}")


def slug_of(name: str) -> str:
    """A name for folders and addresses: lower case, digits, `-` and `.`; never empty, and no way out of a folder."""
    return re.sub(r"[^a-z0-9.]+", "-", name.lower()).strip("-.") or "model"


def _folder_hash(folder: Path, cache: Path) -> str:
    """Hash of a model's files. Weights are large: a file that did not change since is not read again."""
    known_path = cache / "model-hashes.json"
    try:
        known = json.loads(known_path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        known = {}
    found: dict[str, str] = {}
    fresh: dict[str, str] = {}
    for path in sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")):
        state = path.stat()
        key = f"{path}:{state.st_size}:{state.st_mtime_ns}:{state.st_ino}"
        found[path.name] = known.get(key) or fresh.setdefault(key, file_hash(path))
    if fresh:
        write_text(known_path, json.dumps(known | fresh, indent=1, sort_keys=True))
    return digest(json.dumps(sorted(found.items())).encode())
