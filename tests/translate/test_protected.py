from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minga.translate.protected import protected_parts


def parts(text: str) -> list[str]:
    return [part.text for part in protected_parts(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Find all c in Z_3[x]/(x^2 + c), please.", ["Z_3[x]/(x^2 + c)"]),
        (r"The value of $x$ when $z$ equals $\frac{1}{2}$?", ["$x$", "$z$", r"$\frac{1}{2}$"]),
        (r"How long does $\$300$ take?", [r"$\$300$"]),
        ("It costs $5 and not $7.", []),
        ("(∀x)(Wx ⊃ ~Dx).", ["(∀x)(Wx ⊃ ~Dx)"]),
        ("If P = 100 W and f(1 + x) = f(x)", ["P = 100", "W", "f(1 + x) = f(x)"]),
        ("Water is H2O, and R0 a register.", ["H2O", "R0"]),
        ("The ____ School", ["____"]),
        ("Run `ls -l` or see https://example.org/a.", ["`ls -l`", "https://example.org/a"]),
        ("Dear {name}, <b>hello</b> %s", ["{name}", "<b>", "</b>", "%s"]),
        ("Costs &nbsp; {{ x }} ${y} %1$s", ["&nbsp;", "{{ x }}", "${y}", "%1$s"]),
        ("Make tea [title] Boil water. [step] Wait.", ["[title]", "[step]"]),
        ("It is $2.4$ m and costs $5 or $6", ["$2.4$"]),
        ("Both A and B", ["A", "B"]),
        ("Neither A nor B.", ["A", "B"]),
        ("I and II only", ["I", "II"]),
        ("A dog and I saw Henry VIII in the U.S. at 36.6°C", ["VIII"]),
        ("a + b = c", ["a + b = c"]),
        ("What is a good idea?", []),
    ],
)
def test_what_may_not_change_is_found(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


@settings(deadline=None)
@given(st.text(alphabet="aA1 .,=+^_\\$(){}[]<>`@/-~∀IVB\n", max_size=60))
def test_parts_lie_in_the_text_in_order_and_without_overlap(text: str) -> None:
    place = 0
    for part in protected_parts(text):
        assert place <= part.start < part.end <= len(text)
        assert text[part.start : part.end] == part.text
        place = part.end


@pytest.mark.parametrize("unit", ["a", "=", "1.", "a=b", "$a^", "x^(", "<a", r"\[", "a.b@", "{{", "A_", "a b = "])
def test_a_hostile_text_is_searched_in_time(unit: str) -> None:
    started = time.process_time()
    list(protected_parts(unit * (40_000 // len(unit))))
    assert time.process_time() - started < 3
