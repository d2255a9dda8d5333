"""Mails on their way to a real server: encryption, sign-in, letters of any script, slow servers, broken connections."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword

from lms.kernel import smtp
from lms.kernel.clock import SetClock
from lms.kernel.outbox import LETTERS, REFUSED, Mail
from lms.kernel.post import Post
from lms.kernel.smtp import NoServer, NotNow, Refused
from tests.support.certificates_of_servers import server_certificate
from tests.support.smtp_server import Taker, smtp_server

NOW = SetClock().now()


def a_mail(to: str = "ada@company.example", subject: str = "Two days left") -> Mail:
    """Return a mail as it is claimed."""
    id = uuid4()
    return Mail(
        id=id, kind="test", to=to, subject=subject, body=".\nHej Åsa\n..\n", language="sv",
        message_id=f"<{id}@company.example>", created_at=NOW,
    )  # fmt: skip


def post_by(url: str) -> Post:
    """Return a post that sends by this server."""
    return Post("http://learn.company.example", "us@company.example", url, Path("nowhere"))


def sent(url: str, *mails: Mail) -> list[str]:
    """Hand mails over on one connection; return what became of each."""
    said = []
    with post_by(url).open() as carrier:
        for mail in mails:
            try:
                carrier.carry(mail, NOW)
            except (Refused, NotNow, NoServer) as problem:
                said.append(f"{type(problem).__name__} {problem}")
            else:
                said.append("taken")
    return said


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """Return the context of a server whose certificate this machine trusts."""
    context, file = server_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    return context


def knows_us(_server: object, _session: object, _envelope: object, _way: str, data: LoginPassword) -> AuthResult:
    """Let in who says the word."""
    return AuthResult(success=(data.login, data.password) == (b"us@company", b"hush/hush"), handled=False)


def test_one_connection_takes_one_mail_after_the_other() -> None:
    taker = Taker()
    with smtp_server(taker) as at:
        assert sent(f"smtp://{at}", *(a_mail(f"p{n}@company.example") for n in range(5))) == ["taken"] * 5
    assert (taker.connections, len(taker.mails)) == (1, 5)
    assert taker.mails[0].get_content() == ".\r\nHej Åsa\r\n..\r\n"


def test_starttls_and_signing_in_come_before_the_first_mail(trusted: object) -> None:
    taker = Taker()
    with smtp_server(
        taker, tls_context=trusted, require_starttls=True, auth_required=True, authenticator=knows_us
    ) as at:
        assert sent(f"smtp://us%40company:hush%2Fhush@{at}?starttls=1", a_mail()) == ["taken"]
        wrong = sent(f"smtp://us%40company:wrong@{at}?starttls=1", a_mail())
    assert wrong == ["NoServer it does not take the user name and password"]
    assert len(taker.mails) == 1


def test_a_certificate_nobody_trusts_gets_no_mail_and_no_password(tmp_path: Path) -> None:
    context, _file = server_certificate(tmp_path)
    taker = Taker()
    with smtp_server(taker, tls_context=context) as at:
        (said,) = sent(f"smtp://us:hush@{at}?starttls=1", a_mail())
    assert said.startswith("NoServer its certificate is not one this machine trusts")
    assert (taker.mails, taker.connections) == ([], 1)


def test_a_server_without_starttls_gets_nothing_in_the_open() -> None:
    taker = Taker()
    with smtp_server(taker) as at:
        assert sent(f"smtp://us:hush@{at}?starttls=1", a_mail()) == ["NoServer it offers no STARTTLS or no signing in"]
    assert taker.mails == []


def test_letters_before_the_at_go_where_the_server_takes_them_and_say_why_where_not() -> None:
    taker, mail = Taker(), a_mail("åsa.öberg@blåbær.example", "Två dagar kvar – åäö")
    with smtp_server(taker, enable_SMTPUTF8=True) as at:
        assert sent(f"smtp://{at}", mail, a_mail()) == ["taken", "taken"]
    envelope, plain = taker.envelopes
    assert (envelope.rcpt_tos, envelope.smtp_utf8, plain.smtp_utf8) == (
        ["åsa.öberg@xn--blbr-roah.example"],
        True,
        False,
    )
    assert (str(taker.mails[0]["To"]), taker.mails[0]["Subject"]) == (envelope.rcpt_tos[0], mail.subject)
    with smtp_server(taker, enable_SMTPUTF8=False) as at, post_by(f"smtp://{at}").open() as carrier:
        with pytest.raises(Refused) as refused:
            carrier.carry(mail, NOW)
        carrier.carry(a_mail(), NOW)
    assert refused.value.why == LETTERS


@pytest.mark.parametrize(
    "to",
    [
        "ada@company.example\r\nBcc: all@company.example", "åsa\r\nBcc: all@x@company.example", "å sa@company.example",
        "åsa\u2028x@company.example", "åsa,bo@company.example", "<åsa>@company.example", "åsa", "@company.example", "",
        "å\x00@company.example", "ada@company.example\nRCPT TO:<all@company.example>", "å@company\r\n.example",
    ],
)  # fmt: skip
def test_no_address_adds_a_header_a_reader_or_a_command(to: str) -> None:
    taker = Taker()
    with smtp_server(taker, enable_SMTPUTF8=True) as at, post_by(f"smtp://{at}").open() as carrier:
        with pytest.raises(Refused) as refused:
            carrier.carry(a_mail(to), NOW)
        carrier.carry(a_mail(), NOW)
    assert refused.value.why == REFUSED
    assert [envelope.rcpt_tos for envelope in taker.envelopes] == [["ada@company.example"]]


def test_a_subject_of_two_lines_is_refused_and_adds_no_header() -> None:
    taker = Taker()
    with smtp_server(taker) as at:
        (said, _) = sent(f"smtp://{at}", a_mail(subject="Hello\r\nBcc: all@company.example"), a_mail())
    assert (said.partition(" ")[0], len(taker.mails)) == ("Refused", 1)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("550 no such mailbox", "Refused 550"), ("553 not allowed", "Refused 553"), ("451 later", "NotNow 451"),
        ("452 full", "NotNow 452"), ("421 closing", "NotNow 421"),
    ],
)  # fmt: skip
def test_what_is_said_of_one_reader_is_theirs_and_the_others_go_on(answer: str, said: str) -> None:
    taker = Taker(met=lambda step, *_: answer if step == "RCPT bad@company.example" else None)
    with smtp_server(taker) as at:
        assert sent(f"smtp://{at}", a_mail(), a_mail("bad@company.example"), a_mail()) == ["taken", said, "taken"]


def test_a_mail_the_server_will_not_have_is_refused_and_the_next_goes() -> None:
    answers = iter(["554 looks like spam", "451 greylisted"])
    taker = Taker(met=lambda step, *_: next(answers, None) if step == "DATA" else None)
    with smtp_server(taker) as at:
        assert sent(f"smtp://{at}", *[a_mail()] * 3) == ["Refused 554", "NotNow 451", "taken"]


def test_a_server_that_takes_few_mails_a_connection_gets_the_rest_over_another() -> None:
    counted: dict[object, int] = {}

    def met(step: str, session: object, _envelope: object) -> str | None:
        counted[session] = counted.get(session, 0) + (step == "MAIL")
        return "421 enough for one connection" if step == "MAIL" and counted[session] > 2 else None

    taker = Taker(met=met)
    with smtp_server(taker) as at:
        assert sent(f"smtp://{at}", *(a_mail(f"p{n}@company.example") for n in range(5))) == ["taken"] * 5
    assert (taker.connections, len({str(mail["To"]) for mail in taker.mails}), len(taker.mails)) == (3, 5, 5)


def test_a_server_that_does_not_take_our_sender_is_no_server() -> None:
    taker = Taker(met=lambda step, *_: "550 not from you" if step == "MAIL" else None)
    with smtp_server(taker) as at:
        assert sent(f"smtp://{at}", a_mail()) == ["NoServer 550"]


Script = Callable[[socket.socket], None]


@contextmanager
def scripted(script: Script) -> Iterator[str]:
    """Run a server that does what `script` says with each connection."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            while True:
                try:
                    connection, _from = listening.accept()
                except OSError:
                    return
                with connection:
                    script(connection)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"127.0.0.1:{listening.getsockname()[1]}"
        listening.shutdown(socket.SHUT_RDWR)
    thread.join()


