"""Writes src/minga/benchmark/catalogue/data/harness.json from the installed harness and minga's own task files.

Run `.venv/bin/python tools/catalogue_facts.py` after the harness or the catalogue changed; a test fails while the file
differs from what this would write.
"""

from __future__ import annotations

import json
import tomllib
from importlib.metadata import version
from pathlib import Path

from minga.benchmark.catalogue.harness_facts import read_facts

DATA = Path(__file__).resolve().parent.parent / "src/minga/benchmark/catalogue/data"


def facts_file() -> str:
    """What the file should hold."""
    names = [
        task["task"]
        for path in sorted(DATA.glob("*.toml"))
        for benchmark in tomllib.loads(path.read_text(encoding="utf-8")).get("benchmarks", [])
        for task in benchmark["tasks"]
    ]
    tasks = {name: facts.model_dump(exclude_defaults=True) for name, facts in read_facts(names).items()}
    lines = ",\n".join(
        f"  {json.dumps(name)}: {json.dumps(facts, ensure_ascii=False)}" for name, facts in tasks.items()
    )
    return f'{{\n "version": "{version("lm_eval")}",\n "tasks": {{\n{lines}\n }}\n}}\n'


if __name__ == "__main__":
    (DATA / "harness.json").write_text(facts_file(), encoding="utf-8")
    print(DATA / "harness.json")
