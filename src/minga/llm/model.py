"""A language model as a stage uses it: without `async`."""

from __future__ import annotations

import asyncio
import concurrent.futures
import threading
from collections import deque
from collections.abc import Coroutine, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from minga.llm.cache import AnswerCache
from minga.llm.client import WINDOW, Client
from minga.llm.embedded import EmbeddedServer
from minga.llm.endpoint import Endpoint
from minga.llm.exchange import Answer, ChatRequest
from minga.llm.failures import RequestFailed
from minga.llm.retry import Timing
from minga.llm.usage import Usage
from minga.llm.weights import gguf_path

__all__ = ["LanguageModel", "model_identity"]

T = TypeVar("T")


def _embedded(endpoint: Endpoint, folder: Path) -> EmbeddedServer | None:
    if not endpoint.is_embedded:
        return None
    weights = gguf_path(endpoint.model, folder / "cache")
    return EmbeddedServer(weights, folder / "logs" / "model-server.log", name=endpoint.model)


def model_identity(endpoint: Endpoint, folder: Path) -> str:
    """Which model an endpoint is, for a fingerprint: address and name, or the digest of the embedded weights and what
    runs them.

    `folder` is the project's `.minga`. Raises MissingPart when the embedded model is not installed.
    """
    server = _embedded(endpoint, folder)
    return server.identity if server else f"{endpoint.address}#{endpoint.model}"


class LanguageModel:
    """One endpoint with its cache, for code that is not asynchronous.

    >>> with LanguageModel(Endpoint(), Path(".minga")) as model:  # doctest: +SKIP
    ...     for request, answer in model.complete_many(requests):
    ...         print(request.id, answer.text if isinstance(answer, Answer) else answer.reason)

    `folder` is the project's `.minga`: answers are kept in `cache/answers.db`, the embedded server's log in `logs/`.
    The embedded server starts with the first question that the cache cannot answer, and ends with the block. The
    network runs in a thread, so requests go on while the caller works.

    Raises MissingPart when the embedded model is not installed, StorageError when the cache cannot be opened.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        folder: Path,
        *,
        transport: Any = None,
        timing: Timing | None = None,
    ) -> None:
        server = _embedded(endpoint, folder)
        self._cache = AnswerCache(folder / "cache" / "answers.db")
        self._client = Client(endpoint, cache=self._cache, server=server, transport=transport, timing=timing)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="minga-llm", daemon=True)
        self._thread.start()

    def __enter__(self) -> LanguageModel:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    @property
    def usage(self) -> Usage:
        """What was asked so far."""
        return self._client.usage

    @property
    def identity(self) -> str:
        """Which model answers: see `model_identity`."""
        return self._client.identity

    def complete(self, request: ChatRequest) -> Answer:
        """The model's answer. Raises RequestFailed or EndpointError, as `Client.complete` does."""
        return _result(self._submit(self._client.complete(request)))

    def complete_many(self, requests: Iterable[ChatRequest]) -> Iterator[tuple[ChatRequest, Answer | RequestFailed]]:
        """Each request with its answer or failure, in the order of the requests; as `Client.complete_many`.

        `requests` is read in the caller's thread, a bounded number ahead.
        """
        ahead = WINDOW * self._client.endpoint.concurrency
        pending: deque[tuple[ChatRequest, concurrent.futures.Future[Answer | RequestFailed]]] = deque()
        try:
            for request in requests:
                pending.append((request, self._submit(self._client.outcome(request))))
                if len(pending) >= ahead:
                    first, future = pending.popleft()
                    yield first, _result(future)
            while pending:
                first, future = pending.popleft()
                yield first, _result(future)
        finally:
            for _, future in pending:
                future.cancel()

    def close(self) -> None:
        """End what is under way, the embedded server and the cache."""
        if self._loop.is_closed():
            return
        try:
            self._submit(_close(self._client)).result()
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._loop.close()
            self._cache.close()

    def _submit(self, work: Coroutine[Any, Any, T]) -> concurrent.futures.Future[T]:
        return asyncio.run_coroutine_threadsafe(work, self._loop)


def _result(future: concurrent.futures.Future[T]) -> T:
    try:
        return future.result()
    except BaseException:
        # Ctrl-C ends the waiting: the request has to end too
        future.cancel()
        raise


async def _close(client: Client) -> None:
    rest = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
    await client.aclose()
    await asyncio.get_running_loop().shutdown_default_executor()
