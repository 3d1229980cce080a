"""Texts of donations are shown, and never obeyed: by a browser, a terminal, a spreadsheet or rich's markup."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from lxml import html
from typer.testing import CliRunner

from minga.cli import app

SETTINGS = """[project]
name = "Vecinos"
slug = "vecinos"
[[varieties]]
tag = "es"
[[donations]]
name = "saberes"
path = "saberes.jsonl"
language = "es"
licence = "CC0-1.0"
contributor = "<b>Ana</b> \\u001b[31m"
"""
REST = "La minga reúne a los vecinos para levantar una casa, y nadie falta en el mes de"
TEXTS = {
    "script": f"<script>alert(1)</script><img src=x onerror=alert(2)> {REST} mayo",
    "attribute": f"\"><svg onload=alert(3)> ' onmouseover=alert(4) {REST} junio",
    "template": f"{{{{ 7 * 7 }}}} {{% raw %}} ${{7 * 7}} {REST} julio",
    "markdown": f"[y](javascript:alert(5)) ![z](http://127.0.0.1/x.png) | {REST} | agosto",
    "ansi": f"\x1b[31;5mrojo\x1b]0;título\x07 \x9b2J {REST} septiembre",
    "direction": f"\u202eotxet\u202c \u2066 {REST} octubre",
    "markup": f"[bold red]no[/] [link=http://127.0.0.1]esto[/link] [/] {REST} noviembre",
    "formula": f'=HYPERLINK("http://127.0.0.1";"aquí") {REST} diciembre',
    "command": f" @SUM(1+1)*cmd|' /C calc'!A0 {REST} enero",
}
COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
WIDE = {"COLUMNS": "300"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("vecinos")
    (folder / "minga.toml").write_text(SETTINGS, encoding="utf-8")
    rows = [{"instruction": f"¿Qué dice {text[:60]}?", "output": text} for text in TEXTS.values()]
    rows.append({"instruction": "\x1b[2J<script>x</script>", "output": "Corto\x1b[1m."})
    (folder / "saberes.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    shown(folder, "run", quiet=True)
    return folder


def shown(folder: Path, *arguments: str, quiet: bool = False) -> str:
    asked = [*(["--quiet"] if quiet else []), "--project", str(folder)]
    done = CliRunner().invoke(app, ["curate", *arguments, *asked], env=WIDE)
    assert done.exit_code == 0, done.output
    assert not COMMANDS.search(done.output)
    return done.output


def ids(folder: Path) -> dict[str, str]:
    """By answer."""
    written = folder / "kept.jsonl"
    shown(folder, "sample", "--output", str(written))
    rows = map(json.loads, written.read_text(encoding="utf-8").splitlines())
    return {row["answer"]: row["id"] for row in rows}


def test_all_of_them_stay_but_the_short_one(folder: Path) -> None:
    assert len(ids(folder)) == len(TEXTS)
    assert "Corto" in shown(folder, "sample", "--reason", "too-short")


def test_a_terminal_shows_every_text_and_obeys_none(folder: Path) -> None:
    sample = shown(folder, "sample")
    for id_ in ids(folder).values():
        assert id_ in sample
        assert REST[:20] in shown(folder, "explain", id_)
    assert "[bold red]no[/]" in sample
    assert "\ufffd[31;5mrojo" in sample


def test_a_spreadsheet_calculates_nothing(folder: Path) -> None:
    written = folder / "kept.csv"
    shown(folder, "sample", "--output", str(written))
    with written.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(TEXTS)
    assert not [cell for row in rows for cell in row.values() if cell.strip()[:1] in {"=", "+", "-", "@"}]
    assert [row for row in rows if row["answer"].startswith("'=HYPERLINK")]


def test_a_browser_finds_words_and_no_elements(folder: Path) -> None:
    shown(folder, "report")
    path = folder / "data" / "report" / "curation" / "latest" / "index.html"
    page = html.fromstring(path.read_text(encoding="utf-8"))
    assert not page.xpath("//script | //img | //iframe | //*[@onload or @onerror or @onmouseover]")
    assert not page.xpath("//*[starts-with(@href, 'javascript:') or starts-with(@src, 'http')]")
    words = page.text_content()
    assert "<script>x</script>" in words  # the only one that left
    assert words.count(REST) >= 5
    markdown = (path.parent / "report.md").read_text(encoding="utf-8")
    assert not COMMANDS.search(markdown)
    assert not re.search(r"(?<!\\)[<\[]", markdown)
