"""Handing mails to a mail server (RFC 5321), one after the other over one connection, each in bounded time.

What the server says of one mail is that mail's; what it says before a mail's address is named is the server's own, and
then all mails wait. A connection that was used before may have been closed meanwhile (many servers take so many mails a
connection): then the mail goes over a new one, as long as nothing of it was sent.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
from contextlib import suppress
from email.message import EmailMessage
from threading import Timer
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

from lms.kernel.outbox import LETTERS, REFUSED

ANSWER: Final = 10.0
"""Seconds to wait for each answer of a mail server."""
LAST_WORD: Final = 45.0
"""Seconds to wait for its answer to a mail: it looks it through first, and who hangs up earlier sends it twice."""
WHOLE: Final = 75.0
"""Seconds that one mail takes at most with the connection for it, however slowly each letter comes."""
INTERNATIONAL: Final = ("SMTPUTF8", "BODY=8BITMIME")
BROKEN: Final = (smtplib.SMTPException, OSError)


class Refused(Exception):
    """This mail will never be taken: the address is none, or the server says so (5xx). `why`: the outbox's code."""

    def __init__(self, words: str, why: str = REFUSED) -> None:
        """Hold both."""
        super().__init__(words)
        self.why = why


class NotNow(Exception):
    """This mail was not taken now, another try may do (4xx, or the connection broke)."""


class NoServer(Exception):
    """The server cannot be used at all: no connection, no way in, or it does not accept our sender."""


class _Stale(Exception):
    """The connection was used before and is closed by now; nothing of the mail was sent."""


class Line:
    """A line to the mail server at `url`, opened with the first mail. `host`: what we call ourselves."""

    def __init__(self, url: str, host: str, sender: str) -> None:
        """Hold where and as whom."""
        self._url, self._host, self._sender = url, host, sender
        self._open: Conversation | None = None
        self._used = False

    def hand_over(self, message: EmailMessage, to: str) -> None:
        """Hand one message over. Raises Refused, NotNow, NoServer."""
        try:
            self._try(message, to)
        except _Stale:
            self._try(message, to)

    def close(self) -> None:
        """Say good-bye where that is still possible."""
        if self._open is not None:
            with suppress(*BROKEN):
                self._open.quit()
            self._open.close()
            self._open = None

    def _try(self, message: EmailMessage, to: str) -> None:
        server = self._connected()
        server.watch.begin(WHOLE)
        try:
            self._name_sender(server, to)
            self._used = True
            _name_reader(server, to)
            _send(server, message)
        except (Refused, NotNow):
            with suppress(*BROKEN):
                server.rset()
            raise
        except BROKEN as broken:
            self.close()
            raise NotNow(type(broken).__name__) from broken
        finally:
            server.watch.end()

    def _connected(self) -> Conversation:
        if self._open is None or self._open.sock is None:
            self.close()
            try:
                self._open = connect(self._url, self._host)
            except (*BROKEN, ValueError) as problem:  # ValueError: a name that can stand in no greeting
                raise NoServer(why(problem)) from problem
            self._used = False
        return self._open

    def _name_sender(self, server: Conversation, to: str) -> None:
        """Say whose mail it is; nothing of the mail itself is told yet."""
        international = not to.isascii()
        if international and not server.has_extn("smtputf8"):
            raise Refused("no SMTPUTF8", LETTERS)
        try:
            code, _words = server.mail(self._sender, INTERNATIONAL if international else ())
        except BROKEN as broken:
            self._give_up(why(broken), broken)
        if code != 250:
            self._give_up(str(code))

    def _give_up(self, words: str, cause: Exception | None = None) -> None:
        """Close; the mail goes over a new connection where this one was used before, else there is no server."""
        used, self._used = self._used, False
        self.close()
        raise (_Stale if used else NoServer)(words) from cause


