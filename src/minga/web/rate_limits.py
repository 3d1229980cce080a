"""How often one person, or one network, may write: enough for anybody at work, too little for a program that runs wild.

Counted in memory by each server process, so several processes allow as many times more; passwords and codes, where each
guess counts, are throttled in the database instead (`minga.community.throttling`).
"""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request

from minga.community.models import Person
from minga.community.throttling import network_of

__all__ = [
    "GUESTS",
    "PEOPLE",
    "Rate",
    "RateLimiter",
    "hold_back",
]


@dataclass(frozen=True)
class Rate:
    """`burst` acts at once, and `per_second` more as time goes by."""

    name: str
    per_second: float
    burst: int


PEOPLE = Rate("person", per_second=10, burst=100)
"""Writes of somebody who is signed in, or of her programs."""
GUESTS = Rate("guest", per_second=2, burst=120)
"""Forms sent from one network by people who are not signed in: a hackathon may sit behind one address."""


class RateLimiter:
    """Token buckets by key (the token bucket of RFC 2697); the least recently used are forgotten.

    >>> limiter = RateLimiter(clock=lambda: 0.0)
    >>> limiter.spend(Rate("once", per_second=0.5, burst=1), "ana"), limiter.spend(Rate("once", 0.5, 1), "ana")
    (0.0, 2.0)
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, most: int = 20_000) -> None:
        self._clock = clock
        self._most = most
        self._lock = threading.Lock()
        self._buckets: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()

    def spend(self, rate: Rate, key: str) -> float:
        """Take one from the bucket of `key`: 0.0, or the seconds to wait when it is empty."""
        now = self._clock()
        with self._lock:
            left, then = self._buckets.pop((rate.name, key), (float(rate.burst), now))
            left = min(rate.burst, left + max(now - then, 0.0) * rate.per_second)
            waiting = 0.0 if left >= 1 else (1 - left) / rate.per_second
            self._buckets[rate.name, key] = (left if waiting else left - 1, now)
            while len(self._buckets) > self._most:
                self._buckets.popitem(last=False)
        return waiting


def hold_back(request: Request, person: Person | None) -> None:
    """Count one write. Raises 429, with the seconds to wait, for somebody who writes too often."""
    limiter: RateLimiter = request.app.state.limiter
    if person is not None:
        waiting = limiter.spend(PEOPLE, str(person.id))
    else:
        waiting = limiter.spend(GUESTS, network_of(request.client.host if request.client else ""))
    if waiting:
        raise HTTPException(429, headers={"retry-after": str(math.ceil(waiting))})
