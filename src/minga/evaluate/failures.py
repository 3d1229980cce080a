"""Why an evaluation failed: in one line, and whether trying again may help."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from minga.errors import MingaError

__all__ = ["Cause", "Failure", "diagnose", "ended"]

Cause = Literal["task", "model", "memory", "killed", "crash", "timeout", "stalled", "network", "lost"]
_PASSING = frozenset({"memory", "killed", "crash", "timeout", "stalled", "network", "lost"})
_OF_MEMORY = ("out of memory", "not enough memory", "can't allocate memory", "cannot allocate memory")
_LINE = 300


@dataclass(frozen=True)
class Failure:
    """Why one attempt at an evaluation failed."""

    cause: Cause
    """`task`: it raised an error; `model`: it cannot be loaded; `memory`: it ran out; `killed`: from outside; `crash`:
    the process ended by itself; `timeout`: over the time limit; `stalled`: without any sign; `network`; `lost`: its
    worker, with the machine or the program that it was part of."""
    reason: str
    """One line."""

    @property
    def passing(self) -> bool:
        """Whether another attempt may go well."""
        return self.cause in _PASSING

    @property
    def wants_smaller_batches(self) -> bool:
        """Whether less memory may help: a process that is killed most often took too much of it."""
        return self.cause in {"memory", "killed"}


def diagnose(error: BaseException, *, loading: bool = False) -> Failure:
    """What an exception says; `loading` when it was raised before there was a model."""
    reason = error.what if isinstance(error, MingaError) else f"{type(error).__name__}: {error}"
    reason = " ".join(reason.split())[:_LINE].removesuffix(":")
    if any(map(_is_memory, _chain(error))):
        return Failure("memory", f"memory ran out ({reason})")
    # one that may not be made (HF_HUB_OFFLINE) will not go better later, whatever wraps it
    if any(map(_is_network, _chain(error))) and not any(map(_is_offline, _chain(error))):
        return Failure("network", reason)
    if loading:
        return Failure("model", f"the model cannot be loaded: {reason}")
    return Failure("task", reason)


def ended(code: int) -> Failure:
    """What the end of a process says, with `code` as `subprocess` gives it."""
    if code == -signal.SIGKILL:
        return Failure("killed", "its process was killed, most often because memory ran out")
    cause = signal.Signals(-code).name if code < 0 else f"exit code {code}"
    return Failure("crash", f"its process ended before it was done ({cause})")


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _is_memory(error: BaseException) -> bool:
    return isinstance(error, MemoryError) or (
        isinstance(error, RuntimeError) and any(words in str(error).lower() for words in _OF_MEMORY)
    )


def _is_offline(error: BaseException) -> bool:
    return type(error).__name__ == "OfflineModeIsEnabled"


def _is_network(error: BaseException) -> bool:
    """Whether a connection failed."""
    names = {kind.__name__ for kind in type(error).__mro__}
    status = getattr(getattr(error, "response", None), "status_code", None)
    if isinstance(status, int):
        return status in {408, 429} or status >= 500
    return isinstance(error, ConnectionError | TimeoutError) or bool(
        names & {"TransportError", "RequestException", "ClientConnectionError", "APIConnectionError"}
    )
