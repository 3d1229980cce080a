"""A sequence-to-sequence model of transformers (Marian, NLLB, M2M100, mBART-50, T5, MADLAD) as a translation engine."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from itertools import islice

from minga.errors import UsageError
from minga.languages import name as language_name
from minga.models import find_model
from minga.translate.engines.commission import Commission
from minga.translate.engines.engine import Failure, Translation
from minga.translate.engines.shield import Shielded, shield
from minga.worker import Worker, offline_environment

__all__ = ["SequenceModel", "make_sequence_model"]

_FORM = 1
"""Raised when texts are cut up or put to the model otherwise."""
_ITEMS_AT_ONCE = 32
_LONG_LINE = 400
"""Characters from which a line is cut into sentences: these models were trained on sentences."""
_SENTENCE = re.compile(r"(?<=[.!?…])(?<!\b[A-Z]\.)\s+(?=[\"'“«¿¡(]?[A-ZÁÉÍÓÚÑÇÀÈÒ])")
_LETTER = re.compile(r"[^\W\d_]")


class SequenceModel:
    """One model for one direction, in a process of its own that starts with the first text."""

    name = "transformers"
    prompt = ""
    licence = ""
    spending = None

    def __init__(self, commission: Commission) -> None:
        settings = commission.settings
        self.commission = commission
        model = find_model(settings.model, commission.workspace)
        self.source = model.source
        self.version = model.published
        english = {
            "source": language_name(commission.source, "en"),
            "target": language_name(commission.target, "en"),
        }
        self.prefix = settings.prefix.format_map(english)
        self.task = "translate {source} to {target}: ".format_map(english)
        self.identity = json.dumps(
            [_FORM, model.digest, settings.beams, self.prefix, commission.glossary.identity, _version("transformers")]
        )
        self._worker = Worker(
            "minga.translate.engines.sequence_worker",
            commission.state / "logs" / f"translate-{model.slug}.log",
            needs=("torch", "transformers"),
            extra="mt",
            environment=offline_environment(
                commission.workspace.cache, settings.threads, hub=model.on_hub and settings.download
            ),
        )

    def close(self) -> None:
        """End the process; the next text starts another."""
        self._worker.close()

    def translate(self, items: Iterable[Mapping[str, str]]) -> Iterator[Mapping[str, Translation] | Failure]:
        """See `Engine.translate`. An item with a text that the model does not bring to an end fails as `cut-short`.

        Raises MissingPart without torch and transformers, InputError when the model cannot be used or does not know the
        languages.
        """
        source = iter(items)
        while batch := list(islice(source, _ITEMS_AT_ONCE)):
            texts = iter(self._texts([text for item in batch for text in item.values()]))
            for item in batch:
                made = {name: next(texts) for name in item}
                cut = [name for name, text in made.items() if text is None]
                whole = {name: Translation(text) for name, text in made.items() if text is not None}
                yield Failure("cut-short", ", ".join(cut)) if cut else whole

    def _texts(self, texts: Sequence[str]) -> list[str | None]:
        """Every text, or None where the model did not come to an end."""
        lines = [_pieces(text) for text in texts]
        wanted = dict.fromkeys(piece for line in lines for piece in line if _LETTER.search(piece))
        shields = {piece: shield(piece, self.commission.glossary) for piece in wanted}
        asked = [one.text for one in shields.values()]
        answers = dict(zip(wanted, self._ask(asked), strict=True))
        done = {piece: self._restored(one, answers[piece]) for piece, one in shields.items()}
        return [_joined(line, done) for line in lines]

    def _restored(self, shielded: Shielded, answer: str | None) -> str | None:
        if answer is None:
            return None
        if shielded.survived(answer):
            return shielded.restored(answer)
        # parts that the model lost or doubled: what stands between them, each on its own
        words = [piece.strip() for piece in shielded.between if _LETTER.search(piece)]
        made = dict(zip(words, self._ask(words), strict=True))
        if None in made.values():
            return None
        between = [_in_place(piece, made.get(piece.strip())) for piece in shielded.between]
        parts = [part.text for part in shielded.parts]
        return "".join(one for pair in zip(between, [*parts, ""], strict=True) for one in pair)

    def _ask(self, texts: Sequence[str]) -> list[str | None]:
        if not texts:
            return []
        settings = self.commission.settings
        job = {
            "model": self.source,
            "cache": str(self.commission.workspace.cache),
            "threads": settings.threads,
            "beams": settings.beams,
            "batch_tokens": settings.batch_tokens,
            "source": self.commission.source,
            "target": self.commission.target,
            "prefix": self.prefix,
            "task": self.task,
            "download": settings.download,
            "texts": list(texts),
        }
        answer = self._worker.ask(job)
        cut = set(answer["cut"])
        return [None if number in cut else text.strip() for number, text in enumerate(answer["texts"])]


def make_sequence_model(commission: Commission) -> SequenceModel:
    """The engine for a commission. Raises UsageError when the settings name no model, InputError when there is none."""
    if not commission.settings.model:
        hint = 'such as model = "facebook/nllb-200-distilled-600M", or a folder, under [translate]'
        raise UsageError("the engine `transformers` needs a model", hint=hint)
    return SequenceModel(commission)


def _pieces(text: str) -> list[str]:
    """The text cut after line ends, and long lines after sentences; joined they are the text again."""
    pieces: list[str] = []
    for line in text.splitlines(keepends=True):
        place = 0
        for found in _SENTENCE.finditer(line) if len(line) > _LONG_LINE else ():
            pieces.append(line[place : found.end()])
            place = found.end()
        pieces.append(line[place:])
    return pieces


def _joined(pieces: Sequence[str], done: Mapping[str, str | None]) -> str | None:
    made = [done.get(piece, piece) for piece in pieces]
    if any(one is None for one in made):
        return None
    return "".join(_in_place(piece, one) for piece, one in zip(pieces, made, strict=True))


def _in_place(piece: str, made: str | None) -> str:
    """A translation with the white space around it that the piece has."""
    if made is None or not piece.strip():
        return piece
    before = piece[: len(piece) - len(piece.lstrip())]
    return before + made.strip() + piece[len(piece.rstrip()) :]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
