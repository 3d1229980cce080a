"""The worker's side: a sequence-to-sequence model of transformers, the same words each time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from minga.errors import EndpointError, InputError, MingaError
from minga.llm import transformers_folder
from minga.translate.engines.language_codes import Direction, direction
from minga.worker import Report, serve

__all__ = ["SequenceTranslator"]

_LONGEST = 512
"""Tokens of a text or a translation; most of these models know no further places."""
_SPARE = 32
_BY_TASK = frozenset({"t5", "mt5", "umt5", "longt5"})
"""Models that are told in words what to do."""


class SequenceTranslator:
    """Holds one model, and translates texts with it."""

    def __init__(self) -> None:
        self._loaded: tuple[Any, Any, Direction] | None = None

    def translate(self, job: Mapping[str, Any], report: Report) -> dict[str, Any]:
        """Answers `texts`, in their order, and `cut`: numbers of those that were too long or did not end."""
        model, tokenizer, told = self._model(job)
        texts: list[str] = [told.prefix + text for text in job["texts"]]
        lengths = [len(ids) for ids in tokenizer(texts)["input_ids"]] if texts else []
        answers = [""] * len(texts)
        cut = {number for number, length in enumerate(lengths) if length > _LONGEST}
        for batch in _batches({n: length for n, length in enumerate(lengths) if n not in cut}, job["batch_tokens"]):
            made, ended = _generate(model, tokenizer, [texts[number] for number in batch], told, job["beams"])
            for number, text, whole in zip(batch, made, ended, strict=True):
                answers[number] = text
                cut |= set() if whole else {number}
            report.advance(0)
        return {"texts": answers, "cut": sorted(cut)}

    def _model(self, job: Mapping[str, Any]) -> tuple[Any, Any, Direction]:
        if self._loaded is None:
            try:
                self._loaded = _load(job)
            except EndpointError as error:
                hint = error.hint if job["download"] else "set download = true under [translate], or give a folder"
                raise EndpointError(error.what, where=error.where, hint=hint) from error
            except MingaError:
                raise
            except Exception as error:
                what = f"the model cannot be loaded: {type(error).__name__}: {error}"
                raise InputError(
                    what, where=job["model"], hint="it has to be a model that writes texts from texts"
                ) from error
        return self._loaded


def _batches(lengths: Mapping[int, int], tokens: int) -> Iterator[list[int]]:
    """Texts by number in batches of at most so many tokens with their padding, the longest texts first."""
    batch: list[int] = []
    for number in sorted(lengths, key=lambda number: (-lengths[number], number)):
        if batch and (len(batch) + 1) * lengths[batch[0]] > tokens:
            yield batch
            batch = []
        batch.append(number)
    if batch:
        yield batch


def _load(job: Mapping[str, Any]) -> tuple[Any, Any, Direction]:
    """Model, tokeniser and direction; 32-bit floats, only safetensors, and no code of others."""
    import torch
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

    torch.set_num_threads(job["threads"])
    folder = transformers_folder(job["model"], Path(job["cache"]))
    model = AutoModelForSeq2SeqLM.from_pretrained(folder, dtype=torch.float32, use_safetensors=True)
    model = model.eval().to("cuda" if torch.cuda.is_available() else "cpu")
    tokenizer = AutoTokenizer.from_pretrained(folder)
    vocabulary = {*tokenizer.get_vocab(), *tokenizer.all_special_tokens, *_added(tokenizer)}
    told = Direction(prefix=job["prefix"]) if job["prefix"] else direction(vocabulary, job["source"], job["target"])
    if told == Direction() and model.config.model_type in _BY_TASK:
        told = Direction(prefix=job["task"])
    if told.source_code:
        tokenizer.src_lang = told.source_code
    return model, tokenizer, told


def _added(tokenizer: Any) -> list[str]:
    """Tokens for languages, which M2M100 keeps apart from its vocabulary."""
    return [*getattr(tokenizer, "lang_code_to_token", {}).values(), *tokenizer.get_added_vocab()]


def _generate(
    model: Any, tokenizer: Any, texts: Sequence[str], told: Direction, beams: int
) -> tuple[list[str], list[bool]]:
    import torch

    read = tokenizer(list(texts), return_tensors="pt", padding=True, truncation=True, max_length=_LONGEST)
    read = {name: tensor.to(model.device) for name, tensor in read.items() if name in {"input_ids", "attention_mask"}}
    most = min(_LONGEST, 2 * read["input_ids"].shape[1] + _SPARE)
    begin = {"forced_bos_token_id": tokenizer.convert_tokens_to_ids(told.target_token)} if told.target_token else {}
    with torch.inference_mode():
        made = model.generate(
            **read, num_beams=beams, do_sample=False, early_stopping=beams > 1, max_new_tokens=most, **begin
        )
    ends = {model.generation_config.eos_token_id, model.config.eos_token_id, tokenizer.eos_token_id} - {None}
    ended = [bool(ends & set(row[1:].tolist())) if all(isinstance(end, int) for end in ends) else True for row in made]
    return tokenizer.batch_decode(made, skip_special_tokens=True), ended


if __name__ == "__main__":
    serve(SequenceTranslator().translate)
