"""What stands in the columns of a row, checked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from minga.translate.readers.rows import FileRow, Unusable

__all__ = ["about", "index_of", "number_in", "text_in", "texts_in"]

_SPLITS = {
    "train": "train",
    "auxiliary_train": "train",
    "dev": "validation",
    "val": "validation",
    "valid": "validation",
    "validation": "validation",
    "test": "test",
}
_NUMBER = re.compile(r"-?\d[\d.,\u00a0\u202f ]*")
_GROUPS = re.compile(r"[ \u00a0\u202f,](?=\d{3}(?!\d))")


def text_in(values: Mapping[str, Any], *names: str) -> str:
    """The text of the first of `names` that there is. Raises Unusable where none is, or where it is no text."""
    for name in names:
        if (value := values.get(name)) is not None:
            if isinstance(value, str) and value.strip():
                return value.strip()
            raise Unusable("invalid-row", f"{name}: is {'empty' if value == '' else 'no text'}")
    raise Unusable("invalid-row", f"{names[0]}: is missing")


def texts_in(values: Mapping[str, Any], name: str, *, empty: bool = False) -> list[str]:
    """The list of texts under `name`. Raises Unusable where it is none, or one of them is empty though none may be."""
    found = values.get(name)
    if not isinstance(found, Sequence) or isinstance(found, str | bytes) or not found:
        raise Unusable("invalid-row", f"{name}: is no list of texts")
    texts = [text.strip() if isinstance(text, str) else None for text in found]
    bad = next((place for place, text in enumerate(texts) if text is None or not (text or empty)), None)
    if bad is not None:
        raise Unusable("empty-choice", f"{name}[{bad}]: is empty or no text")
    return [text or "" for text in texts]


def index_of(value: Any, labels: Sequence[str], *, first: int = 0) -> int:
    """The place of `value` in `labels`, or `value` itself as a number that counts from `first`.

    Raises Unusable `no-answer` where it is neither: test sets often hold back their answers.

    >>> index_of("C", "ABCD"), index_of(2, "ABCD"), index_of("3", "ABCD", first=1)
    (2, 2, 2)
    """
    text = "" if value is None or isinstance(value, bool) else str(value).strip()
    if text in labels:
        return labels.index(text)
    place = int(text) - first if re.fullmatch(r"\d{1,3}", text) else -1
    if 0 <= place < len(labels):
        return place
    raise Unusable("no-answer", f"{text or 'nothing'} is not one of {', '.join(labels)}")


def number_in(text: str) -> str | None:
    """A number without the signs that group its digits, or None for what is no number.

    >>> number_in("$80 000"), number_in("2,125"), number_in("3.50"), number_in("0,5"), number_in("many")
    ('80000', '2125', '3.50', '0.5', None)
    """
    bare = text.strip().strip("$€£%").strip().rstrip(".").replace("−", "-").removeprefix("+")
    if not _NUMBER.fullmatch(bare):
        return None
    plain = bare if re.match(r"-?0,", bare) else _GROUPS.sub("", bare)
    plain = plain.replace(",", ".") if plain.count(",") == 1 and "." not in plain else plain
    return plain if re.fullmatch(r"-?\d+(?:\.\d+)?", plain) else None


def about(row: FileRow, *names: str) -> dict[str, str]:
    """`number` and `split` of a row: the first of the columns `names` that there is, else its place in the file."""
    ids = (row.values.get(name) for name in names)
    number = next((str(one).strip() for one in ids if isinstance(one, str | int) and str(one).strip()), row.number)
    split = row.values.get("split")
    if not isinstance(split, str):
        split = next((word for word in reversed(re.split(r"[-_.]", row.stem.lower())) if word in _SPLITS), "")
    return {"number": number, "split": _SPLITS.get(split, split)}
