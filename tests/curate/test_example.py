from __future__ import annotations

import pyarrow as pa

from minga.curate.example import Example, examples_of

CONVERSATIONS = [
    [("system", "Responde en catalán."), ("user", "¿Qué ÉS l'ull?"), ("assistant", "L'ull veu: col·lecció g̃uarani.")],
    [("user", ""), ("assistant", "…")],
    [("user", "uno"), ("assistant", "dos\ntres"), ("user", "4"), ("assistant", "Straße ½ 日本")],
]


def test_examples_of_many_records_are_those_of_each() -> None:
    messages = [[{"role": role, "content": text} for role, text in turns] for turns in CONVERSATIONS]
    columns = [
        pa.array(messages),
        pa.array(["ca", "es", "es-PE"]),
        pa.array(["", "", "qa"]),
        pa.array([None, "PE", None]),
    ]
    examples = examples_of(columns)
    alone = [Example(turns, *rest) for turns, *rest in zip(*(column.to_pylist() for column in columns), strict=True)]
    for one, other in zip(examples, alone, strict=True):
        assert (one.language, one.task, one.country) == (other.language, other.task, other.country)
        assert one.turn_words == other.turn_words
        assert one.conversation_words == other.conversation_words
