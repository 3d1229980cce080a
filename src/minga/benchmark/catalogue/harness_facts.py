"""What lm-evaluation-harness itself says of the catalogue's tasks, read from its task files.

Only facts are taken: where the data are, how answers are scored, which splits there are. The snapshot
`data/harness.json` is what minga works with, so that the catalogue is the same whether the harness is installed or
not; `tools/catalogue_facts.py` writes it, and a test holds it to the installed version.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

__all__ = ["HarnessTask", "harness_facts", "harness_version", "own_task_files", "read_facts", "stock_task_files"]

_NAMED = re.compile(r"^(?:task|group):[ \t]*['\"]?([\w.-]+)['\"]?[ \t]*$", re.MULTILINE)
_TAGGED = re.compile(r"^tag:[ \t]*['\"]?([\w.-]+)['\"]?[ \t]*$", re.MULTILINE)


class HarnessTask(BaseModel):
    """A task, or a group of tasks, as the harness has it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    folder: str
    """Below the harness's tasks, or below minga's own task files."""
    dataset: str = ""
    config: str = ""
    output: str = ""
    """`multiple_choice`, `generate_until` …; empty for a group."""
    metrics: tuple[str, ...] = ()
    test: str = ""
    """The split that is scored."""
    fewshot: str = ""
    """The split that worked examples are drawn from."""
    parts: tuple[str, ...] = ()
    """The tasks of a group, and of the groups in it."""
    weighted: bool = True
    """Whether a group weighs its parts by their items."""


@lru_cache(maxsize=1)
def _snapshot() -> dict[str, Any]:
    text = (files("minga.benchmark.catalogue") / "data" / "harness.json").read_text(encoding="utf-8")
    snapshot: dict[str, Any] = json.loads(text)
    return snapshot


def harness_version() -> str:
    """The version that the facts are from."""
    return str(_snapshot()["version"])


@lru_cache(maxsize=1)
def harness_facts() -> Mapping[str, HarnessTask]:
    """The snapshot, by the name of the task."""
    return {name: HarnessTask(**facts) for name, facts in _snapshot()["tasks"].items()}


def stock_task_files() -> Path:
    """The folder of the installed harness's own tasks. Raises ModuleNotFoundError without the harness."""
    import lm_eval.tasks

    return Path(lm_eval.tasks.__file__).parent


def own_task_files() -> Path:
    """The folder of the tasks that the harness lacks."""
    return Path(str(files("minga.benchmark.catalogue") / "task_files"))


def read_facts(names: Iterable[str]) -> dict[str, HarnessTask]:
    """The facts of these tasks and of their parts, from the installed harness and from minga's own task files."""
    roots = (own_task_files(), stock_task_files())
    where: dict[str, tuple[Path, Path]] = {}
    tagged: dict[str, list[str]] = {}
    for root in roots:
        for path in sorted(root.rglob("*.yaml")):
            text = path.read_text(encoding="utf-8")
            for name in _NAMED.findall(text):
                where.setdefault(name, (root, path))
                for tag in _TAGGED.findall(text):
                    tagged.setdefault(tag, []).append(name)
    facts: dict[str, HarnessTask] = {}

    def read(name: str) -> tuple[str, ...]:
        """The tasks that `name` stands for; all of them, and the groups between, are then in `facts`."""
        if name not in where:
            return tuple(leaf for task in tagged.get(name, ()) for leaf in read(task))
        if name not in facts:
            found = _facts(*where[name])
            leaves = tuple(leaf for part in found.parts for leaf in read(part))
            facts[name] = found.model_copy(update={"parts": leaves})
        return facts[name].parts or (name,)

    for name in names:
        read(name)
    return dict(sorted(facts.items()))


def _facts(root: Path, path: Path) -> HarnessTask:
    from lm_eval.tasks._yaml_loader import load_yaml

    config = load_yaml(path, resolve_func=False, recursive=True)
    folder = path.parent.relative_to(root).as_posix()
    if isinstance(config.get("task"), list):
        parts = tuple(part if isinstance(part, str) else part.get("task", part.get("group")) for part in config["task"])
        averages = config.get("aggregate_metric_list") or []
        return HarnessTask(
            folder=folder,
            metrics=tuple(average["metric"] for average in averages),
            parts=parts,
            weighted=all(average.get("weight_by_size", True) for average in averages),
        )
    test = config.get("test_split") or config.get("validation_split") or ""
    given = config.get("fewshot_split") or config.get("training_split") or config.get("validation_split") or test
    return HarnessTask(
        folder=folder,
        dataset=_dataset(config),
        config=config.get("dataset_name") or "",
        output=config.get("output_type", "generate_until"),
        metrics=tuple(_metric(metric) for metric in config.get("metric_list", [])),
        test=test,
        fewshot=given,
    )


def _dataset(config: Mapping[str, Any]) -> str:
    """The repository on the Hub: also where the task reads its files by their addresses."""
    path = config.get("dataset_path") or (config.get("dataset_kwargs") or {}).get("dataset_repo") or ""
    if path in ("csv", "json", "parquet"):
        found = re.search(r"hf://datasets/([\w.-]+/[\w.-]+)", str(config.get("dataset_kwargs")))
        return found.group(1) if found else ""
    return str(path)


def _metric(metric: Mapping[str, Any]) -> str:
    """Its name; a function of the task's own is named by its last part, as the harness reports it."""
    return str(metric["metric"]).rpartition("/")[2].rpartition(".")[2]
