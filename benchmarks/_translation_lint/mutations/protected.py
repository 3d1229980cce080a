"""What no translation may change: markup, placeholders, formulas, code, addresses, gaps. Put into both sides first."""

from __future__ import annotations

import random

from _translation_lint.mutations.places import break_text, insert
from _translation_lint.pairs import Material, Mutation, Pair, Planted
from _translation_lint.phrases import rows

__all__ = ["address_broken", "blank_broken", "code_broken", "formula_broken", "markup_broken", "placeholder_broken"]

_GONE = ""
_MARKUP = {
    "<b>ABC</b>": ("<b>ABC", "<negrita>ABC</negrita>", "< b > ABC < / b >", "ABC"),
    "<i>Homo sapiens</i>": ("Homo sapiens</i>", "<i>Homo sapiens<i>", "< i >Homo sapiens</i>", "Homo sapiens"),
    "<sub>2</sub>": ("<sub>2", "2", "<sub> 2 < sub >", "<sup>2</sup>"),
    "**ABC**": ("** ABC **", "*ABC**", "ABC", "**ABC"),
    "[ABC](#abc)": ("[ABC] (# abc)", "ABC (#abc", "[ABC](#)", "ABC"),
}
_PLACEHOLDERS = {
    "{name}": ("{nombre}", "{ name", "name", _GONE),
    "{{country}}": ("{{país}}", "{country}", "{ {country} }", _GONE),
    "%s": ("% s", "%S", "s", _GONE),
    "%(count)d": ("% (count) d", "%(número)d", "%(count)", _GONE),
    "%d": ("% d", "d", "%s", _GONE),
    "<NUM>": ("<NÚM>", "NUM", "< NUM", _GONE),
}
_FORMULAS = {
    "$x^2 + 3x = 10$": ("x2 + 3x = 10", "$x^2 - 3x = 10$", "$x^2 + 3x = 10", _GONE),
    "$\\frac{a}{b}$": ("$\\fracción{a}{b}$", "\\frac {a} {b}", "$\\frac{b}{a}$", _GONE),
    "f(x) = 2x + 1": ("f(x) = 2x - 1", "f (x) = 2 x", "f(x) = 2y + 1", _GONE),
    "a^2 + b^2 = c^2": ("a2 + b2 = c2", "a^2 + b^2 = d^2", "un^2 + b^2 = c^2", _GONE),
    "H2SO4": ("H2SO3", "HSO4", "H 2 SO 4", _GONE),
    "x > 5": ("x < 5", "x 5", "x > 6", _GONE),
}
_CODE = {
    "`print(total)`": ("`imprimir(total)`", "`print(total)", "print (total)", _GONE),
    "`for i in range(3)`": ("`para i en rango(3)`", "`for i in range (3)", "` for i en range(3)`", _GONE),
    "`len(names) == 0`": ("`len(nombres) == 0`", "`len(names) = 0`", "len(names) == 0 `", _GONE),
    "`SELECT * FROM items`": ("`SELECCIONAR * DE items`", "`SELECT * FROM items", "SELECT FROM items", _GONE),
}
_ADDRESSES = {
    "https://example.org/help": ("https://ejemplo.org/ayuda", "https: //example.org/help", "example", _GONE),
    "www.example.com/data/": ("www.ejemplo.com/datos/", "www. example. com / data /", "example", _GONE),
    "info@example.org": ("información@ejemplo.org", "info @ example.org", "info", _GONE),
}
_BLANKS = {"_____": (_GONE, "_____ _____", "un", "-"), "____": (_GONE, "____ ____", "la", ".")}


def _breaks(parts: dict[str, tuple[str, ...]], what: str) -> Mutation:
    def mutation(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
        part = draw.choice(sorted(parts))
        source, target = draw.choice(rows("asides", "aside", material.base))
        right = target.format(part=part)
        clean = insert(pair, source.format(part=part), right)
        wrong = target.format(part=draw.choice(parts[part])).replace("  ", " ").replace(" .", ".")
        return break_text(clean, "question", clean.texts["question"][1].replace(right, wrong, 1))

    mutation.__doc__ = f"{what} was translated, changed, torn apart or lost."
    return mutation


markup_broken = _breaks(_MARKUP, "Markup")
placeholder_broken = _breaks(_PLACEHOLDERS, "A placeholder")
formula_broken = _breaks(_FORMULAS, "A formula")
code_broken = _breaks(_CODE, "Code")
address_broken = _breaks(_ADDRESSES, "An address")
blank_broken = _breaks(_BLANKS, "The gap to be filled")
