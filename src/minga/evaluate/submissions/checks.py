"""The checks at the door, one after the other: what a repository of the Hub holds, before anything of it is used.

Nothing of a repository is executed, no weights are downloaded, and nobody's token is shown: what passes could be
checked by everybody.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from huggingface_hub.hf_api import ModelInfo

from minga.errors import LicenceError
from minga.evaluate.submissions.checking import Found, Limits
from minga.evaluate.submissions.hub import MEGABYTE, Hub
from minga.evaluate.submissions.model_files import (
    ADAPTER,
    ADAPTER_WEIGHTS,
    CONFIG,
    INDEX,
    SINGLE,
    Listing,
    check_no_code,
    check_safetensors,
    sort_files,
)
from minga.evaluate.submissions.names import HubModel, parse_model
from minga.evaluate.submissions.reasons import Refused
from minga.licences import NOASSERTION, check_expression, licence_of_card

__all__ = ["look_at"]

_CONFIG_LIMIT = MEGABYTE
_INDEX_LIMIT = 20 * MEGABYTE
_TOKENIZER_LIMIT = 100 * MEGABYTE
_FLOAT_BYTES = 4
"""Models are evaluated in 32-bit floats."""
_ROOM = 1.2
"""What activations and libraries need besides the weights, as a factor."""
_GIGABYTE = 1_000_000_000
_SHARDS = 200
_LONGEST_LICENCE = 100
"""Characters that the database keeps."""
_REST = 200 * MEGABYTE


def look_at(hub: Hub, model: HubModel, limits: Limits, folder: Path) -> Found:
    """What the Hub has under that name, with the files of its tokenizer in `folder`. Raises Refused and Undecided."""
    info = hub.describe(model)
    listing = sort_files(info)
    if listing.is_adapter:
        return _adapter(hub, info, listing, limits, folder)
    return _whole(hub, info, listing, limits, folder)


def _whole(hub: Hub, info: ModelInfo, listing: Listing, limits: Limits, folder: Path) -> Found:
    """A model that stands by itself."""
    model = parse_model(f"{info.id}@{info.sha}")
    check_safetensors(listing, (SINGLE, INDEX))
    licence = _licence(info)
    size, parameters = _weights(hub, model, listing, limits, folder)
    _check_rest(listing, size)
    config = _config(hub, model, listing, folder)
    _tokenizer(hub, model, listing, folder, config)
    download = sum(listing.downloaded.values())
    return Found(model.repository, model.revision, licence, parameters, size, download_bytes=download)


def _licence(info: ModelInfo) -> str:
    card: Mapping[str, Any] = vars(info.card_data) if info.card_data else {}
    given = card.get("license") or []
    words = given if isinstance(given, list) else [given]
    if [str(word).lower() for word in words] == ["other"]:
        words = [card.get("license_name") or ""]
    named = [licence_of_card(str(word)) for word in words]
    if not named or NOASSERTION in named:
        raise Refused("no-licence")
    licence = " AND ".join(named)
    try:
        if len(licence) <= _LONGEST_LICENCE:
            return check_expression(licence)
    except LicenceError:
        pass
    raise Refused("licence", licence=licence[:80])


def _weights(hub: Hub, model: HubModel, listing: Listing, limits: Limits, folder: Path) -> tuple[int, int]:
    """Bytes and parameters of a model's weights. Raises Refused where they are not whole, or too large."""
    files, claimed = [SINGLE], 0
    if SINGLE not in listing:
        index = hub.json(model, INDEX, folder, _INDEX_LIMIT)
        files, claimed = _shards(index, listing)
    size = sum(listing.sizes[name] for name in files)
    # a model far beyond the machine is refused before its many headers are read
    _check_memory(max(size, claimed), limits)
    parameters = _parameters(hub, model, files)
    if parameters > limits.parameters:
        billions, most = (round(value / 1e9, 1) for value in (parameters, limits.parameters))
        raise Refused("parameters", billions=billions, limit=most)
    _check_memory(parameters * _FLOAT_BYTES, limits)
    return size, parameters


