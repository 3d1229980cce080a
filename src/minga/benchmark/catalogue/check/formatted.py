"""A task's items as the harness formats them, and faults that show in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from minga.benchmark.catalogue.check.findings import Finding, finding, over_items

__all__ = ["Formatted", "format_item", "item_findings"]

_MARKUP = re.compile(
    r"</?(?:p|br|b|i|em|strong|div|span|sub|sup|a|li|ul|ol|td|tr|table|h[1-6])\b[^>]*>|&(?:[a-z]+|#\d+);"
)
# a pair of braces alone is LaTeX's: \sqrt{\frac{1}{2}}
_UNFILLED = re.compile(r"(?<![\\\w}])\{\{\s*[A-Za-z_][^{}\n]*\}\}|\{%.*?%\}|(?:^|[:\s])(?:None|nan)[ ]*(?=\n|$)")
_DOUBLED = re.compile(r"[?!,;:]\.(?!\.)|(?<!\.)\.\.(?!\.)|(?<![.A-Z])\.,|[,;:],")
_ONE_POSITION = 8
"""From so many items on it is no accident that all answers stand in one place."""


@dataclass(frozen=True)
class Formatted:
    """One item as a model gets it."""

    number: int
    """Its place in the scored split, from 0."""
    doc: dict[str, Any]
    prompt: str
    """Without worked examples."""
    target: Any
    """As the task gives it: an index, a text, or several of either."""
    choices: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    """Where the choices stand in the prompt: one prompt a choice."""
    shown: str = field(default="", compare=False)
    """The prompt with the right answer, as a worked example would show it."""

    @property
    def right(self) -> list[int]:
        """Indices of the right choices; empty where the answer is not among them."""
        targets = self.target if isinstance(self.target, list) else [self.target]
        return [index for target in targets if (index := self._index(target)) is not None]

    def _index(self, target: Any) -> int | None:
        if isinstance(target, bool) or not isinstance(target, int | str):
            return None
        if isinstance(target, int):
            return target if 0 <= target < self.options else None
        return self.choices.index(target) if target in self.choices else None

    @property
    def options(self) -> int:
        """How many choices there are."""
        return len(self.contexts) or len(self.choices)


def format_item(task: Any, number: int, doc: dict[str, Any]) -> Formatted:
    """The item by the harness's own functions; raises whatever they raise."""
    context = task.fewshot_context(doc, num_fewshot=0)
    target = task.doc_to_target(doc)
    delimiter = task.config.target_delimiter
    if task.OUTPUT_TYPE != "multiple_choice":
        answer = target[0] if isinstance(target, list) and target else target
        return Formatted(number, doc, context, target, shown=f"{context}{delimiter}{answer}")
    if isinstance(context, list):
        # the choices stand in the prompts, and the target goes on with all of them
        right = task.doc_to_text(doc)
        return Formatted(number, doc, "", right, contexts=tuple(context), shown=f"{context[right]}{delimiter}{target}")
    choices = tuple(task.doc_to_choice(doc))
    item = Formatted(number, doc, context, target, choices)
    answer = choices[item.right[0]] if item.right else ""
    return Formatted(number, doc, context, target, choices, shown=f"{context}{delimiter}{answer}")


def item_findings(name: str, items: Sequence[Formatted], task: Any) -> Iterator[Finding]:
    """Faults that show in the formatted items of the task called `name`."""
    yield from over_items(name, "unfilled-template", _in_texts(items, _UNFILLED))
    yield from over_items(name, "empty-prompt", ((item.number, "nothing is asked") for item in items if _empty(item)))
    yield from over_items(name, "markup", _in_texts(items, _MARKUP))
    yield from over_items(name, "doubled-punctuation", _in_texts(items, _DOUBLED))
    if task.OUTPUT_TYPE == "multiple_choice":
        yield from _choice_findings(name, items)
    else:
        yield from over_items(name, "answer-holds-stop", _stops(items, task))
    yield from over_items(name, "delimiter-doubled", _delimiters(items, task))
    yield from _repeated(name, items)


def _in_texts(items: Sequence[Formatted], pattern: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    for item in items:
        match = pattern.search(item.shown)
        if match:
            around = item.shown[max(0, match.start() - 20) : match.end() + 20]
            yield item.number, f"«{' '.join(around.split())}»"


def _empty(item: Formatted) -> bool:
    """Whether there is no word anywhere; letters of choices are none."""
    return not any(re.search(r"\w\w|\d", text) for text in (item.prompt, *item.choices, *item.contexts))


def _choice_findings(name: str, items: Sequence[Formatted]) -> Iterator[Finding]:
    wrong = ((item.number, f"{item.target!r} of {item.options} choices") for item in items if not item.right)
    yield from over_items(name, "answer-not-among-choices", wrong)
    empty = ((item.number, "a choice without text") for item in items if any(not c.strip() for c in item.choices))
    yield from over_items(name, "empty-choice", empty)
    yield from over_items(name, "duplicate-choices", _duplicates(items))
    spaces = ((item.number, repr(c)) for item in items for c in item.choices if c != c.strip())
    yield from over_items(name, "choice-spaces", spaces)
    places = Counter(item.right[0] for item in items if len(item.right) == 1 and item.options > 1)
    if len(items) >= _ONE_POSITION and len(places) == 1 and places.total() == len(items):
        (place,) = places
        yield finding(name, "answers-in-one-position", f"choice {place + 1} is always right", items=len(items))


def _duplicates(items: Sequence[Formatted]) -> Iterator[tuple[int, str]]:
    for item in items:
        seen = Counter(" ".join(choice.split()).casefold() for choice in item.choices)
        for choice, times in seen.items():
            if times > 1:
                yield item.number, f"«{choice}» stands {times} times"


def _stops(items: Sequence[Formatted], task: Any) -> Iterator[tuple[int, str]]:
    stops = (task.config.generation_kwargs or {}).get("until") or []
    for item in items:
        targets = item.target if isinstance(item.target, list) else [item.target]
        for stop in [stops] if isinstance(stops, str) else stops:
            if stop and any(stop in str(target) for target in targets):
                yield item.number, f"the right answer holds {stop!r}, at which the model is stopped"


def _delimiters(items: Sequence[Formatted], task: Any) -> Iterator[tuple[int, str]]:
    if task.config.target_delimiter.startswith(" "):
        for item in items:
            if item.prompt.endswith(" "):
                yield item.number, f"the prompt ends in a space («{item.prompt[-12:]}») and the answer begins with one"


def _repeated(name: str, items: Sequence[Formatted]) -> list[Finding]:
    first: dict[tuple[str, tuple[str, ...]], int] = {}
    found = []
    for item in items:
        key = (item.prompt, item.choices or item.contexts)
        if key in first:
            found.append((item.number, f"the same as item {first[key]}"))
        first.setdefault(key, item.number)
    return over_items(name, "repeated-item", found)
