"""What is kept of what a model wrote, and why the rest is not."""

from __future__ import annotations

import re
import unicodedata

from minga.generate.passages import Passage
from minga.generate.prompts import Prompts
from minga.generate.sentences import whole_sentences
from minga.llm import Answer

__all__ = ["LEAST_GROUNDED", "Unusable", "grounded_share", "judged_question", "judged_text", "key_sentence"]

LEAST_GROUNDED = 0.5
"""Share of a text's content words that have to stand in its passage."""

_STATEMENT = range(6, 41)
"""Words of a sentence that makes a good answer."""
_QUESTION = range(3, 41)
"""Words of a question."""
_PREFIX = 5
_SHORTEST = 4
_SPECIAL = re.compile(r"<\|[^|<>]{1,40}\|>")
_QUOTES = "«»“”\"'‘’"


class Unusable(Exception):
    """Why an answer makes no record: a reason in `kebab-case` and a detail for people."""

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(reason)


def key_sentence(passage: Passage, prompts: Prompts) -> str:
    """The sentence of a passage that a question is asked about; empty when it has no prose.

    The first one that ends with a full stop, is neither very short nor very long, and does not lean on another; else
    the first of the right form; else the longest.
    """
    fitting = [text for text in passage.statements if len(text.split()) in _STATEMENT and _is_statement(text)]
    leaning = tuple(f"{opening} " for opening in prompts.leaning)
    free = (text for text in fitting if not f"{_opening(text)} ".startswith(leaning))
    return next(free, next(iter(fitting), max(passage.statements, key=len, default="")))


def judged_question(answer: Answer, sentence: str, passage: Passage, prompts: Prompts) -> str:
    """The question in a model's answer, put right.

    Raises Unusable: `empty-answer`, `not-a-question` (nor is the sentence itself with a question mark), `not-grounded`.
    """
    text = _cleaned(answer.text, prompts)
    found = re.search(r"[^?]*\?", text.partition("\n")[0])
    if found is None:
        raise Unusable("not-a-question", text[:200])
    question = found[0].strip()
    if opening := prompts.question_opening:
        question = opening + question.rpartition(opening)[2].strip()
    asked = _bare(question)
    if len(asked.split()) not in _QUESTION or asked in _bare(sentence):
        raise Unusable("not-a-question", question[:200])
    _check_grounded(question, passage, prompts)
    return question


def judged_text(answer: Answer, passage: Passage, prompts: Prompts) -> str:
    """The text of a model's answer, up to its last whole sentence where it was cut off.

    Raises Unusable: `empty-answer`, `cut-short` (within its first sentence), `not-grounded`.
    """
    text = _cleaned(answer.text, prompts)
    if answer.finish == "length":
        whole = whole_sentences(text)
        if not whole:
            raise Unusable("cut-short", text[:200])
        text = whole
    _check_grounded(text, passage, prompts)
    return text


def grounded_share(text: str, passage: str, *, ignore: frozenset[str] = frozenset()) -> float:
    """The share (0 to 1) of the content words of `text` that stand in `passage`; 0 when it has none.

    Content words have at least four letters and are not in `ignore`; accents, case and what comes after the fifth
    letter (endings) do not count.

    >>> grounded_share("¿Qué es el chuño?", "El chuño es papa seca.")
    1.0
    """
    stems = {word[:length] for word in _words(passage) for length in range(_SHORTEST, _PREFIX + 1)}
    content = [word for word in _words(text) if len(word) >= _SHORTEST and word not in ignore]
    return sum(word[:_PREFIX] in stems for word in content) / len(content) if content else 0.0


def _check_grounded(text: str, passage: Passage, prompts: Prompts) -> None:
    ignore = frozenset(_words(" ".join(prompts.question_words)))
    share = grounded_share(text, f"{passage.heading} {passage.text}", ignore=ignore)
    if share < LEAST_GROUNDED:
        raise Unusable("not-grounded", f"{share:.0%} of its words are of the passage: {text[:200]}")


def _cleaned(text: str, prompts: Prompts) -> str:
    """Without markers, labels and quotation marks around all of it. Raises Unusable when nothing is left."""
    text = _SPECIAL.sub("", text).strip()
    for label in prompts.labels:
        if text.casefold().startswith(label.casefold()):
            text = text[len(label) :].strip()
    if len(text) > 1 and text[0] in _QUOTES and text[-1] in _QUOTES and not set(text[1:-1]) & set(_QUOTES):
        text = text[1:-1].strip()
    if not re.search(r"\w", text):
        raise Unusable("empty-answer")
    return text


def _words(text: str) -> list[str]:
    plain = "".join(char for char in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(char))
    return re.findall(r"\w+", plain)


def _bare(text: str) -> str:
    return " ".join(_words(text))


def _is_statement(text: str) -> bool:
    return text.rstrip(_QUOTES + ")]").endswith((".", "!", "…"))


def _opening(text: str) -> str:
    """The first words of a sentence, in small letters without marks."""
    return " ".join(re.findall(r"[\w'’·]+", text.casefold())[:4])
