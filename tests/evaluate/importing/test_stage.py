"""Files of results become evaluations, and everything that does not is named with its reason."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from minga.errors import InputError
from minga.evaluate.importing import Imported, import_results
from minga.results import answers, item_scores, score
from minga.settings import TaskSettings
from minga.task_cards import TaskCard, read_task
from minga.workspace import Workspace
from tests.evaluate.importing.files import document, results_file, sample, samples_file, write

LATER = "2024-08-01T00-00-00.000000"
RIGHT = [True, True, True, False]


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "project" / "data", tmp_path / "project" / ".minga")


def bring(space: Workspace, *paths: Path, settings: tuple[TaskSettings, ...] = (), **metrics: str) -> Imported:
    return import_results(paths, metrics, settings, space)


def reasons(imported: Imported) -> list[str]:
    return [each.reason for each in imported.left_out]


def card(imported: Imported) -> TaskCard:
    return read_task(imported.tasks[0])


def test_a_results_file_becomes_an_evaluation_and_a_card(space: Workspace, tmp_path: Path) -> None:
    results_file(tmp_path / "from")
    imported = bring(space, tmp_path / "from")
    [evaluation] = imported.evaluations
    assert evaluation.name == "evaluations/llama-1b/xcopa_es"
    assert score(evaluation).value == 0.75
    assert item_scores(evaluation) is None
    notes = evaluation.manifest.notes
    assert notes["model"] == {
        "name": "andes/llama-1b", "slug": "llama-1b", "base": "andes/llama-1b", "tuned": False,
        "revision": "2d74922e8a2961565b71fd5373081e9ecbf99c08",
    }  # fmt: skip
    assert (notes["items"], notes["shots"], notes["filter"], notes["parameters"]) == (4, 0, "none", 1_000_000)
    assert notes["imported"]["date"].startswith("2024-07-24T16:31:18")
    assert (card(imported).language, card(imported).benchmark, card(imported).items) == ("es", "xcopa", 4)
    assert set(card(imported).unknown) == {"random", "licence"}
    kept = (evaluation.path / "results.json").read_text(encoding="utf-8")
    assert json.loads(kept)["results"]["xcopa_es"]["acc_stderr,none"] == 0.25
    assert "secreto" not in kept


@pytest.mark.parametrize("packed", [False, True])
def test_samples_beside_become_items_in_the_order_of_the_task(space: Workspace, tmp_path: Path, packed: bool) -> None:
    file = results_file(tmp_path / "from")
    # as several processors write them: not in order
    given = [sample(number, right) for number, right in enumerate(RIGHT)][::-1]
    samples_file(file, "xcopa_es", given, packed=packed)
    imported = bring(space, file)
    found = list(answers(imported.evaluations[0]))
    assert [(each.item, each.correct, each.prediction, each.target) for each in found] == [
        (f"q{number}", float(right), "0" if right else "1", "0") for number, right in enumerate(RIGHT)
    ]
    assert found[0].loglikelihoods == (-1.0, -2.0)
    assert card(imported).random == 0.5
    assert not imported.left_out


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ([sample(number) for number in range(4)], "the samples' mean is 1"),
        ([sample(number, right) for number, right in enumerate(RIGHT[:3])], "3 items, and results of 4"),
        ([sample(0), sample(0), sample(1), sample(2, False)], "stands twice"),
        ([{"doc_id": 0}], "Field required"),
        ([sample(0, acc=float("nan")), sample(1), sample(2), sample(3)], "no number"),
        ([sample(0, arguments={}), sample(1), sample(2), sample(3)], "cannot be read"),
        ([{**sample(0), "filtered_resps": []}, sample(1), sample(2), sample(3)], "no answer"),
    ],
)
def test_samples_that_do_not_give_the_score_are_not_taken_and_the_score_is(
    space: Workspace, tmp_path: Path, wrong: list[dict[str, Any]], said: str
) -> None:
    file = results_file(tmp_path / "from")
    samples_file(file, "xcopa_es", wrong)
    for _ in range(2):  # what was refused is said again where nothing is made anew
        imported = bring(space, file)
        assert item_scores(imported.evaluations[0]) is None
        assert said in " ".join(map(str, imported.remarks))
    assert not (imported.evaluations[0].path / "samples.jsonl").exists()


def test_files_of_the_first_versions_are_read(space: Workspace, tmp_path: Path) -> None:
    """0.4.0 named neither model nor items, and wrote the samples as one list."""
    values = document()
    old = {key: values[key] for key in ("results", "configs", "versions", "n-shot", "config")}
    file = write(tmp_path / "from" / "results.json", old)
    given = [sample(number, right) for number, right in enumerate(RIGHT)]
    for each in given:
        each["arguments"] = [["¿?", " a"], ["¿?", " b"]]
        del each["filter"], each["doc_hash"]
    write(file.parent / "pretrained__andes__llama-1b_xcopa_es.jsonl", json.dumps(given, indent=2))
    imported = bring(space, file)
    assert [each.correct for each in answers(imported.evaluations[0])] == [1, 1, 1, 0]
    assert imported.evaluations[0].manifest.notes["model"]["name"] == "andes/llama-1b"
    assert (card(imported).items, card(imported).random) == (4, 0.5)


def test_a_file_from_before_is_refused_with_what_to_do(space: Workspace, tmp_path: Path) -> None:
    file = write(tmp_path / "old.json", {"results": {"piqa": {"acc": 0.7}}, "versions": {"piqa": 0}, "config": {}})
    with pytest.raises(InputError, match=r"before version 0\.4\.0"):
        bring(space, file)


def test_a_group_is_one_task_with_its_parts(space: Workspace, tmp_path: Path) -> None:
    numbers = {"exams_eu": 0.65, "exams_law": 0.5, "exams_art": 0.75}
    values = document(results={task: {"acc,none": value} for task, value in numbers.items()})
    values["group_subtasks"] = {"exams_eu": ["exams_law", "exams_art"]}
    values["groups"] = {"exams_eu": values["results"]["exams_eu"]}
    values["n-samples"] = {
        "exams_law": {"original": 2, "effective": 2},
        "exams_art": {"original": 4, "effective": 4},
    }
    values["results"]["exams_eu"]["acc,none"] = (2 * 0.5 + 4 * 0.75) / 6
    file = write(tmp_path / "from" / "results_2024-07-24T16-31-18.112356.json", values)
    samples_file(file, "exams_law", [sample(0), sample(1, False)])
    samples_file(file, "exams_art", [sample(0), sample(1), sample(2), sample(3, False)])
    imported = bring(space, file)
    [evaluation] = imported.evaluations
    assert evaluation.name == "evaluations/llama-1b/exams_eu"
    assert [(part.task, part.items, part.random) for part in card(imported).subtasks] == [
        ("exams_law", 2, 0.5), ("exams_art", 4, 0.5),
    ]  # fmt: skip
    assert card(imported).weighting == "items"
    assert evaluation.manifest.notes["subtasks"] == {
        "exams_law": {"value": 0.5, "items": 2}, "exams_art": {"value": 0.75, "items": 4},
    }  # fmt: skip
    scores = item_scores(evaluation)
    assert scores is not None
    assert scores.subtasks == ["exams_law"] * 2 + ["exams_art"] * 4
    assert list(scores.correct) == [1, 0, 1, 1, 1, 0]


def test_a_group_that_lacks_a_part_is_a_hole(space: Workspace, tmp_path: Path) -> None:
    values = document(
        results={"exams_eu": {"acc,none": 0.5}, "exams_law": {"acc,none": 0.5}, "xcopa_es": {"acc,none": 1}}
    )
    values["group_subtasks"]["exams_eu"] = ["exams_law", "exams_art"]
    imported = bring(space, write(tmp_path / "results_a.json", values))
    assert [each.name for each in imported.evaluations] == ["evaluations/llama-1b/xcopa_es"]
    assert reasons(imported) == ["incomplete group"]


def test_the_newest_run_is_kept_and_the_others_are_named(space: Workspace, tmp_path: Path) -> None:
    results_file(tmp_path / "from")
    newer = {"xcopa_es": {"acc,none": 0.5}}
    results_file(tmp_path / "from", time=LATER, date=1722470400.0, results=newer)
    imported = bring(space, tmp_path / "from")
    assert [score(each).value for each in imported.evaluations] == [0.5]
    assert imported.reasons == {"older run": 1}


def test_an_older_run_that_comes_later_changes_nothing(space: Workspace, tmp_path: Path) -> None:
    results_file(tmp_path / "new", time=LATER, date=1722470400.0, results={"xcopa_es": {"acc,none": 0.5}})
    results_file(tmp_path / "old")
    bring(space, tmp_path / "new")
    with pytest.raises(InputError, match="older run"):
        bring(space, tmp_path / "old")
    latest = space.latest("evaluations/llama-1b/xcopa_es")
    assert latest is not None
    assert score(latest).value == 0.5


def test_the_same_file_twice_counts_once(space: Workspace, tmp_path: Path) -> None:
    results_file(tmp_path / "a")
    results_file(tmp_path / "b")
    imported = bring(space, tmp_path / "a", tmp_path / "b")
    assert (len(imported.evaluations), imported.files, imported.reasons) == (1, 2, {"duplicate": 1})


def test_a_limited_run_is_left_out_and_a_limit_beyond_the_items_is_none(space: Workspace, tmp_path: Path) -> None:
    results_file(tmp_path / "a", items=4, original=100)
    results_file(tmp_path / "b", "andes/llama-2b", config={"limit": 1000, "model_args": "pretrained=x"})
    imported = bring(space, tmp_path)
    assert [each.name for each in imported.evaluations] == ["evaluations/llama-2b/xcopa_es"]
    assert imported.reasons == {"limited run": 1}


def test_another_version_of_a_task_and_other_shots_do_not_stand_beside(space: Workspace, tmp_path: Path) -> None:
    for name in ("uno", "dos"):
        results_file(tmp_path / "from", f"andes/{name}")
    results_file(tmp_path / "from", "andes/tres", version=2.0)
    results_file(tmp_path / "from", "andes/cinco", shots=5)
    imported = bring(space, tmp_path / "from")
    assert len(imported.evaluations) == 2
    assert imported.reasons == {"another version": 1, "other shots": 1}


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e999", '"N/A"', "1" + "0" * 400, "true", "null"])
def test_what_is_no_number_is_no_score(space: Workspace, tmp_path: Path, value: str) -> None:
    results_file(tmp_path / "from", "andes/dos")
    text = json.dumps(document()).replace("0.75", value)
    write(tmp_path / "from" / "results_a.json", text)
    imported = bring(space, tmp_path / "from")
    assert reasons(imported) == ["no score"]


def test_a_score_beyond_the_maximum_is_left_out_until_the_maximum_is_said(space: Workspace, tmp_path: Path) -> None:
    file = results_file(tmp_path / "from", results={"ifeval_es": {"points,none": 57.5}})
    with pytest.raises(InputError, match=r"57\.5 of 1.*maximum"):
        bring(space, file)
    said = TaskSettings(name="ifeval_*", maximum=100, family="instruction", licence="MIT", random=0)
    imported = bring(space, file, settings=(said,))
    assert (card(imported).maximum, card(imported).family, card(imported).unknown) == (100, "instruction", ())


def test_the_metric_that_ranks_is_chosen_and_stays_chosen(space: Workspace, tmp_path: Path) -> None:
    numbers = {"sumas_ca": {"exact_match,strict": 0.25, "exact_match,flexible": 0.5, "f1,strict": 0.4}}
    results_file(tmp_path / "uno", "andes/uno", results=numbers)
    results_file(tmp_path / "dos", "andes/dos", results=numbers)
    assert score(bring(space, tmp_path / "uno").evaluations[0]).value == 0.25
    bring(space, tmp_path / "uno", sumas_ca="exact_match,flexible")
    imported = bring(space, tmp_path / "dos")
    assert [score(each).value for each in imported.evaluations] == [0.5]
    there = space.latest("evaluations/uno/sumas_ca")
    assert there is not None
    assert there.manifest.parents[0].content == imported.tasks[0].content
    with pytest.raises(InputError, match="no metric acc; it has exact_match,strict"):
        bring(space, tmp_path / "dos", sumas_ca="acc")


def test_a_new_card_is_applied_to_what_was_imported_before(space: Workspace, tmp_path: Path) -> None:
    file = results_file(tmp_path / "uno", "andes/uno")
    samples_file(file, "xcopa_es", [sample(number, right) for number, right in enumerate(RIGHT)])
    before = bring(space, file).evaluations[0]
    results_file(tmp_path / "dos", "andes/dos")
    imported = bring(space, tmp_path / "dos", settings=(TaskSettings(name="*", licence="MIT"),))
    after = space.latest("evaluations/uno/xcopa_es")
    assert after is not None
    assert after.manifest.parents[0].content == imported.tasks[0].content != before.manifest.parents[0].content
    assert after.content == before.content
    assert after.manifest.notes == before.manifest.notes


def test_two_runs_give_identical_bytes(tmp_path: Path) -> None:
    file = results_file(tmp_path / "from")
    samples_file(file, "xcopa_es", [sample(number, right) for number, right in enumerate(RIGHT)])
    written = []
    for place in ("a", "b"):
        space = Workspace(tmp_path / place / "data", tmp_path / place / ".minga")
        bring(space, tmp_path / "from")
        found = sorted(path for path in space.data.rglob("*") if path.is_file())
        written.append([(path.relative_to(space.data), path.read_bytes()) for path in found])
    assert written[0] == written[1]
    assert not any(str(tmp_path).encode() in data for _, data in written[0])


def test_models_of_one_short_name_are_told_apart(space: Workspace, tmp_path: Path) -> None:
    results_file(tmp_path / "from", "andes/llama-1b")
    results_file(tmp_path / "from", "mayab/llama-1b")
    slugs = [each.name.split("/")[1] for each in bring(space, tmp_path / "from").evaluations]
    assert slugs[0] == "llama-1b"
    assert slugs[1].startswith("llama-1b-")
    assert [each.name.split("/")[1] for each in bring(space, tmp_path / "from").evaluations] == slugs


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("/gpfs/home/rosa/secreto/mi-modelo", "mi-modelo"),
        ("C:\\modelos\\mi-modelo", "mi-modelo"),
        ("andes/../../x", "andes/x"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("a\u202eb\x00\nc", "a b c"),
        ("m" * 10_000, "m" * 240),
    ],
)
def test_a_models_name_leads_nowhere(space: Workspace, tmp_path: Path, name: str, shown: str) -> None:
    file = write(tmp_path / "from" / "results_a.json", document(name))
    [evaluation] = bring(space, file).evaluations
    assert evaluation.path.resolve().is_relative_to(space.data.resolve())
    assert re.fullmatch(r"evaluations/[a-z0-9][a-z0-9.-]{0,130}/xcopa_es", evaluation.name)
    assert evaluation.manifest.notes["model"]["name"] == shown


def test_keys_to_services_and_places_are_not_kept(space: Workspace, tmp_path: Path) -> None:
    config = {"model_args": "pretrained=/home/rosa/modelo,api_key=sk-123,dtype=float16", "limit": None}
    file = write(tmp_path / "results_a.json", document("/home/rosa/modelo", config=config))
    [evaluation] = bring(space, file).evaluations
    kept = json.loads((evaluation.path / "results.json").read_text(encoding="utf-8"))
    assert kept["config"]["model_args"] == "pretrained=modelo,api_key=…,dtype=float16"
    assert kept["model_name"] == "modelo"


def test_keys_and_places_that_the_harness_repeats_beside_every_task_are_not_kept(
    space: Workspace, tmp_path: Path
) -> None:
    told = document("otro/modelo")
    arguments = {"pretrained": "/home/rosa/modelo", "api_key": "sk-123", "base_url": "http://rosa:clave@host/v1"}
    for config in told["configs"].values():
        config["metadata"] = {"version": 1.0, **arguments}
    [evaluation] = bring(space, write(tmp_path / "results_a.json", told)).evaluations
    kept = json.loads((evaluation.path / "results.json").read_text(encoding="utf-8"))
    shown = {"version": 1.0, "pretrained": "modelo", "api_key": "…", "base_url": "http://host/v1"}
    assert [config["metadata"] for config in kept["configs"].values()] == [shown] * len(told["configs"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "not JSON"),
        ('{"results": {}, "results": {}}', "stands twice"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a": ' + "9" * 5000 + "}", "not JSON"),
        ("\udcff", "not UTF-8"),
        ("[1, 2]", "neither of lm-evaluation-harness nor of Inspect"),
        (json.dumps({**document(), "results": {"a": 1}}), "results"),
        (json.dumps({**document(), "n-samples": {"xcopa_es": {"original": -1, "effective": -1}}}), "n-samples"),
        (json.dumps(document(results={})), "no metric"),
        (json.dumps(document("")), "does not say which model"),
    ],
)
def test_a_bad_file_is_named_and_the_others_are_taken(space: Workspace, tmp_path: Path, text: str, said: str) -> None:
    results_file(tmp_path / "from", "andes/dos")
    (tmp_path / "from" / "bad.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    imported = bring(space, tmp_path / "from")
    assert len(imported.evaluations) == 1
    [left] = imported.left_out
    assert said in str(left)
    assert left.where.startswith("bad.json")
    assert imported.files == len(imported.evaluations) + sum(imported.reasons.values())


def test_links_in_a_folder_are_not_followed(space: Workspace, tmp_path: Path) -> None:
    results_file(tmp_path / "from")
    secret = write(tmp_path / "elsewhere.json", document("otro/modelo"))
    (tmp_path / "from" / "results_b.json").symlink_to(secret)
    assert bring(space, tmp_path / "from").files == 1


def test_the_projects_own_result_stays(space: Workspace, tmp_path: Path) -> None:
    from tests.leaderboard.boards import evaluation, task

    on = task(space, "xcopa_es", items=4)
    own = evaluation(space, "llama-1b", on, [1, 0, 0, 0], name="andes/llama-1b")
    results_file(tmp_path / "from")
    results_file(tmp_path / "from", "andes/dos")
    imported = bring(space, tmp_path / "from")
    assert imported.tasks == [space.latest("tasks/xcopa_es")]
    assert [each.name for each in imported.evaluations] == ["evaluations/dos/xcopa_es"]
    assert imported.reasons == {"evaluated here": 1}
    there = space.latest(own.name)
    assert there is not None
    assert there.manifest.stage == "evaluate"


def test_a_dry_run_makes_nothing(tmp_path: Path) -> None:
    results_file(tmp_path / "from")
    space = Workspace(tmp_path / "data", tmp_path / ".minga", dry=True)
    imported = bring(space, tmp_path / "from")
    assert [each.state for each in imported.evaluations] == ["pending"]
    assert not space.data.exists()


def test_nothing_to_import_says_so(space: Workspace, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        bring(space, tmp_path / "absent")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="no file of results"):
        bring(space, tmp_path / "empty")
