"""What asking a model took."""

from __future__ import annotations

from dataclasses import dataclass

from minga.llm.endpoint import Endpoint
from minga.llm.exchange import Answer

__all__ = ["Usage"]


@dataclass(slots=True)
class Usage:
    """Counts of one run.

    They differ between a run that was disturbed and one that was not, so they belong in logs and never in a manifest:
    for that, sum `tokens_in` and `tokens_out` over the answers, which the cache remembers.
    """

    hits: int = 0
    """Answers out of the cache."""
    misses: int = 0
    """Requests that went to the server."""
    failures: int = 0
    """Requests that were given up."""
    retries: int = 0
    """Further tries."""
    tokens_in: int = 0
    """Tokens that the server read in this run."""
    tokens_out: int = 0
    """Tokens that the server wrote in this run."""
    cost: float = 0.0
    """US dollars for them."""

    def count(self, answer: Answer, endpoint: Endpoint) -> None:
        """Add an answer that the server has just given."""
        self.tokens_in += answer.tokens_in
        self.tokens_out += answer.tokens_out
        self.cost += (answer.tokens_in * endpoint.price_in + answer.tokens_out * endpoint.price_out) / 1e6
