"""The reference says everything that the code offers, and nothing that it does not."""

from __future__ import annotations

import ast
import importlib
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

import reference  # noqa: E402 - lives in tools/, which is not a package

SOURCES = sorted(path for path in (ROOT / "src/minga").rglob("*.py") if "migrations/versions" not in path.as_posix())


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT / "src").with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("page", sorted(reference.PAGES))
def test_a_reference_page_is_what_the_code_says(page: str) -> None:
    written = (ROOT / "docs" / "reference" / page).read_text(encoding="utf-8")
    assert written == reference.PAGES[page](), f"run: .venv/bin/python tools/reference.py ({page})"


def test_every_command_and_option_is_in_the_reference() -> None:
    import typer.main

    from minga.cli import app

    page = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    commands = dict(reference._commands(typer.main.get_command(app), "minga"))
    assert len(commands) > 17
    for name, command in commands.items():
        section = page.partition(f"## `{name}`\n")[2].partition("\n## ")[0]
        assert (command.help or "").splitlines()[0] in section, f"{name} has no help in the reference"
        for parameter in command.params:
            names = {"--help", f"`{parameter.opts[-1]}`", f"`{parameter.name.upper()}`"}
            assert parameter.name == "help" or any(name in section for name in names)
            assert getattr(parameter, "help", None), f"{name}: {parameter.name} has no help"


def test_every_setting_is_documented() -> None:
    page = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    for heading, model in reference._tables(reference.Settings, ""):
        for name, field in model.model_fields.items():
            assert field.description, f"{heading} {name} has no docstring under it"
            assert reference._inner(field) or f"| `{name}` |" in page


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_all_is_sorted_and_names_exactly_what_is_public(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    public = _public_names(tree)
    module = importlib.import_module(module_name(path))
    declared = getattr(module, "__all__", None)
    if declared is None:
        assert not public, f"{path} has public names {sorted(public)} and no __all__"
        return
    assert list(declared) == sorted(declared), "not sorted"
    assert all(hasattr(module, name) for name in declared)
    defined_here = {name for name in declared if name in public}
    if path.name != "__init__.py":
        assert defined_here == public, f"public but not in __all__, or the other way: {public ^ set(declared)}"


def _public_names(tree: ast.Module) -> set[str]:
    names = {node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))}
    return {name for name in names if not name.startswith("_")}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_public_things_have_docstrings(path: Path) -> None:
    module = importlib.import_module(module_name(path))
    assert inspect.getdoc(module) or path.stat().st_size == 0
    for name in getattr(module, "__all__", ()):
        thing = getattr(module, name)
        if inspect.isroutine(thing) or inspect.isclass(thing):
            assert inspect.getdoc(thing), f"{module.__name__}.{name} has no docstring"


@pytest.mark.parametrize("heavy", ["torch", "lm_eval", "daft", "ray", "trl", "datasets", "transformers"])
def test_the_command_line_the_pipeline_and_the_application_start_without(heavy: str) -> None:
    code = f"import sys, minga.cli, minga.pipeline, minga.web; sys.exit({heavy!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


STAGES = [
    "collect",
    "generate",
    "curate",
    "translate",
    "review",
    "benchmark",
    "evaluate",
    "tune",
    "leaderboard",
    "publish",
    "report",
]


@pytest.mark.parametrize("stage", STAGES)
def test_no_stage_imports_the_heavy_libraries_before_it_needs_them(stage: str) -> None:
    code = f"import sys, minga.{stage}; sys.exit(bool({{'torch', 'lm_eval', 'daft', 'ray', 'trl'}} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_help_imports_neither_arrow_nor_the_web() -> None:
    code = (
        "import sys, minga.cli\n"
        "from typer.testing import CliRunner\n"
        "assert CliRunner().invoke(minga.cli.app, ['--help']).exit_code == 0\n"
        "sys.exit(bool({'pyarrow', 'fastapi', 'sqlalchemy', 'pydantic', 'langcodes'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
