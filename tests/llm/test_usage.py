from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from minga.llm import Answer, Endpoint, Spending


def test_the_embedded_server_costs_nothing_whatever_is_written_of_its_price() -> None:
    spending = Spending(Endpoint(price_in=2.0, price_out=4.0))
    spending.count(Answer("Sí.", tokens_in=1_000_000, tokens_out=1_000_000))
    assert spending.notes == {"tokens_in": 1_000_000, "tokens_out": 1_000_000, "cost_usd": 0.0}


@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 10_000)), max_size=30))
def test_neither_the_order_of_answers_nor_the_cache_changes_what_they_cost(
    tokens: list[tuple[int, int]],
) -> None:
    endpoint = Endpoint(url="http://127.0.0.1:8080/v1", price_in=0.15, price_out=0.6)
    first, second = Spending(endpoint), Spending(endpoint)
    for read, written in tokens:
        first.count(Answer("Sí.", tokens_in=read, tokens_out=written))
    for read, written in sorted(tokens):
        second.count(Answer("Sí.", tokens_in=read, tokens_out=written, cached=True))
    assert first.notes == second.notes
