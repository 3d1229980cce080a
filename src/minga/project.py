"""A project: a folder with `minga.toml`, its tables and its database."""

from __future__ import annotations

import difflib
import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from minga.errors import InputError, ProjectError, SettingError
from minga.llm import Endpoint
from minga.progress import Progress, silent
from minga.settings import EndpointSettings, Settings
from minga.toml_lines import line_of, toml_lines
from minga.workspace import Workspace

__all__ = ["Project", "campaign_slug", "find_project", "parse_settings"]

FILE = "minga.toml"


class Project:
    """One community effort on disk.

    >>> project = Project.load(Path("recipes"))  # doctest: +SKIP
    >>> project.workspace().latest("curated").rows  # doctest: +SKIP
    1892
    """

    def __init__(self, root: Path, settings: Settings) -> None:
        self.root = root
        self.settings = settings

    @classmethod
    def load(cls, folder: Path) -> Project:
        """The project in `folder`. Raises ProjectError when there is none, SettingError when its file is wrong."""
        path = folder / FILE
        try:
            text = path.read_bytes().decode("utf-8")
        except FileNotFoundError:
            raise ProjectError(f"no {FILE} here", where=folder, hint="make a project with: minga init") from None
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            raise ProjectError("is not UTF-8", where=f"{path}:{line}", hint="save the file as UTF-8") from None
        except OSError as error:
            raise ProjectError(error.strerror or "cannot be read", where=path, hint="check the rights") from error
        return cls(folder.resolve(), parse_settings(text, path))

    @property
    def state(self) -> Path:
        """Where the database, caches and logs are."""
        return self.root / ".minga"

    @property
    def database_url(self) -> str:
        """A SQLAlchemy URL: the project's own, or SQLite in the state folder."""
        return self.settings.project.database or f"sqlite:///{self.state / 'minga.db'}"

    def workspace(self, *, progress: Progress = silent, dry: bool = False) -> Workspace:
        """The project's artifacts, and the way to make them."""
        return Workspace(self.root / "data", self.state, progress=progress, dry=dry)

    def endpoint(self, name: str) -> Endpoint:
        """The endpoint called `name`. Raises SettingError when `minga.toml` has none."""
        known = {"embedded": EndpointSettings(), **self.settings.endpoints}
        if name not in known:
            raise SettingError(
                f"there is no endpoint {name!r}", where=self.root / FILE, hint=f"known are {', '.join(sorted(known))}"
            )
        return Endpoint(**known[name].model_dump() | {"licence": known[name].terms})

    def read_text(self, relative: str) -> str:
        """A text file of the project, such as guidelines. Raises InputError when it cannot be read."""
        path = self.root / relative
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError("cannot be read as UTF-8 text", where=path, hint=f"it is named in {FILE}") from error


def find_project(start: Path) -> Path:
    """The nearest folder at or above `start` that has a `minga.toml`; `start` itself when none has."""
    for folder in (start, *start.resolve().parents):
        if (folder / FILE).is_file():
            return folder
    return start


def campaign_slug(benchmark: str, language: str) -> str:
    """The short name of the campaign over a translation: it is part of an address."""
    return f"{benchmark}-{language}".lower()[:63]


