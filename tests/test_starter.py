from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

from minga.errors import ProjectError
from minga.project import Project, parse_settings
from minga.starter import copy_demo, slug_of, start_project


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize("name", ["Saberes de la Ñusta", 'Con "comillas" y \\barras', "日本", "x" * 119])
def test_a_new_project_can_be_loaded(tmp_path: Path, lang: str, name: str) -> None:
    start_project(tmp_path, name=name, lang=lang)
    assert Project.load(tmp_path).settings.project.name == name


@pytest.mark.parametrize("lang", ["es", "en"])
def test_what_the_template_offers_in_comments_is_valid_too(lang: str) -> None:
    text = files("minga.cli").joinpath(f"templates/minga.{lang}.toml").read_text(encoding="utf-8")
    offered = re.sub(r"(?m)^# (?=\[|[a-z_]+ = )", "", text)
    settings = parse_settings(offered, Path("minga.toml"))
    assert settings.documents
    assert settings.donations
    assert settings.benchmarks
    assert "ollama" in settings.endpoints


def test_both_templates_say_the_same() -> None:
    def shape(lang: str) -> list[str]:
        text = files("minga.cli").joinpath(f"templates/minga.{lang}.toml").read_text(encoding="utf-8")
        return re.findall(r"(?m)^(?:# )?(\[.*\]|[a-z_]+ =)", text)

    assert shape("es") == shape("en")


def test_a_project_is_never_overwritten(tmp_path: Path) -> None:
    start_project(tmp_path)
    with pytest.raises(ProjectError, match="already"):
        start_project(tmp_path)


@pytest.mark.parametrize(("name", "slug"), [("Recetas de la Abuela", "recetas-de-la-abuela"), ("¡¿?!", "project")])
def test_slugs(name: str, slug: str) -> None:
    assert slug_of(name) == slug


def test_the_demo_is_copied_once_and_then_left_alone(tmp_path: Path) -> None:
    folder = copy_demo(tmp_path / "demo")
    document = next(folder.glob("documents/*.md"))
    document.write_text("mine", encoding="utf-8")
    copy_demo(folder)
    assert document.read_text(encoding="utf-8") == "mine"


def test_the_demo_does_not_go_into_somebody_elses_folder(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("precious", encoding="utf-8")
    with pytest.raises(ProjectError, match="holds no project"):
        copy_demo(tmp_path)
