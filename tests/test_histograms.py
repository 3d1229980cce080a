from __future__ import annotations

from lxml import etree

from minga.histograms import Histogram, histogram_chart
from minga.plots import svg

ROWS = [Histogram("es · 3", [0.25, 0.75, 0], [1.5, 2.5]), Histogram("ca · 2", [1, 0, 0], [2.0])]


def test_a_bar_for_each_bin_that_holds_something_and_a_line_for_each_mark() -> None:
    drawn = etree.fromstring(svg(histogram_chart(ROWS, [0, 1, 2, 3], description="Words")))
    paths = [element for element in drawn.iter() if element.tag.endswith("path") and element.get("fill") == "#2f7fc1"]
    assert len(paths) == 3
    dashed = [element for element in drawn.iter() if element.get("stroke-dasharray") == "5,4"]
    assert len(dashed) == 3  # those of each language in its own row
    words = {"".join(element.itertext()) for element in drawn.iter() if element.tag.endswith("text")}
    assert {"es · 3", "ca · 2"} <= words
    assert drawn.get("aria-label") == "Words"


def test_the_same_numbers_give_the_same_bytes() -> None:
    first, second = (svg(histogram_chart(ROWS, [0, 1, 2, 3], description="Words")) for _ in range(2))
    assert first == second
