"""The worker's side: a model and tasks, run by lm-evaluation-harness itself."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from minga.errors import InputError, MingaError
from minga.evaluate.item_answers import answers_of
from minga.evaluate.result_files import card_fields, main_metric, plain_sample, write_results, write_samples
from minga.llm import transformers_folder
from minga.results import write_items
from minga.worker import Report, serve

__all__ = ["Harness"]

# closed-form errors of means cost nothing; ours are made by the leaderboard, from the samples
BOOTSTRAP = 100
REQUESTS = ("loglikelihood", "loglikelihood_rolling", "generate_until")


class Harness:
    """Holds one model, and scores it on one task after the other."""

    def __init__(self) -> None:
        self._model: Any = None
        self._unloadable: MingaError | None = None

    def score(self, job: Mapping[str, Any], report: Report) -> dict[str, Any]:
        """Writes `results.json` and `samples.jsonl` into the job's folder, and answers the main score."""
        model = self._loaded(job, report)
        _count_answers(model, report, f"{job['label']}: {job['task']}")
        results = _evaluate(model, job)
        samples = results.pop("samples")[job["task"]]
        # raises when nobody waits any more: nothing is written for them then
        report.flush()
        into, tasks = Path(job["into"]), Path(job["tasks"])
        write_results(into, results, samples, job)
        samples = [plain_sample(sample) for sample in samples]
        write_samples(into, samples)
        card = card_fields(tasks)
        ranked = main_metric(results, job["task"], card.get("metric"))
        config = results["configs"][job["task"]]
        named = {"metric": ranked["metric"], "filter_name": ranked["filter"], "cluster": card.get("cluster", "")}
        write_items(into, answers_of(samples, config, **named))
        return {
            "task": job["task"],
            **ranked,
            "parameters": results["config"]["model_num_parameters"],
            "versions": {name: version(name) for name in ("lm_eval", "peft", "torch", "transformers")},
        }

    def _loaded(self, job: Mapping[str, Any], report: Report) -> Any:
        if self._unloadable is not None:
            raise self._unloadable
        if self._model is None:
            report.bar(f"{job['label']}: loading", None, "")
            try:
                self._model = _load(job)
            except MingaError as error:
                self._unloadable = error
                raise
            except Exception as error:
                self._unloadable = InputError(f"the model cannot be loaded: {type(error).__name__}: {error}")
                raise self._unloadable from error
        return self._model


def _load(job: Mapping[str, Any]) -> Any:
    """The model, in 32-bit floats; only safetensors, and no code of others."""
    import torch

    from minga.evaluate.shared_context import SharedContextLM

    torch.set_num_threads(job["threads"])
    return SharedContextLM(
        pretrained=str(transformers_folder(job["model"], Path(job["cache"]))),
        peft=job["adapter"],
        dtype="float32",
        device="cuda" if torch.cuda.is_available() else "cpu",
        batch_size=job["batch_size"],
        use_safetensors=True,
    )


def _evaluate(model: Any, job: Mapping[str, Any]) -> dict[str, Any]:
    from lm_eval import simple_evaluate
    from lm_eval.tasks import TaskManager

    manager = TaskManager(include_path=job["tasks"], include_defaults=False)
    if job["task"] not in manager.all_subtasks:
        raise InputError(f"defines no task called {job['task']}", where=job["tasks"])
    results = simple_evaluate(
        model=model,
        tasks=[job["task"]],
        task_manager=manager,
        num_fewshot=job["shots"],
        batch_size=job["batch_size"],
        device=str(model.device),
        apply_chat_template=job["chat_template"],
        fewshot_as_multiturn=job["chat_template"],
        bootstrap_iters=BOOTSTRAP,
        log_samples=True,
    )
    return dict(results)


def _count_answers(model: Any, report: Report, label: str) -> None:
    """Let a bar follow the model's requests: opened when they are known, advanced as the harness keeps each answer."""

    class Hook:
        def add_partial(self, kind: str, request: object, answer: object) -> None:
            report.advance()

    model.set_cache_hook(Hook())
    for kind in REQUESTS:
        method = getattr(type(model), kind)

        def counted(requests: Sequence[Any], *, method: Any = method, **options: Any) -> Any:
            report.bar(label, len(requests), "answers")
            return method(model, requests, **options)

        setattr(model, kind, functools.wraps(method)(counted))


if __name__ == "__main__":
    serve(Harness().score)
