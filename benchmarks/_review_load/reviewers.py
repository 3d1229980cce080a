"""People at work: they take an item, think, answer, and get the next one; over pages or over the JSON API."""

from __future__ import annotations

import asyncio
import html
import json
import random
import re
import secrets
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlencode

from _review_load.community import SLUG, Pass
from _review_load.http_client import Connection, ConnectionLost, Reply

__all__ = ["ApiDesk", "Desk", "Ledger", "NothingLeft", "PageDesk", "Sender", "Sent", "Timing", "work"]


class NothingLeft(Exception):
    """The campaign has no item for this person any more."""


@dataclass
class Sent:
    """One answer, as its author knows it."""

    person: int
    assignment: int | str
    note: str
    """Different for each answer, so that the audit knows it again."""
    acknowledged: bool = False


@dataclass(frozen=True)
class Timing:
    """One answer and the next item, in seconds of `time.monotonic`."""

    start: float
    answered: float
    shown: float


@dataclass
class Ledger:
    """What all reviewers sent, and what happened on the wire."""

    sent: list[Sent] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    """Requests that had to be sent again, by reason."""
    refused: Counter[str] = field(default_factory=Counter)
    """Requests that were answered with 4xx: there should be none."""

    def note(self, person: int, assignment: int | str) -> Sent:
        """Write down an answer that is about to be sent."""
        self.sent.append(Sent(person, assignment, secrets.token_hex(8)))
        return self.sent[-1]


def opinion(sent: Sent) -> str:
    """What somebody says, at random: three quarters of the answers accept, so that some items want more of them."""
    return "accept" if int(sent.note, 16) % 4 else "reject"


class Desk(Protocol):
    """Where one person works."""

    async def open(self) -> None:
        """Take the first item and look at it. Raises NothingLeft."""

    async def answer(self) -> float:
        """Answer the item and look at the next. Returns when the answer was acknowledged. Raises NothingLeft."""

    def close(self) -> None:
        """Hang up."""


