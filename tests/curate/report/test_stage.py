from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html as parser

from minga.curate import excerpts
from minga.curate.curated_run import CuratedRun
from minga.curate.decisions import Verdict
from minga.curate.explain import explain
from minga.curate.report import curation_report
from minga.curate.report.wording import share_text
from minga.settings import CurateSettings, ProjectSettings
from minga.tables import Artifact
from tests.curate.contamination.test_overlaps import QUESTION
from tests.curate.test_overruling import EVERYTHING, PRIVATE, TWIN, WITHDRAWN, decided
from tests.curate.test_stage import LONG, PARTY, record, run, table
from tests.curate.untidy import COPY, ENGLISH, HUMAN, KEPT, SHORT, space, untidy_run

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
        "3 of 7 records stay",
        "That is 43 %. The other 4 left, for 4 different reasons.",
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
    assert "# Vecinos & \\<b\\>vecinas\\</b\\>: 3 of 7 records stay" in markdown
    same = "The same of all of them: language es-PE."
    assert same in said
    assert same in markdown


def test_the_largest_clusters_and_how_many_there_are_of_each_size(tmp_path: Path) -> None:
    untidy_run(tmp_path)
    made = report(tmp_path)
    page = parser.fromstring(text(made))
    cells = page.xpath("//div[@aria-label='Clusters by size']//*[self::th or self::td]/text()")
    assert cells == ["Records of a cluster", "Same conversation", "3", "1"]
    said = " ".join(page.text_content().split())
    assert "3 records with the same conversation, 1 may stay" in said
    assert COPY.id in said
    assert "| records of a cluster | the same conversation |\n| --- | --- |\n| 3 | 1 |" in text(made, "report.md")


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
    assert "min\\_words was 4 and is 0; refusals was drop and is keep." in changed
    assert "| too-short | 1 | 0 | -1 |" in changed
    assert "| wrong-language |" not in changed.partition("Since the last run")[2].partition("##")[0]  # as before
    assert "| stayed | 3 | 4 | +1 |" in changed
    # a threshold by which nothing changes is told all the same
    untidy_run(tmp_path, CurateSettings(min_words=1, refusals="keep"))
    same = text(report(tmp_path), "report.md")
    assert "Changed: min\\_words was 0 and is 1." in same
    assert "As many stay and leave as then" in same
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
    said = text(report(tmp_path / "all"))
    assert "<h1>The only record stays</h1>" in said
    assert "No rule let one go." in said
    run(tmp_path / "none", table(tmp_path / "none", "a", [record("Corta.")]))
    said = text(report(tmp_path / "none"))
    assert "<h1>The only record left</h1>" in said
    assert "It left, as “too-short”" in said


def test_what_people_decided_is_told_with_their_reasons(tmp_path: Path) -> None:
    verdicts: dict[str, Verdict] = {SHORT.id: "keep", HUMAN.id: "drop", TWIN.id: "keep", WITHDRAWN.id: "keep"}
    decided(tmp_path, verdicts | {"f" * 32: "keep"}, [*EVERYTHING, WITHDRAWN])
    made = report(tmp_path)
    said = " ".join(parser.fromstring(text(made)).text_content().split())
    for words in (
        "1 record that would have left as too-short stays",
        "1 record left by hand",
        "1 record that somebody wants to keep left all the same, as withdrawn",
        "1 record that somebody decided of did not come in",
        "keep: por algo",
        "stays, and would have left as too-short",
    ):
        assert words in said
        assert words.partition(":")[0] in text(made, "report.md")
    assert "- keep (Ana): por algo. It stays, and would have left as too-short." in text(made, "report.md")
    # what was taken back is nobody's to read any more
    assert "telar de cintura" not in said
    assert "Luis Mamani" not in text(made) + text(made, "report.md")


def test_benchmark_items_are_told_by_benchmark_and_donor(tmp_path: Path) -> None:
    mine = record(f"{QUESTION} Se llama minga.", "¿Qué dice?", contributor="Rosa", source="el aula")
    hers = record(f"{QUESTION} Es la minga.", "¿Qué lees?", contributor="Luis Mamani")
    decided(tmp_path, {}, [*EVERYTHING, mine, hers])
    made = report(tmp_path)
    page = parser.fromstring(text(made))
    [section] = page.xpath("//h2[@id='benchmarks']/following::table[1]")
    rows = [" ".join(" ".join(row.itertext()).split()) for row in section.xpath(".//tbody/tr")]
    assert "saberes word for word 1 Rosa el aula · donations/vecinos 1 1" in rows
    assert "saberes word for word 2 donations/vecinos 2 1" in rows  # hers stand with those of nobody
    assert "| saberes | Rosa · el aula · donations/vecinos | 1 | 1 | word for word 1 |" in text(made, "report.md")
    assert "Luis Mamani" not in text(made)
    clean = tmp_path / "clean"
    decided(clean, {}, [record(PARTY)])
    assert "none holds an item" in text(report(clean))
    untidy_run(tmp_path / "none")
    assert "Benchmark" not in text(report(tmp_path / "none"))


def test_a_run_that_redacted_shows_nothing_personal_and_explains_both_ids(tmp_path: Path) -> None:
    other = record(f"{PARTY}. Para venir, llame al 912 345 678.")  # the same once both are redacted
    decided(tmp_path, {PRIVATE.id: "keep"}, [PRIVATE, other, *KEPT])
    made = report(tmp_path)
    assert "[phone]" in text(made) or "[TELÉFONO]" in text(made)
    new = CuratedRun.newest(space(tmp_path)).made_into(PRIVATE.id) or CuratedRun.newest(space(tmp_path)).made_into(
        other.id
    )
    sheets = [explain(id_, space(tmp_path)) for id_ in (PRIVATE.id, other.id, new)]
    for shown in (text(made), text(made, "report.md"), *map(str, sheets)):
        assert "654" not in shown.replace(PRIVATE.id, "").replace(other.id, "").replace(new, "")
        assert "987 654 321" not in shown
        assert "912 345 678" not in shown


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
    [
        (0, 0, "–"),
        (0, 9, "0 %"),
        (1, 100_000, "< 0.1 %"),
        (999, 1000, "99.9 %"),
        (9999, 10_000, "> 99.9 %"),
        (1, 3, "33 %"),
        (5, 5, "100 %"),
    ],
)
def test_shares_are_never_rounded_to_nothing_or_to_all(part: int, whole: int, said: str) -> None:
    assert share_text(part, whole) == said
