"""What tells the language of a text: one protocol, three libraries."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from minga.curate.language.calibration import CALIBRATIONS, NONE, Calibration

__all__ = ["CalibratedIdentifier", "Identifier", "calibrated_identifier", "identifier_of", "identity", "located"]


class Identifier(Protocol):
    """Tells in which of some languages a text is."""

    @property
    def languages(self) -> Collection[str]:
        """Those that it tells apart, as BCP-47 writes them: `es`, `qu`, `nah`."""
        ...

    def identify(self, text: str) -> tuple[str, float]:
        """The most likely language of a text without line breaks, and how sure the library is (0 to 1)."""
        ...

    def identify_all(self, texts: Sequence[str]) -> list[tuple[str, float]]:
        """The same of each of many."""
        ...


class CalibratedIdentifier:
    """An identifier whose confidence is how often it is right: by `calibration`, or else by what is known of `name`."""

    def __init__(self, name: str, identifier: Identifier, calibration: Calibration | None = None) -> None:
        self._identifier = identifier
        self._calibration = calibration or CALIBRATIONS.get(name.partition(":")[0], NONE)
        self.languages = frozenset(identifier.languages)
        """Those that it tells apart."""

    def identify(self, text: str) -> tuple[str, float]:
        """The most likely language, and the share (0 to 1) of such texts of this length of which that is true."""
        return self.identify_all([text])[0]

    def identify_all(self, texts: Sequence[str]) -> list[tuple[str, float]]:
        """The same of each of many; equal texts are looked at once."""
        different = list(dict.fromkeys(texts))
        said = zip(different, self._identifier.identify_all(different), strict=True)
        calibrated = {
            text: (language, self._calibration.calibrated(confidence, len(text)))
            for text, (language, confidence) in said
        }
        return [calibrated[text] for text in texts]


def located(name: str, root: Path) -> str:
    """The identifier called `name`, with a path below `root` made absolute, for processes that run elsewhere."""
    kind, _, path = name.partition(":")
    return f"{kind}:{(root / path).resolve()}" if path else name


def identity(name: str) -> str:
    """What tells whether it is still the same identifier, wherever the project lies: a file by its name and size."""
    kind, _, path = name.partition(":")
    file = Path(path)
    return f"{kind}:{file.name}:{file.stat().st_size}" if path and file.is_file() else name


@lru_cache(maxsize=4)
def calibrated_identifier(
    name: str, languages: tuple[str, ...], calibration: Calibration | None = None
) -> CalibratedIdentifier:
    """`identifier_of`, calibrated; loaded once in a process."""
    return CalibratedIdentifier(name, identifier_of(name, languages), calibration)


def identifier_of(name: str, languages: Collection[str]) -> Identifier:
    """The identifier called `py3langid`, `heliport` or `fasttext:PATH`, told to choose among `languages`.

    Raises MissingPart when its library is not installed, and SettingError when there is no such identifier or file.
    """
    from minga.curate.language.fasttext_identifier import FastTextIdentifier
    from minga.curate.language.heliport_identifier import HeliportIdentifier
    from minga.curate.language.py3langid_identifier import Py3langidIdentifier
    from minga.errors import SettingError

    kind, _, path = name.partition(":")
    if kind == "fasttext" and path:
        return FastTextIdentifier(Path(path), languages)
    known: Mapping[str, type[Py3langidIdentifier] | type[HeliportIdentifier]] = {
        "py3langid": Py3langidIdentifier,
        "heliport": HeliportIdentifier,
    }
    if name not in known:
        hint = "py3langid, heliport, or fasttext:PATH with the path of a model"
        raise SettingError(f"curate.language.identifier: there is no identifier {name!r}", hint=hint)
    return known[name](languages)
