"""Sums that a program can do: whether the right choice is the result."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from minga.translate.source_checks.quantities import number_in, quantity
from minga.translate.source_checks.source_item import Flaw, SourceItem

__all__ = ["evaluated", "unlisted_result", "wrong_key", "wrong_solution"]

_TOKEN = re.compile(r"\s*(?:(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,12}(?:\.\d{1,12})?|\.\d{1,12})|(\*\*|[-+−*×·x÷/^()]))")
_EXPRESSION = r"^\W*{}\W*?(?P<expression>[-+−]?[\d.(][-+−*×·x÷/^().,\d\s%]*?)\s*(?:=\s*\??\s*)?[?.:]*\s*$"
_STEP = re.compile(r"<<([^<>=]{1,80})=([^<>=]{1,40})>>")
_FINAL = re.compile(r"####\s*([-−]?[\d.,]+)")
_DEEP = 20
_HIGHEST_POWER = 64


def wrong_key(item: SourceItem) -> Iterator[Flaw]:
    """The question is a sum, and its result is another choice than the one that counts as right."""
    result, right = _result(item)
    if result is not None and right and item.key not in right:
        yield item.in_choice(right[0])


def unlisted_result(item: SourceItem) -> Iterator[Flaw]:
    """The question is a sum, all choices are numbers, and none of them is its result."""
    result, right = _result(item)
    if result is not None and not right:
        yield Flaw("question", str(result), -1)


def wrong_solution(item: SourceItem) -> Iterator[Flaw]:
    """A worked solution has a wrong step (`<<48/2=26>>`), or ends with another number than the reference."""
    texts = {"reference": item.item.reference, "solution": item.item.solution}
    for name, text in texts.items():
        for step in _STEP.finditer(text):
            left, said = evaluated(step[1]), evaluated(step[2])
            if left is not None and said is not None and abs(left - said) > max(abs(left), Fraction(1)) / 100:
                yield Flaw(name, step[0], step.start())
    final = _FINAL.search(texts["solution"])
    reference = quantity(texts["reference"])
    if final and reference is not None:
        said_last = quantity(final[1].rstrip(".,"))
        if said_last is not None and said_last.value != reference.value:
            yield Flaw("solution", final[0], final.start())


def _result(item: SourceItem) -> tuple[Fraction | None, list[int]]:
    """What the question comes to, and which choices say so; (None, []) where it is no sum or a choice no number."""
    found = item.words("sum", _EXPRESSION).match(item.question) if item.choices else None
    text = _percentage(item) if found is None or "%" in found["expression"] else found["expression"]
    result = evaluated(text) if re.search(r"\d\s*[-+−*×·x÷/^)]+\s*[\d(]", text) else None
    choices = [quantity(choice) for choice in item.choices]
    if result is None or any(choice is None for choice in choices):
        return None, []
    right = [
        index
        for index, choice in enumerate(choices)
        if choice is not None and _rounded_alike(result, choice.value, item.choices[index])
    ]
    return result, right


def _percentage(item: SourceItem) -> str:
    number = r"(?P<{name}>\d[\d,]*(?:\.\d+)?)"
    around = (
        r"^\W*(?:\w+\W+){0,4}?" + number.format(name="part") + r"\s*{}\s*" + number.format(name="whole") + r"\s*\W*$"
    )
    found = item.words("percent_of", around).match(item.question)
    return f"{found['part']}*{found['whole']}/100" if found else ""


def _rounded_alike(result: Fraction, choice: Fraction, text: str) -> bool:
    """Whether a choice is the result, to as many places as it gives."""
    places = re.search(r"\.(\d+)", text)
    return abs(result - choice) <= (Fraction(1, 2 * 10 ** len(places[1])) if places else 0)


def evaluated(text: str) -> Fraction | None:
    """The value of a sum in figures, or None where it is no sum, divides by 0 or is too large to be meant.

    >>> evaluated("2 + 3 × 4"), evaluated("2^-1"), evaluated("two")
    (Fraction(14, 1), Fraction(1, 2), None)
    """
    tokens = _tokens(text)
    if not tokens:
        return None
    try:
        value, rest = _sum(tokens, 0)
    except (ArithmeticError, ValueError, IndexError):
        return None
    return value if not rest else None


def _tokens(text: str) -> list[str]:
    tokens, place = [], 0
    text = text.strip()
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            return []
        tokens.append((found[1] or found[2]).replace("−", "-").replace("**", "^"))
        place = found.end()
    return tokens if len(tokens) <= 60 else []


def _sum(tokens: list[str], depth: int) -> tuple[Fraction, list[str]]:
    value, rest = _product(tokens, depth)
    while rest and rest[0] in {"+", "-"}:
        sign = rest[0]
        term, rest = _product(rest[1:], depth)
        value = value + term if sign == "+" else value - term
    return value, rest


def _product(tokens: list[str], depth: int) -> tuple[Fraction, list[str]]:
    value, rest = _signed(tokens, depth)
    while rest and rest[0] in {"*", "×", "·", "x", "/", "÷"}:
        sign = rest[0]
        factor, rest = _signed(rest[1:], depth)
        value = value / factor if sign in {"/", "÷"} else value * factor
    return value, rest


def _signed(tokens: list[str], depth: int) -> tuple[Fraction, list[str]]:
    if tokens[0] in {"-", "+"}:
        if depth > _DEEP:
            raise ValueError("too deep")
        value, rest = _signed(tokens[1:], depth + 1)
        return (-value if tokens[0] == "-" else value), rest
    return _power(tokens, depth)


def _power(tokens: list[str], depth: int) -> tuple[Fraction, list[str]]:
    if depth > _DEEP:
        raise ValueError("too deep")
    if tokens[0] == "(":
        base, rest = _sum(tokens[1:], depth + 1)
        if not rest or rest[0] != ")":
            raise ValueError("not closed")
        rest = rest[1:]
    else:
        base, rest = number_in(tokens[0]), tokens[1:]
    if rest and rest[0] == "^":
        exponent, rest = _signed(rest[1:], depth + 1)
        if exponent.denominator != 1 or abs(exponent) > _HIGHEST_POWER or base.numerator.bit_length() > 64:
            raise ValueError("too large")
        base = base ** int(exponent)
    return base, rest
