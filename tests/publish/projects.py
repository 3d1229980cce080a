"""Tables, tasks, an adapter and a leaderboard as the stages before leave them, in small and with real bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from minga.llm import EMBEDDED_REPOSITORY
from minga.manifests import digest
from minga.publish import Imprint
from minga.records import BenchmarkItem, InstructionRecord, Record, to_batch
from minga.settings import BenchmarkSettings
from minga.table_writer import TableWriter
from minga.tables import Artifact, Table
from minga.workspace import Recipe, Workspace
from tests.evaluate.tasks import CHOICES, DATA, QUESTION

IMPRINT = Imprint(
    name="Recetas de los Andes",
    slug="recetas",
    licence="CC-BY-SA-4.0",
    description="Cocina que se cuenta de boca en boca.",
    locale="es",
    authors=("Rosa Mamani", "Equip de Prova"),
)
SIMULATED = "Persona de prueba 1 (simulada)"


def workspace(root: Path, *, dry: bool = False) -> Workspace:
    return Workspace(root / "data", root / ".minga", dry=dry)


def record(number: int, **values: Any) -> InstructionRecord:
    messages = [
        {"role": "user", "content": f"¿Cómo se prepara el plato número {number}?"},
        {"role": "assistant", "content": f"Se pica {number} veces la cebolla y se sofríe con ají amarillo."},
    ]
    about = {
        "language": "es-PE", "country": "PE", "domain": "cooking", "origin": "human", "licence": "CC-BY-4.0",
        "source": "https://example.org/recetas", "contributor": "Rosa", "validated_by": ("Ana", "Luz"),
    }  # fmt: skip
    return InstructionRecord.model_validate({"messages": messages, **about, **values})


def table(
    space: Workspace,
    name: str,
    records: Sequence[Record],
    *,
    parents: Sequence[Artifact] = (),
    dropped: Mapping[str, int] | None = None,
    model: type[Record] = InstructionRecord,
    stage: str = "review",
    options: Any = None,
) -> Table:
    """A table with these rows, and some that left."""
    ordered = sorted(records, key=lambda each: each.id)
    leaving = [(reason, f"{reason}-{number}") for reason, many in (dropped or {}).items() for number in range(many)]

    def build(writer: TableWriter) -> None:
        writer.count_in(len(ordered) + len(leaving))
        writer.write(to_batch(ordered, model.schema))
        for reason, unit in leaving:
            writer.drop(reason, unit)

    content = "".join([*(each.model_dump_json() for each in ordered), *(unit for _, unit in leaving)])
    inputs = {"rows": digest(content.encode())}
    recipe = Recipe(name, stage, 1, options=options, parents=parents, inputs=inputs)
    return space.make_table(recipe, model.schema, build)


def reviewed(space: Workspace, records: Sequence[Record] | None = None, **about: Any) -> Table:
    """`reviewed`, with a donation and `curated` before it."""
    rows = [record(number) for number in range(6)] if records is None else records
    donation = table(space, "donations/refranes", rows, stage="collect", dropped={"empty-message": 2})
    curated = table(space, "curated", rows, parents=[donation], stage="curate", dropped={"near-duplicate": 3})
    return table(space, "reviewed", rows, parents=[curated], **({"dropped": {"rejected": 1}} | about))


BENCHMARK = BenchmarkSettings(
    name="saberes",
    path="saberes.jsonl",
    licence="MIT",
    citation="@article{saberes, title={Saberes}, year={2021}}",
    source="https://example.org/saberes",
    to=("es",),
)


def source_item(number: int, **values: Any) -> BenchmarkItem:
    about = {
        "benchmark": "saberes", "question": f"What is needed for dish {number}?", "answer": number % 3,
        "choices": ("Maize", "Wheat", "Rice"), "language": "en", "origin": "human", "licence": "MIT",
    }  # fmt: skip
    return BenchmarkItem.model_validate({**about, **values})


def translated_item(source: BenchmarkItem, number: int, **values: Any) -> BenchmarkItem:
    about = {
        "benchmark": "saberes", "question": f"¿Qué hace falta para el plato {number}?", "answer": source.answer,
        "choices": ("Maíz", "Trigo", "Arroz"), "language": "es", "origin": "translated", "licence": "MIT",
        "source_item": source.id, "parents": (source.id,), "generator": {"model": "apertium eng-spa"},
    }  # fmt: skip
    return BenchmarkItem.model_validate({**about, **values})


def benchmark_tables(space: Workspace, *, simulated: bool = False, **about: Any) -> tuple[Table, Table]:
    """`benchmarks/saberes` with six items, and `validated/saberes-es` with four: one edited, two rejected."""
    sources = [source_item(number, **about) for number in range(6)]
    source = table(space, "benchmarks/saberes", sources, model=BenchmarkItem, stage="translate", options=BENCHMARK)
    items = [translated_item(each, number, **about) for number, each in enumerate(sources)]
    translated = table(space, "translated/saberes-es", items, parents=[source], model=BenchmarkItem, stage="translate")
    names = (SIMULATED,) if simulated else ("Ana", "Luz")
    kept = [item.edited(validated_by=names) for item in items[:3]]
    kept.append(items[3].edited(question="¿Qué se necesita para el plato 3?", validated_by=names))
    validated = table(
        space, "validated/saberes-es", kept, parents=[translated], model=BenchmarkItem, dropped={"rejected": 2}
    )
    return source, validated


def task(space: Workspace, items: Table, name: str, language: str = "es") -> Artifact:
    """`tasks/NAME`: what the benchmark stage makes of items."""
    rows = [{key: row[key] for key in ("id", "question", "choices", "answer")} for row in items.read().to_pylist()]
    card = {
        "task": name, "benchmark": "saberes", "language": language, "metric": "acc", "random": 1 / 3, "maximum": 1.0,
        "items": len(rows), "licence": "MIT", "validated": 1.0,
    }  # fmt: skip

    def build(folder: Path, notes: dict[str, Any]) -> None:
        (folder / f"{name}.yaml").write_text(CHOICES.format(name=name, text=QUESTION), encoding="utf-8")
        (folder / "data.py").write_text(DATA, encoding="utf-8")
        lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
        (folder / "items.jsonl").write_text("".join(lines), encoding="utf-8")
        (folder / "minga-task.json").write_text(json.dumps(card), encoding="utf-8")

    return space.make_folder(Recipe(f"tasks/{name}", "benchmark", 1, parents=[items]), build)


def adapter(space: Workspace, records: Table, *, base: str = EMBEDDED_REPOSITORY) -> Artifact:
    """`adapter`, but for its weights, which a model is not needed for here."""
    training = {
        "base": base, "seed": 7, "records": records.rows, "examples": records.rows, "too_long": 0,
        "settings": {"steps": 2, "batch_size": 2, "learning_rate": 2e-4, "rank": 8},
        "steps": [{"step": 1, "loss": 2.5}, {"step": 2, "loss": 2.25}],
    }  # fmt: skip

    def build(folder: Path, notes: dict[str, Any]) -> None:
        (folder / "adapter_model.safetensors").write_bytes(b"\x02\0\0\0\0\0\0\0{}")
        config = {"base_model_name_or_path": base, "peft_type": "LORA", "r": 8}
        (folder / "adapter_config.json").write_text(json.dumps(config), encoding="utf-8")
        (folder / "training.json").write_text(json.dumps(training), encoding="utf-8")
        notes["model"] = {"name": "SmolLM2-135M-Instruct Q4_K_M", "slug": "smollm2", "base": base, "tuned": False}

    recipe = Recipe("adapter", "tune", 1, parents=[records], inputs={"base": "weights"})
    return space.make_folder(recipe, build)


def evaluation(
    space: Workspace, on: Artifact, value: float, *, tuned: Artifact | None = None, items: int = 4
) -> Artifact:
    """`evaluations/MODEL/TASK` as far as a card reads it."""
    name, slug = on.own_name, "smollm2-recetas" if tuned else "smollm2"

    def build(folder: Path, notes: dict[str, Any]) -> None:
        (folder / "results.json").write_text(json.dumps({"results": {name: {"acc,none": value}}}), encoding="utf-8")
        notes["model"] = {"name": slug, "slug": slug, "base": EMBEDDED_REPOSITORY, "tuned": tuned is not None}
        notes |= {"task": name, "metric": "acc", "filter": "none", "value": value, "items": items}
        notes["higher_is_better"] = True

    parents = [on] if tuned is None else [on, tuned]
    recipe = Recipe(f"evaluations/{slug}/{name}", "evaluate", 1, parents=parents, inputs={"model": "weights"})
    return space.make_folder(recipe, build)


def leaderboard(space: Workspace, evaluations: Sequence[Artifact], tasks: Sequence[Artifact]) -> Artifact:
    """`leaderboard`: a page and its numbers."""

    def build(folder: Path, notes: dict[str, Any]) -> None:
        (folder / "index.html").write_text("<!doctype html><title>Tabla</title>", encoding="utf-8")
        (folder / "scores.json").write_text("{}", encoding="utf-8")
        (folder / "plots").mkdir()
        (folder / "plots" / "saberes.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")

    return space.make_folder(Recipe("leaderboard", "leaderboard", 1, parents=[*tasks, *evaluations]), build)
