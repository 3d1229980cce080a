"""Stands between the harness and its model: keeps every answer, asks nothing twice, and makes do with less memory."""

from __future__ import annotations

import functools
import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from minga.evaluate.failures import diagnose
from minga.evaluate.kept_answers import KeptAnswers, request_key
from minga.worker import Report

__all__ = ["Answering"]

_KINDS = ("loglikelihood", "loglikelihood_rolling", "generate_until")
Ask = Callable[..., Sequence[Any]]


class Answering:
    """The requests of one task to a model of the harness, answered from `kept` where they can be.

    `report` follows them on a bar called `label`.
    """

    def __init__(self, model: Any, kept: KeptAnswers, report: Report, label: str) -> None:
        self.computed = 0
        """Requests that the model has answered."""
        self.found = 0
        """Requests whose answers were there."""
        self._model = model
        self._kept = kept
        self._report = report
        self._label = label

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """Within the block, whoever asks the model asks here."""
        self._model.set_cache_hook(self)
        for kind in _KINDS:
            ask = functools.partial(getattr(type(self._model), kind), self._model)
            setattr(self._model, kind, functools.partial(self._answers, kind, ask))
        try:
            yield
        finally:
            for kind in _KINDS:
                delattr(self._model, kind)

    def add_partial(self, kind: str, request: Sequence[Any], answer: Any) -> None:
        """The harness's hook: its classes tell of each answer as it comes."""
        if key := _key(kind, request):
            self._kept.add(key, _plain(answer))
        self._report.advance()

    def _answers(self, kind: str, ask: Ask, requests: Sequence[Any], **options: Any) -> list[Any]:
        keys = [_key(kind, request.args) for request in requests]
        missing = self._missing(keys)
        self._report.bar(self._label, len(requests), "answers")
        self._report.advance(len(requests) - len(missing))
        self.found += len(requests) - len(missing)
        fresh: dict[int, Any] = {}
        asked = len(missing)
        try:
            while missing:
                fresh |= self._asked(ask, requests, missing, options)
                for place, answer in fresh.items():
                    if keys[place]:  # some classes have told the hook nothing
                        self._kept.add(keys[place], _plain(answer))
                missing = [place for place in self._missing(keys) if place not in fresh]
        finally:
            self.computed += asked - len([place for place in self._missing(keys) if place not in fresh])
        return [fresh[place] if place in fresh else _answer(self._kept[key]) for place, key in enumerate(keys)]

    def _missing(self, keys: Sequence[str]) -> list[int]:
        return [place for place, key in enumerate(keys) if key not in self._kept]

    def _asked(
        self, ask: Ask, requests: Sequence[Any], places: Sequence[int], options: Mapping[str, Any]
    ) -> dict[int, Any]:
        """The answers at `places`; none when memory ran out and smaller batches may do."""
        try:
            return dict(zip(places, ask([requests[place] for place in places], **options), strict=True))
        except Exception as error:
            if diagnose(error).cause != "memory" or not self._halve():
                raise
        _free_memory()  # not before the exception, which holds on to it, is gone
        return {}

    def _halve(self) -> bool:
        """Halve the batches; False when that cannot be done."""
        size = getattr(self._model, "batch_size_per_gpu", None)
        if not isinstance(size, int) or size <= 1:
            return False
        self._model.batch_size_per_gpu = size // 2
        return True


def _key(kind: str, request: Sequence[Any]) -> str:
    """The request's hash; empty where its answer is drawn at random, so that another one may come out."""
    drawn = kind == "generate_until" and isinstance(request[1], Mapping) and request[1].get("do_sample")
    return "" if drawn else request_key(kind, request)


def _plain(answer: Any) -> Any:
    """As JSON: a text, a number, or a log-likelihood and whether it is what the model would say."""
    if isinstance(answer, tuple | list):
        return [float(answer[0]), bool(answer[1])]
    return answer if isinstance(answer, str) else float(answer)


def _answer(plain: Any) -> Any:
    return tuple(plain) if isinstance(plain, list) else plain


def _free_memory() -> None:
    import torch

    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
