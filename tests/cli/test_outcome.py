from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from minga.cli import app

WIDE = {"COLUMNS": "400"}


def test_a_command_to_copy_is_shown_as_it_is_typed(tmp_path: Path) -> None:
    """rich takes what stands in square brackets for markup, and leaves it out."""
    from minga.parts import parts

    shown = CliRunner().invoke(app, ["doctor"], env=WIDE).output
    for part in parts():
        assert part.found or part.command in shown, part.name


def test_advice_names_the_tables_of_the_settings_with_their_brackets(tmp_path: Path) -> None:
    (tmp_path / "minga.toml").write_text('[project]\nname = "Saberes [2026]"\nslug = "saberes"\n', encoding="utf-8")
    for command in ("run", "status"):
        shown = CliRunner().invoke(app, [command, "--project", str(tmp_path)], env=WIDE).output
        assert "add [[donations]] or [[documents]] to minga.toml" in shown
    assert "Saberes [2026]" in shown
