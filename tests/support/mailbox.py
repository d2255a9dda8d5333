"""A mail server on this machine for tests: takes mails, refuses some addresses, or is not there at all."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class Mailbox:
    """What came in. `answers`: {address: what the server says of it instead of 250}; `sender`: what of any sender.

    `taken`: called when a mail is kept and the server has not yet said so.
    """

    url: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    sender: str = "250 OK"
    mails: list[EmailMessage] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    taken: Callable[[], None] = lambda: None

    def to(self, address: str) -> list[EmailMessage]:
        """Return what came for an address."""
        return [mail for mail in self.mails if mail["To"] == address]

    def keep(self, content: bytes) -> None:
        """Keep a mail as it came."""
        found = message_from_bytes(content, policy=policy.default)
        assert isinstance(found, EmailMessage)
        self.mails.append(found)
        self.taken()


class _Conversation(socketserver.StreamRequestHandler):
    mailbox: Mailbox

    def handle(self) -> None:
        """Speak as much SMTP as is needed to take mails (RFC 5321)."""
        self._say("220 mailbox ready")
        for line in self.rfile:
            said = line.decode("ascii").strip()
            self.mailbox.commands.append(said)
            if said.upper() == "DATA":
                self._take()
            elif said.upper() == "QUIT":
                return self._say("221 bye")
            else:
                self._say(self._answer(said))
        return None

    def _answer(self, said: str) -> str:
        verb, _, rest = said.partition(":")
        if verb.upper() == "MAIL FROM":
            return self.mailbox.sender
        if verb.upper() == "RCPT TO":
            return self.mailbox.answers.get(rest.strip("<> "), "250 OK")
        return "250 OK"

    def _take(self) -> None:
        self._say("354 go on")
        lines: list[bytes] = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        self.mailbox.keep(b"".join(lines))
        self._say("250 kept")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def mail_server(mailbox: Mailbox) -> Iterator[Mailbox]:
    """Run a server for this mailbox, on the port it had before or a free one."""
    port = int(mailbox.url.rpartition(":")[2]) if mailbox.url else 0
    handler = type("Conversation", (_Conversation,), {"mailbox": mailbox})
    with _Server(("127.0.0.1", port), handler) as server:
        mailbox.url = f"smtp://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield mailbox
        finally:
            server.shutdown()
            thread.join()


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
