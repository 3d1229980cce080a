"""The harness's own `hf` model, which reads the context of an item once for all its choices.

Stock lm-evaluation-harness sends every choice with its whole context. Here an item is one sequence, the context and
then every choice, in which a choice sees the context and itself: the same log-likelihoods (up to the last bits of a
float) for less work. `validation_experiment.py` checks that on items that it scores both ways.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from lm_eval.models.huggingface import HFLM

TOKENS_A_BATCH = 512
Request = tuple[Any, list[int], list[int]]


@dataclass(frozen=True)
class Packed:
    """A context and all its choices in one sequence."""

    context: list[int]
    choices: list[list[int]]
    places: list[int]
    """Which requests the choices are."""

    @property
    def length(self) -> int:
        return len(self.context) + sum(len(choice) - 1 for choice in self.choices)


class SharedContext(HFLM):  # type: ignore[misc]  # the harness ships no types
    """Scores all choices of an item in one pass."""

    def _loglikelihood_tokens(
        self, requests: Sequence[Request], disable_tqdm: bool = False, override_bs: int | None = None
    ) -> list[tuple[float, bool]]:
        answers: dict[int, tuple[float, bool]] = {}
        for batch in _batches(_packed(requests)):
            answers |= self._score(batch)
        for number, (texts, _, _) in enumerate(requests):
            self.cache_hook.add_partial("loglikelihood", texts, answers[number])
        return [answers[number] for number in range(len(requests))]

    @torch.inference_mode()
    def _score(self, batch: Sequence[Packed]) -> dict[int, tuple[float, bool]]:
        width = max(one.length for one in batch)
        tokens = torch.zeros((len(batch), width), dtype=torch.long)
        positions = torch.zeros((len(batch), width), dtype=torch.long)
        seen = torch.eye(width, dtype=torch.bool).repeat(len(batch), 1, 1)
        for row, one in enumerate(batch):
            _lay_out(one, tokens[row], positions[row], seen[row])
        mask = torch.zeros(seen.shape, dtype=torch.float32).masked_fill(~seen, torch.finfo(torch.float32).min)
        inner = self.model.model(
            input_ids=tokens, attention_mask=mask[:, None], position_ids=positions, use_cache=False
        ).last_hidden_state
        answers = {}
        for row, one in enumerate(batch):
            where, wanted = _predictions(one)
            logs = torch.log_softmax(self.model.lm_head(inner[row, where]), dim=-1)
            wanted_tokens = torch.tensor(wanted)
            values = logs.gather(1, wanted_tokens[:, None])[:, 0]
            greedy = logs.argmax(dim=-1) == wanted_tokens
            start = 0
            for place, choice in zip(one.places, one.choices, strict=True):
                end = start + len(choice)
                answers[place] = (float(values[start:end].sum()), bool(greedy[start:end].all()))
                start = end
        return answers


def _packed(requests: Sequence[Request]) -> list[Packed]:
    groups: dict[tuple[int, ...], Packed] = {}
    for number, (_, context, choice) in enumerate(requests):
        group = groups.setdefault(tuple(context), Packed(context, [], []))
        group.choices.append(choice)
        group.places.append(number)
    return sorted(groups.values(), key=lambda one: one.length)


def _batches(items: Sequence[Packed]) -> list[list[Packed]]:
    """Items of about the same length, so many that the padded batch holds some hundreds of tokens."""
    batches: list[list[Packed]] = []
    for one in items:
        if batches and one.length * (len(batches[-1]) + 1) <= TOKENS_A_BATCH:
            batches[-1].append(one)
        else:
            batches.append([one])
    return batches


def _lay_out(one: Packed, tokens: torch.Tensor, positions: torch.Tensor, seen: torch.Tensor) -> None:
    before = len(one.context)
    tokens[:before] = torch.tensor(one.context)
    positions[:before] = torch.arange(before)
    seen[:before, :before] = torch.ones((before, before), dtype=torch.bool).tril()
    place = before
    for choice in one.choices:
        end = place + len(choice) - 1  # the last token predicts nothing
        if end > place:
            tokens[place:end] = torch.tensor(choice[:-1])
            positions[place:end] = torch.arange(before, before + end - place)
            seen[place:end, :before] = True
            seen[place:end, place:end] = torch.ones((end - place, end - place), dtype=torch.bool).tril()
        place = end


def _predictions(one: Packed) -> tuple[list[int], list[int]]:
    """Where the sequence predicts the choices' tokens, and which tokens those are."""
    where: list[int] = []
    wanted: list[int] = []
    place = len(one.context)
    for choice in one.choices:
        where += [len(one.context) - 1, *range(place, place + len(choice) - 1)]
        wanted += choice
        place += len(choice) - 1
    return where, wanted
