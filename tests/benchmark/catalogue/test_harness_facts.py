from __future__ import annotations

import sys
from pathlib import Path

from minga.benchmark.catalogue.harness_facts import harness_facts, harness_version, own_task_files

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tools"))

import catalogue_facts  # noqa: E402 - lives in tools/, which is not a package


def test_the_facts_are_what_the_installed_harness_says() -> None:
    written = (catalogue_facts.DATA / "harness.json").read_text(encoding="utf-8")
    assert written == catalogue_facts.facts_file(), "run: .venv/bin/python tools/catalogue_facts.py"


def test_every_task_file_of_our_own_is_in_the_catalogue() -> None:
    files = {path.stem for path in own_task_files().rglob("*.yaml") if not path.name.startswith("_")}
    assert files <= set(harness_facts())


def test_parts_of_groups_are_known_too() -> None:
    facts = harness_facts()
    assert harness_version()
    assert facts["flores_es"].parts
    assert all(part in facts for group in facts.values() for part in group.parts)
    assert not facts["flores_es"].weighted
    assert facts["wnli_es"].dataset == "PlanTL-GOB-ES/wnli-es"
