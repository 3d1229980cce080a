from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from minga.curate.example import Example
from minga.curate.rules import Annotator, Rule, decide


def example(answer: str, prompt: str = "¿Qué me cuentas?", language: str = "es", task: str = "") -> Example:
    messages = [{"role": "user", "content": prompt}, {"role": "assistant", "content": answer}]
    return Example(messages, language, task)


def verdict(annotators: Sequence[Annotator], rules: Sequence[Rule], given: Example) -> tuple[str, str] | None:
    """Reason and detail of the first rule that lets the record go."""
    schema = pa.schema([(name, kind) for one in annotators for name, kind in one.columns.items()])
    row = {name: value for one in annotators for name, value in one(given).items()}
    [reason], [detail] = decide(rules, pa.Table.from_pylist([row], schema))
    return (reason.as_py(), detail.as_py()) if reason.is_valid else None
