"""Faults in the fixed text of a template, which every item of a task repeats; no data are needed to see them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from minga.benchmark.catalogue.check.findings import Finding, finding

__all__ = ["fixed_texts", "repeated_findings", "template_findings", "text_faults"]

FIELD = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands where an item's own text goes."""
_TEMPLATES = ("description", "doc_to_text", "doc_to_choice", "gen_prefix")
_ENGLISH = re.compile(
    r"\b(?:Question|Answer|Context|Passage|Premise|Hypothesis|Summary|Sentence|Title|Article|Options?|Choices?|Text|"
    r"True|False|Yes)(?=\s*[:?]|\b\s*$)|\b(?:The following|multiple[- ]choice|sentence:|question:|answer:)|"
    rf"(?:^|\n|{FIELD})Q:|\bsentence\b"
)
# words that the language has too
_SHARED = {"ca": {"Context", "Text"}, "eu": set[str](), "pt": set[str]()}
_ENOUGH = 5
"""Prompts from which on a word in all of them is the template's, and no accident."""
_OPENED = {"es"}
"""Languages that open a question with a mark."""
_UNACCENTED = {
    "es": re.compile(
        r"\b(?:[Aa]si|[Tt]ambien|[Ss]egun|[Aa]demas|[Oo]pcion|[Rr]azon|[Ii]nformacion|[Tt]raduccion|[Oo]racion|"
        r"[Cc]lasificacion|[Pp]arrafo|[Nn]umero|[Pp]agina|[Dd]iagnostico)\b"
    ),
    "ca": re.compile(r"\b(?:[Tt]ambe|[Oo]pcio|[Tt]raduccio|[Oo]racio|[Ii]nformacio)\b"),
    "gl": re.compile(r"\b(?:[Aa]si|[Tt]amen|[Oo]pcion|[Tt]raducion|[Oo]racion)\b"),
    "pt": re.compile(r"\b(?:[Tt]ambem|[Oo]pcao|[Tt]raducao|[Oo]racao)\b"),
}


def fixed_texts(config: Mapping[str, Any]) -> list[str]:
    """The template's own text in pieces, with `FIELD` where an item's text goes; none where functions make it.

    `config` is a task's, as its file has it.
    """
    pieces: list[str] = []
    for name in _TEMPLATES:
        value = config.get(name)
        if isinstance(value, str) and _is_template(value, name):
            pieces += _pieces(value)
        elif isinstance(value, list):
            pieces += [text for text in value if isinstance(text, str)]
    return [piece for piece in pieces if piece.strip(FIELD + " \n")]


def _is_template(value: str, name: str) -> bool:
    """Whether it is text, and not the name of a field or the path of a function."""
    return "{" in value or " " in value or "\n" in value or (name == "description" and not value.startswith("/"))


def _pieces(template: str) -> Iterator[str]:
    """The text between expressions as one piece, and the texts in expressions each as one."""
    from jinja2 import Environment, TemplateSyntaxError

    around: list[str] = []
    within: list[str] = []
    try:
        tokens = list(Environment(autoescape=True, keep_trailing_newline=True).lex(template))
    except TemplateSyntaxError:
        return
    inside = False
    for _, kind, value in tokens:
        if kind in ("variable_begin", "block_begin"):
            inside = True
            if kind == "variable_begin":
                around.append(FIELD)
        elif kind in ("variable_end", "block_end"):
            inside = False
        elif kind == "data":
            around.append(value)
        elif kind == "string" and inside:
            within.append(_unquoted(value))
    yield "".join(around)
    for text in within:
        # a text in an expression is put between fields, or names one
        if re.search(r"\W", text.strip()):
            yield FIELD + text + FIELD


def _unquoted(literal: str) -> str:
    return literal[1:-1].replace("\\n", "\n").replace('\\"', '"').replace("\\'", "'")


def template_findings(task: str, config: Mapping[str, Any], language: str) -> list[Finding]:
    """Faults of the fixed text. `language` is the tag of the items."""
    texts = fixed_texts(config)
    faults = {fault: None for text in texts for fault in text_faults(text, language)}
    by_rule: dict[str, list[str]] = {}
    for rule, what in faults:
        by_rule.setdefault(rule, []).append(what)
    return [finding(task, rule, "; ".join(said[:4])) for rule, said in by_rule.items()]


def repeated_findings(task: str, prompts: Sequence[str], language: str) -> list[Finding]:
    """The same for what a function wrote: English words, and words without their accent, that all prompts have."""
    if len(prompts) < _ENOUGH:
        return []
    shared = set.intersection(*(set(_words_faults(prompt, language)) for prompt in prompts))
    by_rule: dict[str, list[str]] = {}
    for rule, what in sorted(shared):
        by_rule.setdefault(rule, []).append(what)
    return [finding(task, rule, "; ".join(said[:4])) for rule, said in by_rule.items()]


def text_faults(text: str, language: str) -> Iterator[tuple[str, str]]:
    """Rules that the fixed `text` breaks, with what breaks them."""
    yield from _words_faults(text, language)
    if language.partition("-")[0] in _OPENED:
        yield from _said("opening-mark-missing", _unopened(text))
    yield from _said("double-space", _around(text, r"\S {2,}\S"))
    yield from _said("space-before-punctuation", _around(text, r"\S [,;:.?!](?![.\w])"))
    yield from _said("space-at-line-edge", _around(text, r"[^\n] +\n|\n +\S+"))


def _words_faults(text: str, language: str) -> Iterator[tuple[str, str]]:
    base = language.partition("-")[0]
    if base != "en":
        yield from _said("foreign-words", _foreign(text, base))
    if base in _UNACCENTED:
        yield from _said("accent-missing", _UNACCENTED[base].findall(text))


def _said(rule: str, found: Iterable[str]) -> Iterator[tuple[str, str]]:
    for text in found:
        yield rule, f"«{text.replace(FIELD, '…').strip(chr(10))}»"


def _foreign(text: str, base: str) -> Iterator[str]:
    for match in _ENGLISH.finditer(text):
        word = match.group().strip()
        if word not in _SHARED.get(base, ()):
            yield word


def _unopened(text: str) -> Iterator[str]:
    """Clauses that end in `?` and are not opened."""
    for match in re.finditer(rf"[^?¿.!\n{FIELD}]*\?", text):
        clause, before = match.group(), text[: match.start()]
        # a mark before an item's own text opens what that text goes on with
        opened = "¿" in before[max(before.rfind("?"), before.rfind("\n"), before.rfind(".")) + 1 :]
        if re.search(r"\w", clause) and not opened:
            yield clause.strip(" ,")


def _around(text: str, pattern: str) -> Iterator[str]:
    for match in re.finditer(pattern, text):
        yield text[max(0, match.start() - 8) : match.end() + 8].replace("\n", "⏎")
