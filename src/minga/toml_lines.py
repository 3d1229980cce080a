"""Where each key of a TOML text stands, which `tomllib` does not say."""

from __future__ import annotations

import re

__all__ = ["Path", "line_of", "toml_lines"]

Path = tuple[str | int, ...]
"""Keys and positions in arrays of tables: `("donations", 0, "licence")`."""

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(
    r"""^\s*((?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+))*)\s*=(.*)$"""
)
_DELIMITERS = ('"""', "'''")


def toml_lines(text: str) -> dict[Path, int]:
    """Line numbers (from 1) of tables and keys.

    >>> toml_lines("[project]\\nname = 'x'")
    {('project',): 1, ('project', 'name'): 2}
    """
    lines: dict[Path, int] = {}
    tables: dict[Path, int] = {}
    table: Path = ()
    closing = ""
    for number, line in enumerate(text.splitlines(), 1):
        if closing:
            closing = "" if closing in line else closing
            continue
        if header := _HEADER.match(line):
            table = _resolve(_parts(header[2]), tables, starts=header[1] == "[[")
            lines.setdefault(table, number)
        elif key := _KEY.match(line):
            lines[table + _parts(key[1])] = number
            closing = next((mark for mark in _DELIMITERS if key[2].count(mark) % 2), "")
    return lines


def line_of(path: Path, lines: dict[Path, int]) -> int | None:
    """The line of `path`, or of the nearest table around it."""
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return None


def _parts(dotted: str) -> Path:
    return tuple(part.strip().strip("\"'") for part in re.findall(r"\"[^\"]*\"|'[^']*'|[^.]+", dotted))


def _resolve(names: Path, tables: dict[Path, int], *, starts: bool) -> Path:
    """`names` with the positions of the arrays of tables on the way, counting one on where a new table starts."""
    path: Path = ()
    for position, name in enumerate(names):
        path = (*path, name)
        if starts and position == len(names) - 1:
            tables[path] = tables.get(path, -1) + 1
        if path in tables:
            path = (*path, tables[path])
    return path
