from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minga.curate.duplicates.cluster_table import SCHEMA, largest_clusters, memberships, write_clusters
from minga.curate.duplicates.clusters import Clusters, clusters_of
from minga.curate.duplicates.compared_texts import ANSWER, CONVERSATION
from minga.curate.duplicates.modes import Mode
from minga.tables import Table
from minga.workspace import Recipe, Workspace


def clusters(texts: list[int], mode: Mode) -> Clusters:
    """Those of records of which the first are the best, by what they say."""
    roots = np.array([texts.index(said) for said in texts], np.int64)
    return clusters_of(mode, np.arange(len(texts)), roots, np.full(len(texts), np.nan, np.float32))


def made(tmp_path: Path, found: list[Clusters], records: int) -> Table:
    ids = pa.chunked_array([[name(number)] for number in range(records)], pa.string())
    space = Workspace(tmp_path / "data", tmp_path / ".minga")
    recipe = Recipe("clusters", "test", 1, inputs={"what": repr(found)})
    return space.make_table(recipe, SCHEMA, lambda writer: write_clusters(found, ids, writer))


def name(number: int) -> str:
    return f"{number:032x}"


CONVERSATIONS, ANSWERS = Mode(CONVERSATION, 1, 0.85), Mode(ANSWER, 2, 0.85)


def test_rows_stand_in_order_of_ids_and_of_modes(tmp_path: Path) -> None:
    table = made(tmp_path, [clusters([0, 1, 1, 2], CONVERSATIONS), clusters([5, 5, 7, 5], ANSWERS)], 4)
    assert [tuple(row.values()) for row in table.read().to_pylist()] == [
        (name(0), name(0), "answer", None, True),
        (name(1), name(1), "conversation", None, True),
        (name(1), name(0), "answer", None, True),
        (name(2), name(1), "conversation", None, False),
        (name(3), name(0), "answer", None, False),
    ]
    [as_answer] = memberships(table, name(3), 1)
    assert (as_answer.mode, as_answer.cluster.size, as_answer.cluster.kept) == ("answer", 3, 2)
    assert (as_answer.cluster.id, as_answer.cluster.others) == (name(0), [name(1)])
    assert [one.mode for one in memberships(table, name(1), 5)] == ["conversation", "answer"]
    assert memberships(table, "nobody", 5) == []


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.integers(0, 4), max_size=30))
def test_sizes_and_the_largest_are_those_that_counting_gives(tmp_path: Path, texts: list[int]) -> None:
    table = made(tmp_path, [clusters(texts, CONVERSATIONS)], len(texts))
    counts = {texts.index(said): count for said, count in Counter(texts).items() if count > 1}
    largest = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:3]
    found = largest_clusters(table, "conversation", 3, 2)
    assert [(one.id, one.size) for one in found] == [(name(place), count) for place, count in largest]
    for one, (place, _) in zip(found, largest, strict=True):
        same = [name(number) for number, said in enumerate(texts) if said == texts[place] and number != place]
        assert one.others == same[:2]
    told = table.manifest.notes["sizes"]["conversation"]
    assert sum(told.values()) == len(counts)
    assert table.rows == sum(counts.values())


@pytest.mark.parametrize(
    ("size", "group"), [(2, "2"), (4, "4"), (5, "5–9"), (9, "5–9"), (99, "50–99"), (999, "100–999"), (1000, "1000–")]
)
def test_sizes_are_told_in_groups(tmp_path: Path, size: int, group: str) -> None:
    table = made(tmp_path, [clusters([0] * size, CONVERSATIONS)], size)
    assert table.manifest.notes["sizes"] == {"conversation": {group: 1}}
