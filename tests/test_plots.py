"""Plots: the same bytes every time, one accessible image, legible on light and dark, nothing that a page must fear."""

from __future__ import annotations

import math
import subprocess
import sys
from xml.etree import ElementTree

import altair as alt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minga.plots import GREY, THEME, TONES, Bar, Interval, bar_chart, interval_chart, svg

NAMESPACE = "{http://www.w3.org/2000/svg}"
SCORES = [
    Interval("SmolLM2", 0.31, 0.28, 0.34, "base"),
    Interval("SmolLM2", 0.352, 0.32, 0.39, "ajustado"),
    Interval("Ñandú-1B", 0.412, 0.38, 0.44, "base"),
    Interval("Ñandú-1B", None, group="ajustado"),
]
COUNTS = [Bar("español (Perú)", 1200, 4000), Bar("guaraní", 0, 500), Bar("català (valencià)", 12345)]


def image(drawn: str) -> ElementTree.Element:
    return ElementTree.fromstring(drawn)  # noqa: S314 - drawn a moment ago


def texts(drawn: str) -> list[str]:
    return [element.text or "" for element in image(drawn).iter(f"{NAMESPACE}text")]


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_a_plot_is_one_image_with_a_name_and_a_description() -> None:
    root = image(svg(interval_chart(SCORES, title="Aciertos por modelo", locale="es")))
    assert root.get("role") == "img"
    assert root.get("aria-label") == "Aciertos por modelo"
    assert [child.tag for child in root[:2]] == [f"{NAMESPACE}title", f"{NAMESPACE}desc"]
    assert root[0].text == "Aciertos por modelo"
    assert root[1].text == (
        "SmolLM2 (base): 0,310 [0,280 – 0,340]; SmolLM2 (ajustado): 0,352 [0,320 – 0,390]; "
        "Ñandú-1B (base): 0,412 [0,380 – 0,440]; Ñandú-1B (ajustado): —"
    )
    below = [element for element in root.iter() if element is not root]
    assert not [each for each in below for name in each.attrib if name == "role" or name.startswith("aria-")]


def test_the_same_chart_gives_the_same_bytes_in_another_process() -> None:
    program = (
        "from minga.plots import *\n"
        f"print(svg(interval_chart({SCORES!r}, title='T', baseline=0.25)), svg(bar_chart({COUNTS!r}, title='U')))"
    )
    here = f"{svg(interval_chart(SCORES, title='T', baseline=0.25))} {svg(bar_chart(COUNTS, title='U'))}\n"
    there = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120)
    assert there.stdout == here


def test_a_plot_has_no_ground_no_style_no_script_and_no_address() -> None:
    drawn = svg(interval_chart(SCORES, title="T")) + svg(bar_chart(COUNTS, title="T"))
    for unwanted in ("style=", "<style", "<script", "href=", "url(", 'id="', 'fill="white"', "#000"):
        assert unwanted not in drawn


def test_ink_is_the_colour_of_the_page() -> None:
    root = image(svg(bar_chart(COUNTS, title="T")))
    assert root.get("color") == GREY
    assert {element.get("fill") for element in root.iter(f"{NAMESPACE}text")} == {"currentColor"}


@pytest.mark.parametrize("ground", ["#ffffff", "#121212"])
def test_tones_can_be_told_from_a_light_and_a_dark_page(ground: str) -> None:
    assert all(contrast(tone, ground) >= 3 for tone in TONES)
    assert contrast(GREY, ground) >= 4
    assert THEME["background"] is None


def test_rows_stand_in_the_order_given_and_holes_stay_visible() -> None:
    shown = texts(svg(interval_chart(SCORES, title="T", axis="acc_norm", locale="es")))
    assert [each for each in shown if each in {"SmolLM2", "Ñandú-1B"}] == ["SmolLM2", "Ñandú-1B"]
    assert {"0,310", "0,352", "0,412", "—", "acc_norm", "base", "ajustado", "T"} <= set(shown)
    assert len([each for each in shown if each in {"base", "ajustado"}]) == 2  # one legend for colour and shape


def test_one_group_needs_no_legend() -> None:
    assert "x" not in texts(svg(interval_chart([Interval("m", 0.3, 0.2, 0.4, "x")], title="T")))


def test_a_score_that_is_no_number_is_a_hole() -> None:
    drawn = svg(interval_chart([Interval("a", math.nan), Interval("b", 0.5, 0.4, math.inf)], title="T"))
    assert {"—", "0.500"} <= set(texts(drawn))
    assert "a: —; b: 0.500" in drawn


def test_bars_say_what_there_is_and_what_is_wanted() -> None:
    drawn = svg(bar_chart(COUNTS, title="Registros", axis="registros", locale="es"))
    assert {"1.200 / 4.000", "0 / 500", "12.345", "registros"} <= set(texts(drawn))
    assert "español (Perú): 1.200 / 4.000; guaraní: 0 / 500; català (valencià): 12.345" in drawn


@pytest.mark.parametrize(
    ("locale", "number"),
    [
        ("es", "1.234,5"),
        ("es-PE", "1,234.5"),
        ("eu", "1.234,5"),
        ("pt-BR", "1.234,5"),
        ("en", "1,234.5"),
        ("?", "1,234.5"),
    ],
)
def test_numbers_are_written_as_the_reader_does(locale: str, number: str) -> None:
    row = [Interval("m", 1234.5, 1200, 1300)]
    assert number in texts(svg(interval_chart(row, title="T", digits=1, locale=locale)))


def test_a_plot_without_rows_is_still_a_plot() -> None:
    assert texts(svg(interval_chart([], title="Nada"))) == ["Nada"]
    assert "Nada" in texts(svg(bar_chart([], title="Nada")))


@given(st.text(alphabet=st.characters(codec=None), max_size=20))
@settings(max_examples=15, deadline=None)
def test_any_label_makes_a_well_formed_plot(label: str) -> None:
    image(svg(interval_chart([Interval(label, 0.5, 0.4, 0.6, label)], title=label)))


def test_markup_in_a_label_is_text() -> None:
    drawn = svg(bar_chart([Bar("<script>alert(1)</script>", 1)], title='"><script>'))
    assert "<script" not in drawn
    assert "<script>alert(1)</script>" in texts(drawn)


def test_a_chart_may_not_fetch_its_data() -> None:
    chart = alt.Chart(alt.UrlData("http://127.0.0.1:9/rows.json")).mark_point().encode(x="a:Q")
    with pytest.raises(ValueError, match=r"127\.0\.0\.1"):
        svg(chart)


def test_any_altair_chart_takes_the_theme() -> None:
    chart = alt.Chart(alt.Data(values=[{"a": 1, "b": 2}])).mark_line().encode(x="a:Q", y="b:Q")
    root = image(svg(chart.properties(title=["Dos", "líneas"], description="Una línea.")))
    assert (root[0].text, root[1].text) == ("Dos líneas", "Una línea.")


def test_importing_plots_loads_no_library() -> None:
    program = "import sys, minga.plots; print({'altair', 'vl_convert', 'babel', 'numpy'} & set(sys.modules))"
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert shown.stdout.strip() == "set()"
