"""A project with a campaign of each kind, whose items are as long as real ones."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from minga.community import Database
from minga.community.consents import ConsentText, record_consent
from minga.community.people import Profile, add_person, grant_role
from minga.community.sessions import sign_in
from minga.project import Project
from minga.records import BenchmarkItem, Finding, InstructionRecord
from minga.review import list_campaigns, open_campaign
from minga.review.guidelines import accept
from minga.review.item_files import file_as_items, survey_item
from minga.settings import CampaignSettings
from minga.web.site import CONSENT_VERSION

__all__ = ["KINDS", "make_project", "new_person"]

_TOML = """\
[project]
name = "Cuánto pesa una página"
slug = "peso"
description = "Un campaña de cada clase, para pesar sus páginas."
authors = ["Comunidad"]

[[varieties]]
tag = "es"
goal = 1000
"""
_SOURCE = (
    "A farmer who keeps llamas at 3,900 metres wants to know why water boils at a lower temperature there than at the "
    "coast. Which of these explanations fits what she observes, number {n}?"
)
_QUESTION = (
    "Una campesina que cría llamas a 3.900 metros quiere saber por qué allí el agua hierve a menor temperatura que en "
    "la costa. ¿Cuál de estas explicaciones concuerda con lo que observa, número {n}?"
)
_CHOICES = (
    ("The air presses less on the water.", "El aire presiona menos sobre el agua."),
    ("The water of the mountains has less salt.", "El agua de las montañas tiene menos sal."),
    ("Firewood burns hotter in dry air.", "La leña arde a más temperatura con el aire seco."),
    ("The sun warms the pot from above.", "El sol calienta la olla desde arriba."),
)
_PARAGRAPH = (
    "En las comunidades del altiplano la limpieza de las acequias es una fiesta y un trabajo de todos. Cada familia "
    "manda a alguien con su pala, y quien no puede ir paga con chicha o con comida. Se empieza arriba, donde nace el "
    "agua, y se baja tramo a tramo hasta los últimos campos. Al anochecer se suelta el agua, y la banda toca hasta "
    "que llega. Quien reparte los turnos se elige cada año, y no se puede elegir dos veces seguidas a la misma persona."
)
_QUESTIONS: list[dict[str, Any]] = [
    {"name": "cultural", "type": "label", "title": "¿Depende de una cultura?", "options": ["yes", "no", "unsure"],
     "labels": {"yes": "Sí", "no": "No", "unsure": "No lo sé"}, "help": "Si quien es de otro país podría no saberlo."},
    {"name": "time", "type": "label", "title": "¿Cambia con el tiempo?", "options": ["yes", "no"],
     "labels": {"yes": "Sí", "no": "No"}},
    {"name": "clarity", "type": "rating", "title": "¿Se entiende?", "labels": {"1": "nada", "5": "del todo"}},
    {"name": "why", "type": "text", "title": "¿Algo más?", "required": False},
]  # fmt: skip
KINDS = ("validate-translation", "review-instruction", "write-instruction", "label", "compare", "survey")


def make_project(folder: Path) -> Project:
    """A project with a campaign of each kind, named like its kind."""
    folder.mkdir(parents=True)
    (folder / "minga.toml").write_text(_TOML, encoding="utf-8")
    project = Project.load(folder)
    with Database(project.database_url) as db:
        db.migrate()
        for kind in KINDS:
            _open(db, folder, kind)
    return project


def new_person(project: Project, name: str) -> str:
    """The session of somebody who has accepted all there is to accept."""
    with Database(project.database_url) as db:
        with db.writing() as session:
            person = add_person(session, db, Profile(name, varieties=("es",)))
            grant_role(session, db, person, "reviewer")
            record_consent(session, db, person.id, ConsentText(CONSENT_VERSION, "es", "0" * 64))
        for campaign in list_campaigns(db):
            accept(db, person, campaign, campaign.guidelines_version)
        return sign_in(db, person.id)


def _open(db: Database, folder: Path, kind: str) -> None:
    values: dict[str, Any] = {"name": kind, "kind": kind, "title": kind.capitalize(), "languages": ["es"],
                              "overlap": 20, "caps": {"share": 1.0}}  # fmt: skip
    if kind in {"label", "survey"}:
        values["questions"] = _QUESTIONS
    path = folder / f"{kind}.jsonl"
    if kind == "survey":
        settings = CampaignSettings.model_validate(values)
        open_campaign(db, settings, survey_item(settings))
        return
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in _lines(kind)), encoding="utf-8")
    settings = CampaignSettings.model_validate({**values, "items": path.name})
    open_campaign(db, settings, file_as_items(path, settings))


def _lines(kind: str) -> Iterator[dict[str, Any]]:
    for n in range(40):
        text = f"{n + 1}. {_PARAGRAPH}"
        yield {
            "validate-translation": _translation(n),
            "review-instruction": {"record": _instruction(n)},
            "write-instruction": {"document": f"{text}\n\n{_PARAGRAPH}", "domain": "costumbres"},
            "label": {"text": text},
            "compare": {"prompt": _QUESTION.format(n=n), "a": text, "b": f"{_PARAGRAPH} Eso es todo."},
        }[kind]


def _translation(n: int) -> dict[str, Any]:
    shared = {"benchmark": "mmlu", "answer": 0, "licence": "MIT", "subject": "high_school_physics"}
    source = BenchmarkItem(
        question=_SOURCE.format(n=n), choices=tuple(one for one, _ in _CHOICES), language="en", origin="human", **shared
    )
    start = _QUESTION.index("concuerda")
    finding = Finding(check="untranslated", severity="error", field="question", text="concuerda", start=start)
    record = BenchmarkItem(
        question=_QUESTION.format(n=n), choices=tuple(one for _, one in _CHOICES), language="es", origin="translated",
        source_item=source.id, findings=(finding,), risk=0.5, **shared,
    )  # fmt: skip
    return {"record": record.model_dump(mode="json"), "source": source.model_dump(mode="json")}


def _instruction(n: int) -> dict[str, Any]:
    messages = [
        {
            "role": "user",
            "content": f"¿Cómo se reparte el agua en el altiplano, y quién lo decide? ({n})",
        },
        {"role": "assistant", "content": f"{_PARAGRAPH} {_PARAGRAPH}"},
    ]
    values = {"messages": messages, "language": "es", "origin": "synthetic", "licence": "CC-BY-4.0"}
    return InstructionRecord.model_validate(values).model_dump(mode="json", by_alias=True)