class Conversation(smtplib.SMTP):
    """One connection. `watch` cuts it when its time is up, wherever it stands."""

    def __init__(self, url: str, host: str) -> None:
        """Connect to the server at `url` and hear its greeting. Raises SMTPException, OSError."""
        parts = urlsplit(url)
        self.watch = Watch()
        self._context = ssl.create_default_context() if parts.scheme == "smtps" else None
        super().__init__(parts.hostname or "", port_of(url), local_hostname=host, timeout=ANSWER)

    def data(self, msg: Any) -> tuple[int, bytes]:
        """Send a mail, and wait longer for what is said of it."""
        try:
            if self.sock is not None:
                self.sock.settimeout(LAST_WORD)
            return super().data(msg)
        finally:
            if self.sock is not None:
                self.sock.settimeout(ANSWER)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        raw = socket.create_connection((host, port), timeout, self.source_address)
        self.watch.over(raw)
        if self._context is None:
            return raw
        try:
            return self._context.wrap_socket(raw, server_hostname=host)
        except BaseException:
            raw.close()
            self.watch.close()
            raise

    def close(self) -> None:
        """Close the connection and the watch over it."""
        super().close()
        self.watch.close()


class Watch:
    """Cuts a connection after some seconds: a timeout alone begins anew with each byte that comes."""

    def __init__(self) -> None:
        """Watch nothing yet."""
        self._twin: socket.socket | None = None
        self._timer: Timer | None = None

    def over(self, connection: socket.socket) -> None:
        """Watch over this connection, whatever is wrapped around it later."""
        self._twin = connection.dup()
        self.begin(WHOLE)

    def begin(self, seconds: float) -> None:
        """Cut the connection in so many seconds."""
        self.end()
        self._timer = Timer(seconds, self._cut)
        self._timer.daemon = True
        self._timer.start()

    def end(self) -> None:
        """Let it be."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def close(self) -> None:
        """Let go of the connection."""
        self.end()
        if self._twin is not None:
            self._twin.close()
            self._twin = None

    def _cut(self) -> None:
        twin = self._twin
        if twin is not None:
            with suppress(OSError):
                twin.shutdown(socket.SHUT_RDWR)


def connect(url: str, host: str) -> Conversation:
    """Connect to a mail server and let ourselves in. Raises SMTPException, OSError, ValueError."""
    parts = urlsplit(url)
    server = Conversation(url, host)
    try:
        if "starttls" in parse_qs(parts.query):
            server.starttls(context=ssl.create_default_context())
        server.ehlo_or_helo_if_needed()
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
    except BaseException:
        server.close()
        raise
    server.watch.end()
    return server


def port_of(url: str) -> int:
    """Return the port of a mail server's address: the one it names, or the usual one of its kind."""
    parts = urlsplit(url)
    return parts.port or (465 if parts.scheme == "smtps" else 587 if parts.query else 25)


def why(problem: Exception) -> str:
    """Return what kept us from using a server, in words for whoever runs us; never a name or a password."""
    if "timed out" in str(problem):  # smtplib says of any silence that the connection was closed, and why in words
        return _TOO_LATE
    return next((words for kind, words in _WORDS if isinstance(problem, kind)), type(problem).__name__)


_TOO_LATE: Final = "it does not answer in time"
_WORDS: Final = (
    (smtplib.SMTPAuthenticationError, "it does not take the user name and password"),
    (smtplib.SMTPNotSupportedError, "it offers no STARTTLS or no signing in"),
    (smtplib.SMTPServerDisconnected, "it closes the connection"),
    (smtplib.SMTPConnectError, "it takes no mails at the moment"),
    (ssl.SSLCertVerificationError, "its certificate is not one this machine trusts, or not for this name"),
    (ssl.SSLError, "encryption does not come about"),
    (TimeoutError, _TOO_LATE),
    (ConnectionRefusedError, "nobody listens there"),
    (socket.gaierror, "no such host is known"),
)


def _name_reader(server: Conversation, to: str) -> None:
    code, _words = server.rcpt(to)
    if code not in (250, 251):
        raise _verdict(code)


def _send(server: Conversation, message: EmailMessage) -> None:
    try:
        code, _words = server.data(message.as_bytes())
    except smtplib.SMTPDataError as refused:
        code = int(refused.smtp_code)
    if code != 250:
        raise _verdict(code)


def _verdict(code: int) -> Exception:
    return Refused(str(code)) if code >= 500 else NotNow(str(code))