def _shards(index: dict[str, Any], listing: Listing) -> tuple[list[str], int]:
    """The files that an index names, and the bytes that it claims."""
    try:
        files = sorted({str(name) for name in index["weight_map"].values()})
        claimed = int(index.get("metadata", {}).get("total_size", 0))
    except (KeyError, AttributeError, TypeError, ValueError):
        raise Refused("damaged", files=INDEX, fault="no weight_map") from None
    if not files or len(files) > _SHARDS:
        raise Refused("damaged", files=INDEX, fault=f"{len(files)} files")
    missing = [name for name in files if name not in listing or not name.endswith(".safetensors")]
    if missing:
        raise Refused("weights", files=missing[0][:80])
    return files, claimed


def _check_rest(listing: Listing, weights: int) -> None:
    """Raises Refused where far more would be downloaded than the weights: the same ones in another form are let in."""
    most = 2 * weights + _REST
    if sum(listing.downloaded.values()) > most:
        largest = max(listing.downloaded, key=lambda name: listing.sizes[name])
        raise Refused("large-file", files=largest[:80], limit=most // MEGABYTE)


def _check_memory(weights: float, limits: Limits) -> None:
    if weights * _ROOM > limits.memory:
        needed, there = (round(value / _GIGABYTE, 1) for value in (weights * _ROOM, limits.memory))
        raise Refused("memory", needed=needed, there=there)


def _parameters(hub: Hub, model: HubModel, files: list[str]) -> int:
    """How many numbers the headers of these files announce; packed ones of quantised models count as they lie there."""
    parameters = sum(hub.parameters(model, name) for name in files)
    if parameters < 1:
        raise Refused("damaged", files=files[0], fault="no tensors")
    return parameters


def _config(hub: Hub, model: HubModel, listing: Listing, folder: Path) -> Any:
    """The model's configuration, as the installed transformers reads it."""
    if CONFIG not in listing:
        raise Refused("no-config")
    given = hub.json(model, CONFIG, folder, _CONFIG_LIMIT)
    check_no_code((), given)
    from transformers import AutoConfig
    from transformers.models.auto.configuration_auto import CONFIG_MAPPING_NAMES
    from transformers.models.auto.modeling_auto import (
        MODEL_FOR_CAUSAL_LM_MAPPING_NAMES,
        MODEL_FOR_SEQ_TO_SEQ_CAUSAL_LM_MAPPING_NAMES,
    )

    name = str(given.get("model_type"))[:80]
    if name not in CONFIG_MAPPING_NAMES:
        raise Refused("architecture", name=name, version=version("transformers"))
    if name not in {**MODEL_FOR_CAUSAL_LM_MAPPING_NAMES, **MODEL_FOR_SEQ_TO_SEQ_CAUSAL_LM_MAPPING_NAMES}:
        raise Refused("no-language-model", name=name)
    try:
        config = AutoConfig.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
    except Exception as error:  # whatever a library raises over somebody's file
        raise Refused("config", fault=_line(error)) from error
    _check_quantisation(given.get("quantization_config"))
    return config


def _check_quantisation(given: Any) -> None:
    """Raises Refused where the weights are packed in a way that the packages installed here cannot unpack."""
    if not given:
        return
    from transformers.quantizers.auto import AutoHfQuantizer

    name = str(given.get("quant_method", "?") if isinstance(given, dict) else "?")[:40]
    try:
        AutoHfQuantizer.from_config(dict(given), pre_quantized=True).validate_environment(device_map=None)
    except Exception as error:
        raise Refused("quantised", name=name) from error


def _tokenizer(hub: Hub, model: HubModel, listing: Listing, folder: Path, config: Any) -> None:
    """Load the tokenizer, and see that the model has all that it writes."""
    if not listing.tokenizer:
        raise Refused("tokenizer", fault="the repository has no file of it")
    if sum(listing.sizes[name] for name in listing.tokenizer) > _TOKENIZER_LIMIT:
        largest = max(listing.tokenizer, key=lambda name: listing.sizes[name])
        raise Refused("large-file", files=largest, limit=_TOKENIZER_LIMIT // MEGABYTE)
    for name in listing.tokenizer:
        hub.download(model, name, folder, max(listing.sizes[name], MEGABYTE))
    settings = folder / "tokenizer_config.json"
    if settings.is_file():
        check_no_code((), _object(settings), settings.name)
    from transformers import AutoTokenizer

    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
        tokens = tokenizer.encode("¿Qué tal? Ça va bé, egun on! ŋ 你好")
        highest = max(tokens)
    except Exception as error:  # whatever a library raises over somebody's file
        raise Refused("tokenizer", fault=_line(error)) from error
    size = getattr(config.get_text_config(), "vocab_size", None)
    if isinstance(size, int) and highest >= size:
        raise Refused("vocabulary", token=highest, size=size)


def _adapter(hub: Hub, info: ModelInfo, listing: Listing, limits: Limits, folder: Path) -> Found:
    """An adapter, and the model that it stands on."""
    model = parse_model(f"{info.id}@{info.sha}")
    check_safetensors(listing, (ADAPTER_WEIGHTS,))
    licence = _licence(info)
    given = hub.json(model, ADAPTER, folder, _CONFIG_LIMIT)
    check_no_code((), given, ADAPTER)
    wanted = _base(given)
    _check_peft(folder, given)
    own = _parameters(hub, model, [ADAPTER_WEIGHTS])
    base = _beneath(hub, wanted, limits, folder / "base")
    return Found(
        model.repository, model.revision, _both(licence, base.licence), own + base.parameters,
        listing.sizes[ADAPTER_WEIGHTS] + base.size_bytes, f"{base.repository}@{base.commit}",
        listing.sizes[ADAPTER_WEIGHTS] + base.download_bytes,
    )  # fmt: skip


def _beneath(hub: Hub, model: HubModel, limits: Limits, folder: Path) -> Found:
    """What is under an adapter. Raises Refused, which then names it."""
    folder.mkdir()
    try:
        info = hub.describe(model)
        listing = sort_files(info)
        if listing.is_adapter:
            raise Refused("adapter-on-adapter")
        return _whole(hub, info, listing, limits, folder)
    except Refused as error:
        raise Refused(error.reason.code, base=model.repository, **error.reason.values) from error


def _base(given: dict[str, Any]) -> HubModel:
    try:
        base = parse_model(str(given.get("base_model_name_or_path") or ""))
        revision = given.get("revision")
        return parse_model(f"{base.repository}@{revision}") if revision else base
    except Refused:
        raise Refused("no-base") from None


def _check_peft(folder: Path, given: dict[str, Any]) -> None:
    # it names a library that peft would import
    library = (given.get("auto_mapping") or {}).get("parent_library", "transformers")
    if str(library).partition(".")[0] != "transformers":
        raise Refused("code", files=f"{ADAPTER} (auto_mapping)")
    try:
        from peft import PeftConfig

        PeftConfig.from_pretrained(str(folder))
    except Exception as error:  # whatever a library raises over somebody's file
        raise Refused("adapter", fault=_line(error)) from error


def _both(licence: str, base: str) -> str:
    if licence == base:
        return licence
    both = check_expression(f"({licence}) AND ({base})")
    return both if len(both) <= _LONGEST_LICENCE else NOASSERTION  # which a lead has to read


def _object(path: Path) -> dict[str, Any]:
    try:
        read = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict):
        raise Refused("damaged", files=path.name, fault="no JSON object")
    return read


def _line(error: Exception) -> str:
    """The first line of what a library says."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return f"{type(error).__name__}: {lines[0] if lines else ''}"[:200].removesuffix(": ")
