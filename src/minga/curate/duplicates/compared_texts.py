"""The texts of a record by which it may repeat another: all that it says, what is asked, what is answered."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from minga.curate.example import Example

__all__ = ["ANSWER", "CONVERSATION", "ComparedText", "PROMPT"]


@dataclass(frozen=True)
class ComparedText:
    """Some of a record's turns; a system's message is none of them."""

    name: str
    turns: slice
    """Of the conversation, from its first question on."""

    @property
    def digest_column(self) -> str:
        """The column with the hash of the normalised turns (16 bytes): equal for texts that say the same."""
        return f"duplicates.{self._prefix}digest"

    def band_column(self, number: int) -> str:
        """The column with the hashes of a MinHash band (uint64, null where the text has too few words)."""
        return f"duplicates.{self._prefix}band-{number:02d}"

    @property
    def words_column(self) -> str:
        """The column with the words, separated by single spaces, while they are needed."""
        return f"words-{self.name}"

    def digest(self, example: Example) -> bytes:
        """Hash of the normalised turns with their roles."""
        turns = "\x1e".join(f"{role}\x1f{text}" for role, text in example.normalised_turns[self.turns])
        return hashlib.blake2b(turns.encode(), digest_size=16).digest()

    def written(self, example: Example) -> str:
        """The turns as they were written."""
        return "\n".join(turn["content"] for turn in example.turns[self.turns])

    def words(self, example: Example) -> list[str]:
        """The words of the turns."""
        return [word for said in example.turn_words[self.turns] for word in said]

    @property
    def _prefix(self) -> str:
        return "" if self == CONVERSATION else f"{self.name}-"


CONVERSATION = ComparedText("conversation", slice(None))
"""All that is said."""
PROMPT = ComparedText("prompt", slice(None, -1))
"""All that is said before the last answer: `go on` is another question after another conversation."""
ANSWER = ComparedText("answer", slice(-1, None))
"""The last answer."""
