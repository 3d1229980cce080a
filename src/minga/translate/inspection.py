"""What is found in a translated item, and with which risk: the same wherever an item is looked over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from minga.records import BenchmarkItem, Finding
from minga.translate.glossary import Glossary, glossary_faults
from minga.translate.lint import lint, risk_of, word_count
from minga.translate.source_checks import source_findings
from minga.translate.texts import texts_of

__all__ = ["looked_over"]

_NO_TERMS = Glossary()


def looked_over(
    source: BenchmarkItem,
    item: BenchmarkItem,
    glossary: Glossary = _NO_TERMS,
    unknown: Iterable[Finding] | None = None,
) -> BenchmarkItem:
    """`item`, a translation of `source`, with all that is found in it as it is now, and its risk.

    Found are words that the engine did not know, terms that are not the glossary's, what the linter says of the
    translation, and what is wrong with the source. Only the engine knows `unknown` words (`unknown-word`); without them
    those that `item` bears stay, as long as they stand in its texts.
    """
    words = _still_there(item) if unknown is None else unknown
    findings = (*words, *_terms(source, item, glossary), *lint(source, item), *source_findings(source))
    findings = tuple(dict.fromkeys(findings))  # the linter, too, sees words that the engine marked
    return item.edited(findings=findings, risk=risk_of(findings, word_count(item)))


def _still_there(item: BenchmarkItem) -> Iterator[Finding]:
    """Words that the engine did not know, where they stand after people edited around them."""
    texts = texts_of(item)
    for one in item.findings:
        text = texts.get(one.field, "")
        if one.check != "unknown-word":
            continue
        if one.start >= 0 and text.startswith(one.text, one.start):
            yield one
        elif found := re.search(rf"(?<!\w){re.escape(one.text)}(?!\w)", text):
            yield one.model_copy(update={"start": found.start()})


def _terms(source: BenchmarkItem, item: BenchmarkItem, glossary: Glossary) -> Iterator[Finding]:
    theirs = texts_of(item)
    for name, text in texts_of(source).items():
        for fault in glossary_faults(text, theirs.get(name, ""), glossary):
            yield Finding(
                check="glossary",
                severity="warning",
                field=name,
                text=fault.wanted,
                source_text=fault.source_text,
                source_start=fault.source_start,
            )
