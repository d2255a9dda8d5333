"""A real mail server (aiosmtpd) on this machine for tests: with encryption, sign-in, letters of any script."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

TAKEN = "250 kept"


@dataclass
class Taker:
    """What came in, and what is said of it. `met`: called at each step with its name, the session and the envelope."""

    mails: list[EmailMessage] = field(default_factory=list)
    envelopes: list[Envelope] = field(default_factory=list)
    connections: int = 0
    met: Callable[[str, Session, Envelope], str | None] = lambda *_: None

    async def handle_EHLO(  # noqa: N802, PLR0913
        self, _server: SMTP, session: Session, _envelope: Envelope, name: str, answers: list[str]
    ) -> list[str]:
        """Count who comes; after STARTTLS they come again."""
        session.host_name = name
        self.connections += 1
        return answers

    async def handle_MAIL(  # noqa: N802, PLR0913
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a sender."""
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self.met("MAIL", session, envelope) or "250 OK"

    async def handle_RCPT(  # noqa: N802, PLR0913
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a reader."""
        answer = self.met(f"RCPT {address}", session, envelope) or "250 OK"
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
            envelope.rcpt_options.extend(options)
        return answer

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep a mail; what `met` does then, it does before the sender hears of it."""
        content = envelope.original_content or b""
        found = message_from_bytes(content, policy=policy.SMTPUTF8)
        assert isinstance(found, EmailMessage)
        self.mails.append(found)
        self.envelopes.append(envelope)
        return self.met("DATA", session, envelope) or TAKEN


@contextmanager
def smtp_server(taker: Taker, **options: Any) -> Iterator[str]:
    """Run a server; yield "127.0.0.1:PORT". `options`: of `aiosmtpd.smtp.SMTP`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    controller = Controller(taker, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        controller.stop()
