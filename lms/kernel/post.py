"""The way mails leave: through a server by SMTP, or into a folder where none is set. Knows nothing of the database.

A message is composed by `email.message.EmailMessage`, which refuses line breaks in a header, so nothing that a person
typed can add one. It is plain text: no pictures, no tracking, one Message-ID for ever.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8, EmailPolicy, Policy
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import urlsplit
from uuid import UUID

from lms.kernel import smtp, unsubscribing
from lms.kernel.outbox import SENT, WRITTEN, Mail, may_be_ended
from lms.kernel.smtp import Line, NoServer, Refused

FOLDER: Final = "mail"
WAY_OUT: Final = "List-Unsubscribe"


class Settings(Protocol):
    """What is read of an installation's settings."""

    @property
    def data(self) -> Path:
        """Return the data folder."""

    @property
    def base_url(self) -> str:
        """Return the address people type."""

    @property
    def smtp_url(self) -> str:
        """Return the mail server's address, empty where there is none."""

    @property
    def mail_from(self) -> str:
        """Return the sender's address, empty for the usual one."""

    @property
    def mail_per_minute(self) -> int:
        """Return the most mails that are handed over in a minute, 0 where nothing limits it."""

    @property
    def secret_key(self) -> str:
        """Return the installation's key, empty in a command that asked for none."""

    @property
    def partners(self) -> tuple[str, ...]:
        """Return the hosts that may be called though they stand inside the network."""


class Carrier(Protocol):
    """Takes mails away while it is open."""

    state: str
    """What a mail is that it took: sent or written."""

    def carry(self, mail: Mail, now: datetime) -> None:
        """Take one mail. Raises Refused, NotNow, NoServer."""


@dataclass(frozen=True, slots=True)
class Post:
    """Where an installation's mails go. `server`: an SMTP address that the settings have checked, or empty.

    `key`: signs the addresses that end mails of a kind; without one they carry none. `per_minute`: the most mails that
    are handed over in a minute, 0 without a limit. `partners`: what `calling` asks of whoever calls other machines.
    """

    base_url: str
    sender: str
    server: str
    folder: Path
    key: bytes = field(default=b"", repr=False)
    per_minute: int = 0
    partners: tuple[str, ...] = ()

    @classmethod
    def of(cls, settings: Settings) -> Post:
        """Return the post of an installation."""
        sender = settings.mail_from or f"no-reply@{host_of(settings.base_url)}"
        folder = settings.data / FOLDER
        key, limit = settings.secret_key.encode(), settings.mail_per_minute
        return cls(settings.base_url, sender, settings.smtp_url, folder, key, limit, settings.partners)

    @property
    def host(self) -> str:
        """Return the right-hand side of Message-IDs."""
        return host_of(self.base_url)

    def unsubscribing(self, person: UUID, kind: str) -> str | None:
        """Return the address that ends mails of a kind to a person without signing in; None where they stay."""
        if not self.key or not may_be_ended(kind):
            return None
        return f"{self.base_url}/unsubscribe/{unsubscribing.token(self.key, person, kind)}"

    @property
    def is_folder(self) -> bool:
        """Return whether mails are only written to a folder, and nobody gets them."""
        return not self.server

    @contextmanager
    def open(self) -> Iterator[Carrier]:
        """Yield what carries mails away; a connection is made with the first and closed at the end."""
        if not self.server:
            yield _Folder(self)
            return
        server = _Server(self)
        try:
            yield server
        finally:
            server.close()

    def greet(self) -> str:
        """Connect to the server, let ourselves in and leave again; return host and port. Raises OSError, ValueError."""
        with smtp.connect(self.server, self.host) as server:
            server.noop()
        return f"{urlsplit(self.server).hostname}:{smtp.port_of(self.server)}"

    def compose(self, mail: Mail, now: datetime) -> EmailMessage:
        """Return the message of a mail. Raises Refused where its address or subject can stand in no header."""
        message = EmailMessage(policy=_POLICY if mail.to.rpartition("@")[0].isascii() else _INTERNATIONAL)
        try:
            message["From"] = Address(addr_spec=self.sender)
            message["To"] = _address(mail.to)
            message["Subject"] = mail.subject
        except (ValueError, IndexError, MessageError) as problem:
            raise Refused(type(problem).__name__) from problem
        message["Date"] = now
        message["Message-ID"] = mail.message_id
        message["Auto-Submitted"] = "auto-generated"
        way_out = self.unsubscribing(mail.person_id, mail.kind)
        if way_out is not None:
            message[WAY_OUT] = f"<{way_out}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
        message.set_content(mail.body, cte="quoted-printable")
        message["Content-Language"] = mail.language
        return message


class _WholeLine(UnstructuredHeader, BaseHeader):
    """A header that is not folded: a long address would become encoded words, which no reader of mails can open."""

    def fold(self, *, policy: Policy) -> str:
        """Return the header as one line (RFC 5322 allows 998 characters)."""
        return f"{self.name}: {self}{policy.linesep}"


def _policy(ours: EmailPolicy[Any]) -> Policy:
    registry = HeaderRegistry()
    registry.map_to_type(WAY_OUT, _WholeLine)
    return ours.clone(header_factory=registry)


_POLICY: Final = _policy(SMTP)
_INTERNATIONAL: Final = _policy(SMTPUTF8)
_BEYOND_ASCII: Final = re.compile(r"[^\W\x00-\x7f]")
"""A letter or digit beyond ASCII."""


def _address(text: str) -> Address:
    """Return an address as a header can hold it, with letters of any script before the @ (RFC 6531)."""
    address = _in_ascii(text)
    local, _at, domain = address.rpartition("@")
    if address.isascii():
        return Address(addr_spec=address)
    Address(addr_spec=f"{_BEYOND_ASCII.sub('x', local)}@{domain}")  # the same grammar, letters of other scripts added
    return Address(username=local, domain=domain)


def _in_ascii(address: str) -> str:
    """Return an address with its domain as every server reads it (RFC 5891). Raises ValueError."""
    local, at, domain = address.rpartition("@")
    return f"{local}{at}{domain.encode('idna').decode('ascii')}"


def host_of(base_url: str) -> str:
    """Return the host of an address as mail can use it."""
    host = urlsplit(base_url).hostname or "localhost"
    return "localhost" if ":" in host else host


class _Folder:
    state = WRITTEN

    def __init__(self, post: Post) -> None:
        self._post = post

    def carry(self, mail: Mail, now: datetime) -> None:
        """Write `<day>-<id>.eml` for its owner's eyes; nobody ever sees half of one."""
        message = self._post.compose(mail, now)
        folder = self._post.folder
        draft = folder / f".{mail.id}.{os.getpid()}"
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft.touch(mode=0o600)
            draft.write_bytes(message.as_bytes())
            draft.replace(folder / f"{mail.created_at:%Y-%m-%d}-{mail.id}.eml")
        except OSError as problem:
            raise NoServer(type(problem).__name__) from problem


class _Server:
    state = SENT

    def __init__(self, post: Post) -> None:
        self._post = post
        self._line = Line(post.server, post.host, post.sender)

    def carry(self, mail: Mail, now: datetime) -> None:
        """Hand one mail over."""
        self._line.hand_over(self._post.compose(mail, now), _in_ascii(mail.to))

    def close(self) -> None:
        """Say good-bye."""
        self._line.close()
