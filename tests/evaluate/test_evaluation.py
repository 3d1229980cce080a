from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from minga.errors import MissingPart
from minga.evaluate import Evaluation, answers, evaluate, runner, score
from minga.models import Model, find_model
from minga.progress import Advance, silent
from minga.settings import EvaluateSettings
from minga.tables import Artifact
from minga.workspace import Workspace
from tests.evaluate.tasks import GENERATION, ITEMS, make_task

pytestmark = pytest.mark.slow
SETTINGS = EvaluateSettings(batch_size=4)


class Bars:
    """Remembers what was shown."""

    def __init__(self) -> None:
        self.shown: list[tuple[str, int | None, str, int]] = []

    @contextmanager
    def __call__(self, label: str, total: int | None, unit: str) -> Iterator[Advance]:
        done: list[int] = []
        yield done.append
        self.shown.append((label, total, unit, sum(done)))


def workspace(root: Path, *, dry: bool = False, progress: object = silent) -> Workspace:
    return Workspace(root / "data", root / ".minga", dry=dry, progress=progress)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("project")


@pytest.fixture(scope="module")
def tasks(project: Path) -> list[Artifact]:
    space = workspace(project)
    return [
        make_task(space, "demo_saberes_es"),
        make_task(space, "demo_rota_es", text="{{question.falta.aqui}}", items=[{"id": "x"}]),
        make_task(space, "demo_escrita_es", template=GENERATION, metric="exact_match"),
        make_task(space, "demo_larga_es", metric="acc_norm"),
    ]


@pytest.fixture(scope="module")
def bars() -> Bars:
    return Bars()


@pytest.fixture(scope="module")
def model(project: Path, tiny_model: Path) -> Model:
    return find_model(str(tiny_model), workspace(project))


@pytest.fixture(scope="module")
def evaluated(project: Path, tasks: list[Artifact], model: Model, bars: Bars) -> Evaluation:
    return evaluate(model, tasks, SETTINGS, workspace(project, progress=bars))


def test_each_task_becomes_an_artifact_of_its_own(evaluated: Evaluation) -> None:
    names = [artifact.name for artifact in evaluated.done]
    assert names == [f"evaluations/tiny-llama/demo_{name}_es" for name in ("saberes", "escrita", "larga")]
    assert [artifact.state for artifact in evaluated.done] == ["made", "made", "made"]


def test_a_task_that_fails_is_a_hole_with_its_reason_and_a_log(evaluated: Evaluation, project: Path) -> None:
    assert list(evaluated.failed) == ["demo_rota_es"]
    reason = evaluated.failed["demo_rota_es"]
    assert "'question' is undefined" in reason
    assert "(log: .minga/logs/evaluate/tiny-llama/demo_rota_es.log)" in reason
    assert str(project) not in reason
    log = project / ".minga/logs/evaluate/tiny-llama/demo_rota_es.log"
    assert "Traceback" in log.read_text(encoding="utf-8")
    assert workspace(project).latest("evaluations/tiny-llama/demo_rota_es") is None


def test_the_bar_follows_every_answer(evaluated: Evaluation, bars: Bars) -> None:
    choices = sum(len(item["choices"]) for item in ITEMS)  # type: ignore[arg-type]
    assert bars.shown == [
        ("tiny-llama: loading", None, "", 0),
        ("tiny-llama: demo_saberes_es", choices, "answers", choices),
        ("tiny-llama: demo_escrita_es", len(ITEMS), "answers", len(ITEMS)),
        ("tiny-llama: demo_larga_es", choices, "answers", choices),
    ]


