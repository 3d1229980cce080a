"""Forty files that nobody should have to read, and what becomes of each."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

__all__ = ["HOSTILE", "IDENTICAL", "Hostile"]

IDENTICAL = 100_000
MEGABYTE = 1_000_000
GOOD = "La minga reúne a los vecinos para levantar una casa o abrir un camino nuevo"


@dataclass(frozen=True)
class Hostile:
    """A donated file, and either the error that it is or the records that come of it."""

    name: str
    ending: str
    data: Callable[[], bytes]
    error: str = ""
    """A pattern; empty where the file is read."""
    collected: int = 0
    """Records that collecting takes in."""
    refused: Mapping[str, int] = field(default_factory=dict)
    """Rows that collecting drops, by reason."""
    fates: frozenset[str] = frozenset()
    """What curating may say of the records: `kept`, or a reason; empty for whatever it says."""


def lines(*rows: object) -> Callable[[], bytes]:
    return lambda: "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode("utf-8", "surrogatepass")


def pair(answer: str, prompt: str = "¿Qué es una minga?") -> dict[str, str]:
    return {"instruction": prompt, "output": answer}


def answers(name: str, *texts: str, fates: str = "", refused: Mapping[str, int] | None = None) -> Hostile:
    """JSON Lines with these answers; those that collecting refuses are counted in `refused`."""
    rows = [pair(text, f"¿Qué dice la {number}.ª vecina de {name}?") for number, text in enumerate(texts)]
    left = sum((refused or {}).values())
    return Hostile(name, "jsonl", lines(*rows), "", len(texts) - left, refused or {}, frozenset(fates.split()))


def text(content: str) -> Callable[[], bytes]:
    return lambda: content.encode()


def zip_bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"0" * (10 * MEGABYTE))
    return packed.getvalue()


def parquet_bomb() -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    packed = io.BytesIO()
    # the text is there once, and 300 rows point to it
    texts = pa.DictionaryArray.from_arrays(pa.array([0] * 300, pa.int32()), ["0" * 4 * MEGABYTE])
    table = pa.table({"instruction": texts, "output": ["x"] * 300})
    pq.write_table(table, packed, compression="zstd", write_statistics=False)
    return packed.getvalue()


def turns(count: int) -> list[dict[str, str]]:
    both = ({"role": "user", "content": "¿Y luego?"}, {"role": "assistant", "content": GOOD})
    return [turn for _ in range(count // 2) for turn in both]


HEAD = "instruction,output\n"
HOSTILE = [
    # bytes that are no text
    Hostile("broken-utf-8", "jsonl", lambda: b'{"instruction": "\xff\xfe\xfd", "output": "a"}', r"is not UTF-8"),
    Hostile("cut-in-a-sign", "csv", lambda: (HEAD + "¿qué?,una acció").encode()[:-1] + b"\xc3", r"is not UTF-8"),
    Hostile("only-null-bytes", "csv", lambda: b"\0" * 4096, r"is empty"),
    Hostile("noise", "jsonl", lambda: bytes(range(256)) * 64, r"is not"),
    Hostile("gzip-bomb", "csv", lambda: gzip.compress(b"0" * 10 * MEGABYTE), r"is compressed"),
    Hostile("zip-bomb", "csv", zip_bomb, r"is a ZIP archive"),
    Hostile("parquet-bomb", "parquet", parquet_bomb, r"first 64 rows unpack to 256 MB"),
    Hostile("half-a-parquet", "parquet", lambda: b"PAR1" + b"\0" * 100, r"cut short|Parquet"),
    # nothing in it
    Hostile("empty", "jsonl", lambda: b"", r"is empty"),
    Hostile("only-a-mark", "csv", lambda: b"\xef\xbb\xbf", r"is empty"),
    Hostile("header-alone", "csv", text(HEAD), r"no row"),
    Hostile("empty-list", "json", text("[]"), r"empty list"),
    # JSON that is not what it says
    Hostile("deep-list", "jsonl", text("[" * 200_000 + "]" * 200_000), r"JSON"),
    Hostile(
        "deep-object", "jsonl",
        lambda: lines(pair(GOOD, "¿Y la hondura?"))() + b'\n{"output": ' + b'{"a":' * 100_000 + b"1" + b"}" * 100_001,
        "", 1, {"invalid-json": 1},
    ),
    Hostile("duplicate-keys", "jsonl",
            text('{"instruction": "a", "instruction": "¿Qué?", "output": "b", "output": "c"}'),
            "", 1, {}, frozenset(["too-short"])),
    Hostile("not-a-number", "jsonl",
            text('{"instruction": "¿Cuánto?", "output": NaN}\n{"instruction": "x", "output": -Infinity}'),
            "", 2, {}, frozenset(["too-short"])),
    Hostile("huge-number", "jsonl",
            text('{"instruction": "¿Cuánto?", "output": ' + "9" * 5000 + "}"), r"JSON"),
    Hostile("unclosed-list", "json", text('[{"instruction": "a", "output": "b"}, {"instruc'), r":1"),
    Hostile("rows-of-other-kinds", "jsonl", lines(pair(GOOD, "¿Y esto?"), 7, "x", None, [1], {"a": 1}), "", 1,
            {"invalid-row": 4, "empty-message": 1}),
    Hostile("nested-values", "jsonl", lines({"instruction": {"a": ["b"]}, "output": [1, 2]}, pair(GOOD, "¿Y aquí?")),
            "", 1, {"invalid-row": 1}),
    # CSV
    Hostile("open-quotation", "csv", text(HEAD + '¿qué?,"una respuesta\n' + "x,y\n" * 1000), r"never closed"),
    Hostile("ragged", "csv", text(HEAD + "a,b,c,d\nx\n¿Qué?," + GOOD + "\n"), "", 1, {"invalid-row": 2}),
    Hostile("null-bytes-inside", "csv", text(HEAD + "¿Qu\0é?," + GOOD.replace("a", "a\0") + "\n"), "", 1, {},
            frozenset(["kept", "duplicate", "near-duplicate"])),
    Hostile("formula", "csv", text(HEAD + "=1+1,\"=HYPERLINK(\"\"http://127.0.0.1\"\")\"\n"), "", 1),
    Hostile("no-line-end", "csv", lambda: (HEAD + "¿qué?," + "palabra " * (10 * MEGABYTE // 8)).encode(), "", 1, {},
            frozenset(["too-long"])),
    # one text that is too much
    Hostile("one-line-of-10-mb", "jsonl", lambda: json.dumps(pair("abc " * (10 * MEGABYTE // 4), "¿Cuánto?")).encode(),
            "", 1, {}, frozenset(["too-long"])),
    answers("one-word-of-2-mb", "a" * 2 * MEGABYTE, fates="too-short"),
    answers("no-word-of-2-mb", "…" * 2 * MEGABYTE, fates="empty-answer"),
    answers("spaces", " " * 2 * MEGABYTE, refused={"empty-message": 1}),
    answers("regex-bombs", "a" * 30_000 + "!", "(a+)+$" * 5000, "como un " * 20_000, "\\" * 50_000, "```" * 30_000,
            "http://" * 10_000, "a@" * 50_000, "+34 " * 25_000, "ES" + "1" * 90_000, "[[[((({{{" * 9000),
    Hostile("many-messages", "jsonl", lambda: json.dumps({"messages": turns(40_000)}).encode(), "", 1),
    Hostile("many-identical", "jsonl", lambda: (lines(pair(GOOD + " todos juntos", "¿Y todos?"))() + b"\n") * IDENTICAL,
            "", 1,
            {"duplicate": IDENTICAL - 1}),
    # signs that hide or turn round
    answers("right-to-left", "\u202e" + GOOD + "\u202c", "\u2067אבג دهو\u2069 " * 20),
    answers("zero-width", "\u200b".join(GOOD), "\u200b\u200d\ufeff" * 500,
            fates="kept near-duplicate empty-answer too-short"),
    Hostile("lone-surrogates", "jsonl",
            text('{"instruction": "¿\\ud800?", "output": "' + GOOD + ' \\udfff"}'), "", 1, {},
            frozenset(["kept", "near-duplicate"])),
    answers("emoji", "👍" * 10_000, "👨‍👩‍👧‍👦 " * 3000, fates="empty-answer"),
    answers("combining-marks", "\u0301" * 50_000, "a" + "\u0301" * 50_000, fates="empty-answer too-short"),
    answers("private-and-control", "\ue000\uf8ff" * 500, "\x01\x02\x07\x1b[31m" * 500),
    Hostile("empty-messages", "jsonl", lines({"messages": []}, {"messages": [{"role": "user", "content": ""}]},
            {"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": ""}]},
            {"messages": None}), "", 0, {"invalid-row": 2, "empty-message": 2}),
    Hostile("wrong-roles", "jsonl", lines({"messages": [{"role": "root", "content": "a"}]}, {"messages": "[[[["},
            {"messages": [{"role": "assistant", "content": GOOD}]}), "", 0, {"invalid-row": 3}),
]  # fmt: skip
