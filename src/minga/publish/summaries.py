"""The few lines in the community's own language at the top of a card."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

from minga.languages import name
from minga.publish.imprint import Imprint, Kind
from minga.publish.markdown import Markdown, escape

__all__ = ["summary"]


def summary(
    imprint: Imprint,
    kind: Kind,
    languages: Sequence[str] = (),
    rows: int = 0,
    *,
    validated: bool = False,
    simulated: bool = False,
) -> Markdown:
    """A paragraph in the project's language (English where there is no text in it), as a quotation.

    `validated` says that people judged every translation, `simulated` that programs played reviewers.
    """
    from babel.lists import format_list

    texts = _texts(imprint.locale)
    named = list(dict.fromkeys(name(tag, imprint.locale) for tag in languages))
    listed = format_list(named, locale=imprint.locale) if named else ""
    about = f" {escape(imprint.description)}" if imprint.description else ""
    text = texts[kind].format(languages=escape(listed), rows=rows)
    text += f" {texts['validated']}" if validated else ""
    lines = [f"> **{escape(imprint.name)}.**{about} {text} {texts['licence'].format(licence=escape(imprint.licence))}"]
    if simulated:
        lines += [">", f"> **{texts['demonstration']}**"]
    return Markdown("\n".join(lines))


@lru_cache(maxsize=8)
def _texts(locale: str) -> dict[str, str]:
    folder = files("minga.publish") / "texts"
    path = folder / f"{locale}.toml"
    return tomllib.loads((path if path.is_file() else folder / "en.toml").read_text(encoding="utf-8"))
