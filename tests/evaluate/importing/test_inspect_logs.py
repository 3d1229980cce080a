"""Logs of Inspect, in JSON and in archives, are read without the library."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from minga.errors import InputError
from minga.evaluate.importing import Imported, archives, import_results
from minga.results import answers, score
from minga.task_cards import read_task
from minga.workspace import Workspace
from tests.evaluate.importing.files import inspect_archive, inspect_log, write, zstandard


def bring(tmp_path: Path, *paths: Path) -> Imported:
    return import_results(paths, {}, (), Workspace(tmp_path / "data", tmp_path / ".minga"))


@pytest.mark.parametrize("form", ["json", "eval", "zstandard"])
def test_a_log_becomes_an_evaluation_with_its_items(tmp_path: Path, form: str) -> None:
    log = inspect_log()
    if form == "json":
        path = write(tmp_path / "a.json", log)
    else:
        path = inspect_archive(tmp_path / "a.eval", log)
        path = zstandard(path) if form == "zstandard" else path
    imported = bring(tmp_path, path)
    [evaluation] = imported.evaluations
    assert evaluation.name == "evaluations/llama-1b/inspect_capitales_es"
    assert (score(evaluation).metric, score(evaluation).items) == ("accuracy", 3)
    assert score(evaluation).value == pytest.approx(2.5 / 3)
    # an item is worth the mean of its two epochs
    assert [(each.item, each.correct, each.prediction) for each in answers(evaluation)] == [
        ("q1", 1.0, "A"), ("q2", 0.5, "A"), ("q3", 1.0, "A"),
    ]  # fmt: skip
    card = read_task(imported.tasks[0])
    assert (card.language, card.random, card.version) == ("es", 0.25, "2")
    assert evaluation.manifest.notes["imported"]["harness"] == "inspect"
    kept = json.loads((evaluation.path / "results.json").read_text(encoding="utf-8"))
    assert kept["results"]["inspect_capitales_es"]["accuracy_stderr,choice"] == 0.16


@pytest.mark.parametrize(
    ("log", "said"),
    [
        (inspect_log(limit=2), "limited run"),
        (inspect_log(status="error"), "unfinished"),
        ({**inspect_log(), "version": 1}, "unreadable"),
        ({**inspect_log(), "eval": {"model": "x"}}, "unreadable"),
    ],
)
def test_a_log_that_is_no_whole_result_is_a_hole(tmp_path: Path, log: dict[str, object], said: str) -> None:
    write(tmp_path / "from" / "a.json", inspect_log(model="hf/andes/llama-2b"))
    write(tmp_path / "from" / "b.json", log)
    imported = bring(tmp_path, tmp_path / "from")
    assert len(imported.evaluations) == 1
    assert imported.reasons == {said: 1}


def test_an_archive_that_is_still_written_is_unfinished(tmp_path: Path) -> None:
    path = inspect_archive(tmp_path / "a.eval", inspect_log())
    path.write_bytes(path.read_bytes().replace(b"header.json", b"heeder.json"))
    with pytest.raises(InputError, match="unfinished"):
        bring(tmp_path, path)


@pytest.mark.parametrize("packed", [False, True])
def test_an_archive_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, packed: bool
) -> None:
    monkeypatch.setattr(archives, "LARGEST", 1 << 20)
    log = inspect_log()
    log["eval"]["metadata"] = {"text": " " * (3 << 20)}
    path = inspect_archive(tmp_path / "a.eval", log)
    assert path.stat().st_size < 1 << 20
    with pytest.raises(InputError, match="unpacks to more than 1 MB"):
        bring(tmp_path, zstandard(path) if packed else path)


@pytest.mark.parametrize("packed", [False, True])
def test_a_damaged_archive_is_named(tmp_path: Path, packed: bool) -> None:
    path = inspect_archive(tmp_path / "a.eval", inspect_log())
    path = zstandard(path) if packed else path
    data = bytearray(path.read_bytes())
    place = data.rindex(b"header.json", 0, data.rindex(b"PK\1\2")) + 40
    data[place : place + 20] = b"\0" * 20
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"a\.eval:header\.json"):
        bring(tmp_path, path)
    path.write_bytes(b"no archive")
    with pytest.raises(InputError, match="not a zip archive"):
        bring(tmp_path, path)
