"""The script without its data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import translation_lint


def test_without_the_data_nothing_passes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["translation_lint.py", "--data", str(tmp_path)])
    assert translation_lint.main() == 1
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {"skipped": f"no {tmp_path}/truthfulqa-multi"}
