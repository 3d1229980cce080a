"""Log-likelihoods of every answer to every question by a small model, kept in a file as they come.

An item is one sequence, the question and then all its answers, in which an answer sees the question and itself: the
question is read once. The questions are asked in an order of their own (that of a hash), all versions of some questions
before the next ones, so that whatever is there when time is up is a fair sample of the benchmark.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _validation_plan.versions import Question

CHUNK = 16


@dataclass(frozen=True)
class Scores:
    """What a model scores on each item of one version; all (items,)."""

    mc1: NDArray[np.float64]
    """1 where the right choice is the likeliest."""
    mc2: NDArray[np.float64]
    """The share of the likelihood that the true answers have."""
    lead: NDArray[np.float64]
    """By how much the right choice is likelier than the best wrong one (log, between -10 and 10)."""


def ask(folder: Path, versions: Mapping[str, Sequence[Question]], into: Path, minutes: float) -> None:
    """Ask a model what is not in the file `into` yet, for at most so many minutes."""
    known = answered(into)
    until = time.monotonic() + 60 * minutes
    model: Any = None
    places = order(len(next(iter(versions.values()))))
    for start in range(0, len(places), CHUNK):
        missing = [
            (name, place)
            for place in places[start : start + CHUNK]
            for name in versions
            if place not in known.get(name, {})
        ]
        if missing and time.monotonic() < until:
            model = model or _load(folder)
            found = _logs(model, [versions[name][place] for name, place in missing])
            with into.open("a", encoding="utf-8") as lines:
                for (name, place), logs in zip(missing, found, strict=True):
                    lines.write(json.dumps({"version": name, "place": place, "logs": logs}, ensure_ascii=False) + "\n")
            print(f"{start + CHUNK} of {len(places)} questions", file=sys.stderr, flush=True)


def order(count: int) -> list[int]:
    """The order in which questions are asked."""
    return sorted(range(count), key=lambda place: hashlib.sha256(f"question {place}".encode()).digest())


def answered(path: Path) -> dict[str, dict[int, dict[str, float]]]:
    """Log-likelihoods by version, question and answer."""
    known: dict[str, dict[int, dict[str, float]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        row = json.loads(line)
        known.setdefault(row["version"], {})[row["place"]] = row["logs"]
    return known


def scores(questions: Sequence[Question], logs: Mapping[int, Mapping[str, float]], places: Sequence[int]) -> Scores:
    """The scores of one version on the questions at `places`."""
    mc1, mc2, lead = [], [], []
    for place in places:
        question, known = questions[place], logs[place]
        single = np.array([known[text] for text in question.single])
        several = np.array([known[text] for text in question.several])
        ahead = float(single[question.right] - np.delete(single, question.right).max())
        share = np.exp(several - several.max())
        mc1.append(float(ahead > 0))
        mc2.append(min(1.0, float(share[np.array(question.true)].sum() / share.sum())))
        lead.append(float(np.clip(ahead, -10, 10)))
    return Scores(np.array(mc1), np.array(mc2), np.array(lead))


def _load(folder: Path) -> Any:
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    torch.set_num_threads(2)
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="sdpa").eval()
    return AutoTokenizer.from_pretrained(folder), model


def _logs(loaded: Any, questions: Sequence[Question]) -> list[dict[str, float]]:
    tokenizer, model = loaded
    found: list[dict[str, float]] = [{} for _ in questions]
    packed = []
    for number, one in enumerate(questions):
        context = tokenizer(f"Q: {one.question}\nA:")["input_ids"]
        texts = list(dict.fromkeys([*one.single, *one.several]))
        packed.append(
            (number, texts, context, [tokenizer(f" {text}", add_special_tokens=False)["input_ids"] for text in texts])
        )
    packed.sort(key=lambda entry: _length(entry[2], entry[3]))
    for batch in _batches(packed):
        for number, values in _read(model, batch):
            found[number] = values
    return found


def _length(context: list[int], answers: list[list[int]]) -> int:
    return len(context) + sum(len(answer) - 1 for answer in answers)


def _batches(packed: Sequence[Any], tokens: int = 1024) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for one in packed:
        if batch and (len(batch) + 1) * _length(one[2], one[3]) > tokens:
            yield batch
            batch = []
        batch.append(one)
    if batch:
        yield batch


def _read(model: Any, batch: Sequence[Any]) -> Iterator[tuple[int, dict[str, float]]]:
    import torch

    width = max(_length(context, answers) for _, _, context, answers in batch)
    tokens = torch.zeros((len(batch), width), dtype=torch.long)
    positions = torch.zeros((len(batch), width), dtype=torch.long)
    unseen = ~torch.eye(width, dtype=torch.bool).repeat(len(batch), 1, 1)
    for row, (_, _, context, answers) in enumerate(batch):
        place = len(context)
        tokens[row, :place], positions[row, :place] = torch.tensor(context), torch.arange(place)
        unseen[row, :place, :place] &= ~torch.ones(place, place, dtype=torch.bool).tril()
        for answer in answers:
            end = place + len(answer) - 1  # the last token predicts nothing
            tokens[row, place:end] = torch.tensor(answer[:-1], dtype=torch.long)
            positions[row, place:end] = torch.arange(len(context), len(context) + end - place)
            unseen[row, place:end, : len(context)] = False
            unseen[row, place:end, place:end] &= ~torch.ones(end - place, end - place, dtype=torch.bool).tril()
            place = end
    mask = torch.zeros(unseen.shape).masked_fill(unseen, torch.finfo(torch.float32).min)[:, None]
    with torch.inference_mode():
        inner = model.model(input_ids=tokens, attention_mask=mask, position_ids=positions, use_cache=False)
        for row, (number, texts, context, answers) in enumerate(batch):
            where, wanted, place = [], [], len(context)
            for answer in answers:
                where += [len(context) - 1, *range(place, place + len(answer) - 1)]
                wanted += answer
                place += len(answer) - 1
            logs = torch.log_softmax(model.lm_head(inner.last_hidden_state[row, where]), dim=-1)
            parts = logs.gather(1, torch.tensor(wanted)[:, None])[:, 0].split([len(answer) for answer in answers])
            yield number, {text: round(float(part.sum()), 4) for text, part in zip(texts, parts, strict=True)}