def talk(connection: socket.socket, until: str) -> None:
    """Speak as much as is needed, up to the line that begins with `until`; take the body of a mail in silence."""
    connection.sendall(b"220 ready\r\n")
    within = False
    for line in connection.makefile("rb"):
        verb = line.decode().strip().upper()
        if verb.startswith(until) and (until != "." or verb == "."):
            return
        if not within:
            connection.sendall(b"354 go on\r\n" if verb == "DATA" else b"250 OK\r\n")
        within = within or verb == "DATA"


def closes_within_data(connection: socket.socket) -> None:
    """Take DATA, and close with half of it read."""
    talk(connection, "DATA")
    connection.sendall(b"354 go on\r\n")
    connection.recv(10)


def drips(connection: socket.socket) -> None:
    """Answer one letter at a time and never to the end, each in good time for itself."""
    talk(connection, "RCPT")
    gone = threading.Event()
    while not gone.wait(0.05):
        try:
            connection.sendall(b"2")
        except OSError:
            gone.set()


def never_answers(connection: socket.socket) -> None:
    """Greet, and say no more."""
    talk(connection, "MAIL")
    connection.recv(10)


def test_a_connection_closed_within_a_mail_is_another_try() -> None:
    with scripted(closes_within_data) as at:
        assert sent(f"smtp://{at}", a_mail()) == ["NotNow SMTPServerDisconnected"]


def test_a_server_that_answers_a_letter_at_a_time_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "WHOLE", 0.4)
    with scripted(drips) as at:
        (said,) = sent(f"smtp://{at}", a_mail())
    assert said.startswith("NotNow")


def test_a_server_that_never_answers_leaves_the_mail_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "ANSWER", 0.2)
    with scripted(never_answers) as at:
        assert sent(f"smtp://{at}", a_mail()) == ["NoServer it does not answer in time"]


def test_a_server_nobody_runs_is_said_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    assert sent(f"smtp://127.0.0.1:{port}", a_mail()) == ["NoServer nobody listens there"]


def test_what_is_encrypted_from_the_start_arrives(trusted: object) -> None:
    def met(connection: socket.socket) -> None:
        with trusted.wrap_socket(connection, server_side=True) as inner:  # type: ignore[attr-defined]
            talk(inner, ".")
            inner.sendall(b"250 kept\r\n")
            inner.recv(10)
            inner.sendall(b"221 bye\r\n")

    with scripted(met) as at:
        assert sent(f"smtps://{at}", a_mail()) == ["taken"]
