"""One client for every OpenAI-compatible server: bounded, patient, counted, and remembered."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from minga.errors import EndpointError
from minga.llm.cache import AnswerCache, answer_key
from minga.llm.embedded import EmbeddedServer
from minga.llm.endpoint import Endpoint
from minga.llm.exchange import Answer, ChatRequest
from minga.llm.failures import RequestFailed, Trouble, diagnose
from minga.llm.retry import LONGEST_WAIT, Timing, backoff, retry_after
from minga.llm.usage import Usage

if TYPE_CHECKING:
    import openai

__all__ = ["Client"]

WINDOW = 4
"""Requests taken from the caller ahead of the answer it waits for, for each that may be under way."""

_FAILURES_IN_A_ROW = 12
_REFUSALS_AT_FIRST = 20


class Client:
    """Asks one endpoint, out of the cache where it can.

    >>> async with Client(Endpoint(url="http://127.0.0.1:11434/v1", model="llama3.2")) as client:  # doctest: +SKIP
    ...     answer = await client.complete(ChatRequest.ask("¿Qué es una minga?"))

    `server` is what answers when the endpoint names no address; it is started by the first question that the cache
    cannot answer, and ended with the client. `transport` (of the httpx that `openai` uses) and `timing` are the seams
    for tests. A client belongs to one event loop.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        cache: AnswerCache | None = None,
        server: EmbeddedServer | None = None,
        transport: Any = None,
        timing: Timing | None = None,
    ) -> None:
        if endpoint.is_embedded and server is None:
            raise TypeError("an endpoint without an address needs a server")
        self.endpoint = replace(endpoint, concurrency=1) if endpoint.is_embedded else endpoint
        self.usage = Usage()
        self._cache = cache
        self._server = server
        self._transport = transport
        self._timing = timing or Timing()
        self._slots = asyncio.Semaphore(self.endpoint.concurrency)
        self._opening = asyncio.Lock()
        self._api: openai.AsyncOpenAI | None = None
        self._answered = 0
        self._refused = 0
        self._broken_in_a_row = 0

    @property
    def identity(self) -> str:
        """Which model answers: a part of the cache's key, fit for a fingerprint."""
        if self._server is not None:
            return self._server.identity
        return f"{self.endpoint.address}#{self.endpoint.model}"

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close connections, and end the server that was started."""
        try:
            if self._api is not None:
                await self._api.close()
        finally:
            self._api = None
            if self._server is not None:
                await asyncio.to_thread(self._server.stop)

    async def complete(self, request: ChatRequest) -> Answer:
        """The model's answer.

        Raises RequestFailed when this request was given up, and EndpointError when the endpoint itself is of no use.
        """
        key = answer_key(self.identity, request)
        kept = self._cache.get(key) if self._cache is not None else None
        if kept is not None:
            self.usage.hits += 1
            self._answered += 1
            return kept
        self.usage.misses += 1
        async with self._slots:
            try:
                answer = await self._persist(request)
            except EndpointError as error:
                self._note_failure(error)
                raise
        self._answered += 1
        self._broken_in_a_row = 0
        self.usage.count(answer, self.endpoint)
        return answer if self._cache is None else self._cache.put(key, answer)

    async def outcome(self, request: ChatRequest) -> Answer | RequestFailed:
        """Like `complete`, with the failure of this one request as a value."""
        try:
            return await self.complete(request)
        except RequestFailed as failure:
            return failure

    async def complete_many(
        self, requests: Iterable[ChatRequest]
    ) -> AsyncIterator[tuple[ChatRequest, Answer | RequestFailed]]:
        """Each request with its answer or failure, in the order of the requests.

        At most `concurrency` are under way, and at most `WINDOW` times as many are taken from `requests` ahead of the
        one that is yielded, so any number may come. Raises EndpointError as soon as the endpoint is of no use.
        """
        source = iter(requests)
        pending: deque[tuple[ChatRequest, asyncio.Task[Answer | RequestFailed]]] = deque()
        try:
            while True:
                room = WINDOW * self.endpoint.concurrency - len(pending)
                pending.extend((item, asyncio.create_task(self.outcome(item))) for item in islice(source, room))
                if not pending:
                    return
                request, task = pending.popleft()
                yield request, await task
        finally:
            for _, task in pending:
                task.cancel()
            await asyncio.gather(*(task for _, task in pending), return_exceptions=True)

    async def _persist(self, request: ChatRequest) -> Answer:
        body = _body(self.endpoint.model, request)
        for attempt in range(self.endpoint.retries + 1):
            try:
                return await self._ask(body)
            except Exception as error:
                trouble = diagnose(error, self.endpoint.timeout)
                if trouble is None:
                    raise
                wait = self._wait_after(trouble, attempt)
                if wait is None:
                    raise await self._given_up(trouble, attempt + 1) from error
                self.usage.retries += 1
                await self._timing.sleep(wait)
        raise AssertionError("the last try returns or raises")

    def _wait_after(self, trouble: Trouble, attempt: int) -> float | None:
        """Seconds until the next try, or None when there is none."""
        if not trouble.is_transient or attempt == self.endpoint.retries or self._server_died():
            return None
        asked = retry_after(trouble.retry_after, self._timing.now())
        return None if asked is not None and asked > LONGEST_WAIT else backoff(attempt, asked, self._timing)

    def _server_died(self) -> bool:
        return self._server is not None and self._server.process_id is None

    async def _given_up(self, trouble: Trouble, tries: int) -> EndpointError:
        if self._server is not None and trouble.reason == "unreachable":
            return await asyncio.to_thread(self._server.obituary)
        return trouble.error(self.endpoint, tries)

    def _note_failure(self, error: EndpointError) -> None:
        """Count it, and end the run where nothing but failures comes back."""
        self.usage.failures += 1
        if not isinstance(error, RequestFailed):
            return
        if error.reason == "refused":
            # a server that refuses is there, and a row of refusals is normal later on: many passages may be too long
            self._refused += 1
            self._broken_in_a_row = 0
            hopeless = not self._answered and self._refused >= _REFUSALS_AT_FIRST
        else:
            self._broken_in_a_row += 1
            hopeless = self._broken_in_a_row >= _FAILURES_IN_A_ROW
        if hopeless:
            count = self._broken_in_a_row or self._refused
            what = f"{count} requests in a row failed, the last with: {error.what}"
            raise EndpointError(what, where=error.where, hint=error.hint) from error

    async def _ask(self, body: dict[str, Any]) -> Answer:
        api = await self._open()
        # httpx limits the silence between two bytes, this the whole
        async with asyncio.timeout(self.endpoint.timeout):
            reply = await api.chat.completions.create(**body)
        return _read(reply)

    async def _open(self) -> openai.AsyncOpenAI:
        async with self._opening:
            if self._api is None:
                self._api = await self._connect()
            return self._api

    async def _connect(self) -> openai.AsyncOpenAI:
        import openai

        endpoint = self.endpoint
        if self._server is not None:
            running = await asyncio.to_thread(self._server.start)
            endpoint = replace(endpoint, url=running.url, key=running.key)
        http = openai.DefaultAsyncHttpxClient(
            transport=self._transport,
            timeout=endpoint.timeout,
            trust_env=not endpoint.is_local,
            # a redirect would take the key elsewhere
            follow_redirects=False,
        )
        # the key is always given: otherwise OPENAI_API_KEY would be sent to whatever server is named
        key = endpoint.secret() or "none"
        return openai.AsyncOpenAI(base_url=endpoint.url, api_key=key, http_client=http, max_retries=0)


def _body(model: str, request: ChatRequest) -> dict[str, Any]:
    body: dict[str, Any] = {
        "model": model,
        "messages": [{"role": message.role, "content": message.content} for message in request.messages],
        "temperature": request.temperature,
        "max_tokens": request.max_tokens,
    }
    if request.seed is not None:
        body["seed"] = request.seed
    if request.stop:
        body["stop"] = list(request.stop)
    if request.schema:
        schema = {"name": "answer", "strict": True, "schema": json.loads(request.schema)}
        body["response_format"] = {"type": "json_schema", "json_schema": schema}
    return body


def _read(reply: Any) -> Answer:
    """The first choice. Raises ValueError where there is none: some gateways answer 200 with an error inside."""
    choices = getattr(reply, "choices", None)
    if not choices or getattr(choices[0], "message", None) is None:
        problem = getattr(reply, "error", None) or "it has no choices"
        raise ValueError(f"{problem}")
    content = choices[0].message.content or ""
    if not isinstance(content, str):
        raise ValueError("its content is not text")
    usage = getattr(reply, "usage", None)
    count = {name: getattr(usage, name, 0) or 0 for name in ("prompt_tokens", "completion_tokens")}
    return Answer(
        # half a surrogate pair can be written in JSON, and in nothing that comes after
        content.encode("utf-8", "replace").decode("utf-8"),
        choices[0].finish_reason or "stop",
        int(count["prompt_tokens"]),
        int(count["completion_tokens"]),
    )
