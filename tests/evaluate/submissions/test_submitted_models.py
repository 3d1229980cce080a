from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from minga.community.models import Submission
from minga.errors import EndpointError
from minga.evaluate.submissions.submitted_models import model_of, slug_of
from minga.workspace import Workspace
from tests.llm.hub import COMMIT, hub

ADAPTER = {"adapter_config.json": b"{}", "adapter_model.safetensors": b"numbers", "code.py": b"raise SystemExit"}


def submission(base: str = "", model: str = "Owner/Tiny_Model.v2") -> Submission:
    return Submission(
        model=model, revision=COMMIT, licence="MIT", kind="base", base=base,
        created_at=datetime(2026, 11, 1, tzinfo=UTC),
    )  # fmt: skip


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "data", tmp_path / ".minga")


def test_a_model_is_pinned_to_its_commit_and_says_what_was_found(workspace: Workspace) -> None:
    model = model_of(submission(), workspace)
    assert (model.slug, model.source, model.on_hub) == (
        "owner--tiny_model.v2-01234567",
        f"Owner/Tiny_Model.v2@{COMMIT}",
        True,
    )
    assert model.card == {
        "name": "Owner/Tiny_Model.v2@01234567", "slug": "owner--tiny_model.v2-01234567",
        "base": f"Owner/Tiny_Model.v2@{COMMIT}", "tuned": False, "revision": COMMIT, "licence": "MIT",
        "open_weights": True, "url": f"https://huggingface.co/Owner/Tiny_Model.v2/tree/{COMMIT}", "kind": "base",
    }  # fmt: skip


def test_models_of_one_commit_have_names_of_their_own_whoever_else_is_there() -> None:
    names = ["ana/tiny", "eva/tiny", "ana/tiny_", "ana/tiny-", "a-na/tiny", "a/na-tiny", "ana-tiny/x", "ana/tiny.x"]
    assert len({slug_of(submission(model=name)) for name in names}) == len(names)
    assert slug_of(submission(model="eva/tiny")) == f"eva--tiny-{COMMIT[:8]}"


def test_an_adapter_comes_with_two_files_and_stands_on_its_base(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = submission(base=f"owner/base@{COMMIT}")
    with hub({"Owner/Tiny_Model.v2": ADAPTER}) as server:
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        model = model_of(row, workspace)
    assert (model.source, model.digest) == (f"owner/base@{COMMIT}", f"hub:owner/base@{COMMIT}")
    assert model.adapter is not None
    assert {file.path for file in model.adapter.manifest.files} == {"adapter_config.json", "adapter_model.safetensors"}
    again = model_of(row, workspace).adapter  # without the Hub
    assert again is not None
    assert again.content == model.adapter.content


def test_an_adapter_that_cannot_be_had_now_is_named(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(EndpointError, match=r"did not give adapter_config\.json"):
        model_of(submission(base=f"owner/base@{COMMIT}"), workspace)
