"""What the Hub shows to everybody, read with limits: so much, so long, from its own hosts, without anybody's token."""

from __future__ import annotations

import contextlib
import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
from huggingface_hub import HfApi, constants, get_session, hf_hub_url, set_client_factory
from huggingface_hub.errors import (
    DisabledRepoError,
    EntryNotFoundError,
    GatedRepoError,
    HfHubHTTPError,
    OfflineModeIsEnabled,
    RepositoryNotFoundError,
    RevisionNotFoundError,
    SafetensorsParsingError,
)
from huggingface_hub.hf_api import ModelInfo
from huggingface_hub.utils import hf_raise_for_status  # type: ignore[attr-defined]  # public, and not so in its types

from minga.evaluate.submissions.names import HubModel
from minga.evaluate.submissions.reasons import Refused, Undecided

__all__ = ["Elsewhere", "Hub", "MEGABYTE", "TooLong"]

MEGABYTE = 1_000_000
_DESCRIPTION = 16 * MEGABYTE
"""Of a repository, as the Hub gives it."""
_HEADER = 26 * MEGABYTE
"""The longest header of a safetensors file that huggingface_hub reads."""
_WAIT = 10.0
"""Seconds without a byte."""
_PUBLIC = (".huggingface.co", ".hf.co")
"""The Hub keeps large files on hosts of its own, to which it sends readers on."""


class Elsewhere(httpx2.RequestError):
    """A server sent us on to a host that is none of the Hub's."""


class TooLong(httpx2.RequestError):
    """An answer is longer than what is read of such a file, or takes longer than the whole check may."""


class Hub:
    """The Hub at `endpoint`, which is to answer everything within `seconds`.

    There is one in a process: `huggingface_hub` has one client, and this one becomes that.
    """

    def __init__(self, endpoint: str, seconds: float) -> None:
        self._origin = _origin(httpx2.URL(endpoint))
        self._limit = _DESCRIPTION
        self._until = time.monotonic() + seconds
        self._api = HfApi(endpoint=endpoint, token=False)
        self.endpoint = endpoint
        set_client_factory(self._client)

    def describe(self, model: HubModel) -> ModelInfo:
        """A repository that everybody may read, with its files and their sizes. Raises Refused and Undecided."""
        with self._said(), self._at_most(_DESCRIPTION):
            try:
                info = self._api.model_info(
                    model.repository, revision=model.revision or None, files_metadata=True, timeout=_WAIT
                )
            except GatedRepoError:
                raise Refused("gated") from None
            except DisabledRepoError:
                raise Refused("disabled") from None
            except RepositoryNotFoundError:
                raise Refused("absent") from None
            except RevisionNotFoundError:
                raise Refused("revision", revision=model.revision) from None
        if not re.fullmatch(r"[0-9a-f]{40}", info.sha or ""):
            raise Undecided("unreachable", fault="it names no commit")
        if info.private:
            raise Refused("private")
        if info.gated:
            raise Refused("gated")
        if info.disabled:
            raise Refused("disabled")
        return info

    def download(self, model: HubModel, file: str, into: Path, limit: int) -> Path:
        """A file of at most `limit` bytes, in the folder `into`. Raises Refused and Undecided."""
        path = into / file
        address = hf_hub_url(model.repository, file, revision=model.revision, endpoint=self.endpoint)
        with self._said(file, limit), self._at_most(limit), get_session().stream("GET", address) as answer:
            if answer.is_error:
                answer.read()
            hf_raise_for_status(answer)
            with path.open("wb") as to:
                for part in answer.iter_bytes():
                    to.write(part)
                    if to.tell() > limit:  # a small answer may unpack into a long one
                        raise TooLong(file)
        return path

    def json(self, model: HubModel, file: str, into: Path, limit: int) -> dict[str, Any]:
        """The JSON object in a file. Raises Refused and Undecided."""
        try:
            read = json.loads(self.download(model, file, into, limit).read_bytes())
        except (ValueError, RecursionError):
            raise Refused("damaged", files=file, fault="no JSON") from None
        if not isinstance(read, dict):
            raise Refused("damaged", files=file, fault="no JSON object")
        return read

    def parameters(self, model: HubModel, file: str) -> int:
        """How many numbers the header of a safetensors file announces. Raises Refused and Undecided."""
        with self._said(file, _HEADER), self._at_most(_HEADER):
            try:
                header = self._api.parse_safetensors_file_metadata(model.repository, file, revision=model.revision)
                return sum(header.parameter_count.values())
            except (SafetensorsParsingError, ValueError, TypeError, AttributeError, RecursionError):
                raise Refused("damaged", files=file, fault="no header of safetensors") from None

    def _client(self) -> httpx2.Client:
        hooks: dict[str, list[Callable[..., Any]]] = {"request": [self._ask], "response": [self._bound]}
        return httpx2.Client(event_hooks=hooks, follow_redirects=True, timeout=_WAIT)

    def _ask(self, request: httpx2.Request) -> None:
        """Called for every request, also where a redirect leads to."""
        if constants.is_offline_mode():
            raise OfflineModeIsEnabled("HF_HUB_OFFLINE is set")
        public = request.url.scheme == "https" and request.url.host.endswith(_PUBLIC) and request.url.port is None
        if _origin(request.url) != self._origin and not public:
            raise Elsewhere(f"it sends readers on to {request.url.host}", request=request)
        if time.monotonic() > self._until:
            raise TooLong("it takes too long", request=request)
        # what is small when it comes in must not be large when it is unpacked
        request.headers["accept-encoding"] = "identity"

    def _bound(self, answer: httpx2.Response) -> None:
        assert isinstance(answer.stream, httpx2.SyncByteStream)  # noqa: S101 - a client that is not async
        answer.stream = _Bounded(answer.stream, self._limit, self._until)

    @contextlib.contextmanager
    def _at_most(self, limit: int) -> Iterator[None]:
        before, self._limit = self._limit, limit
        try:
            yield
        finally:
            self._limit = before

    @contextlib.contextmanager
    def _said(self, file: str = "", limit: int = 0) -> Iterator[None]:
        """What the network or the Hub does wrong, as what is said of the submission."""
        try:
            yield
        except TooLong as error:
            if file and time.monotonic() <= self._until:
                raise Refused("large-file", files=file, limit=limit // MEGABYTE) from error
            raise Undecided("unreachable", fault=_line(error)) from error
        except EntryNotFoundError as error:
            raise Refused("weights", files=file) from error
        except (HfHubHTTPError, httpx2.HTTPError, OfflineModeIsEnabled) as error:
            raise Undecided("unreachable", fault=_line(error)) from error
        except (ValueError, KeyError, TypeError) as error:  # whatever answers there is not the Hub
            raise Undecided("unreachable", fault="its answer cannot be read") from error


class _Bounded(httpx2.SyncByteStream):
    """An answer's bytes, up to a limit and a moment."""

    def __init__(self, stream: httpx2.SyncByteStream, limit: int, until: float) -> None:
        self._stream, self._limit, self._until = stream, limit, until

    def __iter__(self) -> Iterator[bytes]:
        taken = 0
        for part in self._stream:
            taken += len(part)
            if taken > self._limit or time.monotonic() > self._until:
                raise TooLong("its answer is too long, or takes too long")
            yield part

    def close(self) -> None:
        self._stream.close()


def _origin(url: httpx2.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _line(error: Exception) -> str:
    """The first line of what a library says, without addresses that only serve to find its log."""
    said = str(error).strip().partition("\n")[0] or type(error).__name__
    return said[:200]


assert constants.SAFETENSORS_MAX_HEADER_LENGTH < _HEADER  # noqa: S101
