from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from minga.evaluate.shared_context.token_tree import Segment, token_tree

# few kinds of tokens and short runs: much is shared, and much is a part of something else
tokens = st.lists(st.integers(0, 2), min_size=1, max_size=6).map(
    lambda runs: [one for run in runs for one in [run] * 3]
)
requests = st.lists(
    st.tuples(tokens, st.lists(st.integers(0, 2), min_size=1, max_size=4)), min_size=1, max_size=12
).map(lambda pairs: [((context + continuation)[:-1], continuation) for context, continuation in pairs])


def path(segment: Segment | None) -> list[int]:
    return [] if segment is None else path(segment.parent) + list(segment.tokens)


def check(segments: list[Segment], asked: list[tuple[list[int], list[int]]]) -> None:
    """Every token of every continuation is asked for once, after exactly the tokens of its request."""
    found = Counter()
    for segment in segments:
        assert segment.start == len(path(segment.parent))
        for one in segment.wanted:
            read = path(segment)[: segment.start + one.offset + 1]
            whole, continuation = asked[one.request]
            assert read == whole[: len(read)]
            assert one.token == continuation[len(read) - 1 - (len(whole) - len(continuation))]
            found[one.request] += 1
    assert found == Counter({number: len(continuation) for number, (_, continuation) in enumerate(asked)})
    assert sum(segment.ends for segment in segments) == len(asked)


@given(requests)
def test_each_token_is_predicted_after_the_tokens_of_its_request(asked: list[tuple[list[int], list[int]]]) -> None:
    segments = token_tree(asked)
    check(segments, asked)
    seen: set[int] = set()
    for segment in segments:
        assert segment.parent is None or id(segment.parent) in seen
        assert segment.unread == len(segment.children)
        seen.add(id(segment))


@given(requests, st.data())
def test_a_segment_can_be_cut_anywhere(asked: list[tuple[list[int], list[int]]], data: st.DataObject) -> None:
    segments = token_tree(asked)
    for segment in list(segments):
        if len(segment.tokens) > 1:
            segments.append(segment.split(data.draw(st.integers(1, len(segment.tokens) - 1))))
    check(segments, asked)


def test_shots_and_a_question_are_read_once_for_all_that_follows_them() -> None:
    shots, first, second = list(range(50)), [60, 61, 62, 63], [70, 71, 72, 73]
    asked = [
        ((shots + question + choice)[:-1], choice)
        for question in (first, second)
        for choice in ([1, 2, 3], [4, 5], [6])
    ]
    assert [list(segment.tokens) for segment in token_tree(asked)] == [shots, first, [1, 2], [4], second, [1, 2], [4]]


def test_a_beginning_that_is_too_short_to_pay_is_read_with_each() -> None:
    asked = [([1, 2, *[number] * 100], [5]) for number in range(3)]
    assert all(segment.parent is None for segment in token_tree(asked))
