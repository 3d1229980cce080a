"""Tasks of the harness, small and real, as artifacts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from minga.tables import Artifact
from minga.task_cards import CARD, TaskCard
from minga.workspace import Recipe, Workspace

CHOICES = """\
task: {name}
custom_dataset: !function data.load
test_split: test
fewshot_split: test
output_type: multiple_choice
doc_to_text: "{text}"
doc_to_choice: choices
doc_to_target: answer
metric_list:
  - {{metric: acc, aggregation: mean, higher_is_better: true}}
  - {{metric: acc_norm, aggregation: mean, higher_is_better: true}}
metadata: {{version: 1.0}}
"""
GENERATION = """\
task: {name}
custom_dataset: !function data.load
test_split: test
output_type: generate_until
doc_to_text: "{text}"
doc_to_target: "{{{{choices[answer]}}}}"
generation_kwargs: {{until: ["\\n"], max_gen_toks: 4}}
metric_list:
  - {{metric: exact_match, aggregation: mean, higher_is_better: true}}
metadata: {{version: 1.0}}
"""
DATA = """\
import json
from pathlib import Path

import datasets


def load(**_):
    lines = (Path(__file__).parent / "items.jsonl").read_text(encoding="utf-8").splitlines()
    return {"test": datasets.Dataset.from_list([json.loads(line) for line in lines])}
"""
QUESTION = "Pregunta: {{question}}\\nRespuesta:"
ITEMS = [
    {"id": f"item-{number}", "question": question, "choices": choices, "answer": answer}
    for number, (question, choices, answer) in enumerate(
        [
            ("¿Con qué se prepara el mate?", ["Con yerba", "Con café molido", "Con cacao", "Con sal"], 0),
            ("¿Qué océano baña la costa de Chile?", ["El Atlántico", "El Pacífico", "El Índico"], 1),
            ("¿Qué lengua se habla en el Paraguay junto al castellano?", ["El náhuatl", "El mapuche", "El guaraní"], 2),
            ("¿Cuál es la capital de Honduras?", ["Tegucigalpa", "Managua", "San José", "San Salvador"], 0),
            ("¿De qué se hace la arepa?", ["De trigo", "De maíz", "De arroz"], 1),
        ]
    )
]


def make_task(
    workspace: Workspace,
    name: str,
    *,
    template: str = CHOICES,
    text: str = QUESTION,
    metric: str = "acc",
    items: Sequence[Mapping[str, Any]] = ITEMS,
    data: str = DATA,
    more: str = "",
    **about: Any,
) -> Artifact:
    """`tasks/NAME`; with a `text` that names an absent field it is a task that fails.

    `data` is its Python file, `more` goes to the end of its YAML, and `about` to its card.
    """

    def build(folder: Path, notes: dict[str, Any]) -> None:
        (folder / f"{name}.yaml").write_text(template.format(name=name, text=text) + more, encoding="utf-8")
        (folder / "data.py").write_text(data, encoding="utf-8")
        lines = [json.dumps(item, ensure_ascii=False) + "\n" for item in items]
        (folder / "items.jsonl").write_text("".join(lines), encoding="utf-8")
        card = TaskCard(
            task=name, benchmark="demo", language="es", metric=metric, items=len(items), licence="CC0-1.0", **about
        )
        (folder / CARD).write_text(card.model_dump_json(), encoding="utf-8")

    inputs = {"text": text, "metric": metric, "items": json.dumps(items), "data": data, "more": more}
    inputs["about"] = json.dumps(about)
    return workspace.make_folder(Recipe(f"tasks/{name}", "benchmark", 1, inputs=inputs), build)
