"""The demonstration project: its texts are what its README says, and its faults leave for the reasons that it names."""

from __future__ import annotations

import sys
from importlib.resources import files
from pathlib import Path

import pytest

from minga.collect import collect
from minga.curate import curate
from minga.curate.example import Example
from minga.curate.language import LanguageAnnotator, candidates
from minga.engine import Engine
from minga.generate.documents import find_documents
from minga.generate.passages import cut, spread
from minga.generate.reading import DocumentReader
from minga.project import Project
from minga.workspace import Workspace

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

from small_pdf import pdf_of  # noqa: E402 - lives in tools/, which is not a package


@pytest.fixture(scope="module")
def demo() -> Project:
    return Project.load(Path(str(files("minga").joinpath("demo_project"))))


def test_every_document_can_be_read_and_is_in_the_language_that_it_says(demo: Project, tmp_path: Path) -> None:
    settings = demo.settings.generate
    judge = LanguageAnnotator("py3langid", candidates(variety.tag for variety in demo.settings.varieties), 8)
    kinds, asked = set(), 0
    with DocumentReader(tmp_path / "log", settings.max_file_mb) as reader:
        for documents in demo.settings.documents:
            for file in find_documents(documents, demo.root):
                passages = cut(file.name, reader.blocks(file), settings.passage_words)
                text = " ".join(passage.text for passage in passages)
                assert 250 <= len(text.split()) <= 400
                seen = judge(Example([{"role": "assistant", "content": text}], documents.language))
                assert seen["language.answer"] == seen["language.declared"]
                kinds.add(file.path.suffix)
                asked += len(spread(passages, settings.max_passages)) * len(settings.tasks)
    assert kinds == {".md", ".html", ".pdf"}
    assert asked <= 30


def test_the_pdf_is_made_from_text_that_can_be_read_and_changed(demo: Project) -> None:
    text = (ROOT / "tools" / "demo_castanyada.txt").read_text(encoding="utf-8")
    assert (demo.root / "documents" / "catala-castanyada.pdf").read_bytes() == pdf_of(text)


def test_only_the_faults_that_the_readme_names_leave_and_each_for_its_reason(demo: Project, tmp_path: Path) -> None:
    settings = demo.settings
    workspace = Workspace(tmp_path / "data", tmp_path / ".minga")
    donated = [collect(part, settings.collect, demo.root, workspace) for part in settings.donations]
    curated = curate(donated, settings.curate, [variety.tag for variety in settings.varieties], workspace, Engine())
    left = {table.name: table.manifest.counts.dropped for table in (*donated, curated)}
    assert left == {
        "donations/refranes": {"duplicate": 1, "empty-message": 1},
        "donations/saberes": {},
        "curated": {"near-duplicate": 1, "refusal": 1, "repetitive": 1, "too-short": 1, "wrong-language": 1},
    }
    assert curated.rows >= 50
    assert {"es-PE", "es-MX", "es-AR", "es-ES", "ca"} <= curated.manifest.languages.keys()
