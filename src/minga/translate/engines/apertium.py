"""Apertium, the rule-based translator of Debian's packages, as an engine."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from minga.errors import MingaError, MissingPart
from minga.translate.engines.commission import Commission
from minga.translate.engines.engine import Failure, Translation
from minga.translate.engines.stream import Segment, read_segment
from minga.translate.glossary import Glossary

__all__ = ["Apertium", "apertium_for", "make_apertium"]

_ITEMS_A_RUN = 500
_HINT = "try it by hand: echo Hello | apertium {mode}"
_PACKAGES = "apt-get install apertium and the pair's package, such as apertium-eng-spa"
_NO_TERMS = Glossary()


class Apertium:
    """One direction of an installed language pair, such as `eng-spa`."""

    name = "apertium"
    prompt = ""
    licence = ""  # free software, which has no say in what it translates
    spending = None
    together = True  # its tagger learns from what it reads, and no NUL makes it forget

    def __init__(self, program: Path, mode: str, data: Path, glossary: Glossary = _NO_TERMS) -> None:
        self.program = program
        self.mode = mode
        self.glossary = glossary
        version = _run([str(program), "-V"], "").strip()
        self.version = f"{version} {mode}"
        self.identity = f"{version} {mode} {_digest_of_mode(data, mode)} {glossary.identity}".rstrip()

    def translate(self, items: Iterable[Mapping[str, str]]) -> Iterator[Mapping[str, Translation] | Failure]:
        """See `Engine.translate`; each run of the program takes some hundreds of items.

        Raises MingaError when the program fails.
        """
        source = iter(items)
        while batch := list(islice(source, _ITEMS_A_RUN)):
            texts = iter(self._texts([text for item in batch for text in item.values()]))
            for item in batch:
                yield {name: next(texts) for name in item}

    def _texts(self, texts: Sequence[str]) -> list[Translation]:
        lines = [[Segment(line, self.glossary) for line in text.split("\n")] for text in texts]
        segments = [segment for text in lines for segment in text]
        answers = self._segments([segment.stream for segment in segments])
        read = {id(segment): read_segment(segment, answer) for segment, answer in zip(segments, answers, strict=True)}
        torn = [segment for segment in segments if read[id(segment)] is None]
        read |= self._in_pieces(torn)
        return [_joined([read[id(segment)] or Translation(segment.line) for segment in text]) for text in lines]

    def _in_pieces(self, segments: Sequence[Segment]) -> dict[int, Translation | None]:
        """Lines whose protected parts the engine lost or doubled: what stands between them, each on its own."""
        pieces = [[Segment(piece) for piece in segment.shielded.between] for segment in segments]
        answers = iter(self._segments([piece.stream for line in pieces for piece in line]))
        whole: dict[int, Translation | None] = {}
        for segment, line in zip(segments, pieces, strict=True):
            done = [read_segment(piece, next(answers)) or Translation(piece.line) for piece in line]
            parts = [Translation(part.text) for part in segment.shielded.parts]
            mixed = [one for pair in zip(done, parts, strict=False) for one in pair]
            whole[id(segment)] = _joined([*mixed, done[-1]], "")
        return whole

    def _segments(self, streams: Sequence[str]) -> list[str]:
        """Lines in Apertium's stream format. A NUL after each brings its answer out at once."""
        wanted = [number for number, stream in enumerate(streams) if stream]
        answers = [""] * len(streams)
        if wanted:
            sent = "".join(f"{streams[number]}\0" for number in wanted)
            command = [str(self.program), "-z", "-f", "none", self.mode]
            received = _run(command, sent, _HINT.format(mode=self.mode)).split("\0")
            if len(received) < len(wanted) or any(extra.strip() for extra in received[len(wanted) :]):
                raise MingaError(f"apertium answered {len(received)} lines to {len(wanted)}", where=self.mode)
            for number, answer in zip(wanted, received, strict=False):
                answers[number] = answer
        return answers


def make_apertium(commission: Commission) -> Apertium:
    """The engine for a commission. Raises MissingPart when Apertium, or this direction of it, is not installed."""
    engine = apertium_for(commission.source, commission.target, commission.glossary)
    if engine is None:
        what = f"Apertium is not installed for {commission.source} to {commission.target}"
        raise MissingPart(what, hint=_PACKAGES)
    return engine


def apertium_for(source: str, target: str, glossary: Glossary = _NO_TERMS) -> Apertium | None:
    """The installed direction from one BCP-47 language to another, in the target's variety where there is one."""
    program = shutil.which("apertium")
    if program is None:
        return None
    there = set(_run([program, "-l"], "").split())
    mode = next((mode for mode in _modes(source, target) if mode in there), None)
    return None if mode is None else Apertium(Path(program), mode, _data_folder(Path(program)), glossary)


def _modes(source: str, target: str) -> Iterator[str]:
    """Names that the direction may have, the most exact first: `eng-cat_valencia`, `eng-cat`."""
    from langcodes import Language

    wanted = Language.get(target)
    pair = f"{Language.get(source).to_alpha3()}-{wanted.to_alpha3()}"
    yield from (f"{pair}_{variant}" for variant in wanted.variants or ())
    if wanted.territory:
        yield f"{pair}_{wanted.territory}"
    yield pair


def _data_folder(program: Path) -> Path:
    return Path(os.environ.get("APERTIUM_DATADIR") or program.parent.parent / "share" / "apertium")


def _digest_of_mode(data: Path, mode: str) -> str:
    """A hash of the rules and dictionaries that a direction uses: another version of them translates otherwise."""
    digest = hashlib.sha256()
    recipe = data / "modes" / f"{mode}.mode"
    text = recipe.read_text(encoding="utf-8") if recipe.is_file() else ""
    digest.update(text.encode())
    for name in sorted(set(re.findall(r"'([^']+)'", text))):
        if Path(name).is_file():
            digest.update(Path(name).read_bytes())
    return digest.hexdigest()[:16]


def _run(command: Sequence[str], text: str, hint: str | None = None) -> str:
    try:
        done = subprocess.run(
            command, input=text.encode(), capture_output=True, check=False, timeout=60 + len(text) / 50
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise MingaError(f"apertium does not answer: {error}", hint=hint) from error
    if done.returncode:
        words = done.stderr.decode("utf-8", "replace").strip().splitlines() or [f"exit code {done.returncode}"]
        raise MingaError(f"apertium failed: {words[-1]}", hint=hint)
    return done.stdout.decode("utf-8", "replace")


def _joined(parts: Sequence[Translation], between: str = "\n") -> Translation:
    place = 0
    unknown: list[tuple[int, int]] = []
    for part in parts:
        unknown += [(start + place, end + place) for start, end in part.unknown]
        place += len(part.text) + len(between)
    return Translation(between.join(part.text for part in parts), tuple(unknown))