class Sender:
    """Sends a request again, the same bytes, until it is answered."""

    def __init__(self, connection: Connection, ledger: Ledger) -> None:
        self._connection, self._ledger = connection, ledger

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    async def send(self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> Reply:
        """The first answer that is no fault. Raises RuntimeError when the server refuses what is asked (4xx)."""
        while True:
            try:
                reply = await self._connection.request(method, path, body, headers)
            except ConnectionLost as error:
                self._ledger.faults[type(error.__cause__).__name__] += 1
            else:
                if reply.status < 400:
                    return reply
                if reply.status < 500 and reply.status != 429:
                    self._ledger.refused[f"{reply.status} {method} {re.sub('[0-9]+', 'N', path)}"] += 1
                    raise RuntimeError(f"{reply.status} for {method} {path}: {reply.body[:300]!r}")
                self._ledger.faults[str(reply.status)] += 1
            await asyncio.sleep(random.uniform(0.1, 0.4))


class ApiDesk:
    """A program with a token."""

    def __init__(self, port: int, person: Pass, ledger: Ledger) -> None:
        headers = {"authorization": f"Bearer {person.key}", "content-type": "application/json"}
        self._sender = Sender(Connection("127.0.0.1", port, headers), ledger)
        self._person, self._ledger = person, ledger
        self._number = 0

    async def open(self) -> None:
        reply = await self._sender.send("POST", f"/api/v1/campaigns/{SLUG}/assignments")
        self._look(json.loads(reply.body))

    async def answer(self) -> float:
        sent = self._ledger.note(self._person.person, self._number)
        body = {"verdict": opinion(sent), "note": sent.note, "client_key": sent.note}
        path = f"/api/v1/assignments/{self._number}/answer?next=true"
        reply = await self._sender.send("POST", path, json.dumps(body).encode())
        sent.acknowledged, at = True, time.monotonic()
        self._look(json.loads(reply.body)["next"])
        return at

    def _look(self, taken: dict[str, Any]) -> None:
        if taken["assignment"] is None:
            raise NothingLeft(taken["nothing"])
        self._number = taken["assignment"]["id"]

    def close(self) -> None:
        self._sender.close()


_FIELD = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
_TEXT = re.compile(r'<textarea name="(text-[^"]+)"[^>]*>([^<]*)</textarea>')
_HELD = re.compile(r'href="(/review/[^"/]+/\d+)"')
_FORM = re.compile(r'<form method="post" action="(/review/[^"]+/(\d+))"')


class PageDesk:
    """A browser: reads the form of a page, and sends it.

    Without a script it follows the redirect to the next page; minga's script asks for that page with the answer.
    """

    def __init__(self, port: int, person: Pass, ledger: Ledger, *, script: bool = False, slug: str = SLUG) -> None:
        self._campaign = f"/review/{slug}"
        self._script = {"x-minga": "next"} if script else {}
        self._sender = Sender(
            Connection("127.0.0.1", port, {"cookie": f"minga_session={person.session}", "accept-encoding": "gzip"}),
            ledger,
        )
        self._person, self._ledger = person, ledger
        self._action, self._number = "", 0
        self._fields: dict[str, str] = {}

    async def open(self) -> None:
        page = (await self._sender.send("GET", self._campaign)).body.decode()
        held = _HELD.search(page)
        if held is not None:
            return await self._look(held[1])
        csrf = dict(_FIELD.findall(page)).get("csrf")
        if csrf is None:
            raise NothingLeft
        taken = await self._post(f"{self._campaign}/take", {"csrf": csrf})
        return await self._look(taken.headers["location"])

    async def answer(self) -> float:
        sent = self._ledger.note(self._person.person, self._number)
        fields = {**self._fields, "note": sent.note, "action": opinion(sent)}
        reply = await self._post(self._action, fields, self._script)
        sent.acknowledged, at = True, time.monotonic()
        if reply.status == 303:
            await self._look(reply.headers["location"])
        else:
            self._read(reply.body.decode())
        return at

    def close(self) -> None:
        self._sender.close()

    async def _post(self, path: str, fields: dict[str, str], more: Mapping[str, str] | None = None) -> Reply:
        headers = {"content-type": "application/x-www-form-urlencoded", **(more or {})}
        return await self._sender.send("POST", path, urlencode(fields).encode(), headers)

    async def _look(self, address: str) -> None:
        if "?done=" in address:
            raise NothingLeft(address)
        page = (await self._sender.send("GET", address)).body.decode()
        if _FORM.search(page) is None:  # what was sent a second time leads elsewhere
            return await self.open()
        return self._read(page)

    def _read(self, page: str) -> None:
        form = _FORM.search(page)
        if form is None:
            raise RuntimeError(f"no form in the answer: {page[:300]!r}")
        self._action, self._number = form[1], int(form[2])
        texts = {name: html.unescape(text) for name, text in _TEXT.findall(page)}
        self._fields = {**dict(_FIELD.findall(page)), **texts}


async def work(
    desk: Desk, opened: asyncio.Future[None], over: asyncio.Event, think: Callable[[], float]
) -> list[Timing]:
    """Review until it is `over` or nothing is left; says when she has `opened`."""
    timings: list[Timing] = []
    try:
        await desk.open()
        opened.set_result(None)
        while not await _comes_within(think(), over):
            start = time.monotonic()
            answered = await desk.answer()
            timings.append(Timing(start, answered, time.monotonic()))
    except NothingLeft:
        pass
    finally:
        if not opened.done():
            opened.set_result(None)
        desk.close()
    return timings


async def _comes_within(seconds: float, event: asyncio.Event) -> bool:
    if seconds > 0:
        with suppress(TimeoutError):
            await asyncio.wait_for(event.wait(), seconds)
    return event.is_set()
