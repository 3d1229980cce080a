"""The worker's side: a few LoRA steps by TRL and PEFT, the same bytes each time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from minga.errors import NothingToDo
from minga.llm import transformers_folder
from minga.worker import Report, serve

__all__ = ["train"]

TRAINING = "training.json"
_LOGGED = ("step", "loss", "learning_rate", "grad_norm", "num_tokens", "mean_token_accuracy")


def train(job: Mapping[str, Any], report: Report) -> dict[str, Any]:
    """Trains, writes the adapter into the job's folder, and answers what it was trained on.

    Raises NothingToDo when no answer begins within `max_length`.
    """
    settings, into = job["settings"], Path(job["into"])
    report.bar(f"{job['label']}: loading", None, "")
    trainer = _trainer(job, report)
    examples = len(trainer.train_dataset)
    if not examples:
        raise NothingToDo(
            f"no record's answer begins within {settings['max_length']} tokens", hint="raise max_length under [tune]"
        )
    report.bar(f"{job['label']}: training", settings["steps"], "steps")
    trainer.train()
    # raises when nobody waits any more: nothing is written for them then
    report.flush()
    notes = {"records": job["records"], "examples": examples, "too_long": len(job["examples"]) - examples}
    log = {"base": job["published"], "seed": job["seed"], "settings": settings, **notes}
    steps = [entry for entry in trainer.state.log_history if "loss" in entry]
    log["steps"] = [{name: entry[name] for name in _LOGGED if name in entry} for entry in steps]
    (into / TRAINING).write_text(json.dumps(log, indent=1) + "\n", encoding="utf-8")
    _save(trainer.model, into, job["published"])
    return notes | {"loss": [steps[0]["loss"], steps[-1]["loss"]]}


def _trainer(job: Mapping[str, Any], report: Report) -> Any:
    import torch
    from datasets import Dataset
    from peft import LoraConfig
    from transformers import AutoModelForCausalLM, AutoTokenizer, TrainerCallback
    from trl import SFTTrainer

    class Steps(TrainerCallback):
        def on_step_end(self, *_: object, **__: object) -> None:
            report.advance()

    settings = job["settings"]
    torch.set_num_threads(settings["threads"])
    folder = transformers_folder(job["base"], Path(job["cache"]))
    return SFTTrainer(
        model=AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, use_safetensors=True),
        processing_class=AutoTokenizer.from_pretrained(folder),
        args=_arguments(job),
        train_dataset=Dataset.from_list(job["examples"]),
        peft_config=LoraConfig(
            r=settings["rank"], lora_alpha=settings["alpha"], target_modules="all-linear", task_type="CAUSAL_LM"
        ),
        callbacks=[Steps()],
    )


def _arguments(job: Mapping[str, Any]) -> Any:
    import torch
    from trl import SFTConfig

    settings = job["settings"]
    on_processor = not torch.cuda.is_available()
    # one example at a time needs no padding and a quarter of the memory, and the step is the same
    at_once = 1 if on_processor else settings["batch_size"]
    return SFTConfig(
        # nothing is saved there; without, a folder appears where the command was given
        output_dir=job["into"],
        max_steps=settings["steps"],
        per_device_train_batch_size=at_once,
        gradient_accumulation_steps=settings["batch_size"] // at_once,
        learning_rate=settings["learning_rate"],
        lr_scheduler_type="cosine",
        max_length=settings["max_length"],
        seed=job["seed"] % 2**32,
        full_determinism=True,
        use_cpu=on_processor,
        bf16=False,
        gradient_checkpointing=False,
        dataloader_pin_memory=False,
        logging_steps=1,
        save_strategy="no",
        report_to="none",
        disable_tqdm=True,
    )


def _save(model: Any, folder: Path, published: str) -> None:
    """The adapter as PEFT writes it, with a public name for its base, lists in a fixed order, and no card."""
    for config in model.peft_config.values():
        config.base_model_name_or_path = published
    # embeddings were not trained; `auto` would look for the base model on the Hub to find that out
    model.save_pretrained(folder, save_embedding_layers=False)
    (folder / "README.md").unlink(missing_ok=True)
    path = folder / "adapter_config.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    # PEFT keeps sets, whose order changes from run to run
    config = {key: sorted(value) if _is_set(value) else value for key, value in config.items()}
    path.write_text(json.dumps(config, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def _is_set(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(part, str) for part in value)


if __name__ == "__main__":
    serve(train)
