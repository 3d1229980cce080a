"""How much does human validation change what a benchmark says? TruthfulQA (MC1) in Spanish and Catalan, for real.

Source: the 817 English questions. Machine: Apertium's translation of them. Validated: the professional human
translations (Apache-2.0) of `truthfulqa-multi`. Models (SmolLM2-135M-Instruct, and any GGUF file or folder given with
`--model`) answer every item of the five versions by likelihood under lm-evaluation-harness, in chunks that are a random
sample at any time. What is answered is kept in `--cache`, with the versions that it belongs to, and the same command
goes on from there. Then `minga.benchmark.compare` says what `minga benchmark compare` would.

The harness's own `hf` model sends each choice with its whole context; here a model reads it once an item, and `--check`
says how far its log-likelihoods are from the stock ones on some items, and how much faster it is.

Last line: JSON with, by language, the items and the differences of validated and machine version by model.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from _validation_plan.answers import record

from minga.benchmark import build_task, task_name
from minga.benchmark.compare import CompareOptions, Comparison, Evidence, Version, Versions, compare
from minga.benchmark.compare.page import markdown
from minga.benchmark.compare.report import report
from minga.benchmark.compare.words import Words
from minga.llm import transformers_folder
from minga.models import Model, find_model
from minga.pipeline import Pipeline
from minga.project import Project
from minga.records import BenchmarkItem, records_of
from minga.settings import BenchmarkSettings
from minga.tables import Artifact, Table
from minga.translate.parallel import linted, parallel_version
from minga.worker import offline_environment

LANGUAGES = ("es", "ca")
CHUNK = 20
SETTINGS = """\
[project]
name = "Validation experiment"
slug = "experiment"
locale = "en"

[[benchmarks]]
name = "truthfulqa"
path = "{path}"
form = "truthfulqa"
licence = "Apache-2.0"
to = ["es", "ca"]
"""
Task = tuple[Version, str, Artifact, Table]


def main() -> None:
    asked = _arguments()
    started = time.monotonic()
    project = _project(asked)
    pipeline = Pipeline(project, project.workspace())
    versions = {tag: _versions(pipeline, asked.data, tag) for tag in LANGUAGES}
    tasks = list(_tasks(pipeline, versions))
    models = [find_model(name, pipeline.workspace) for name in asked.model]
    if not asked.no_scoring:
        _score(asked, pipeline, tasks, models)
    if asked.record:
        record(asked.record, list(_recorded(asked, tasks, models)))
    found: dict[str, Any] = {"languages": {}}
    if asked.check:
        found["check"] = _check(asked, pipeline, tasks, models)
    for tag in LANGUAGES:
        found["languages"][tag] = _compared(asked, pipeline, versions[tag], tag, tasks, models)
    found["seconds"] = round(time.monotonic() - started)
    print(json.dumps(found, ensure_ascii=False))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--cache", type=Path, default=Path(".validation-experiment"))
    parser.add_argument("--model", action="append", default=None, help="`embedded` or the path of a model; several")
    parser.add_argument("--items", type=int, default=0, help="how many items to answer; 0 for all")
    parser.add_argument("--minutes", type=float, default=0.0, help="start no further chunk after so long; 0 for all")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--check", type=int, default=0, help="items that are scored by the stock harness as well")
    parser.add_argument("--no-scoring", action="store_true", help="take the answers that are there")
    parser.add_argument("--docs", type=Path, help="a page whose results, between marks, are to be written anew")
    parser.add_argument("--record", type=Path, help="write leads and shares of right choices for `validation_plan.py`")
    parser.add_argument("--quick", action="store_true", help="20 items, one model, few draws")
    asked = parser.parse_args()
    asked.model = asked.model or ["embedded"]
    if asked.quick:
        asked.model, asked.items = asked.model[:1], asked.items or CHUNK
    return asked


def _project(asked: argparse.Namespace) -> Project:
    source = (asked.data / "truthfulqa-multi" / "en.json").resolve()
    if not source.is_file():
        sys.exit(f"{source} is not there: give the folder of the data with --data")
    asked.cache.mkdir(parents=True, exist_ok=True)
    (asked.cache / "minga.toml").write_text(SETTINGS.format(path=source), encoding="utf-8")
    return Project.load(asked.cache.resolve())


def _versions(pipeline: Pipeline, data: Path, tag: str) -> Versions:
    """The versions in the cache, to which the answers belong; made where there are none."""
    there = [
        pipeline.workspace.latest(name)
        for name in ("benchmarks/truthfulqa", f"translated/truthfulqa-{tag}", f"validated/truthfulqa-{tag}")
    ]
    if all(there):
        return Versions(*there)  # type: ignore[arg-type]  # none is None
    (part,) = pipeline.project.settings.benchmarks
    path = str((data / "truthfulqa-multi" / f"{tag}.json").resolve())
    human = part.model_copy(update={"path": path, "language": tag})
    validated = parallel_version(f"validated/truthfulqa-{tag}", part, human, pipeline.project.root, pipeline.workspace)
    return Versions(pipeline.sources["truthfulqa"], pipeline.translated["truthfulqa", tag], validated)


def _tasks(pipeline: Pipeline, versions: dict[str, Versions]) -> Iterator[Task]:
    """The source once, and of each language the machine's and the validated version."""
    (part,) = pipeline.project.settings.benchmarks
    yield "source", "en", _task(pipeline, versions["es"].source, part, "en"), versions["es"].source
    for tag, three in versions.items():
        machine = part.model_copy(update={"name": "truthfulqa-machine"})
        yield "machine", tag, _task(pipeline, three.machine, machine, tag), three.machine
        yield "validated", tag, _task(pipeline, three.validated, part, tag), three.validated


