"""A model's answer to every item of some tasks, kept as they come: `python -m _validation_experiment.scoring JOB.json`.

The job names models (`label`, `folder` for transformers, `into`), tasks (`name`, `folder`, `content` for the file of
answers, and `ids` and `keys`: of its documents, and of their source items) and the chunks of source items in the order
in which they are to be answered. A chunk is answered by every model on every task before the next one, so that what is
there at any time is a fair sample.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any


def main() -> None:
    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    models: dict[str, Any] = {}
    for number, chunk in enumerate(job["chunks"]):
        if job["deadline"] and time.time() > job["deadline"]:
            return
        started = time.monotonic()
        asked = 0
        for model in job["models"]:
            for task in job["tasks"]:
                path = Path(model["into"]) / f"{task['content']}.jsonl"
                done = _done(path)
                missing = [task["keys"].index(key) for key in chunk if key not in done]
                if missing:
                    if model["label"] not in models:
                        models[model["label"]] = _load(model["folder"], job["threads"], shared=job["shared"])
                    _append(path, task, _answers(models[model["label"]], task, missing))
                    asked += len(missing)
        if asked:
            seconds = time.monotonic() - started
            print(f"chunk {number + 1} of {len(job['chunks'])}: {asked} answers, {asked / seconds:.2f}/s", flush=True)


def _done(path: Path) -> set[str]:
    if not path.exists():
        return set()
    return {json.loads(line)["item"] for line in path.read_text(encoding="utf-8").splitlines()}


def _load(folder: str, threads: int, *, shared: bool) -> Any:
    import torch
    from lm_eval.models.huggingface import HFLM

    from minga.evaluate.shared_context import SharedContextLM

    torch.set_num_threads(threads)
    kind = SharedContextLM if shared else HFLM
    return kind(pretrained=folder, dtype="float32", device="cpu", batch_size=8, use_safetensors=True)


def _answers(model: Any, task: dict[str, Any], places: list[int]) -> list[dict[str, Any]]:
    from lm_eval import simple_evaluate
    from lm_eval.tasks import TaskManager

    results = simple_evaluate(
        model=model,
        tasks=[task["name"]],
        task_manager=TaskManager(include_path=task["folder"], include_defaults=False),
        num_fewshot=0,
        samples={task["name"]: places},
        bootstrap_iters=0,
        log_samples=True,
    )
    return list(results["samples"][task["name"]])


def _append(path: Path, task: dict[str, Any], samples: list[dict[str, Any]]) -> None:
    known = dict(zip(task["ids"], task["keys"], strict=True))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as lines:
        for sample in samples:
            logs = [float(reply[0]) for reply in sample["filtered_resps"]]
            answer = {
                "item": known[sample["doc"]["id"]],
                "correct": float(sample["acc"]),
                "prediction": str(logs.index(max(logs))),
                "loglikelihoods": [round(value, 5) for value in logs],
            }
            lines.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
