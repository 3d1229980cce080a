"""A project with varied content and a community that has worked for a month: `tools/showcase.py FOLDER`.

It is what `tools/screenshots.py` takes its pictures of. Nothing in it is drawn from a clock or at random, so two runs
show the same. Everybody in it is simulated, and marked so, except the visitor through whose eyes the pictures are.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from showcase_models import submit_models
from showcase_people import Community, MovableClock, live
from showcase_texts import FILES, TEXTS

from minga.community import Database
from minga.project import Project
from minga.records import BenchmarkItem, InstructionRecord, Message, Record, to_batch
from minga.review import open_campaigns
from minga.table_writer import TableWriter
from minga.tables import Table
from minga.translate.lint import lint
from minga.workspace import Recipe

__all__ = ["build"]

ASKED = (
    ("¿Qué es {dish}?", "{Dish} es {what}."),
    ("¿Cómo se prepara {dish} en casa?", "{how}"),
    ("¿Cuándo se come o se toma {dish}?", "{when}"),
    ("Explícale en dos frases a alguien de otro país qué es {dish}.", "Es {what}. {when}"),
    ("Nunca he probado {dish}. ¿Qué debería saber antes de intentarlo?", "Que es {what}. {how}"),
)
QUESTION = {
    "es": "¿Cuál es la capital de {}?", "ca": "Quina és la capital de {}?", "gl": "Cal é a capital de {}?",
    "pt": "Qual é a capital de {}?", "eu": "Zein da {} herrialdearen hiriburua?",
}  # fmt: skip
CONTRACTED = {
    "es": {"de el ": "del "}, "ca": {"de el ": "del ", "de l’": "de l’"}, "gl": {"de o ": "do ", "de a ": "da "},
    "pt": {"de o ": "do ", "de a ": "da "}, "eu": {},
}  # fmt: skip


def build(folder: Path) -> Community:
    """Make the project in `folder`, with its tables, campaigns and people. Returns who is in it, and its clock."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        "costumbres.jsonl": [{"text": one["text"]} for one in TEXTS["customs"]],
        "respuestas.jsonl": _pairs(),
        "relatos.jsonl": list(TEXTS["documents"]),
        "control.jsonl": list(_controls()),
    }
    for name, lines in files.items():
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        (folder / name).write_text(text, encoding="utf-8")
    for name in ("minga.toml", "guia.md"):
        shutil.copy(FILES / name, folder)
    project, clock = Project.load(folder), MovableClock()
    (folder / ".minga").mkdir(exist_ok=True)
    db = Database.at(folder / ".minga" / "minga.db", clock=clock, tokens=_tokens())
    db.migrate()
    open_campaigns(project, db, *_tables(project))
    here = live(project, db, clock)
    submit_models(here)
    return here


def _tokens() -> Any:
    counted = iter(range(1_000_000_000))
    return lambda: hashlib.sha256(f"showcase {next(counted)}".encode()).hexdigest()[:43]


def _tables(project: Project) -> tuple[list[Table], dict[tuple[str, str], Table]]:
    curated = _table(project, "curated", _instructions())
    originals = _table(project, "sources/cotidiano", [*(source for source, _ in _sentences()), *_capitals_in_english()])
    translated = {
        ("cotidiano", tag): _table(project, f"translated/cotidiano/{tag}", _translated(tag), [originals])
        for tag in QUESTION
    }
    return [curated], translated


def _table(project: Project, name: str, rows: Iterable[Record], parents: Sequence[Table] = ()) -> Table:
    ordered = sorted(rows, key=lambda row: row.id)

    def make(writer: TableWriter) -> None:
        writer.count_in(len(ordered))
        writer.write(to_batch(ordered, ordered[0].schema))

    inputs = {"rows": hashlib.sha256(repr(ordered).encode()).hexdigest()}
    stages = {"curated": "curate", "sources": "collect", "translated": "translate"}
    recipe = Recipe(name, stages[name.partition("/")[0]], 1, inputs=inputs, parents=parents)
    return project.workspace().make_table(recipe, ordered[0].schema, make)


def _instructions() -> Iterator[InstructionRecord]:
    for number, about in enumerate(TEXTS["dishes"]):
        words = about | {"Dish": about["dish"][0].upper() + about["dish"][1:]}
        for place, (question, reply) in enumerate(ASKED):
            yield _conversation(
                *_worn(question.format(**words), reply.format(**words), number * 3 + place), about["country"]
            )


