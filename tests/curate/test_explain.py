from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from minga.curate.curated_run import CuratedRun
from minga.curate.explain import Explanation, explain
from minga.curate.reasons import Threshold
from minga.errors import NothingToDo, TableError, UsageError
from minga.settings import CurateSettings
from tests.curate.test_stage import record, run, table
from tests.curate.untidy import COPY, FOREIGN, HUMAN, KEPT, SHORT, space, untidy_run


@pytest.fixture(scope="module")
def explained(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Explanation]:
    folder = tmp_path_factory.mktemp("run")
    untidy_run(folder)
    return lambda id_: explain(id_, space(folder))


def test_a_dropped_record_has_its_rule_its_threshold_and_what_was_measured(
    explained: Callable[[str], Explanation],
) -> None:
    short = explained(SHORT.id)
    assert (short.outcome, short.table) == ("dropped", "donations/vecinos")
    [left] = short.left
    assert (left.table, left.reason, left.detail) == ("curated", "too-short", "2 words of at least 4")
    assert short.thresholds == [Threshold("min_words", 4)]
    assert short.measures["quality"]["words"] == 2
    assert short.excerpt is not None
    assert short.excerpt.answer == "Una ayuda."


def test_what_was_measured_is_grouped_and_holds_no_hashes(explained: Callable[[str], Explanation]) -> None:
    foreign = explained(FOREIGN.id)
    assert foreign.measures["language"]["answer"] == "en"
    assert list(foreign.measures["duplicates"]) == ["words"]
    assert foreign.clusters == []
    assert foreign.thresholds == [Threshold("language.confidence", 0.8)]


def test_a_near_copy_says_what_stays_in_its_place(explained: Callable[[str], Explanation]) -> None:
    copy = explained(COPY.id)
    assert copy.left[0].reason == "near-duplicate"
    assert copy.duplicate_of is not None
    assert copy.duplicate_of.id == HUMAN.id
    assert copy.duplicate_of.excerpt is not None
    assert copy.duplicate_of.excerpt.answer.startswith("La minga reúne a los vecinos")
    [cluster] = copy.clusters
    assert (cluster.best.id, cluster.others) == (HUMAN.id, [])
    assert cluster.similarity is not None
    assert 0.9 < cluster.similarity < 1


def test_a_record_that_stays_says_for_which_others_and_what_it_was_made_from(
    explained: Callable[[str], Explanation],
) -> None:
    human = explained(HUMAN.id)
    assert human.outcome == "kept"
    [cluster] = human.clusters
    assert (cluster.mode, cluster.size, cluster.stay, cluster.similarity) == ("conversation", 3, 1, None)
    assert (cluster.best.id, [other.id for other in cluster.others]) == (HUMAN.id, [COPY.id])
    assert [(parent.id, parent.excerpt) for parent in human.edited_from] == [("a" * 32, None)]
    assert [left.reason for left in human.left] == ["duplicate"]  # it came in twice
    assert explained(KEPT[1].id).left == []


def test_of_what_breaks_off_the_end_is_shown(tmp_path: Path) -> None:
    broken = record(
        "El maíz se siembra en octubre, con tres granos en cada hoyo. " * 20 + "Y no te pierdas estas recetas de"
    )
    settings = CurateSettings.model_validate({"max_repetition": 1, "quality": {"unfinished": ["word"]}})
    run(tmp_path, table(tmp_path, "a", [broken]), settings=settings)
    shown = explain(broken.id, space(tmp_path)).excerpt
    assert shown is not None
    assert shown.answer.endswith("Y no te pierdas estas recetas de")


def test_an_unknown_id_is_an_error(explained: Callable[[str], Explanation]) -> None:
    with pytest.raises(UsageError, match="no record has the id 'zzz'"):
        explained("zzz")


def test_nothing_was_curated(tmp_path: Path) -> None:
    with pytest.raises(NothingToDo, match="nothing has been curated"):
        explain("a" * 32, space(tmp_path))


def test_an_older_version_of_an_input_is_found_and_one_that_is_gone_is_an_error(tmp_path: Path) -> None:
    curated = untidy_run(tmp_path).curated
    latest = tmp_path / "data" / "donations" / "otros" / "latest"
    latest.unlink()
    assert CuratedRun.of(curated, space(tmp_path)).inputs["donations/otros"].rows == 3
    for version in latest.parent.iterdir():
        (version / "manifest.json").unlink()
    with pytest.raises(TableError, match="not there any more"):
        CuratedRun.of(curated, space(tmp_path))
