"""What asking a model took."""

from __future__ import annotations

from dataclasses import dataclass

from minga.llm.endpoint import Endpoint
from minga.llm.exchange import Answer

__all__ = ["Spending", "Usage"]


@dataclass(slots=True)
class Spending:
    """Tokens of all answers that a table is made of, also of those out of the cache, and what they cost.

    Equal runs count equally, however often they were broken off: this may stand in a manifest.

    >>> spending = Spending(Endpoint(url="http://127.0.0.1:8080/v1", price_in=0.5, price_out=2.0))
    >>> spending.count(Answer("Sí.", tokens_in=1000, tokens_out=250))
    >>> spending.notes
    {'tokens_in': 1000, 'tokens_out': 250, 'cost_usd': 0.001}
    """

    endpoint: Endpoint
    tokens_in: int = 0
    tokens_out: int = 0

    def count(self, answer: Answer) -> None:
        """Add an answer."""
        self.tokens_in += answer.tokens_in
        self.tokens_out += answer.tokens_out

    @property
    def notes(self) -> dict[str, int | float]:
        """For the notes of a manifest: `tokens_in`, `tokens_out`, and `cost_usd` at the endpoint's prices."""
        cost = round(self.endpoint.cost(self.tokens_in, self.tokens_out), 6)
        return {"tokens_in": self.tokens_in, "tokens_out": self.tokens_out, "cost_usd": cost}


@dataclass(slots=True)
class Usage:
    """Counts of one run.

    They differ between a run that was disturbed and one that was not, so they belong in logs and never in a manifest:
    for that there is `Spending`, which counts answers, whether the cache remembers them or not.
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
        self.cost += endpoint.cost(answer.tokens_in, answer.tokens_out)
