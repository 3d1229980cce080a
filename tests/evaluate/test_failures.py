from __future__ import annotations

import signal

import pytest

from minga.errors import EndpointError, InputError
from minga.evaluate.failures import Failure, diagnose, ended


class HTTPError(Exception):
    def __init__(self, status: int) -> None:
        super().__init__(f"status {status}")
        self.response = type("Response", (), {"status_code": status})()


class OfflineModeIsEnabled(ConnectionError):
    """As huggingface_hub calls it."""


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (KeyError("x"), "task"),
        (InputError("the task does not compute f1"), "task"),
        (MemoryError(), "memory"),
        (RuntimeError("CUDA out of memory. Tried to allocate 2 GiB"), "memory"),
        (RuntimeError("[enforce fail at alloc_cpu.cpp] DefaultCPUAllocator: can't allocate memory"), "memory"),
        (RuntimeError("shapes do not match"), "task"),
        (ConnectionResetError("reset"), "network"),
        (TimeoutError(), "network"),
        (HTTPError(503), "network"),
        (HTTPError(429), "network"),
        (HTTPError(404), "task"),
        (OfflineModeIsEnabled("offline"), "task"),
    ],
)
def test_an_exception_says_what_kind_of_failure_it_is(error: Exception, cause: str) -> None:
    assert diagnose(error).cause == cause


def test_the_cause_behind_an_error_counts() -> None:
    error = EndpointError("the Hub did not give this model")
    error.__cause__ = HTTPError(502)
    assert diagnose(error, loading=True) == Failure("network", "the Hub did not give this model")


def test_a_connection_that_may_not_be_made_is_not_tried_again_where_a_library_wraps_it() -> None:
    error = ConnectionError("Couldn't reach 'facebook/belebele' on the Hub (OfflineModeIsEnabled)")
    error.__cause__ = OfflineModeIsEnabled("offline")
    assert diagnose(error).cause == "task"


def test_a_model_that_cannot_be_loaded_is_said_so() -> None:
    failure = diagnose(ValueError("unknown architecture"), loading=True)
    assert failure == Failure("model", "the model cannot be loaded: ValueError: unknown architecture")
    assert not failure.passing


def test_the_reason_is_one_line() -> None:
    failure = diagnose(ValueError("one\n  two " + "x" * 500))
    assert failure.reason.startswith("ValueError: one two x")
    assert len(failure.reason) == 300


def test_the_end_of_a_process_says_whether_it_was_killed() -> None:
    assert ended(-signal.SIGKILL).cause == "killed"
    assert ended(-signal.SIGKILL).wants_smaller_batches
    assert ended(-signal.SIGSEGV) == Failure("crash", "its process ended before it was done (SIGSEGV)")
    assert ended(7).reason == "its process ended before it was done (exit code 7)"
    assert ended(7).passing
