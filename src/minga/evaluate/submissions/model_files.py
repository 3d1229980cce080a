"""Which files of a repository count, and what they say at first sight."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from minga.evaluate.submissions.reasons import Refused

if TYPE_CHECKING:
    from huggingface_hub.hf_api import ModelInfo

__all__ = [
    "ADAPTER", "ADAPTER_WEIGHTS", "CONFIG", "INDEX", "Listing", "SINGLE", "TOKENIZER_FILES", "check_no_code",
    "check_paths", "check_safetensors", "some", "sort_files",
]  # fmt: skip

CONFIG = "config.json"
SINGLE = "model.safetensors"
INDEX = "model.safetensors.index.json"
ADAPTER = "adapter_config.json"
ADAPTER_WEIGHTS = "adapter_model.safetensors"
TOKENIZER_FILES = frozenset(
    {
        "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.json",
        "merges.txt", "vocab.txt", "tokenizer.model", "spiece.model", "sentencepiece.bpe.model", "source.spm",
        "target.spm", "chat_template.jinja", "chat_template.json",
    }
)  # fmt: skip
"""That transformers' tokenizers read."""
_DOWNLOADED = (".safetensors", ".json", ".jinja", ".txt", ".model", ".spm")
"""As `minga.llm.transformers_folder` takes them."""
_PICKLES = (".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".joblib", ".h5", ".npz")
_CODE = (".py", ".pyc", ".pyd", ".so", ".dll")


@dataclass(frozen=True)
class Listing:
    """The files at the top of a repository, with their sizes in bytes (0 where the Hub gives none)."""

    sizes: Mapping[str, int]

    def __contains__(self, name: str) -> bool:
        return name in self.sizes

    @property
    def is_adapter(self) -> bool:
        """Whether it is an adapter (PEFT), which stands on another model."""
        return ADAPTER in self and CONFIG not in self

    @property
    def downloaded(self) -> dict[str, int]:
        """Files that come with the model when it is evaluated, whether it needs them or not."""
        return {name: size for name, size in self.sizes.items() if name.endswith(_DOWNLOADED)}

    @property
    def tokenizer(self) -> list[str]:
        """Files of its tokenizer."""
        return sorted(TOKENIZER_FILES & self.sizes.keys())


def sort_files(info: ModelInfo) -> Listing:
    """The files of a repository that transformers may read: those at its top. Raises Refused for code and odd names."""
    names = {one.rfilename: one.size or 0 for one in info.siblings or ()}
    check_paths(names)
    check_no_code(names)
    return Listing({name: size for name, size in names.items() if "/" not in name})


def check_paths(names: Iterable[str]) -> None:
    """Raises Refused where a file's name leads out of its folder."""
    odd = [name for name in names if _is_odd(name)]
    if odd:
        raise Refused("paths", files=some(odd))


def check_no_code(names: Iterable[str], config: Mapping[str, Any] | None = None, file: str = CONFIG) -> None:
    """Raises Refused where a repository has code to execute, or a configuration asks for some."""
    code = sorted(name for name in names if name.lower().endswith(_CODE))
    if config and (config.get("auto_map") or config.get("custom_pipelines")):
        code.append(f"{file} (auto_map)")
    if code:
        raise Refused("code", files=some(code))


def check_safetensors(listing: Listing, wanted: Sequence[str]) -> None:
    """Raises Refused where none of the files `wanted` is there: for pickles and GGUF files, with that."""
    if any(name in listing for name in wanted):
        return
    pickles = sorted(name for name in listing.sizes if name.lower().endswith(_PICKLES) and _holds_weights(name))
    if pickles:
        raise Refused("pickle", files=some(pickles))
    if any(name.lower().endswith(".gguf") for name in listing.sizes):
        raise Refused("gguf")
    raise Refused("weights", files=wanted[0])


def some(names: Sequence[str], most: int = 3) -> str:
    """The first few of many names, each not too long."""
    return ", ".join(name[:80] for name in names[:most]) + (" …" if len(names) > most else "")


def _holds_weights(name: str) -> bool:
    # every Trainer leaves its arguments there, which nobody loads
    return not name.startswith(("training_args", "optimizer", "scheduler", "rng_state"))


def _is_odd(name: str) -> bool:
    parts = name.split("/")
    return (
        not name
        or len(name) > 500
        or "\\" in name
        or ":" in parts[0]
        or not name.isprintable()
        or any(part in {"", ".", ".."} for part in parts)
    )
