from __future__ import annotations

import pytest

from minga.leaderboard.pages.sources import bibtex, sources
from tests.leaderboard.pages.drawn_boards import drawn_board

PAPER = """@inproceedings{paper,
  author = {Núñez, Ana and Puig, {Joan}},
  title = "A {Benchmark} for Spanish", year = 2024, pages = {1--9},
}"""


@pytest.mark.parametrize(
    ("citation", "texts"),
    [
        ("", []),
        ("Rosa Mamani, 2024.", ["Rosa Mamani, 2024."]),
        (PAPER, ["Núñez, Ana and Puig, Joan. A Benchmark for Spanish. 2024"]),
        (
            f"{PAPER}\n{PAPER.replace('Spanish', 'Basque')}",
            [f"Núñez, Ana and Puig, Joan. A Benchmark for {language}. 2024" for language in ("Spanish", "Basque")],
        ),
        ("@misc{broken, title = {without an end", ["without an end"]),
        ("@misc{=", ["@misc{="]),
    ],
)
def test_every_work_is_cited_as_text(citation: str, texts: list[str]) -> None:
    assert sources(drawn_board(models=1, tasks=2, citation=citation)).texts[1:] == texts


def test_bibtex_has_the_leaderboard_and_each_entry_once() -> None:
    text = bibtex(drawn_board(models=1, tasks=3, citation=PAPER))
    assert text.count("@inproceedings{paper,") == 1
    assert text.startswith("@misc{leaderboard,\n  title = {{Tabla}},\n  author = {{Ana}},\n}")
