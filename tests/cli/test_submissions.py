from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from minga.cli import app
from tests.evaluate.submissions.repositories import repository
from tests.llm.hub import COMMIT, hub

TOML = '[project]\nname = "Recetas"\nslug = "recetas"\n'


def run(project: Path, *arguments: str, code: int = 0) -> Any:
    done = CliRunner().invoke(app, ["submissions", *arguments, "--project", str(project), "--json"])
    assert done.exit_code == code, done.output
    return json.loads(done.stdout)


def steps(answer: Any) -> list[str]:
    return [one["step"] for one in answer["submissions"]]


def test_a_model_is_checked_queued_and_taken_out(
    tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "minga.toml").write_text(TOML, encoding="utf-8")
    with hub({"owner/tiny": repository(tiny_model), "owner/none": {}}) as server:
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        [added] = run(tmp_path, "add", "owner/tiny", "--kind", "base")["submissions"]
        assert (added["step"], added["place"], added["revision"]) == ("waiting", 1, COMMIT)
        [refused] = run(tmp_path, "add", "owner/none")["submissions"]
        assert refused["step"] == "refused"
        assert "model.safetensors is missing" in refused["reason"]
    assert "submitted already" in run(tmp_path, "add", "owner/tiny@" + COMMIT, code=1)["error"]["what"]
    assert run(tmp_path, "add", "owner/x", "--kind", "chat", code=2)["error"]["what"] == "there is no kind 'chat'"
    assert run(tmp_path, "accept", "1", code=1)["error"]["what"] == "this submission does not wait for a decision"
    assert steps(run(tmp_path, "withdraw", "1")) == ["withdrawn"]
    assert steps(run(tmp_path, "list")) == ["refused", "withdrawn"]


def test_what_cannot_be_checked_now_is_checked_later(
    tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "minga.toml").write_text(TOML, encoding="utf-8")
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    [waits] = run(tmp_path, "add", "owner/tiny")["submissions"]
    assert waits["step"] == "checking"
    assert waits["reason"].startswith("the Hub cannot be reached")
    with hub({"owner/tiny": repository(tiny_model)}) as server:
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        assert steps(run(tmp_path, "check")) == ["deciding"]
    assert steps(run(tmp_path, "refuse", "1", "not now")) == ["refused"]