def parse_settings(text: str, path: Path) -> Settings:
    """Settings from TOML text; `path` is for messages. Raises ProjectError or SettingError with the line."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProjectError(f"is not valid TOML: {error}", where=path, hint="mend that line") from None
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        raise _setting_error(error, text, path) from None
    _check_names(settings, text, path)
    _check_benchmarks(settings, text, path)
    _check_licences(settings, text, path)
    return settings


def _setting_error(error: ValidationError, text: str, path: Path) -> SettingError:
    faults = _independent(error.errors(include_url=False))
    lines = toml_lines(text)
    # a key that is missing may only be misspelt: the misspelling is what helps
    located = [(fault["type"] == "missing", line_of(fault["loc"], lines) or 1, fault) for fault in faults]
    _, line, fault = min(located, key=lambda place: place[:2])
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    what, hint = _explain(fault)
    return SettingError(what + more, where=f"{path}:{line}", hint=hint)


def _independent(faults: list[ErrorDetails]) -> list[ErrorDetails]:
    """A key that is missing because it is misspelt is one fault, not two."""
    misspelt = (fault["loc"] for fault in faults if fault["type"] == "extra_forbidden")
    meant = [(*loc[:-1], *_nearest_keys(loc)) for loc in misspelt]
    return [fault for fault in faults if fault["type"] != "missing" or fault["loc"] not in meant]


def _nearest_keys(loc: tuple[str | int, ...]) -> list[str]:
    """The known key that is most like the last one of `loc`, if one is."""
    return difflib.get_close_matches(str(loc[-1]), _keys_at(loc[:-1]), n=1)


def _explain(fault: ErrorDetails) -> tuple[str, str | None]:
    key = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in fault["loc"]).lstrip(".")
    if fault["type"] == "extra_forbidden":
        near = _nearest_keys(fault["loc"])
        known = f"known here: {', '.join(_keys_at(fault['loc'][:-1]))}"
        return f"unknown key {key}", f"did you mean {near[0]}?" if near else known
    if fault["type"] == "missing":
        return f"{key} is missing", f"add: {fault['loc'][-1]} = …"
    message = fault["msg"].removeprefix("Value error, ")
    return f"{key}: {message[0].lower()}{message[1:]}", None


def _keys_at(path: tuple[str | int, ...]) -> list[str]:
    """The keys that the table at `path` may have."""
    model: Any = Settings
    for part in path:
        if isinstance(part, str) and isinstance(model, type) and issubclass(model, BaseModel):
            field = model.model_fields.get(part)
            model = None if field is None else _model_in(field.annotation)
    return sorted(model.model_fields) if isinstance(model, type) and issubclass(model, BaseModel) else []


def _model_in(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_model_in(argument) for argument in getattr(annotation, "__args__", ()))
    return next((model for model in found if model is not None), None)


def _check_names(settings: Settings, text: str, path: Path) -> None:
    """Names of documents, donations and benchmarks become folders, so each may stand only once."""
    parts: dict[str, list[str]] = {
        "documents": [part.name for part in settings.documents],
        "donations": [part.name for part in settings.donations],
        "benchmarks": [part.name for part in settings.benchmarks],
        "varieties": [part.tag for part in settings.varieties],
    }
    for table, names in parts.items():
        seen: set[str] = set()
        for position, name in enumerate(names):
            if name in seen:
                line = line_of((table, position), toml_lines(text))
                raise SettingError(
                    f"{table}[{position}]: {name!r} stands twice", where=f"{path}:{line}", hint="rename one"
                )
            seen.add(name)


def _check_benchmarks(settings: Settings, text: str, path: Path) -> None:
    """Every benchmark in every language becomes a task and a campaign, each under a name of its own."""
    taken: dict[str, str] = {}
    for position, part in enumerate(settings.benchmarks):
        for key, tag in [("name", part.language), *(("to", tag) for tag in part.to)]:
            version = f"{part.name} in {tag}"
            names = _names_of(part.name, tag, translated=key == "to")
            clash = next((name for name in names if name in taken), None)
            if clash is not None:
                what, hint = _explain_clash(version, taken[clash], clash)
                line = line_of(("benchmarks", position, key), toml_lines(text))
                raise SettingError(f"benchmarks[{position}].{key}: {what}", where=f"{path}:{line}", hint=hint)
            taken |= dict.fromkeys(names, version)


def _names_of(benchmark: str, language: str, *, translated: bool) -> list[str]:
    task = f"task {benchmark}_{language}".lower().replace("-", "_")  # harness tasks have no hyphens
    return [task, f"campaign {campaign_slug(benchmark, language)}"] if translated else [task]


def _explain_clash(version: str, other: str, name: str) -> tuple[str, str]:
    if version == other:
        return f"{version} is there already", "name each language once, and not the benchmark's own"
    return f"{version} and {other} would both be the {name}", "rename one; the first 63 characters count"


def _check_licences(settings: Settings, text: str, path: Path) -> None:
    """What comes in must have a licence that the project accepts, where it says which."""
    accepted = settings.licences.accept
    for table in ("documents", "donations", "benchmarks") if accepted else ():
        for position, part in enumerate(getattr(settings, table)):
            if part.licence not in accepted:
                line = line_of((table, position, "licence"), toml_lines(text))
                raise SettingError(
                    f"{table}[{position}].licence: the project does not accept {part.licence}",
                    where=f"{path}:{line}",
                    hint=f"[licences] accept has {', '.join(accepted)}",
                )
