"""What can go wrong, as one tree.

    MingaError                 anything minga reports to a person
    ├── UsageError             the command or a setting is wrong: exit code 2
    │   ├── ProjectError       no project here, or its minga.toml cannot be read
    │   └── SettingError       one key of minga.toml is wrong
    ├── InputError             a file or row from outside cannot be used
    │   └── RecordError        one row does not make a valid record
    ├── TableError             a table is missing, damaged, or its counts do not reconcile
    ├── StorageError           the disk is full or may not be written
    ├── LanguageError          a language tag is malformed or unknown
    ├── LicenceError           a licence is unknown, or a mixture may not be released
    ├── EndpointError          a model endpoint refused, failed or timed out
    │   └── RequestFailed      one request failed (`minga.llm`); the others go on
    ├── MissingPart            an optional part of minga is not installed
    ├── InvalidEngine          an installed translation engine is none (`minga.translate.engines`)
    ├── ProcessEnded           a process at work died (`minga.worker`)
    ├── AddressError           a port is taken or may not be used
    ├── CommunityError         a person may not do that, or does it too late
    │   └── Throttled          tried too often (`minga.community.throttling`); it says how long to wait
    └── NothingToDo            a stage has no input: an empty donation, no reviewed record

`str(error)` is one line: what is wrong, where, and what to do about it.
"""

from __future__ import annotations

__all__ = [
    "AddressError",
    "CommunityError",
    "EndpointError",
    "InputError",
    "LanguageError",
    "LicenceError",
    "MingaError",
    "MissingPart",
    "NothingToDo",
    "ProjectError",
    "RecordError",
    "SettingError",
    "StorageError",
    "TableError",
    "UsageError",
]


class MingaError(Exception):
    """Anything that minga reports to a person.

    `what` is the fault, `where` the file, line, column or record id, `hint` what to do about it.
    """

    exit_code = 1

    def __init__(self, what: str, *, where: object = None, hint: str | None = None) -> None:
        self.what = what
        self.where = None if where is None else str(where)
        self.hint = hint
        super().__init__(what)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f"; {self.hint}" if self.hint else ""
        return " ".join(f"{place}{self.what}{advice}".split())


class UsageError(MingaError):
    """The command, an option or a setting is wrong."""

    exit_code = 2


class ProjectError(UsageError):
    """There is no project here, or its `minga.toml` cannot be read."""


class SettingError(UsageError):
    """One key of `minga.toml` is wrong; `where` is `minga.toml:LINE`."""


class InputError(MingaError):
    """A file or row from outside cannot be used."""


class RecordError(InputError):
    """One row does not make a valid record; `where` names file and row, or the record id."""


class TableError(MingaError):
    """A table is missing or damaged, or its counts do not reconcile."""


class StorageError(MingaError):
    """The disk is full or a folder may not be written."""


class LanguageError(MingaError, ValueError):
    """A language tag is malformed or unknown; also a ValueError, so that pydantic reports it with its key."""


class LicenceError(MingaError, ValueError):
    """A licence is unknown, or a mixture may not be released as wished; also a ValueError, for pydantic."""


class EndpointError(MingaError):
    """A model endpoint refused, failed or timed out."""


class MissingPart(MingaError):
    """An optional part of minga is not installed; `hint` is the one command that brings it."""


class AddressError(MingaError):
    """A port is taken or may not be used."""


class CommunityError(MingaError):
    """A person may not do that, or does it too late."""


class NothingToDo(MingaError):
    """A stage has no input: an empty donation, no reviewed record."""
