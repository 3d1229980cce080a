"""What is compared with what: whole conversations always, prompts and answers alone where a project asks for it."""

from __future__ import annotations

from dataclasses import dataclass

from minga.curate.duplicates.compared_texts import ANSWER, CONVERSATION, PROMPT, ComparedText
from minga.settings import CurateSettings

__all__ = ["Mode", "modes"]


@dataclass(frozen=True)
class Mode:
    """Records that say the same in `text`, and how many of them stay."""

    text: ComparedText
    most: int
    """Records of a cluster that stay."""
    threshold: float
    """Jaccard similarity from which two texts are one."""
    near: bool = True
    """Whether they are compared for more than equality."""
    min_words: int = 0
    """Words that an answer needs to be compared."""
    equal_reason: str = "duplicate"
    """Why those leave that are equal to the best of their cluster but for case, width and white space."""
    near_reason: str = "near-duplicate"
    alone: tuple[ComparedText, ...] = ()
    """Texts that must be alike by themselves too."""


def modes(settings: CurateSettings) -> list[Mode]:
    """Those that `[curate]` asks for, in their order: what one lets go holds no place in the next."""
    # in a long conversation the one word that makes another answer of it would not count
    found = [Mode(CONVERSATION, 1, settings.near_duplicates.threshold, alone=(ANSWER,))]
    prompts, answers = settings.repeated_prompts, settings.repeated_answers
    if prompts.most:
        near, reason = prompts.threshold < 1, "many-answers"
        found.append(Mode(PROMPT, prompts.most, prompts.threshold, near, 0, reason, reason))
    if answers.most:
        near, reason = answers.threshold < 1, "repeated-answer"
        found.append(Mode(ANSWER, answers.most, answers.threshold, near, answers.min_words, reason, reason))
    return found
