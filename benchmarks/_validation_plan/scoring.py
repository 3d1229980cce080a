"""Log-likelihoods of every answer to every question by a small model, kept in a file once they are there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from _validation_plan.versions import Question

TOKENS_A_BATCH = 2048


@dataclass(frozen=True)
class Scores:
    """What a model scores on each item of one version; all (items,)."""

    mc1: NDArray[np.float64]
    """1 where the right choice is the likeliest."""
    mc2: NDArray[np.float64]
    """The share of the likelihood that the true answers have."""
    lead: NDArray[np.float64]
    """By how much the right choice is likelier than the best wrong one (log, between -10 and 10)."""


def score(model: str, folder: Path, version: str, questions: list[Question], cache: Path) -> Scores:
    """The scores of one version. Answered from `cache` where it was asked before."""
    path = cache / f"scores-{model}-{version}.json"
    if not path.exists():
        path.write_text(json.dumps(_asked(folder, questions)), encoding="utf-8")
    logs = json.loads(path.read_text(encoding="utf-8"))
    mc1, mc2, lead = [], [], []
    for question, known in zip(questions, logs, strict=True):
        single = np.array([known[text] for text in question.single])
        several = np.array([known[text] for text in question.several])
        ahead = float(single[question.right] - np.delete(single, question.right).max())
        share = np.exp(several - several.max())
        mc1.append(float(ahead > 0))
        mc2.append(float(share[np.array(question.true)].sum() / share.sum()))
        lead.append(float(np.clip(ahead, -10, 10)))
    return Scores(np.array(mc1), np.array(mc2), np.array(lead))


def _asked(folder: Path, questions: list[Question]) -> list[dict[str, float]]:
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    torch.set_num_threads(2)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    asked = []
    for number, one in enumerate(questions):
        context = tokenizer(f"Q: {one.question}\nA:")["input_ids"]
        asked += [
            (number, text, context, tokenizer(f" {text}", add_special_tokens=False)["input_ids"])
            for text in dict.fromkeys([*one.single, *one.several])
        ]
    asked.sort(key=lambda entry: len(entry[2]) + len(entry[3]))
    answers: list[dict[str, float]] = [{} for _ in questions]
    for batch in _batches(asked):
        for (number, text, _, _), value in zip(batch, _logs(model, batch), strict=True):
            answers[number][text] = value
    return answers


def _batches(asked):  # type: ignore[no-untyped-def]  # rows of a local list
    batch = []
    for one in asked:
        if batch and (len(batch) + 1) * (len(one[2]) + len(one[3])) > TOKENS_A_BATCH:
            yield batch
            batch = []
        batch.append(one)
    if batch:
        yield batch


def _logs(model, batch) -> list[float]:  # type: ignore[no-untyped-def]  # torch ships types that mypy does not read here
    import torch

    width = max(len(context) + len(answer) for _, _, context, answer in batch)
    tokens = torch.zeros((len(batch), width), dtype=torch.long)
    mask = torch.zeros((len(batch), width), dtype=torch.long)
    for row, (_, _, context, answer) in enumerate(batch):
        tokens[row, : len(context) + len(answer)] = torch.tensor(context + answer)
        mask[row, : len(context) + len(answer)] = 1
    with torch.inference_mode():
        inner = model.model(input_ids=tokens, attention_mask=mask).last_hidden_state
        values = []
        for row, (_, _, context, answer) in enumerate(batch):
            where = slice(len(context) - 1, len(context) + len(answer) - 1)
            logs = torch.log_softmax(model.lm_head(inner[row, where]), dim=-1)
            values.append(round(float(logs.gather(1, torch.tensor(answer)[:, None]).sum()), 4))
    return values
