"""The MMLU questions that lm-evaluation-harness carries as worked examples (`flan_cot_fewshot`)."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from minga.errors import InputError, MissingPart
from minga.settings import BenchmarkSettings
from minga.translate.readers.file_rows import SourceFile
from minga.translate.readers.rows import Dropped, Row, item_or_fault

__all__ = ["MMLU", "mmlu_files", "read_mmlu", "split_choices"]

MMLU = "lm-eval:mmlu"
"""What `path` names them by."""

_FOLDER = Path("tasks", "mmlu", "flan_cot_fewshot")
_INSTALL = "pip install 'minga[eval]'"
_LETTER = re.compile(r"(?<!\S)\(([A-Z])\)(?=\s)")
_ANSWER = re.compile(r"\banswer is \(?([A-Z])\b")
_LOST_ESCAPE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]|\$\n[a-z]+\{")
"""What is left of `\\frac` or `\\factorial` where backslash and letter were read as one control character."""


def mmlu_files() -> list[Path]:
    """The files of the questions, one a subject. Raises MissingPart where lm-eval is not installed."""
    found = importlib.util.find_spec("lm_eval")  # looks, and imports nothing
    if found is None or not found.submodule_search_locations:
        raise MissingPart("lm-eval, which carries these questions, is not installed", hint=_INSTALL)
    files = sorted((Path(found.submodule_search_locations[0]) / _FOLDER).glob("mmlu_*.yaml"))
    if not files:
        raise MissingPart("this version of lm-eval does not carry the MMLU questions", hint=_INSTALL)
    return files


def read_mmlu(benchmark: BenchmarkSettings, files: Iterable[SourceFile]) -> Iterator[Row]:
    """The questions of every subject, with the answer that their worked solution ends with.

    Dropped: `damaged-text` (formulas that lost their backslashes), `unreadable-choices`, `no-answer`.
    Raises InputError when a file is not as lm-eval 0.4 has it.
    """
    for file in files:
        subject, samples = _subject(file.name, file.path.read_bytes())
        for number, (text, solution) in enumerate(samples, 1):
            row = _row(subject, f"{file.name}, question {number}", text.strip(), solution)
            if isinstance(row, Dropped):
                yield row
            else:
                place, values = row
                yield item_or_fault(benchmark, place, values | {"number": f"{subject}/{number}"})


def _subject(name: str, data: bytes) -> tuple[str, list[tuple[str, str]]]:
    import yaml

    try:
        values: Any = yaml.safe_load(data)
        samples = [(str(one["question"]), str(one["target"])) for one in values["fewshot_config"]["samples"]]
        return str(values["dataset_name"]), samples
    except (yaml.YAMLError, KeyError, TypeError) as error:
        raise InputError("is not a few-shot file of lm-eval", where=name, hint=_INSTALL) from error


def _row(subject: str, place: str, text: str, solution: str) -> tuple[str, dict[str, Any]] | Dropped:
    if _LOST_ESCAPE.search(text):
        return Dropped(place, "damaged-text", text)
    split = split_choices(text)
    if split is None:
        return Dropped(place, "unreadable-choices", text)
    question, choices = split
    letters = _ANSWER.findall(solution)
    answer = ord(letters[-1]) - ord("A") if letters else len(choices)
    if answer >= len(choices):
        return Dropped(place, "no-answer", solution[-200:])
    values = {"subject": subject, "question": question, "choices": choices, "answer": answer}
    return place, values | {"task": "exam", "split": "validation", "origin": "exam"}


def split_choices(text: str) -> tuple[str, list[str]] | None:
    """The stem and the choices of `… (A) one (B) two`, or None where the letters do not go A, B, C ….

    The last `(A)` at the start of a line begins the choices, so a stem may speak of (A) itself.

    >>> split_choices("Find c.\\n(A) 0 (B) 1")
    ('Find c.', ['0', '1'])
    """
    starts = [found for found in _LETTER.finditer(text) if found[1] == "A"]
    first = next((found for found in reversed(starts) if text[: found.start()].endswith("\n")), None)
    if first is None:
        return None
    marks = list(_LETTER.finditer(text, first.start()))
    letters = "".join(mark[1] for mark in marks)
    if len(letters) < 2 or letters != "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[: len(letters)]:
        return None
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    choices = [text[mark.end() : end].strip() for mark, end in zip(marks, ends, strict=True)]
    stem = text[: first.start()].strip()
    return (stem, choices) if stem and all(choices) else None