def _task(pipeline: Pipeline, table: Table, part: BenchmarkSettings, tag: str) -> Artifact:
    project = pipeline.project.settings.project
    there = pipeline.workspace.latest(f"tasks/{task_name(project, part, tag)}")
    return there or build_task(table, project, part, tag, pipeline.workspace)


def _score(asked: argparse.Namespace, pipeline: Pipeline, tasks: Sequence[Task], models: Sequence[Model]) -> None:
    job = _job(asked, pipeline, tasks, models, shared=True)
    job["deadline"] = time.time() + 60 * asked.minutes if asked.minutes else 0
    _run(asked, pipeline, job, "job.json")


def _job(
    asked: argparse.Namespace, pipeline: Pipeline, tasks: Sequence[Task], models: Sequence[Model], *, shared: bool
) -> dict[str, Any]:
    described = [_described(task) for task in tasks]
    common = sorted(set(described[0]["keys"]).intersection(*(one["keys"] for one in described)))
    keys = common[: asked.items or len(common)]  # ids are hashes: their order is random
    return {
        "models": [
            {
                "label": model.name,
                "folder": str(transformers_folder(model.source, pipeline.workspace.cache)),
                "into": str(_answers(asked, model, shared=shared)),
            }
            for model in models
        ],
        "tasks": described,
        "chunks": [keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK)],
        "threads": asked.threads,
        "shared": shared,
        "deadline": 0,
    }


def _answers(asked: argparse.Namespace, model: Model, *, shared: bool) -> Path:
    return asked.cache.resolve() / ("answers" if shared else "stock") / f"{model.slug}-{model.digest[:12]}"


def _described(task: Task) -> dict[str, Any]:
    """A task for the scorer: the ids of its documents in their order, and the source items that they belong to."""
    version, tag, artifact, table = task
    lines = (artifact.path / "items.jsonl").read_text(encoding="utf-8").splitlines()
    sources = {item.id: item.source_item or item.id for item in records_of(table.batches(), BenchmarkItem)}
    ids = [json.loads(line)["id"] for line in lines]
    return {
        "name": artifact.own_name,
        "content": f"{version}-{tag}-{(artifact.content or '')[:12]}",
        "folder": str(artifact.path.resolve()),
        "ids": ids,
        "keys": [sources[one] for one in ids],
    }


def _run(asked: argparse.Namespace, pipeline: Pipeline, job: dict[str, Any], name: str) -> None:
    path = asked.cache / name
    path.write_text(json.dumps(job), encoding="utf-8")
    environment = os.environ | offline_environment(pipeline.workspace.cache, asked.threads)
    here = str(Path(__file__).resolve().parent)
    environment["PYTHONPATH"] = os.pathsep.join([here, *filter(None, [os.environ.get("PYTHONPATH")])])
    command = [sys.executable, "-m", "_validation_experiment.scoring", str(path.resolve())]
    with (asked.cache / f"{name}.log").open("a", encoding="utf-8") as log:
        subprocess.run(command, env=environment, check=True, stderr=log)


def _check(
    asked: argparse.Namespace, pipeline: Pipeline, tasks: Sequence[Task], models: Sequence[Model]
) -> dict[str, Any]:
    """The same items by the stock harness: how far log-likelihoods and choices are from each other."""
    few = argparse.Namespace(**{**vars(asked), "items": asked.check})
    job = _job(few, pipeline, tasks, models, shared=False)
    _run(asked, pipeline, job, "check.json")
    largest, other, compared = 0.0, 0, 0
    for model in models:
        for task in job["tasks"]:
            ours = _lines(_answers(asked, model, shared=True) / f"{task['content']}.jsonl")
            theirs = _lines(_answers(asked, model, shared=False) / f"{task['content']}.jsonl")
            for key in ours.keys() & theirs.keys():
                pairs = zip(ours[key]["loglikelihoods"], theirs[key]["loglikelihoods"], strict=True)
                largest = max(largest, *(abs(one - two) for one, two in pairs))
                other += ours[key]["prediction"] != theirs[key]["prediction"]
                compared += 1
    return {"answers": compared, "largest_difference": round(largest, 6), "other_choices": other}


