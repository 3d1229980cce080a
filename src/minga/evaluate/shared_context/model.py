"""The harness's `hf` model, which reads what its requests have in common once."""

from __future__ import annotations

import logging
import random
from collections.abc import Iterator, Sequence
from typing import Any

import torch
from lm_eval.api.registry import register_model
from lm_eval.models.huggingface import HFLM
from tqdm import tqdm

from minga.evaluate.shared_context.attention import Unsupported, attending, reading
from minga.evaluate.shared_context.reader import Limits, read
from minga.evaluate.shared_context.row import Row
from minga.evaluate.shared_context.support import longest_readable, plain_model, reason_against

__all__ = ["SharedContextLM"]

log = logging.getLogger(__name__)

Request = tuple[tuple[str, str] | None, list[int], list[int]]
"""Texts, tokens of the context, tokens of the continuation: what the harness hands over."""
Answer = tuple[float, bool]
"""Log-likelihood of the continuation, and whether greedy decoding would write it."""

# half as many are a tenth slower on a processor, twice as many hardly faster
TOKENS = 1024
# of logits at a time: 256 MB in 32 bits
LOGITS = 1 << 26


@register_model("minga")
class SharedContextLM(HFLM):
    """HFLM, whose scores of continuations come from a tree of all requests' tokens; all else is HFLM's."""

    def __init__(self, *args: Any, **options: Any) -> None:
        self.logits_cache: bool
        super().__init__(*args, **options)
        self.reason = reason_against(self.model, self.backend)
        """Why every choice is read with its whole context; None where it is not."""
        self._checked = False

    def _loglikelihood_tokens(
        self, requests: Sequence[Request], disable_tqdm: bool = False, override_bs: int | None = None
    ) -> list[Answer]:
        self._check()
        if self.reason is not None:
            return self._stock(requests, disable_tqdm, override_bs)
        longest = longest_readable(self.model)
        apart = [len(self._input(one)) > longest if longest else False for one in requests]
        bar = tqdm(
            total=len(requests) - sum(apart),
            disable=disable_tqdm or self.rank != 0,
            desc="Running loglikelihood requests",
        )
        together = iter(self._read([one for one, alone in zip(requests, apart, strict=True) if not alone], bar))
        bar.close()
        stock = iter(self._stock([one for one, alone in zip(requests, apart, strict=True) if alone], disable_tqdm))
        return [next(stock if alone else together) for alone in apart]

    def _read(self, requests: Sequence[Request], bar: Any) -> list[Answer]:
        answers: list[Answer] = [(0.0, True)] * len(requests)
        if not requests:
            return answers
        pairs = [(self._input(one), one[2]) for one in requests]
        with attending(plain_model(self.model)):
            for completed in self._completed(pairs, self._limits(requests)):
                for number, value, greedy in completed:
                    answers[number] = (value, greedy)
                    texts = requests[number][0]
                    if texts is not None:  # a window of a longer text, which the harness keeps as a whole
                        self.cache_hook.add_partial("loglikelihood", texts, answers[number])
                bar.update(len(completed))
        return answers

    def _completed(
        self, pairs: Sequence[tuple[list[int], list[int]]], limits: Limits
    ) -> Iterator[list[tuple[int, float, bool]]]:
        # sums of logarithms with 16 bits, as the harness makes them where not told otherwise, are off by up to a half
        return read(pairs, self._forward, limits, self.device, self.softmax_dtype or torch.float32)

    def _input(self, request: Request) -> list[int]:
        """What the model reads: all but the last token, and of too long a text the end."""
        _, context, continuation = request
        return (context + continuation)[-(self.max_length + 1) :][:-1]

    def _forward(self, row: Row, places: torch.Tensor) -> torch.Tensor:
        autocast = torch.autocast(
            self.device.type, dtype=self.mixed_precision_dtype, enabled=self.mixed_precision_dtype is not None
        )
        with torch.no_grad(), autocast, reading(row):
            output = self.model(
                input_ids=row.tokens, position_ids=row.positions, logits_to_keep=places, use_cache=False
            )
        return output.logits[0]

    def _limits(self, requests: Sequence[Request]) -> Limits:
        config = plain_model(self.model).config.get_text_config()
        tokens, logits = TOKENS, LOGITS
        if self.device.type == "cuda":
            free, _ = torch.cuda.mem_get_info(self.device)
            wide = 24 * config.hidden_size + 6 * (getattr(config, "intermediate_size", None) or 4 * config.hidden_size)
            tokens = min(max(free // 2 // (4 * wide), TOKENS), 32 * TOKENS)
            logits = max(free // 64, LOGITS)
        most = len(requests)
        if isinstance(self.batch_size, int):
            # a batch of the harness: so many contexts, with all that may follow them
            contexts = len({tuple(context) for _, context, _ in requests})
            most = self.batch_size * -(-len(requests) // contexts)
        return Limits(tokens=tokens, predictions=max(1, logits // config.vocab_size), requests=most)

    def _stock(
        self, requests: Sequence[Request], disable_tqdm: bool = False, override_bs: int | None = None
    ) -> list[Answer]:
        """The harness's own scores; without its cache of logits where that mixes up continuations."""
        if not requests:
            return []
        kept = self.logits_cache
        self.logits_cache = kept and not _collide(requests)
        try:
            return super()._loglikelihood_tokens(requests, disable_tqdm=disable_tqdm, override_bs=override_bs)
        finally:
            self.logits_cache = kept

    def _check(self) -> None:
        """Score a few tokens both ways, once: a model of whatever kind that tells them apart is left to the harness."""
        if self._checked:
            return
        self._checked = True
        if self.reason is None:
            try:
                self.reason = self._difference()
            except Unsupported as error:
                self.reason = str(error)
            except Exception as error:  # whatever a model of others raises, the harness may still know it
                self.reason = f"it cannot read a row: {type(error).__name__}: {error}"
        if self.reason is not None:
            log.warning("every choice is read with its whole context, as by `--model hf`: %s", self.reason)

    def _difference(self) -> str | None:
        requests = _probe(plain_model(self.model).config.get_text_config().vocab_size)
        stock = super()._loglikelihood_tokens(requests, disable_tqdm=True, override_bs=1)
        pairs = [(self._input(one), one[2]) for one in requests]
        limits = Limits(tokens=24, predictions=8, requests=len(requests))
        with attending(plain_model(self.model)):
            found = {number: value for completed in self._completed(pairs, limits) for number, value, _ in completed}
        furthest = max(abs(found[number] - value) for number, (value, _) in enumerate(stock))
        exact = self.mixed_precision_dtype is None and self.model.dtype in {torch.float32, torch.float64}
        return None if furthest <= (1e-3 if exact else 0.5) else f"read in a row, its scores differ by {furthest:.2g}"


def _probe(vocabulary: int) -> list[Request]:
    """Contexts that start alike, each with choices of one and of more tokens: several rows, and cached keys."""
    draw = random.Random(5)  # noqa: S311  # not for secrets

    def tokens(length: int) -> list[int]:
        return [draw.randrange(vocabulary) for _ in range(length)]

    start = tokens(12)
    contexts = [start + tokens(length) for length in (8, 11)]
    return [(None, context, tokens(length)) for context in contexts for length in (1, 3, 4)]


def _collide(requests: Sequence[Request]) -> bool:
    """Whether two requests read the same tokens for continuations of different lengths."""
    lengths: dict[tuple[int, ...], int] = {}
    return any(
        lengths.setdefault(tuple(context + continuation[:-1]), len(continuation)) != len(continuation)
        for _, context, continuation in requests
    )
