"""Documents to blocks of text, whatever their kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from minga.errors import InputError, MingaError, MissingPart, StorageError
from minga.generate.blocks import Block, blocks_of_markdown, blocks_of_plain_text
from minga.generate.documents import DocumentFile
from minga.worker import Worker

__all__ = ["DocumentReader", "KINDS"]

KINDS = {
    ".docx": "docx",
    ".htm": "html",
    ".html": "html",
    ".markdown": "markdown",
    ".md": "markdown",
    ".pdf": "pdf",
    ".text": "text",
    ".txt": "text",
    ".xhtml": "html",
}
"""What is read, by the file name's ending."""

Blocks = Callable[[str], Iterable[Block]]


def _pdf_blocks(text: str) -> Iterable[Block]:
    return blocks_of_plain_text(text, hyphenated=True)


_BLOCKS: dict[str, Blocks] = {"text": blocks_of_plain_text, "pdf": _pdf_blocks}


class DocumentReader:
    """Reads one document after another; the process that reads HTML, PDF and DOCX starts with the first of them.

    `log` takes what the libraries print. Files above `max_mb` are refused, and so are those that take more `memory`
    (bytes of address space) or processor time (`seconds`) to read.

    >>> with DocumentReader(Path("documents.log"), max_mb=50) as reader:  # doctest: +SKIP
    ...     blocks = reader.blocks(document)
    """

    def __init__(self, log: Path, max_mb: int, *, memory: int = 2 << 30, seconds: int = 60) -> None:
        self._max_mb = max_mb
        self._limits = {"memory": memory, "seconds": seconds}
        self._worker = Worker("minga.generate.conversion", log, needs=("markitdown", "bs4"))

    def __enter__(self) -> DocumentReader:
        return self

    def __exit__(self, *exc: object) -> None:
        self._worker.close()

    def blocks(self, document: DocumentFile) -> list[Block]:
        """The document's blocks. Raises InputError, which names it, when it cannot be read."""
        kind = KINDS.get(document.path.suffix.lower())
        if kind is None:
            raise InputError(
                f"files of the kind {document.path.suffix or 'without an ending'!r} are not read",
                where=document.name,
                hint=f"these are: {' '.join(sorted(KINDS))}",
            )
        self._check_size(document)
        text = self._decoded(document) if kind in {"markdown", "text"} else self._converted(document, kind)
        return list(_BLOCKS.get(kind, blocks_of_markdown)(text))

    def _check_size(self, document: DocumentFile) -> None:
        try:
            size = document.path.stat().st_size
        except OSError as error:
            raise InputError(f"cannot be read: {error.strerror}", where=document.name) from error
        if size > self._max_mb << 20:
            raise InputError(
                f"has {size / (1 << 20):.0f} MB of at most {self._max_mb}",
                where=document.name,
                hint="split it, or raise max_file_mb of [generate]",
            )

    def _decoded(self, document: DocumentFile) -> str:
        try:
            data = document.path.read_bytes()
        except OSError as error:
            raise InputError(f"cannot be read: {error.strerror}", where=document.name) from error
        encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise InputError(
                "is not UTF-8 text", where=f"{document.name}:{line}", hint="convert it, for instance with iconv"
            ) from None
        if "\x00" in text:
            raise InputError("is no text: it holds NUL characters", where=document.name)
        return text

    def _converted(self, document: DocumentFile, kind: str) -> str:
        try:
            return str(self._worker.ask({"path": str(document.path), "kind": kind, **self._limits})["text"])
        except (MissingPart, StorageError):
            raise
        except MingaError as error:
            self._worker.close()  # nobody knows what a bad file left in there: the next one gets a new process
            raise InputError(self._fault(error, document, kind), where=document.name) from error

    def _fault(self, error: MingaError, document: DocumentFile, kind: str) -> str:
        if error.what.startswith("MemoryError"):
            return f"takes more than {self._limits['memory'] >> 20} MB of memory to read"
        if "SIGXCPU" in error.what:
            return f"takes more than {self._limits['seconds']} s to read"
        # libraries put the whole path into what they say, and that is nobody's business
        return f"cannot be read as {kind.upper()}: {error.what.replace(str(document.path), document.name)}"
