from __future__ import annotations

from collections import defaultdict

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from minga.curate.duplicates.clusters import clusters_of
from minga.curate.duplicates.compared_texts import PROMPT
from minga.curate.duplicates.modes import Mode


@settings(deadline=None)
@given(texts=st.lists(st.integers(0, 5), max_size=25), most=st.integers(1, 4), data=st.data())
def test_of_every_cluster_the_best_stay_as_many_as_are_wanted(texts: list[int], most: int, data: st.DataObject) -> None:
    """`texts[n]` is what the n-th best record says; `rows[n]` is where it stands."""
    rows = data.draw(st.permutations(range(len(texts))))
    groups: dict[int, list[int]] = defaultdict(list)
    for place, said in zip(rows, texts, strict=True):
        groups[said].append(place)
    expected = {
        place: (members[0], number < most)
        for members in groups.values()
        if len(members) > 1
        for number, place in enumerate(members)
    }
    roots = np.array([texts.index(said) for said in texts], np.int64)
    shares = np.full(len(texts), np.nan, np.float32)
    found = clusters_of(Mode(PROMPT, most, 1.0), np.array(rows, np.int64), roots, shares)
    told = zip(found.rows.tolist(), zip(found.best.tolist(), found.kept.tolist(), strict=True), strict=True)
    assert list(told) == sorted(expected.items())
    assert found.leaving.tolist() == sorted(place for place, (_, stays) in expected.items() if not stays)


def test_a_detail_names_the_best_how_alike_they_are_and_how_many_stay() -> None:
    ids = pa.chunked_array([[f"{number:032x}" for number in range(4)]])
    mode = Mode(PROMPT, 1, 0.8, equal_reason="same", near_reason="alike")
    rows, shares = np.array([3, 0, 2, 1]), np.array([np.nan, np.nan, 0.9, np.nan], np.float32)
    found = clusters_of(mode, rows, np.array([0, 0, 0, 3]), shares)
    assert list(found.why(0, 4, ids)) == [
        (0, "same", f"{3:032x} (1 of 3 stay)"),
        (2, "alike", f"{3:032x} (similarity 0.900; 1 of 3 stay)"),
    ]
    assert [row for row, _, _ in found.why(1, 3, ids)] == [2]
