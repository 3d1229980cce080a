"""An SMTP server on this machine that keeps what it is given: the little of RFC 5321 that a client needs."""

from __future__ import annotations

import base64
import email
import email.policy
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import cast


class _Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.say("220 mail.test")
        while line := self.rfile.readline().decode().strip():
            verb = line.split(" ")[0].upper()
            if verb == "QUIT":
                self.say("221 bye")
                return
            self.say(self.answer(verb, line))

    def answer(self, verb: str, line: str) -> str:
        if verb == "EHLO":
            return "250-mail.test\r\n250 AUTH PLAIN"
        if verb == "AUTH":
            given = base64.b64decode(line.split(" ")[2]).decode().split("\0")
            return "235 welcome" if given[1:] == ["minga", self.server.password] else "535 no"
        if verb == "RCPT" and self.server.refuses in line:
            return "550 no such mailbox"
        if verb == "DATA":
            self.say("354 go on")
            self.server.keep(self.read_message())
        return "250 ok"

    def read_message(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        return b"".join(lines)

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.password = "secret of the mail server"
        self.refuses = "nowhere@"
        self.messages: list[EmailMessage] = []
        self.arrived = threading.Condition()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def keep(self, raw: bytes) -> None:
        message = cast(EmailMessage, email.message_from_bytes(raw, policy=email.policy.default))
        with self.arrived:
            self.messages.append(message)
            self.arrived.notify_all()

    def wait_for(self, number: int, seconds: float = 10) -> list[EmailMessage]:
        """The messages, when there are that many."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.messages) >= number, seconds)
            return list(self.messages)


@contextmanager
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
