from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from minga.curate.language.byte_automaton import ByteAutomaton

# after a comes state 1, after b in state 1 state 2, which says feature 7; whatever follows c in state 0 is state 3: 5
MOVES = np.zeros((3, 256), np.uint32)
MOVES[:, ord("a")] = 1
MOVES[1, ord("b")] = 2
MOVES[0, ord("c")] = 3
AUTOMATON = ByteAutomaton(MOVES.reshape(-1), [0, 1, 2, 0], [-1, -1, 7, 5])


def _features(text: bytes) -> Counter[int]:
    found, state = Counter[int](), 0
    for byte in text:
        state = int(MOVES[[0, 1, 2, 0][state], byte])
        if state >= 2:
            found[{2: 7, 3: 5}[state]] += 1
    return found


@settings(deadline=None)
@given(st.lists(st.text("abcd", max_size=20).map(str.encode), max_size=6))
def test_features_are_those_of_each_text_in_the_order_of_their_first_place(texts: list[bytes]) -> None:
    features, times, bounds = AUTOMATON.counts(texts)
    ends = zip(bounds.tolist(), bounds[1:].tolist(), strict=False)
    found = [list(zip(features[start:end].tolist(), times[start:end].tolist(), strict=True)) for start, end in ends]
    assert found == [list(_features(text).items()) for text in texts]