def test_what_the_harness_prints_stays_in_the_log(
    project: Path, tasks: list[Artifact], tiny_model: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    space = workspace(tmp_path)
    evaluate(find_model(str(tiny_model), space), tasks[:1], SETTINGS, space)
    assert capfd.readouterr() == ("", "")


def test_the_score_is_the_mean_of_its_answers(evaluated: Evaluation) -> None:
    for artifact in evaluated.done:
        given = list(answers(artifact))
        assert [answer.item for answer in given] == [item["id"] for item in ITEMS]
        assert all((answer.prediction == answer.target) == bool(answer.correct) for answer in given)
        result = score(artifact)
        assert result.items == len(ITEMS)
        assert result.value == pytest.approx(sum(answer.correct or 0 for answer in given) / len(given), abs=1e-12)


def test_every_choice_has_its_log_likelihood(evaluated: Evaluation) -> None:
    saberes, _, larga = evaluated.done
    assert [score(artifact).metric for artifact in evaluated.done] == ["acc", "exact_match", "acc_norm"]
    assert [answer.loglikelihoods for answer in answers(larga)] == [
        answer.loglikelihoods for answer in answers(saberes)
    ]
    for answer, item in zip(answers(saberes), ITEMS, strict=True):
        assert len(answer.loglikelihoods) == len(item["choices"])  # type: ignore[arg-type]
        assert all(value < 0 for value in answer.loglikelihoods)
        assert answer.loglikelihoods[int(answer.prediction)] == max(answer.loglikelihoods)


def test_results_name_no_place_host_or_hour(evaluated: Evaluation, project: Path, tiny_model: Path) -> None:
    for artifact in evaluated.done:
        for path in [*artifact.files, artifact.path / "manifest.json"]:
            content = path.read_bytes()
            assert str(project).encode() not in content
            assert str(tiny_model).encode() not in content
        results = json.loads((artifact.path / "results.json").read_text(encoding="utf-8"))
        assert not results.keys() & {"date", "git_hash", "pretty_env_info", "upper_git_hash"}
        assert results["model_name"] == "tiny-llama"
        assert results["lm_eval_version"]


def test_two_runs_give_the_same_bytes(evaluated: Evaluation, tiny_model: Path, tmp_path: Path) -> None:
    space = workspace(tmp_path)
    again = [
        make_task(space, "demo_saberes_es"),
        make_task(space, "demo_escrita_es", template=GENERATION, metric="exact_match"),
        make_task(space, "demo_larga_es", metric="acc_norm"),
    ]
    second = evaluate(find_model(str(tiny_model), space), again, SETTINGS, space)
    for one, other in zip(evaluated.done, second.done, strict=True):
        assert [path.read_bytes() for path in one.files] == [path.read_bytes() for path in other.files]
        assert (one.path / "manifest.json").read_bytes() == (other.path / "manifest.json").read_bytes()


def test_nothing_is_loaded_when_every_result_is_there(
    project: Path, tasks: list[Artifact], model: Model, evaluated: Evaluation
) -> None:
    bars = Bars()
    again = evaluate(model, [tasks[0], tasks[2]], SETTINGS, workspace(project, progress=bars))
    assert [artifact.state for artifact in again.done] == ["unchanged", "unchanged"]
    assert bars.shown == []


def test_another_model_in_the_settings_makes_nothing_stale(
    project: Path, tasks: list[Artifact], model: Model, evaluated: Evaluation
) -> None:
    more = SETTINGS.model_copy(update={"models": ("embedded", "another/model")})
    done = evaluate(model, tasks[:1], more, workspace(project, dry=True)).done
    assert [artifact.state for artifact in done] == ["unchanged"]
    fewer_shots = evaluate(model, tasks[:1], SETTINGS.model_copy(update={"shots": 2}), workspace(project, dry=True))
    assert [artifact.reason for artifact in fewer_shots.done] == ["changed: option shots"]


def test_a_dry_workspace_says_what_would_be_evaluated_and_starts_nothing(
    project: Path, tasks: list[Artifact], tmp_path: Path, tiny_model: Path
) -> None:
    dry = evaluate(find_model(str(tiny_model), workspace(tmp_path)), tasks, SETTINGS, workspace(tmp_path, dry=True))
    assert [artifact.state for artifact in dry.done] == ["pending"] * 4
    assert not (tmp_path / ".minga/minga.db").exists()
    assert not (tmp_path / ".minga/logs").exists()


def test_a_model_that_cannot_be_loaded_is_a_hole_in_every_task(
    project: Path, tasks: list[Artifact], tmp_path: Path, tiny_model: Path
) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(tiny_model, broken)
    weights = broken / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    space = workspace(tmp_path)
    outcome = evaluate(find_model(str(broken), space), [tasks[0], tasks[2]], SETTINGS, space)
    assert outcome.done == []
    assert list(outcome.failed) == ["demo_saberes_es", "demo_escrita_es"]
    reasons = {missing.reason for missing in outcome.missing.values()}
    assert len(reasons) == 1
    assert reasons.pop().startswith("the model cannot be loaded: SafetensorError: ")


def test_worked_examples_stand_before_each_item_in_the_chat_template_where_that_is_wanted(
    tasks: list[Artifact], model: Model, tmp_path: Path
) -> None:
    wanted = SETTINGS.model_copy(update={"shots": 1, "chat_template": True})
    outcome = evaluate(model, tasks[:1], wanted, workspace(tmp_path))
    results = json.loads((outcome.done[0].path / "results.json").read_text(encoding="utf-8"))
    assert results["n-shot"] == {"demo_saberes_es": 1}
    samples = (outcome.done[0].path / "samples.jsonl").read_text(encoding="utf-8").splitlines()
    for line in samples:
        prompt = json.loads(line)["arguments"]["gen_args_0"]["arg_0"]
        example, item = prompt.split("<|end|>user: ")
        assert example.startswith("user: Pregunta: ")
        assert item.startswith("Pregunta: ")
        assert item.endswith("Respuesta:<|end|>assistant: ")


def test_without_the_harness_the_message_says_what_to_install(
    tasks: list[Artifact], model: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "NEEDS", (*runner.NEEDS, "a_package_that_nobody_has"))
    with pytest.raises(MissingPart, match=r"a_package_that_nobody_has.*pip install 'minga\[eval\]'"):
        evaluate(model, tasks[:1], SETTINGS, workspace(tmp_path))
