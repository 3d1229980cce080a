from __future__ import annotations

from pathlib import Path

from minga.curate.report.fates import Fates, Group
from tests.curate.untidy import untidy_run


def test_every_record_is_counted_once_by_where_it_came_from(tmp_path: Path) -> None:
    fates = Fates(untidy_run(tmp_path))
    assert fates.reasons == ["too-short", "wrong-language", "duplicate", "near-duplicate"]
    # the record that came in twice is a duplicate in the table that comes last
    assert fates.by_table() == [
        Group("donations/vecinos", 4, {"too-short": 1, "wrong-language": 1, "duplicate": 1}),
        Group("donations/otros", 3, {"near-duplicate": 1}),
    ]


def test_groups_add_up_to_the_manifest(tmp_path: Path) -> None:
    run = untidy_run(tmp_path)
    fates, counts = Fates(run), run.curated.manifest.counts
    for groups in (fates.by_table(), *map(fates.groups, ("language", "origin", "licence"))):
        assert sum(group.came for group in groups) == counts.rows_in == 7
        assert sum(group.kept for group in groups) == counts.rows_kept == 3
        for reason, dropped in counts.dropped.items():
            assert sum(group.dropped.get(reason, 0) for group in groups) == dropped
    assert fates.groups("licence") == [
        Group("CC0-1.0", 6, {"too-short": 1, "wrong-language": 1, "duplicate": 1, "near-duplicate": 1}),
        Group("CC-BY-4.0", 1, {}),
    ]
    assert [(group.label, group.kept) for group in fates.groups("origin")] == [("human", 3), ("synthetic", 0)]