def _worn(question: str, reply: str, place: int) -> tuple[str, str]:
    """What machines do to texts now and then: they break off, repeat themselves and forget the opening mark."""
    if place % 7 == 3:
        return question, reply + " " + reply
    if place % 7 == 5 and len(reply) > 90:
        return question, reply[: len(reply) * 2 // 3].rstrip(" ,.")
    return (question.replace("¿", ""), reply) if place % 5 == 4 else (question, reply)


def _conversation(question: str, reply: str, country: str) -> InstructionRecord:
    tag = f"es-{country}" if country in {"PE", "MX", "AR", "ES"} else "es"
    messages = (Message(role="user", content=question), Message(role="assistant", content=reply))
    return InstructionRecord(
        messages=messages, language=tag, country=country, domain="cocina", origin="synthetic", licence="CC-BY-4.0",
        source="recetario.md",
    )  # fmt: skip


def _sentences() -> Iterator[tuple[BenchmarkItem, BenchmarkItem]]:
    for one in TEXTS["questions"]:
        source = _item("en", one["english"], one["choices"], one["answer"])
        yield source, _item("es", one["spanish"], one["translated"], one["answer"], source)


def _capitals_in_english() -> Iterator[BenchmarkItem]:
    for place, one in enumerate(TEXTS["capitals"]):
        yield _item("en", f"What is the capital of {one['country']}?", *_cities(place))


def _translated(tag: str) -> Iterator[BenchmarkItem]:
    pairs = list(_sentences()) if tag == "es" else []
    for place, (source, one) in enumerate(zip(_capitals_in_english(), TEXTS["capitals"], strict=True)):
        question = QUESTION[tag].format(one["names"][tag])
        for wrong, right in CONTRACTED[tag].items():
            question = question.replace(wrong, right)
        if place % 5 == 2:
            question = question.removeprefix("¿").replace("capital", "capital ") if tag == "es" else question[:-1]
        pairs.append((source, _item(tag, question, *_cities(place), source)))
    for source, target in pairs:
        found = lint(source, target)
        yield target.model_copy(update={"findings": found, "risk": min(1.0, 0.3 * len(found))})


def _cities(place: int) -> tuple[Sequence[str], int]:
    names = [TEXTS["capitals"][(place + step) % len(TEXTS["capitals"])]["city"] for step in (0, 3, 5, 8)]
    answer = place % 4
    names[0], names[answer] = names[answer], names[0]
    return names, answer


def _item(
    tag: str, question: str, choices: Sequence[str], answer: int, source: BenchmarkItem | None = None
) -> BenchmarkItem:
    origin = "human" if source is None else "translated"
    return BenchmarkItem(
        benchmark="cotidiano", question=question, choices=tuple(choices), answer=answer, language=tag, origin=origin,
        licence="CC-BY-4.0", source_item="" if source is None else source.id, subject="saberes cotidianos",
    )  # fmt: skip


def _pairs() -> list[dict[str, str]]:
    lines = []
    for about in TEXTS["dishes"]:
        name = about["dish"].partition(" ")[2].capitalize()
        vague = f"Es una comida muy rica y tradicional. {name} se prepara con sus ingredientes, que son varios."
        for question, good in (ASKED[0], ASKED[1]):
            words = about | {"Dish": about["dish"].capitalize()}
            prompt, reply = question.format(**words), good.format(**words)
            lines.append({"prompt": prompt, "a": reply, "b": vague, "a_by": "modelo-uno", "b_by": "modelo-dos"})
    return lines


def _controls() -> Iterator[dict[str, Any]]:
    """Items with known answers: half of them are questions of the entry test."""
    for number, about in enumerate(TEXTS["dishes"][:10]):
        good, what = number % 2 == 0, f"Es {about['what']}."
        reply = f"{about['how']} Rinde para cuatro personas." if good else f"{what} {what} {what}"
        right = "Responde a lo que se pregunta, con los pasos y los tiempos." if good else (
            "Dice tres veces lo mismo y no cuenta cómo se prepara: hay que rechazarla."
        )  # fmt: skip
        record = _conversation(f"¿Me enseñas a preparar {about['dish']}?", reply, about["country"])
        yield {
            "language": "es", "purpose": "test" if number < 6 else "gold",
            "record": record.model_dump(mode="json", by_alias=True),
            "answers": {"verdict": "accept" if good else "reject"}, "explanation": {"es": right},
        }  # fmt: skip


if __name__ == "__main__":
    made = build(Path(sys.argv[1]))
    print(f"{len(made.people)} people, until {made.clock():%d.%m.%Y}")
