"""Segments of a token tree, side by side in one row without padding, and what each of them attends to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch.nn.functional import scaled_dot_product_attention

from minga.evaluate.shared_context.token_tree import Segment, Wanted

__all__ = ["Row"]

# Queries of one call: under a mask each of them is compared with every key, also with those that it must not see.
QUERIES = 128


@dataclass(frozen=True, eq=False)
class _Piece:
    """Some keys: of the row, or of the cache of a segment that an earlier row held."""

    cached: Segment | None
    span: slice

    def __len__(self) -> int:
        return int(self.span.stop - self.span.start)


@dataclass(frozen=True, eq=False)
class _Call:
    """Queries that attend together, and their keys."""

    queries: slice
    keys: list[_Piece]
    mask: torch.Tensor | None
    """0 where a query sees a key, else minus infinity; None for plain causal attention from the first token on."""


class Row:
    """What one forward pass reads."""

    def __init__(self, segments: Sequence[Segment], device: torch.device) -> None:
        self.segments = segments
        self.device = device
        self._places: dict[Segment, slice] = {}
        end = 0
        for segment in segments:
            self._places[segment] = slice(end, end + len(segment.tokens))
            end += len(segment.tokens)
        self.length = end
        self._plans: dict[int | None, list[_Call]] = {}
        self._kept = {one: self._path(one) for one in segments if any(c not in self._places for c in one.children)}
        self._caches: dict[Segment, list[tuple[Any, Any]]] = {segment: [] for segment in self._kept}
        self._layer = 0

    @property
    def tokens(self) -> torch.Tensor:
        """Shape (1, length)."""
        return self._tensor([token for segment in self.segments for token in segment.tokens])[None]

    @property
    def positions(self) -> torch.Tensor:
        """Shape (1, length)."""
        return self._tensor([place for one in self.segments for place in range(one.start, one.end)])[None]

    @property
    def wanted(self) -> list[tuple[int, Wanted]]:
        """The tokens that are asked for, each with the place in the row that predicts it."""
        return [(self._places[segment].start + one.offset, one) for segment in self.segments for one in segment.wanted]

    def attend(
        self, query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, scale: float | None, window: int | None
    ) -> torch.Tensor:
        """The next layer's attention: (1, heads, length, width) each, answers (1, length, heads, width).

        `window` is how many tokens a token sees, itself included; None for all before it.
        """
        if window not in self._plans:
            self._plans[window] = list(self._plan(window, query.dtype))
        out = query.new_empty((1, query.shape[2], query.shape[1], value.shape[3]))
        for call in self._plans[window]:
            keys, values = self._gathered(call.keys, key, value)
            out[:, call.queries] = _attention(query[:, :, call.queries], keys, values, call.mask, scale).transpose(1, 2)
        for segment, path in self._kept.items():
            keys, values = self._gathered(path, key, value)
            # a view would keep the whole row's
            self._caches[segment].append((keys.clone(), values.clone()) if len(path) == 1 else (keys, values))
        self._layer += 1
        return out

    def done(self) -> None:
        """Keep what later rows attend to, and forget what none does."""
        for segment, cache in self._caches.items():
            segment.cache = cache
        for segment in self.segments:
            if segment.parent is not None:
                segment.parent.unread -= 1
                if not segment.parent.unread:
                    segment.parent.cache = None

    def _gathered(self, pieces: Sequence[_Piece], key: torch.Tensor, value: torch.Tensor) -> tuple[Any, Any]:
        parts = []
        for piece in pieces:
            keys, values = (key, value) if piece.cached is None else (piece.cached.cache or [])[self._layer]
            parts.append((keys[:, :, piece.span], values[:, :, piece.span]))
        if len(parts) == 1:
            return parts[0]
        keys, values = zip(*parts, strict=True)
        return torch.cat(keys, 2), torch.cat(values, 2)

    def _path(self, segment: Segment | None) -> list[_Piece]:
        """The keys of a segment and its ancestors, from the first position on."""
        pieces: list[_Piece] = []
        while segment is not None and segment in self._places:
            span = self._places[segment]
            if pieces and pieces[-1].span.start == span.stop:
                span = slice(span.start, pieces.pop().span.stop)
            pieces.append(_Piece(None, span))
            segment = segment.parent
        if segment is not None:
            pieces.append(_Piece(segment, slice(0, segment.end)))
        return pieces[::-1]

    def _plan(self, window: int | None, dtype: torch.dtype) -> Iterator[_Call]:
        for family in self._families():
            path = self._path(family[0].parent)
            span = slice(self._places[family[0]].start, self._places[family[-1]].stop)
            length = span.stop - span.start
            if not path and (window is None or window >= length):
                yield _Call(span, [_Piece(None, span)], None)
            elif len(family) > 1:
                yield self._call(family, path, span, span, window, dtype)
            else:
                for start in range(span.start, span.stop, QUERIES):
                    queries = slice(start, min(start + QUERIES, span.stop))
                    yield self._call(family, path, queries, slice(span.start, queries.stop), window, dtype)

    def _families(self) -> Iterator[list[Segment]]:
        """Segments that attend in one call: childless siblings, as long as they are few tokens; others alone."""
        family: list[Segment] = []
        tokens = 0
        for one in self.segments:
            tokens += len(one.tokens)
            siblings = bool(family) and family[0].parent is one.parent is not None
            if not siblings or family[0].children or one.children or tokens > QUERIES:
                if family:
                    yield family
                family, tokens = [], len(one.tokens)
            family.append(one)
        yield family

    def _call(
        self,
        family: Sequence[Segment],
        path: list[_Piece],
        queries: slice,
        own: slice,
        window: int | None,
        dtype: torch.dtype,
    ) -> _Call:
        """Siblings, or some of a segment's tokens, behind the keys of their ancestors."""
        before = sum(map(len, path))
        positions = self._tensor([place for one in family for place in range(one.start, one.end)])
        owners = self._tensor([number for number, one in enumerate(family) for _ in one.tokens])
        asked = slice(queries.start - own.start, queries.stop - own.start)
        keys = torch.cat([torch.arange(before, device=self.device), positions[: own.stop - own.start]])
        key_owners = torch.cat([owners.new_full((before,), -1), owners[: own.stop - own.start]])
        behind = positions[asked, None] - keys
        seen = (behind >= 0) & ((key_owners == -1) | (owners[asked, None] == key_owners))
        if window is not None:
            seen &= behind < window
        pieces = [*path, _Piece(None, own)]
        if len(path) == 1 and path[0].cached is None and path[0].span.stop == own.start:
            pieces = [_Piece(None, slice(path[0].span.start, own.stop))]
        # of numbers, as every layer would otherwise make them of truth values anew
        mask = torch.zeros(seen.shape, dtype=dtype, device=self.device).masked_fill_(~seen, float("-inf"))
        return _Call(queries, pieces, mask)

    def _tensor(self, numbers: list[int]) -> torch.Tensor:
        return torch.tensor(numbers, dtype=torch.long, device=self.device)


def _attention(
    query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, mask: torch.Tensor | None, scale: float | None
) -> torch.Tensor:
    groups = query.shape[1] // key.shape[1]
    if mask is not None:
        mask = mask.to(query.device, query.dtype)  # layers may lie on several devices
    if groups > 1 and mask is not None and query.device.type == "cuda":
        # CUDA's fast kernels take a mask, or fewer heads of keys, but not both
        key, value = key.repeat_interleave(groups, 1), value.repeat_interleave(groups, 1)
        groups = 1
    return scaled_dot_product_attention(
        query, key, value, attn_mask=mask, is_causal=mask is None, scale=scale, enable_gqa=groups > 1
    )
