from __future__ import annotations

from xml.etree import ElementTree

from minga.line_plots import line_chart
from minga.plots import svg


def test_lines_are_one_picture_with_a_name_and_a_description() -> None:
    chart = line_chart(
        {"al azar": [(0, 2.0), (10, 1.0)], "por riesgo": [(0, 2.0), (10, 0.5)]},
        title="¿Cuántas bastan?",
        description="al azar: 0: 2,00, 10: 1,00",
        across="Validadas",
        up="Puntos",
        locale="es",
    )
    drawn = svg(chart)
    root = ElementTree.fromstring(drawn)  # noqa: S314 - our own drawing
    assert root.attrib["aria-label"] == "¿Cuántas bastan?"
    assert "al azar: 0: 2,00" in drawn
    assert "<script" not in drawn
    assert drawn == svg(chart)
