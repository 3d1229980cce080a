"""When to try again: exponential back-off with jitter, or when the server says."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

__all__ = ["LONGEST_WAIT", "Timing", "backoff", "retry_after"]

FIRST_WAIT = 0.5
LONGEST_BACKOFF = 30.0
LONGEST_WAIT = 300.0
"""Seconds: a server that asks for more than this is not waited for."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Time and chance, passed in so that tests need neither."""

    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    """Waits that many seconds."""
    now: Callable[[], float] = time.time
    """Seconds since the epoch."""
    random: Callable[[], float] = random.random
    """Draws from [0, 1)."""


def retry_after(header: str | None, now: float) -> float | None:
    """Seconds that a `Retry-After` header asks for (RFC 9110, 10.2.3), or None where it says nothing that can be read.

    >>> retry_after("7", now=0.0)
    7.0
    >>> retry_after("Thu, 01 Jan 1970 00:01:00 GMT", now=20.0)
    40.0
    """
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:12])
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - now)
    except (ValueError, TypeError, OverflowError):
        return None


def backoff(attempt: int, asked: float | None, timing: Timing) -> float:
    """Seconds to wait after try number `attempt` (0 is the first).

    Half of the wait is drawn, so that clients that failed together do not come back together. What the server `asked`
    for is never undercut.
    """
    if asked is not None:
        return asked + timing.random() * min(1.0 + asked * 0.1, 5.0)
    ceiling = min(LONGEST_BACKOFF, FIRST_WAIT * 2.0 ** min(attempt, 16))
    return ceiling * (0.5 + 0.5 * timing.random())
