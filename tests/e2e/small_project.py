# ruff: noqa: E501 - whole sentences
"""A project that goes the whole way in about a minute."""

from __future__ import annotations

import json
from pathlib import Path

TOML = """[project]
name = "Prueba"
slug = "prueba"
locale = "es"

[[varieties]]
tag = "es-PE"
goal = 20

[[documents]]
name = "papas"
path = "documents/*.md"
language = "es-PE"
country = "PE"
licence = "CC0-1.0"
contributor = "Equipo de prueba"

[generate]
tasks = ["summary"]
passage_words = 60
max_tokens = 48

[[donations]]
name = "refranes"
path = "refranes.jsonl"
language = "es"
country = "MX"
licence = "CC0-1.0"
contributor = "Ana"

[[benchmarks]]
name = "mmlu"
path = "lm-eval:mmlu"
licence = "MIT"
limit = 4
to = ["es"]

[tune]
steps = 2
batch_size = 2
max_length = 128
"""
DOCUMENT = """# La papa

La papa se domesticó en los Andes hace miles de años. En el Perú se conocen más de tres mil variedades, que se siembran
entre los tres mil y los cuatro mil metros de altura. Cada familia guarda sus propias semillas y las intercambia en las
ferias del valle, de modo que una misma chacra puede tener decenas de colores y formas.

El chuño se prepara con las heladas de junio. Por la noche se extienden las papas sobre el pasto para que se congelen, y
por la mañana se pisan para sacarles el agua. Después de varios días al sol quedan secas y livianas, y así se guardan
durante años sin que se malogren.
"""
PROVERBS = {
    "¿Qué quiere decir «a quien madruga, Dios lo ayuda»?": "Que quien empieza temprano y con ganas suele tener mejor suerte.",
    "¿Qué quiere decir «más vale pájaro en mano que ciento volando»?": "Que conviene más lo poco que ya se tiene que lo mucho incierto.",
    "¿Qué quiere decir «en boca cerrada no entran moscas»?": "Que callar a tiempo evita muchos problemas y malentendidos.",
    "¿Qué quiere decir «no por mucho madrugar amanece más temprano»?": "Que las cosas llegan cuando toca, aunque uno se apresure.",
    "¿Qué quiere decir «camarón que se duerme se lo lleva la corriente»?": "Que quien se descuida pierde la ocasión que tenía delante.",
    "¿Qué quiere decir «el que con lobos anda, a aullar se enseña»?": "Que las compañías terminan por cambiar las costumbres de cada quien.",
    "¿Qué quiere decir «ojos que no ven, corazón que no siente»?": "Que lo que se ignora no causa pena ni preocupación.",
    "¿Qué quiere decir «a falta de pan, tortillas»?": "Que hay que arreglarse con lo que se tiene a la mano.",
}


def write_small_project(root: Path) -> Path:
    """The project's files in `root`."""
    (root / "documents").mkdir(parents=True)
    (root / "minga.toml").write_text(TOML, encoding="utf-8")
    (root / "documents" / "papas.md").write_text(DOCUMENT, encoding="utf-8")
    lines = [json.dumps({"instruction": question, "output": answer}) for question, answer in PROVERBS.items()]
    (root / "refranes.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return root
