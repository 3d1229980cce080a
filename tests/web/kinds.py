"""A campaign of each kind that has its items from a file, for the tests of its pages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from minga.community import Database
from minga.community.models import Campaign
from minga.review import open_campaign
from minga.review.item_files import file_as_items, survey_item
from minga.settings import CampaignSettings

LABELS = {"yes": "Sí", "no": "No", "unsure": "No lo sé"}
QUESTIONS: tuple[dict[str, Any], ...] = (
    {"name": "cultural", "type": "label", "title": "¿Depende de una cultura?", "options": ("yes", "no", "unsure"),
     "labels": LABELS, "help": "Si quien es de otro país podría no saberlo."},
    {"name": "which", "type": "labels", "title": "¿De qué depende?", "options": ("food", "history", "law", "names"),
     "labels": {"food": "Comida", "history": "Historia", "law": "Leyes", "names": "Nombres"},
     "when": {"cultural": "yes"}},
    {"name": "clarity", "type": "rating", "title": "¿Se entiende?", "low": 1, "high": 5,
     "labels": {"1": "nada", "5": "del todo"}},
    {"name": "why", "type": "text", "title": "¿Algo más?", "required": False},
)  # fmt: skip
RANKING = {
    "name": "order", "type": "ranking", "title": "Ordena por importancia", "options": ("truth", "style", "length"),
    "labels": {"truth": "Que sea verdad", "style": "Que suene bien", "length": "Que sea breve"},
}  # fmt: skip

_RECIPES = [
    "La humita se envuelve en la chala del choclo y se cuece al vapor durante cuarenta minutos.",
    "El hervido valenciano lleva patata, judía verde y cebolla, y se adereza en la mesa con aceite y sal.",
    "La mazamorra morada toma su color del maíz morado, que se hierve con piña, membrillo, canela y clavo.",
]  # fmt: skip

ITEMS: dict[str, list[dict[str, Any]]] = {
    "write-instruction": [{"document": text, "domain": "cocina"} for text in _RECIPES],
    "label": [{"text": text} for text in _RECIPES],
    "compare": [
        {
            "prompt": f"¿Cómo se prepara la {dish}?",
            "a": f"La {dish} se prepara con maíz tierno molido, que se cuece envuelto en sus propias hojas.",
            "b": f"Es un plato. La {dish} se hace en la cocina con sus ingredientes, que son varios y muy ricos.",
            "a_by": "modelo-uno",
            "b_by": "modelo-dos",
        }
        for dish in ("humita", "tamalada", "chapalele")
    ],
}  # fmt: skip


def open_kind(db: Database, folder: Path, kind: str, name: str = "", **values: Any) -> Campaign:
    """Open a campaign of `kind` over items in a file, with the questions above where it needs any."""
    name = name or kind.partition("-")[0]
    if kind in {"label", "survey"}:
        values.setdefault("questions", QUESTIONS if kind == "label" else (QUESTIONS[2], RANKING))
    if kind == "survey":
        settings = CampaignSettings(name=name, kind=kind, title="Unas preguntas", languages=("es",), **values)
        return open_campaign(db, settings, survey_item(settings)).campaign
    items = folder / f"{name}.jsonl"
    items.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in ITEMS[kind]), encoding="utf-8")
    settings = CampaignSettings(
        name=name, kind=kind, title=name.capitalize(), languages=("es",), items=items.name, **values
    )  # type: ignore[arg-type]
    return open_campaign(db, settings, file_as_items(items, settings)).campaign


def open_every_kind(db: Database, folder: Path) -> dict[str, Campaign]:
    """One campaign of each kind beside those over tables."""
    return {kind: open_kind(db, folder, kind) for kind in (*ITEMS, "survey")}
