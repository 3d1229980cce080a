"""Repositories as people have them on the Hub, tiny, for the checks at the door."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

CARD = b"---\nlicense: apache-2.0\nlanguage: es\n---\n# A model\n"


def header(tensors: Mapping[str, tuple[str, list[int]]]) -> bytes:
    """The beginning of a safetensors file, without the numbers."""
    described: dict[str, Any] = {}
    place = 0
    for name, (kind, shape) in tensors.items():
        end = place + 2
        described[name] = {"dtype": kind, "shape": shape, "data_offsets": [place, end]}
        place = end
    text = json.dumps(described).encode()
    return struct.pack("<Q", len(text)) + text


def repository(folder: Path, **changes: bytes | None) -> dict[str, bytes]:
    """The files of a model that passes, with some changed or (None) left out; names have `__` for a dot."""
    files = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    files |= {"README.md": CARD, ".gitattributes": b""}
    for name, content in changes.items():
        name = name.replace("__", ".")
        if content is None:
            del files[name]
        else:
            files[name] = content
    return files


def config(files: Mapping[str, bytes], **changes: Any) -> bytes:
    """A configuration with some keys changed."""
    return json.dumps(json.loads(files["config.json"]) | changes).encode()
