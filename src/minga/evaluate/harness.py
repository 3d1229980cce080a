"""The worker's side: a model and tasks, run by lm-evaluation-harness itself."""

from __future__ import annotations

import contextlib
import faulthandler
import functools
import os
import resource
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from minga.errors import InputError, MissingPart, StorageError
from minga.evaluate.answering import Answering
from minga.evaluate.backends import load_model
from minga.evaluate.energy import Meter, hardware
from minga.evaluate.failures import Failure, diagnose
from minga.evaluate.kept_answers import KeptAnswers
from minga.evaluate.result_files import write_result
from minga.harness_compatibility import mend_harness
from minga.installed import version_of
from minga.results import Cost
from minga.storage import storage_errors
from minga.worker import Report, serve

__all__ = ["Harness"]

# closed-form errors of means cost nothing; ours are made by the leaderboard, from the samples
BOOTSTRAP = 100
PACKAGES = ("lm_eval", "torch", "transformers", "peft", "accelerate", "bitsandbytes", "vllm", "sglang")
_GIB = 1024**3

Job = Mapping[str, Any]


class Harness:
    """Holds one model, and scores it on one task after the other."""

    def __init__(self) -> None:
        self._model: Any = None
        self._unloadable: Failure | None = None
        self._stock: Any = None
        self._meter: Meter | None = None

    def score(self, job: Job, report: Report) -> dict[str, Any]:
        """Writes the result into the job's folder, and answers with `notes` on it, or with the `failure`.

        Either way the answer has the attempt's `record`: `cost`, `hardware`, `versions`, `seeds`, `requests`.
        """
        _limit_memory(job["memory_limit"])
        _print_to(job["log"])
        self._meter = self._meter or Meter(job["country"])
        record: dict[str, Any] = {"versions": _versions(), "seeds": job["options"]["seeds"]}
        if self._unloadable is not None:
            return {"failure": asdict(self._unloadable), "record": record}
        try:
            with storage_errors(None):
                model = self._loaded(job, report)
                record["hardware"] = hardware()
                with self._measured(record):
                    return {"notes": self._scored(model, job, report, record), "record": record}
        except (StorageError, MissingPart):
            raise
        except Exception as error:  # whatever a task or a library raises is the reason of a hole
            traceback.print_exc()
            failure = diagnose(error, loading=self._model is None)
            if failure.cause == "model":
                self._unloadable = failure
            return {"failure": asdict(failure), "record": record}

    def _loaded(self, job: Job, report: Report) -> Any:
        if self._model is None:
            report.bar(f"{job['label']}: loading", None, "")
            self._model = load_model(job)
            _describe_the_machine_once()
        if isinstance(job["batch_size"], int) and hasattr(self._model, "batch_size_per_gpu"):
            self._model.batch_size_per_gpu = job["batch_size"]  # the task before may have halved it
        return self._model

    @contextlib.contextmanager
    def _measured(self, record: dict[str, Any]) -> Iterator[None]:
        assert self._meter is not None  # noqa: S101 - made with the first job
        cost: list[Cost] = []
        try:
            with self._meter.measure() as cost:
                yield
        finally:
            record["cost"] = asdict(cost[0])

    def _scored(self, model: Any, job: Job, report: Report, record: dict[str, Any]) -> dict[str, Any]:
        manager = self._manager(job)
        report.alive()  # from here on it can hang
        with KeptAnswers(Path(job["kept"])) as kept:
            answering = Answering(model, kept, report, f"{job['label']}: {job['task']}")
            try:
                with answering.in_place():
                    results = _evaluate(model, job, manager)
            finally:
                record["requests"] = {"computed": answering.computed, "kept": answering.found}
                record["batch_size"] = getattr(model, "batch_size_per_gpu", job["batch_size"])
        # raises when nobody waits any more: nothing is written for them then
        report.flush()
        return write_result(Path(job["into"]), results, job) | {"versions": record["versions"]}

    def _manager(self, job: Job) -> Any:
        """The tasks in the job's folder, or the harness's own, which take seconds to list."""
        from lm_eval.tasks import TaskManager

        mend_harness()
        # a group of the harness's tasks that it has not got itself comes with a file
        if not job["stock"] or any(Path(job["tasks"]).glob("*.yaml")):
            return TaskManager(include_path=job["tasks"], include_defaults=job["stock"])
        self._stock = self._stock or TaskManager()
        return self._stock


def _evaluate(model: Any, job: Job, manager: Any) -> dict[str, Any]:
    from lm_eval import simple_evaluate

    if job["task"] not in manager.all_tasks:
        where = "lm-evaluation-harness" if job["stock"] else job["tasks"]
        raise InputError(f"there is no task called {job['task']}", where=where)
    options = job["options"]
    seeds = options["seeds"]
    results = simple_evaluate(
        model=model,
        tasks=_tasks(manager, job["task"], _changes(options)),
        task_manager=manager,
        num_fewshot=options["shots"],
        batch_size=options["batch_size"],
        device=str(getattr(model, "device", "")) or None,
        limit=options["limit"],
        system_instruction=options["system_prompt"] or None,
        apply_chat_template=options["chat_template"],
        fewshot_as_multiturn=options["chat_template"],
        bootstrap_iters=BOOTSTRAP,
        log_samples=True,
        random_seed=seeds["random"],
        numpy_random_seed=seeds["numpy"],
        torch_random_seed=seeds["torch"],
        fewshot_random_seed=seeds["fewshot"],
    )
    return dict(results or {})


def _changes(options: Mapping[str, Any]) -> dict[str, str]:
    """What a variant has in place of the task's own words, as the harness calls it."""
    changes = {} if options.get("description") is None else {"description": options["description"]}
    return changes | ({"doc_to_text": options["prompt"]} if options.get("prompt") else {})


def _tasks(manager: Any, name: str, changes: Mapping[str, str]) -> list[Any]:
    """The task, or what it consists of with `changes` in it."""
    if not changes:
        return [name]
    loaded = manager.load([name])
    for task in loaded["tasks"].values():
        for key, text in changes.items():
            task.set_config(key, text)
        if "doc_to_text" in changes:  # worked examples keep a template of their own
            task.fewshot_cfg.doc_to_text = changes["doc_to_text"]
    return [loaded["groups"][name]] if name in loaded["groups"] else list(loaded["tasks"].values())


def _describe_the_machine_once() -> None:
    """The harness asks pip and others, for each task anew, what is installed: a second for a text that is dropped."""
    from torch.utils import collect_env

    collect_env.get_pretty_env_info = functools.cache(collect_env.get_pretty_env_info)


def _versions() -> dict[str, str]:
    return {name: found for name in PACKAGES if (found := version_of(name))}


def _limit_memory(gib: float | None) -> None:
    """Let what asks for more get a MemoryError, in place of the machine that would choose whom to kill."""
    if gib is not None:
        # private memory only: files that are mapped, and addresses that a graphics card wants to have, cost nothing
        resource.setrlimit(resource.RLIMIT_DATA, (int(gib * _GIB), resource.RLIM_INFINITY))


def _print_to(log: str) -> None:
    """Let whatever is printed from here on, by whomever, go to the end of this file."""
    path = Path(log)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)


if __name__ == "__main__":
    faulthandler.enable()
    handle: Callable[[dict[str, Any], Report], dict[str, Any]] = Harness().score
    serve(handle)
