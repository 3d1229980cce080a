from __future__ import annotations

from minga.curate.rules import Example


def example(answer: str, prompt: str = "¿Qué me cuentas?", language: str = "es", task: str = "") -> Example:
    messages = [{"role": "user", "content": prompt}, {"role": "assistant", "content": answer}]
    return Example(messages, language, task)
