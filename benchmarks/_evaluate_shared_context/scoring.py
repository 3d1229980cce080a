"""One side: a model that scores tasks, a job a line: `python -m _evaluate_shared_context.scoring KIND FOLDER DTYPE`."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from typing import Any

from _evaluate_shared_context.limit import arithmetic_limit


def main() -> None:
    kind, folder, dtype = sys.argv[1:]
    # what libraries print is not an answer
    out, sys.stdout = sys.stdout, sys.stderr
    model = _Timed(_load(kind, folder, dtype))
    for line in sys.stdin:
        job = json.loads(line)
        print(
            json.dumps(arithmetic_limit(model.model, model.read) if job == "limit" else _scored(model, job)), file=out
        )
        out.flush()


class _Timed:
    """Takes the time that a model takes, tokenisation included."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self._scores = model.loglikelihood
        model.loglikelihood = self._timed
        self._tokens = model._loglikelihood_tokens
        model._loglikelihood_tokens = self._noted
        self.seconds = self.cpu = 0.0
        self.read: list[Any] = []
        """The last requests, as tokens."""

    def _timed(self, requests: Sequence[Any], **options: Any) -> Any:
        wall, cpu = time.perf_counter(), time.process_time()
        answers = self._scores(requests, **options)
        self.seconds += time.perf_counter() - wall
        self.cpu += time.process_time() - cpu
        return answers

    def _noted(self, requests: Sequence[Any], **options: Any) -> Any:
        self.read = list(requests)
        return self._tokens(requests, **options)


def _load(kind: str, folder: str, dtype: str) -> Any:
    from lm_eval.models.huggingface import HFLM

    from minga.evaluate.shared_context import SharedContextLM

    known = {"hf": HFLM, "minga": SharedContextLM}
    return known[kind](pretrained=folder, dtype=dtype, device="cpu", batch_size=1, use_safetensors=True)


def _scored(timed: _Timed, job: dict[str, Any]) -> dict[str, Any]:
    from lm_eval import simple_evaluate
    from lm_eval.tasks import TaskManager

    timed.model.batch_size_per_gpu = job["batch_size"]
    timed.model.logits_cache = job.get("logits_cache", True)
    timed.seconds = timed.cpu = 0.0
    started = time.perf_counter()
    results = simple_evaluate(
        model=timed.model,
        tasks=list(job["samples"]),
        task_manager=TaskManager(include_path=job["folder"], include_defaults=False),
        samples=job["samples"],
        bootstrap_iters=0,
        log_samples=True,
    )
    samples = [one for name in job["samples"] for one in results["samples"][name]]
    return {
        "seconds": timed.seconds,
        "cpu": timed.cpu,
        "whole": time.perf_counter() - started,
        "scores": [[float(reply[0]) for reply in one["filtered_resps"]] for one in samples],
        "greedy": [[str(reply[1]) == "True" for reply in one["filtered_resps"]] for one in samples],
        "correct": [[one["acc"], one["acc_norm"]] for one in samples],
    }


if __name__ == "__main__":
    main()
