"""Writes docs/reference/{commands,settings,api,catalogue …}.md from the code, so that they cannot fall behind it.

Run `.venv/bin/python tools/reference.py`; a test fails while the pages differ from what this would write.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import typer.main
from catalogue_reference import catalogue_page
from lint_reference import checks_page, rules_page
from pydantic import BaseModel
from pydantic.fields import FieldInfo

import minga
from minga.cli import app
from minga.settings import Settings

DOCS = Path(__file__).resolve().parent.parent / "docs" / "reference"
NOTE = "<!-- written by tools/reference.py: change the code, not this page -->\n\n"

COMMANDS_INTRODUCTION = """\
Every command ends with exit code 0 (done), 1 (the work failed), 2 (wrong usage) or 3 (done, with items left out, which
it names). Ctrl-C ends with 130, and the same command goes on from there. With `--json` one document goes to standard
output and everything else to standard error.
"""
SETTINGS_INTRODUCTION = """\
What may stand in `minga.toml`. An unknown key is an error that names the line and the nearest key that exists; a key
without a default must be given.
"""


COMPARISON_INTRODUCTION = """\
`minga benchmark compare` writes them to `comparison.json`, and prints them with `--json` as a list under `comparisons`.
"""


def commands_page() -> str:
    """Every command with its arguments and options."""
    root = typer.main.get_command(app)
    lines = [
        "# Commands\n",
        COMMANDS_INTRODUCTION,
    ]
    for name, command in _commands(root, "minga"):
        lines += [f"## `{name}`\n", inspect.cleandoc(command.help or "") + "\n"]
        rows = [_parameter_row(parameter) for parameter in command.params if parameter.name != "help"]
        if rows:
            lines += ["| | default | |\n|---|---|---|", *rows, ""]
    return NOTE + "\n".join(lines)


def _commands(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    children = getattr(command, "commands", {})
    if not children or command.params:
        yield name, command
    for child in children.values():
        yield from _commands(child, f"{name} {child.name}")


def _parameter_row(parameter: Any) -> str:
    names = ", ".join(f"`{option}`" for option in [*parameter.opts, *parameter.secondary_opts])
    if parameter.param_type_name == "argument":
        names = f"`{parameter.name.upper()}`"
    default = "" if parameter.default in (None, False, "", ()) or parameter.required else f"`{parameter.default}`"
    return f"| {names} | {default} | {getattr(parameter, 'help', '') or ''} |"


def settings_page() -> str:
    """Every table and key of minga.toml."""
    lines = [
        "# Settings\n",
        SETTINGS_INTRODUCTION,
    ]
    for heading, model in _tables(Settings, ""):
        if model is Settings:
            continue
        lines += [f"## `{heading}`\n", inspect.cleandoc(model.__doc__ or "").partition(": ")[2].capitalize() + "\n"]
        lines += ["| key | type | default | |\n|---|---|---|---|"]
        lines += [_field_row(name, field) for name, field in model.model_fields.items() if not _inner(field)]
        lines.append("")
    return NOTE + "\n".join(lines)


def _tables(model: type[BaseModel], path: str) -> Iterator[tuple[str, type[BaseModel]]]:
    yield path, model
    for name, field in model.model_fields.items():
        inner = _inner(field)
        if inner is not None:
            dotted = f"{path.strip('[]')}.{name}".lstrip(".")
            shape = str(field.annotation)
            yield from _tables(
                inner, f"[[{dotted}]]" if "tuple" in shape else f"[{dotted}.NAME]" if "dict" in shape else f"[{dotted}]"
            )


def _inner(field: FieldInfo) -> type[BaseModel] | None:
    for kind in (field.annotation, *get_args(field.annotation)):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind
    return None


def _field_row(name: str, field: FieldInfo) -> str:
    default = "*required*" if field.is_required() else f"`{_toml(field.get_default(call_default_factory=True))}`"
    return f"| `{name}` | {_type(field.annotation)} | {default} | {' '.join((field.description or '').split())} |"


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (tuple, list)):
        return "[" + ", ".join(_toml(part) for part in value) + "]"
    return '""' if value is None else f'"{value}"' if isinstance(value, str) else str(value)


def _type(kind: Any) -> str:
    names = {str: "text", int: "whole number", float: "number", bool: "true or false", type(None): "nothing"}
    if kind in names:
        return names[kind]
    arguments = [argument for argument in get_args(kind) if argument is not ... and argument is not type(None)]
    if "Literal" in str(kind) and "tuple" not in str(kind):
        return " or ".join(_choice(argument) for argument in arguments)
    if str(kind).startswith("dict"):
        return "table"
    if "tuple" in str(kind):
        return f"list of {_type(arguments[0])}"
    return _type(arguments[0]) if arguments else str(kind)


def _choice(argument: Any) -> str:
    """One of several: a value, or a type among them."""
    return _type(argument) if isinstance(argument, type) or get_args(argument) else f"`{argument}`"


def api_page() -> str:
    """Every public module with its public names."""
    lines = [
        "# Python\n",
        "What may be imported. A module's public names are those of its `__all__`; everything else may change.\n",
    ]
    for module in public_modules():
        lines += [f"## `{module.__name__}`\n", _first_paragraph(module.__doc__) + "\n"]
        for name in module.__all__:
            thing = getattr(module, name)
            documented = inspect.isclass(thing) or inspect.isroutine(thing)
            signature = _signature(thing) if inspect.isroutine(thing) else ""
            lines.append(f"- **`{name}{signature}`** " + (_first_paragraph(thing.__doc__) if documented else ""))
        lines.append("")
    return NOTE + "\n".join(lines)


def public_modules() -> list[Any]:
    """Modules of minga with an `__all__`, except those whose package re-exports what counts."""
    found = []
    for info in pkgutil.walk_packages(minga.__path__, "minga."):
        if "migrations" in info.name or info.name.startswith("minga.cli."):
            continue
        module = importlib.import_module(info.name)
        parent = sys.modules[info.name.rpartition(".")[0]]
        inside_package = parent is not minga and getattr(parent, "__all__", [])
        if getattr(module, "__all__", []) and not inside_package:
            found.append(module)
    return found


def _signature(thing: Any) -> str:
    try:
        parameters = inspect.signature(thing).parameters
    except (TypeError, ValueError):
        return "()"
    return "(" + ", ".join(name for name in parameters) + ")"


def _first_paragraph(text: str | None) -> str:
    return " ".join(inspect.cleandoc(text or "").partition("\n\n")[0].split())


def comparison_page() -> str:
    """Every number of a comparison."""
    from minga.benchmark.compare import comparison

    lines = ["# Numbers of a comparison\n", COMPARISON_INTRODUCTION, inspect.cleandoc(comparison.__doc__ or "") + "\n"]
    parts = [getattr(comparison, name) for name in comparison.__all__]
    models = [part for part in parts if inspect.isclass(part) and issubclass(part, BaseModel)]
    for model in sorted(models, key=lambda model: model is not comparison.Comparison):
        lines += [f"## `{model.__name__}`\n", _first_paragraph(model.__doc__) + "\n", "| | type | |\n|---|---|---|"]
        for name, field in model.model_fields.items():
            lines.append(f"| `{name}` | {_kind(field.annotation)} | {' '.join((field.description or '').split())} |")
        lines.append("")
    return NOTE + "\n".join(lines)


def _kind(kind: Any) -> str:
    """A type as people say it; a part of its own by its name."""
    parts = [one for one in (kind, *get_args(kind)) if inspect.isclass(one) and issubclass(one, BaseModel)]
    if parts:
        link = f"[{parts[0].__name__}](#{parts[0].__name__.lower()})"
        return f"list of {link}" if "tuple" in str(kind) else f"{link} or nothing" if get_args(kind) else link
    if kind is bool:
        return "true or false"
    return "list of numbers by model" if str(kind).startswith("dict") else _type(kind)


PAGES = {
    "commands.md": commands_page,
    "settings.md": settings_page,
    "api.md": api_page,
    "comparison.md": comparison_page,
    "catalogue.md": lambda: NOTE + catalogue_page(),
    "checks.md": lambda: NOTE + checks_page(),
    "rules.md": lambda: NOTE + rules_page(),
}


def main() -> None:
    DOCS.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
