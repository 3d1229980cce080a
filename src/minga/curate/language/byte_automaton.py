"""Which byte n-grams stand in many texts, found in all of them at the same time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

__all__ = ["ByteAutomaton"]

_PLACE, _FEATURE, _RUN = np.uint64(22), np.uint64(20), np.uint64(30)
"""Bits of a key for a place in a text, for a feature, and for a number of things seen."""


class ByteAutomaton:
    """A deterministic automaton over bytes (Aho and Corasick 1975) that says a feature in some of its states.

    The state after `byte` in `state` is `moves[256 * rows[state] + byte]`; `outputs` are features (at most 2^20), -1
    for none.
    """

    def __init__(self, moves: np.ndarray, rows: Sequence[int], outputs: Sequence[int]) -> None:
        self._moves = moves
        self._rows = np.array(rows, np.int64) << 8
        self._outputs = np.array(outputs, np.int64)

    def counts(self, texts: Sequence[bytes]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Features and how often each occurs, text after text, in the order in which they are first seen there; and
        where each text's begin, with the end of the last. Texts are shorter than 2^22 bytes, at most 2^12, and have
        2^30 bytes together."""
        keys = np.sort(self._keys(texts))
        kinds = keys >> _PLACE
        starts = np.flatnonzero(np.concatenate([np.ones(min(1, len(keys)), bool), kinds[1:] != kinds[:-1]]))
        times = np.diff(np.append(starts, len(keys)))
        first = keys[starts]
        owners, places = first >> (_PLACE + _FEATURE), first & _ones(_PLACE)
        order = np.sort((owners << _PLACE | places) << _RUN | np.arange(len(first), dtype=np.uint64)) & _ones(_RUN)
        bounds = np.searchsorted(owners, np.arange(len(texts) + 1))
        return ((first >> _PLACE) & _ones(_FEATURE)).astype(np.int64)[order], times[order], bounds

    def _keys(self, texts: Sequence[bytes]) -> np.ndarray:
        """For every feature that is seen: text, feature and place in one number (uint64)."""
        lengths = np.array([len(text) for text in texts], np.int64)
        order = np.argsort(-lengths, kind="stable")
        longest = int(lengths.max(initial=0))
        letters = np.zeros((longest, len(texts)), np.uint8)
        there = np.arange(longest) < lengths[order][:, None]
        letters.T[there] = np.frombuffer(b"".join(texts[text] for text in order.tolist()), np.uint8)
        states = np.zeros((longest, len(texts)), np.uint32)
        state = np.zeros(len(texts), np.uint32)
        for place, count in enumerate(np.count_nonzero(there, axis=0).tolist()):
            state = self._moves[self._rows[state[:count]] + letters[place, :count]]
            states[place, :count] = state
        said = self._outputs[states]
        places, columns = np.nonzero((said >= 0) & there.T)
        features = said[places, columns].astype(np.uint64)
        return order[columns].astype(np.uint64) << (_PLACE + _FEATURE) | features << _PLACE | places.astype(np.uint64)


def _ones(bits: np.uint64) -> np.uint64:
    return (np.uint64(1) << bits) - np.uint64(1)
