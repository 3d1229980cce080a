"""Whatever stands in a file of results, it is imported or named; nothing else happens."""

from __future__ import annotations

import contextlib
import copy
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from minga.errors import InputError
from minga.evaluate.importing import import_results
from minga.workspace import Workspace
from tests.evaluate.importing.files import document, inspect_archive, inspect_log, results_file, sample, samples_file

JUNK: list[Any] = [
    None, True, -1, 0, 1e308, float("nan"), 10**400, "", "x" * 500, "\ud800", [], {}, [[]], {"a": 1}, ["a"],
    {"acc,none": 1}, "../..", "acc,none",
]  # fmt: skip


def places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if place:
        yield place
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inside:
        yield from places(part, (*place, key))


def spoilt(value: Any, draw: random.Random) -> Any:
    """`value` with one part of it gone, renamed or replaced."""
    value = copy.deepcopy(value)
    *before, last = draw.choice(list(places(value)))
    part = value
    for key in before:
        part = part[key]
    match draw.randrange(4):
        case 0:
            del part[last]
        case 1 if isinstance(part, dict):
            part[draw.choice(["", "..", "a/b", "\ud800", "x" * 300])] = part.pop(last)
        case _:
            part[last] = copy.deepcopy(draw.choice(JUNK))
    return value


@pytest.mark.parametrize("seed", range(60))
def test_a_spoilt_file_is_imported_or_named(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    if seed % 3:
        values = spoilt(document(), draw) if seed % 2 else document()
        path = results_file(tmp_path / "from")
        path.write_text(json.dumps(values), encoding="utf-8")
        given = spoilt([sample(number, number < 3) for number in range(4)], draw)
        samples_file(path, "xcopa_es", given)
    else:
        log = spoilt(inspect_log(), draw)
        (tmp_path / "from").mkdir()
        try:
            inspect_archive(tmp_path / "from" / "a.eval", log)
        except (KeyError, TypeError):  # what is left is no log that could be packed
            (tmp_path / "from" / "a.json").write_text(json.dumps(log), encoding="utf-8")
    space = Workspace(tmp_path / "data", tmp_path / ".minga")
    with contextlib.suppress(InputError):  # which says that nothing can be imported, and why
        imported = import_results([tmp_path / "from"], {}, (), space)
        assert len(imported.evaluations) == 1
    assert all(path.resolve().is_relative_to(tmp_path / "data") for path in space.data.rglob("*"))
