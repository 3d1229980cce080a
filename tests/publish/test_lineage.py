"""What a release was made from, exactly."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from pydantic import BaseModel

from minga.publish.lineage import lineage_hash, trace, write_provenance
from minga.workspace import Recipe
from tests.publish.projects import record, reviewed, table, workspace


class Options(BaseModel):
    base: str = "/home/somebody/models/tiny"
    url: str = "http://10.0.0.5:8000/v1"
    key_env: str = "SECRET"
    place: str = "C:\\data\\x.csv"
    prompt: str = "/ or not"
    reason: str = "OSError: /home/somebody/.minga/logs/x.log is gone, see https://example.org/a/b and a/b/c.txt"


def test_parents_come_before_what_was_made_from_them_and_each_once(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    table_ = reviewed(space)
    names = [step.name for step in trace([table_, table_], space)]
    assert names == ["donations/refranes", "curated", "reviewed"]


def test_the_version_that_was_used_is_told_though_a_newer_one_is_there(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    old = table(space, "curated", [record(0)], dropped={"too-short": 5})
    made = table(space, "reviewed", [record(0)], parents=[old])
    table(space, "curated", [record(0), record(1)])
    (curated, _) = trace([made], space)
    assert curated.manifest is not None
    assert curated.manifest.counts.dropped == {"too-short": 5}


def test_a_version_that_is_gone_is_said_to_be_gone(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    made = reviewed(space)
    shutil.rmtree(space.data / "curated")
    steps = trace([made], space)
    assert [(step.name, step.manifest is None) for step in steps] == [("curated", True), ("reviewed", False)]
    write_provenance(steps, "release/dataset", tmp_path / "provenance.json")
    assert json.loads((tmp_path / "provenance.json").read_text())["steps"][0]["missing"] is True


def test_other_options_with_the_same_rows_change_the_lineage(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    first = table(space, "curated", [record(0)], options=Options())
    made = table(space, "reviewed", [record(0)], parents=[first])
    before = lineage_hash([made], space)
    again = table(space, "curated", [record(0)], options=Options(prompt="other"))
    assert again.content == first.content
    assert lineage_hash([made], space) != before


def test_provenance_says_nothing_of_the_projects_machines(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    write_provenance(trace([table(space, "curated", [record(0)], options=Options())], space), "x", tmp_path / "p.json")
    (step,) = json.loads((tmp_path / "p.json").read_text())["steps"]
    assert step["options"] == {
        "base": "tiny",
        "place": "x.csv",
        "prompt": "/ or not",
        "reason": "OSError: x.log is gone, see https://example.org/a/b and a/b/c.txt",
    }


def test_the_model_is_named_without_its_servers_address(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    inputs = {"model": "http://somebody:secret@10.0.0.5:8000/v1#llama-3", "guide.md": "ab12"}
    made = space.make_folder(Recipe("generated/guide", "generate", 1, inputs=inputs), lambda folder, notes: None)
    write_provenance(trace([made], space), "x", tmp_path / "p.json")
    (step,) = json.loads((tmp_path / "p.json").read_text())["steps"]
    assert step["inputs"] == {"model": "llama-3", "guide.md": "ab12"}