def _lines(path: Path) -> dict[str, dict[str, Any]]:
    if not path.exists():
        return {}
    return {row["item"]: row for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())}


def _recorded(
    asked: argparse.Namespace, tasks: Sequence[Task], models: Sequence[Model]
) -> Iterator[tuple[str, int, dict[str, tuple[float, float]]]]:
    """Of every question that a model answered in all versions: lead and share of the right choice by version."""
    rows = json.loads((asked.data / "truthfulqa-multi" / "en.json").read_text(encoding="utf-8"))
    places = {row["question"]: place for place, row in enumerate(rows)}
    items = list(records_of(tasks[0][3].batches(), BenchmarkItem))
    for model in models:
        found = {
            f"{task[0]}-{task[1]}": _lines(_answers(asked, model, shared=True) / f"{_described(task)['content']}.jsonl")
            for task in tasks
        }
        for item in items:
            if all(item.id in lines for lines in found.values()) and item.answer is not None:
                right = item.answer
                logs = {version: np.array(lines[item.id]["loglikelihoods"]) for version, lines in found.items()}
                yield (
                    model.name,
                    places[item.question],
                    {
                        version: (
                            float(one[right] - np.delete(one, right).max()),
                            float(np.exp(one[right] - np.logaddexp.reduce(one))),
                        )
                        for version, one in logs.items()
                    },
                )


def _compared(
    asked: argparse.Namespace,
    pipeline: Pipeline,
    versions: Versions,
    tag: str,
    tasks: Sequence[Task],
    models: Sequence[Model],
) -> dict[str, Any]:
    scores = asked.cache / f"scores-{tag}.jsonl"
    with scores.open("w", encoding="utf-8") as out:
        for task in tasks:
            if task[1] in {"en", tag}:
                name = _described(task)["content"]
                for model in models:
                    for row in _lines(_answers(asked, model, shared=True) / f"{name}.jsonl").values():
                        line = {**row, "model": model.name, "version": task[0]}
                        del line["loglikelihoods"]
                        out.write(json.dumps(line) + "\n")
    options = CompareOptions(locale="en", draws=500 if asked.quick else 5000, campaigns=20 if asked.quick else 500)
    looked_over = Versions(
        versions.source,
        *(linted(versions.source, table, pipeline.workspace) for table in (versions.machine, versions.validated)),
    )
    made = compare("truthfulqa", tag, looked_over, Evidence(lines=scores), options, pipeline.workspace)
    numbers = json.loads((made.path / "comparison.json").read_text(encoding="utf-8"))
    if asked.docs:
        _document(made, Comparison.model_validate(numbers), asked.docs, tag)
    _show(numbers)
    return {
        "scored": numbers["scored"],
        "differences": {
            one["model"]: one["difference"] | {"mid_p": one["mid_p"]}
            for one in numbers["differences"]
            if (one["first"], one["second"]) == ("validated", "machine")
        },
    }


def _document(made: Artifact, numbers: Comparison, page: Path, tag: str) -> None:
    """Write the report between the page's marks, without the items' texts, and its pictures beside the other images."""
    pictures = page.parent.parent / "images" / "validation-experiment"
    pictures.mkdir(parents=True, exist_ok=True)
    for plot in sorted((made.path / "plots").glob("*.svg")):
        shutil.copyfile(plot, pictures / f"{tag}-{plot.name}")
    told = report(numbers, Words("en"))
    kept = [
        replace(section, tables=[table for table in section.tables if not table.prose])
        for section in told.sections
        if section.name not in {"verdicts", "reading"}
    ]
    told = replace(told, title=Words("en").language(tag), sections=kept)
    text = markdown(told, level=2, plots=f"../images/validation-experiment/{tag}-").replace("-/", "-")
    before, start, rest = page.read_text(encoding="utf-8").partition(f"<!-- results: {tag} -->\n")
    _, end, after = rest.partition(f"<!-- end: {tag} -->")
    page.write_text(f"{before}{start}\n{text}\n{end}{after}", encoding="utf-8")


def _show(numbers: dict[str, Any]) -> None:
    print(f"\n{numbers['benchmark']} in {numbers['language']}: {numbers['scored']} of {numbers['items']} items")
    for one in numbers["differences"]:
        between = one["difference"]
        print(
            f"  {one['model']:32} {one['first']:9} − {one['second']:9} {100 * between['value']:6.2f} points "
            f"[{100 * between['low']:6.2f}, {100 * between['high']:6.2f}]  mid-p {one['mid_p']:.3f}"
        )


if __name__ == "__main__":
    main()
