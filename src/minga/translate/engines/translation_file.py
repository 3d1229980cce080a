"""Translations that people or another program made, as an engine."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from minga.errors import InputError, UsageError
from minga.manifests import file_hash
from minga.records import BenchmarkItem
from minga.translate.engines.commission import Commission
from minga.translate.engines.engine import Failure, Translation
from minga.translate.handover import FORMS, read_entries
from minga.translate.pairing import paired_items
from minga.translate.readers.rows import Dropped
from minga.translate.texts import ItemTexts, texts_of

__all__ = ["TranslationFile", "make_translation_file"]

_HINT = "{benchmark} and {language} may stand in `file` under [translate], or in --file"


class TranslationFile:
    """Looks every item up in a file."""

    name = "file"
    prompt = ""
    licence = ""
    spending = None

    def __init__(self, path: Path, translations: Mapping[str, Mapping[str, str]]) -> None:
        self.version = path.name
        self.identity = file_hash(path)
        self.translations = translations
        """Texts by the source item's id and the field's name."""

    def translate(self, items: Iterable[Mapping[str, str]]) -> Iterator[Mapping[str, Translation] | Failure]:
        """See `Engine.translate`. What the file lacks fails as `not-in-file`, and where it has some of an item's texts
        and not all as `incomplete-in-file`; with other texts than the item has, as `structure-changed`.
        """
        for item in items:
            found = self.translations.get(item.item) if isinstance(item, ItemTexts) else None
            yield Failure("not-in-file") if found is None else _answer(item, found)


def make_translation_file(commission: Commission) -> TranslationFile:
    """The engine for a commission: a translator's file, or one in the benchmark's own form, aligned by number.

    Raises UsageError when the settings name no file, InputError when it cannot be read.
    """
    settings, benchmark = commission.settings, commission.benchmark
    if not settings.file:
        raise UsageError("the engine `file` needs a file of translations", hint=_HINT)
    names = {"benchmark": benchmark.name, "language": commission.target}
    try:
        path = commission.root / settings.file.format_map(names)
    except (KeyError, ValueError, IndexError) as error:
        raise UsageError(f"file = {settings.file!r} cannot be filled in", hint=_HINT) from error
    if not path.is_file():
        raise InputError("there is no such file of translations", where=path, hint=_HINT)
    if _is_handover(path):
        return TranslationFile(path, _by_item(path))
    return TranslationFile(path, _by_number(commission, path))


def _is_handover(path: Path) -> bool:
    """Whether a file has one text a row, and is not a benchmark."""
    ending = path.suffix.lower()
    if ending in FORMS["xliff"] + FORMS["po"]:
        return True
    with path.open("rb") as file:
        first = file.readline(1 << 16)
    if ending in FORMS["csv"]:
        heading = first.decode("utf-8-sig", "replace").lower()
        return "field" in heading and any(word in heading for word in ("target", "text", "translation"))
    if ending in FORMS["jsonl"]:
        try:
            row = json.loads(first)
        except ValueError:
            return False
        return isinstance(row, dict) and "field" in row
    return False


def _by_item(path: Path) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for entry in read_entries(path):
        found.setdefault(entry.item, {})[entry.field] = entry.target
    return found


def _by_number(commission: Commission, path: Path) -> dict[str, dict[str, str]]:
    """The questions of the file, which may end early, beside those of the benchmark."""
    benchmark = commission.benchmark
    theirs = benchmark.model_copy(update={"path": str(path), "language": commission.target, "limit": 0})
    pairs = paired_items(benchmark, theirs, commission.root, beginning=True)
    return {pair[0].id: _aligned(*pair) for pair in pairs if not isinstance(pair, Dropped)}


def _aligned(ours: BenchmarkItem, theirs: BenchmarkItem) -> dict[str, str]:
    """The translated texts; with a mark that no field has where the right choice is another one."""
    texts = texts_of(theirs)
    same_key = (ours.answer, ours.answers) == (theirs.answer, theirs.answers)
    return texts if same_key else {**texts, "answer": str(theirs.answer)}


def _answer(item: Mapping[str, str], found: Mapping[str, str]) -> Mapping[str, Translation] | Failure:
    lacking = [name for name in item if not found.get(name, "").strip()]
    if lacking:
        return Failure("incomplete-in-file", ", ".join(lacking))
    added = sorted(found.keys() - item.keys())
    if added:
        return Failure("structure-changed", ", ".join(added))
    return {name: Translation(found[name]) for name in item}
