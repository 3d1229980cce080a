"""What a judge is told, in the prompts' language: data files that a linguist can edit."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from minga.languages import language_of
from minga.llm import ChatRequest
from minga.manifests import digest

__all__ = ["Rubric", "rubric_for"]

_SCHEMA = (
    '{"type":"object","properties":{"reason":{"type":"string","maxLength":400},'
    '"verdict":{"type":"string","enum":["A","B","tie"]}},"required":["reason","verdict"],"additionalProperties":false}'
)
"""The reason comes first: a judge that writes the verdict first justifies it, and does not weigh."""


@dataclass(frozen=True)
class Rubric:
    """The words for one language."""

    language: str
    version: int
    system: str
    question: str
    as_json: str
    as_line: str
    digest: str

    @property
    def name(self) -> str:
        """Language and version: `es-1`."""
        return f"{self.language}-{self.version}"

    def request(self, texts: tuple[str, str, str], *, structured: bool, max_tokens: int, key: str) -> ChatRequest:
        """The question which of two answers is better; `texts` are the prompt and the answers as they are shown."""
        values = dict(zip(("prompt", "first", "second"), texts, strict=True))
        # in one pass: answers may hold braces of their own
        question = re.sub(r"\{(prompt|first|second)\}", lambda place: values[place[1]], self.question)
        ending = self.as_json if structured else self.as_line
        return ChatRequest.ask(
            f"{question}\n{ending}",
            system=self.system,
            max_tokens=max_tokens,
            schema=_SCHEMA if structured else "",
            id=key,
        )


@lru_cache(maxsize=16)
def rubric_for(tag: str) -> Rubric:
    """The rubric in the language of `tag`, in English where minga has none."""
    folder = files("minga.evaluate.judge") / "rubrics"
    language = language_of(tag)
    file = folder / f"{language}.toml"
    if not file.is_file():
        language, file = "en", folder / "en.toml"
    data = file.read_bytes()
    values = tomllib.loads(data.decode())
    texts = {name: str(values[name]).strip() for name in ("system", "question", "as_json", "as_line")}
    return Rubric(language=language, version=int(values["version"]), digest=digest(data)[:12], **texts)
