from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html as parser

from minga.curate import excerpts
from minga.curate.report import curation_report
from minga.curate.report.page import share_text
from minga.settings import CurateSettings, ProjectSettings
from minga.tables import Artifact
from tests.curate.test_stage import LONG, record, run, table
from tests.curate.untidy import COPY, ENGLISH, HUMAN, space, untidy_run

PROJECT = ProjectSettings(name="Vecinos & <b>vecinas</b>", slug="vecinos")


def report(tmp_path: Path) -> Artifact:
    workspace = space(tmp_path)
    curated = workspace.latest("curated")
    assert curated is not None
    return curation_report(curated, PROJECT, workspace)


def text(made: Artifact, name: str = "index.html") -> str:
    return (made.path / name).read_text(encoding="utf-8")


def test_the_page_needs_nothing_but_itself(tmp_path: Path) -> None:
    untidy_run(tmp_path)
    page = parser.fromstring(text(report(tmp_path)))
    assert not page.xpath("//script | //iframe | //img | //link[@rel='stylesheet']")
    addresses = page.xpath("//@href | //@src")
    assert all(address.startswith(("#", "data:")) for address in addresses)
    targets = {address[1:] for address in addresses if address.startswith("#")}
    assert targets <= set(page.xpath("//@id"))
    assert page.xpath("//svg[@role='img']/@aria-label")


def test_counts_reasons_and_texts_are_there_to_read(tmp_path: Path) -> None:
    untidy_run(tmp_path)
    made = report(tmp_path)
    said = " ".join(parser.fromstring(text(made)).text_content().split())
    for words in (
        "Of 7 records that came in, 3 stay (43 %) and 4 left",
        "The answer has fewer words than are asked for. min_words = 4",
        "The text is in another language than it says. language.confidence = 0.8",
        ENGLISH,
        "looks like en (1.00)",
        "donations/vecinos",
        HUMAN.id,
        "language.confidence = 0.8",
    ):
        assert words in said
    markdown = text(made, "report.md")
    assert "| too-short | −1 | 14 % | 6 |" in markdown
    assert "# Vecinos & \\<b\\>vecinas\\</b\\>" in markdown


def test_the_largest_clusters_and_how_many_there_are_of_each_size(tmp_path: Path) -> None:
    untidy_run(tmp_path)
    made = report(tmp_path)
    page = parser.fromstring(text(made))
    [table_] = page.xpath("//div[starts-with(@aria-label, 'Clusters by size')]/table")
    assert table_.xpath("string(thead)").split() == ["The", "same", "conversation", "in3", "records"]
    assert table_.xpath("string(tbody)").split() == ["Clusters1"]
    said = " ".join(page.text_content().split())
    assert "3 records with the same conversation, 1 may stay" in said
    assert COPY.id in said
    assert "| conversation | 3 | 1 |" in text(made, "report.md")


def test_texts_of_records_are_no_markup(tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script> | `x` [y](javascript:z) en la casa de todos los vecinos"
    run(tmp_path, table(tmp_path, "a", [record(hostile), record("Corta.", "<img src=x onerror=y>")]))
    made = report(tmp_path)
    page = parser.fromstring(text(made))
    assert not page.xpath("//script | //img")
    assert "<script>alert(1)</script>" in page.text_content()
    assert not re.search(r"(?<!\\)[<\[]", text(made, "report.md").replace("`", ""))


def test_what_changed_since_the_last_run_is_told(tmp_path: Path) -> None:
    untidy_run(tmp_path)
    assert "Since the last run" not in text(report(tmp_path))
    untidy_run(tmp_path, CurateSettings(min_words=0, refusals="keep"))
    changed = text(report(tmp_path), "report.md")
    assert "| too-short | 1 | 0 | -1 |" in changed
    assert "| stayed | 3 | 4 | +1 |" in changed
    # back again: the run before is now the other one
    untidy_run(tmp_path)
    assert "| too-short | 0 | 1 | +1 |" in text(report(tmp_path), "report.md")


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        untidy_run(tmp_path / folder)
    first, second = (report(tmp_path / folder) for folder in ("a", "b"))
    assert first.content == second.content
    assert report(tmp_path / "a").state == "unchanged"


def test_a_run_without_any_drop_and_one_that_keeps_nothing(tmp_path: Path) -> None:
    run(tmp_path / "all", table(tmp_path / "all", "a", [record(LONG)]))
    assert "All of the 1 record that came in stay: no rule let one go." in text(report(tmp_path / "all"))
    run(tmp_path / "none", table(tmp_path / "none", "a", [record("Corta.")]))
    said = text(report(tmp_path / "none"))
    assert "Of 1 record that came in, 0 stay (0 %) and 1 left, always as “too-short”" in said


def test_personal_data_are_not_shown() -> None:
    far = "Escribe a ana.quispe@correo.example hoy. " + " " * 3000 + "Luego a luis@correo.example."
    shown = excerpts.excerpt(record(far, "¿Y el 612 345 678?", language="es-ES").model_dump(), 60)
    assert shown.prompt == "¿Y el [phone]?"
    assert shown.answer == "Escribe a [email] hoy. …"
    for length in range(1, 60):  # wherever it is cut
        cut = excerpts.excerpt(record("Escribe a ana.quispe@correo.example").model_dump(), length).answer
        assert "ana" not in cut


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(0, 0, "–"), (0, 9, "0 %"), (1, 100_000, "< 0.1 %"), (999, 1000, "99.9 %"), (1, 3, "33 %"), (5, 5, "100 %")],
)
def test_shares_are_never_rounded_to_nothing_or_to_all(part: int, whole: int, said: str) -> None:
    assert share_text(part, whole) == said
