"""The way mails leave: through a server by SMTP, or into a folder where none is set. Knows nothing of the database.

A message is composed by `email.message.EmailMessage`, which refuses line breaks in a header, so nothing that a person
typed can add one. It is plain text: no pictures, no tracking, one Message-ID for ever.
"""

from __future__ import annotations

import os
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from lms.kernel.outbox import SENT, WRITTEN, Mail

TIMEOUT: Final = 10.0
"""Seconds to wait for each answer of a mail server."""
FOLDER: Final = "mail"
REFUSED_ONCE: Final = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)


class Refused(Exception):
    """This mail will never be taken: the address is none, or the server says so (5xx)."""


class NotNow(Exception):
    """This mail was not taken now, another try may do (4xx, or the connection broke)."""


class NoServer(Exception):
    """The server cannot be used at all: no connection, no way in, or it does not accept our sender."""


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


class Carrier(Protocol):
    """Takes mails away while it is open."""

    state: str
    """What a mail is that it took: sent or written."""

    def carry(self, mail: Mail, now: datetime) -> None:
        """Take one mail. Raises Refused, NotNow, NoServer."""


@dataclass(frozen=True, slots=True)
class Post:
    """Where an installation's mails go. `server`: an SMTP address that the settings have checked, or empty."""

    base_url: str
    sender: str
    server: str
    folder: Path

    @classmethod
    def of(cls, settings: Settings) -> Post:
        """Return the post of an installation."""
        sender = settings.mail_from or f"no-reply@{host_of(settings.base_url)}"
        return cls(settings.base_url, sender, settings.smtp_url, settings.data / FOLDER)

    @property
    def host(self) -> str:
        """Return the right-hand side of Message-IDs."""
        return host_of(self.base_url)

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
        """Connect to the server, let ourselves in and leave again; return host and port. Raises OSError."""
        with _connect(self.server, self.host) as server:
            server.noop()
        return f"{urlsplit(self.server).hostname}:{_port(self.server)}"

    def compose(self, mail: Mail, now: datetime) -> EmailMessage:
        """Return the message of a mail. Raises Refused where its address or subject can stand in no header."""
        message = EmailMessage(policy=SMTP)
        try:
            message["From"] = Address(addr_spec=self.sender)
            message["To"] = Address(addr_spec=_in_ascii(mail.to))
            message["Subject"] = mail.subject
        except (ValueError, IndexError, MessageError) as problem:
            raise Refused(type(problem).__name__) from problem
        message["Date"] = now
        message["Message-ID"] = mail.message_id
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.body, cte="quoted-printable")
        message["Content-Language"] = mail.language
        return message


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
        self._open: smtplib.SMTP | None = None

    def carry(self, mail: Mail, now: datetime) -> None:
        """Hand one mail over."""
        message = self._post.compose(mail, now)
        server = self._connected()
        try:
            server.send_message(message, from_addr=self._post.sender, to_addrs=[_in_ascii(mail.to)])
        except smtplib.SMTPSenderRefused as refused:
            self.close()
            raise NoServer(str(refused.smtp_code)) from refused
        except REFUSED_ONCE as refused:
            code = _code(refused)
            raise (Refused if code >= 500 else NotNow)(str(code)) from refused
        except smtplib.SMTPNotSupportedError as refused:  # an address of letters this server does not know
            raise Refused(type(refused).__name__) from refused
        except (smtplib.SMTPException, OSError) as broken:
            self.close()
            raise NotNow(type(broken).__name__) from broken

    def _connected(self) -> smtplib.SMTP:
        if self._open is None or self._open.sock is None:
            self.close()
            try:
                self._open = _connect(self._post.server, self._post.host)
            except (smtplib.SMTPException, OSError) as problem:
                raise NoServer(type(problem).__name__) from problem
        return self._open

    def close(self) -> None:
        """Say good-bye where that is still possible."""
        if self._open is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._open.quit()
            self._open.close()
            self._open = None


def _connect(url: str, host: str) -> smtplib.SMTP:
    parts, port = urlsplit(url), _port(url)
    secure, starttls = parts.scheme == "smtps", "starttls" in parse_qs(parts.query)
    context = ssl.create_default_context() if secure or starttls else None
    server: smtplib.SMTP
    if secure:
        server = smtplib.SMTP_SSL(parts.hostname or "", port, local_hostname=host, timeout=TIMEOUT, context=context)
    else:
        server = smtplib.SMTP(parts.hostname or "", port, local_hostname=host, timeout=TIMEOUT)
    try:
        if starttls:
            server.starttls(context=context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
    except BaseException:
        server.close()
        raise
    return server


def _port(url: str) -> int:
    parts = urlsplit(url)
    return parts.port or (465 if parts.scheme == "smtps" else 587 if parts.query else 25)


def _code(refused: smtplib.SMTPException) -> int:
    if isinstance(refused, smtplib.SMTPRecipientsRefused):
        return next(iter(refused.recipients.values()))[0]
    return int(refused.smtp_code) if isinstance(refused, smtplib.SMTPResponseException) else 400
