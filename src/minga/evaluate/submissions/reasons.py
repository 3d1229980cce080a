"""Why a submission is refused or has to wait: what is wrong and what to do, in one place, translated where shown."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from minga.errors import CommunityError

__all__ = ["REASONS", "Reason", "Refused", "Undecided", "later", "read_reason"]

Value = str | int | float


def later(message: str) -> str:
    """Marks a message for translation where it is defined; it is translated where it is shown."""
    return message


REASONS: dict[str, tuple[str, str]] = {
    # what is known before anybody is asked
    "closed": (later("this project takes no submissions"), later("ask its lead")),
    "name": (
        later("that is not the name of a model on the Hub"),
        later("write OWNER/NAME, or OWNER/NAME@REVISION with a branch, a tag or a commit"),
    ),
    "suites": (later("choose at least one suite of this project"), later("go back and tick one")),
    "note": (later("the note is too long"), later("keep it below 1,000 characters")),
    "known": (
        later("this revision of the model was submitted already"),
        later("look it up among the submissions; a newer revision may be submitted"),
    ),
    "quota": (
        later("you submitted %(count)s models in the last seven days, as many as one person may"),
        later("submit the next one in a few days, or take back one that still waits"),
    ),
    "tries": (
        later("too many models of yours were refused in the last 24 hours"),
        later("read why, mend the models, and submit again tomorrow"),
    ),
    # what the Hub says
    "absent": (
        later("the Hub shows no such model to the public"),
        later("check the name; if the model is private, make it public in its settings and submit it again"),
    ),
    "private": (later("the model is private"), later("make it public in its settings on the Hub and submit it again")),
    "gated": (
        later("the model is given only to those who ask for it"),
        later("switch access requests off in its settings on the Hub and submit it again: anybody must be able to check"
              " a score"),
    ),
    "disabled": (later("the Hub has disabled this model"), later("its page on the Hub says why")),
    "revision": (
        later("the model has no revision %(revision)s"),
        later("give a branch, a tag or a commit that its page on the Hub lists"),
    ),
    "paths": (
        later("the repository holds a file whose name leads elsewhere: %(files)s"),
        later("take it out and submit the model again"),
    ),
    # its licence
    "no-licence": (
        later("the model has no licence"),
        later("write one into its card (license: …) as SPDX or the Hub name it, and submit it again"),
    ),
    "licence": (
        later("%(licence)s is no licence that can be read"),
        later("write it into the card as SPDX or the Hub name it, such as apache-2.0, and submit the model again"),
    ),
    # its files
    "code": (
        later("the model comes with code to execute: %(files)s"),
        later("nothing of a repository is executed here: submit a model of an architecture that transformers has"
              " itself, without code in its repository"),
    ),
    "pickle": (
        later("its weights are pickle files only, which can execute code when they are read: %(files)s"),
        later("save it with save_pretrained, which writes safetensors, upload these and submit it again"),
    ),
    "gguf": (
        later("the repository holds GGUF files only"),
        later("submit the repository with the original weights in safetensors"),
    ),
    "weights": (
        later("there are no weights that transformers would load: %(files)s is missing"),
        later("upload model.safetensors, or its index with all the files that it names, and submit the model again"),
    ),
    "damaged": (
        later("%(files)s is damaged: %(fault)s"),
        later("save the model again with save_pretrained, upload it and submit it again"),
    ),
    "large-file": (
        later("%(files)s is larger than the %(limit)s MB that are read of such a file"),
        later("make it smaller and submit the model again"),
    ),
    "no-config": (
        later("the repository has no config.json"),
        later("submit a model that was saved with save_pretrained of transformers"),
    ),
    "config": (
        later("its config.json cannot be used: %(fault)s"),
        later("save the model again with save_pretrained, upload it and submit it again"),
    ),
    "architecture": (
        later("transformers %(version)s, which is installed here, has no architecture %(name)s"),
        later("submit it again when the project has a transformers that knows it"),
    ),
    "no-language-model": (
        later("%(name)s is no model that writes or scores text"),
        later("submit a causal or a sequence-to-sequence language model"),
    ),
    "quantised": (
        later("the model is quantised with %(name)s, which this machine cannot run"),
        later("submit the repository with its original weights"),
    ),
    "tokenizer": (
        later("its tokenizer cannot be loaded: %(fault)s"),
        later("try AutoTokenizer.from_pretrained with the newest transformers, mend what it says, and submit it again"),
    ),
    "vocabulary": (
        later("its tokenizer writes token %(token)s, and the model has only %(size)s"),
        later("upload the tokenizer that belongs to the model and submit it again"),
    ),
    # its size
    "parameters": (
        later("it has %(billions)s billion parameters; this project takes models of up to %(limit)s billion"),
        later("submit a smaller one, or ask the lead to raise the limit"),
    ),
    "memory": (
        later("it needs about %(needed)s GB of memory, and the machine that evaluates has %(there)s GB"),
        later("submit a smaller one, or ask the lead for a larger machine"),
    ),
    # adapters
    "no-base": (
        later("the adapter does not say which model of the Hub it was trained on"),
        later("write OWNER/NAME as base_model_name_or_path into adapter_config.json and submit it again"),
    ),
    "adapter": (
        later("the adapter cannot be used: %(fault)s"),
        later("save it again with the newest peft, upload it and submit it again"),
    ),
    "adapter-on-adapter": (
        later("the adapter stands on another adapter"),
        later("merge the two with peft, upload the result and submit that"),
    ),
    # what waits, and what a lead decides
    "unreachable": (
        later("the Hub cannot be reached: %(fault)s"),
        later("nothing is lost: it is tried again by itself"),
    ),
    "no-space": (
        later("there is no room on the disk for %(needed)s GB"),
        later("the lead has to make room; it is tried again by itself"),
    ),
    "not-installed": (
        later("this server cannot check models yet: %(fault)s"),
        later("the lead has to install what is missing; it is tried again by itself"),
    ),
    "unfinished": (
        later("its check did not come to an end: %(fault)s"),
        later("it is tried again by itself"),
    ),
    "check-died": (
        later("its check ended three times without an answer: %(fault)s"),
        later("see whether AutoTokenizer.from_pretrained loads it elsewhere, and ask the lead, who has the log"),
    ),
    "lead": (later("the lead refused it: %(words)s"), later("ask the lead")),
    "failed": (later("%(count)s of its evaluations failed"), later("the page says why; the lead can start them again")),
}  # fmt: skip
"""What is wrong, and what to do about it, by code. English; also the ids of the translations."""


@dataclass(frozen=True)
class Reason:
    """A reason with its values."""

    code: str
    values: Mapping[str, Value] = field(default_factory=dict)
    base: str = ""
    """The base model that it concerns, where the submission itself is an adapter."""

    def words(self, translate: Callable[[str], str] = str, number: Callable[[int | float], str] = str) -> list[str]:
        """What is wrong and what to do, as two sentences without capital and full stop."""
        values = {key: value if isinstance(value, str) else number(value) for key, value in self.values.items()}
        return [translate(text) % values for text in REASONS[self.code]]

    def __str__(self) -> str:
        what, hint = self.words(number=lambda value: f"{value:,}")
        return f"{f'its base {self.base}: ' if self.base else ''}{what}; {hint}"

    def dump(self) -> str:
        """The reason as it is kept in the database."""
        return json.dumps({"code": self.code, "values": dict(self.values), "base": self.base}, ensure_ascii=False)


def read_reason(kept: str) -> Reason | None:
    """A reason from the database; None for an empty text or one that minga did not write."""
    try:
        read = json.loads(kept)
        reason = Reason(read["code"], read["values"], read["base"])
    except (ValueError, KeyError, TypeError):
        return None
    return reason if reason.code in REASONS else None


class Refused(CommunityError):
    """A submission is refused; `reason` says why and what to do."""

    def __init__(self, code: str, *, base: str = "", **values: Value) -> None:
        self.reason = Reason(code, _printable(values), base)
        what, hint = self.reason.words(number=lambda value: f"{value:,}")
        super().__init__(what, hint=hint)


class Undecided(Exception):
    """It cannot be known now whether a submission is refused: the check has to be repeated."""

    def __init__(self, code: str, **values: Value) -> None:
        self.reason = Reason(code, _printable(values))
        super().__init__(str(self.reason))


def _printable(values: Mapping[str, Value]) -> dict[str, Value]:
    """Values without what a terminal would obey: some are words of strangers' files."""
    return {
        key: "".join(sign if sign.isprintable() else "�" for sign in value) if isinstance(value, str) else value
        for key, value in values.items()
    }
