"""Mails on their way: asked about once more, refused, put off, not lost, and never doubled but in one moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from lms.kernel import claiming, delivering, ledger, outbox
from lms.kernel.outbox import (
    AWAY,
    DONE,
    FAILED,
    LEFT,
    NO_ADDRESS,
    NO_ANSWER,
    NOT_SENT,
    REFUSED,
    SENDING,
    SENT,
    SERVER,
    TRIES,
    WAITING,
    WITHDRAWN,
    WRITTEN,
)
from tests.assigning.assignments.mailing import given, states
from tests.assigning.assignments.office import Office
from tests.support.mail_hours import settle
from tests.support.mailbox import Mailbox, mail_server

pytestmark = pytest.mark.usefixtures("only_our_mails")


def test_undone_when_they_are_written_but_not_sent_they_are_not_sent(office: Office, server: Mailbox) -> None:
    office.hire(2)
    assignment = given(office)
    office.work()
    office.undo(office.run(assignment))
    office.deliver(server.url)
    assert server.mails == []
    assert set(states(office)) == {(NOT_SENT, WITHDRAWN)}


def test_who_has_left_is_away_is_done_or_has_no_address_is_not_sent_one_and_it_says_why(
    office: Office, server: Mailbox
) -> None:
    left, away, done, nowhere, back = office.hire(5)
    given(office)
    office.work()
    office.change(left, active=False)
    office.change(away, away_from=office.today, away_until=office.today + timedelta(days=3))
    office.change(back, away_from=office.today - timedelta(days=9), away_until=office.today - timedelta(days=1))
    office.complete(done)
    office.change(nowhere, email="")
    office.deliver(server.url)
    reasons = [states(office, each) for each in (left, away, done, nowhere, back)]
    assert reasons == [
        [(NOT_SENT, LEFT)],
        [(WAITING, AWAY)],
        [(NOT_SENT, DONE)],
        [(NOT_SENT, NO_ADDRESS)],
        [(SENT, "")],
    ]
    assert {mail["To"] for mail in server.mails} == {back.email, office.school.hr.email}
    office.forward(days=4)
    office.deliver(server.url)
    assert states(office, away) == [(SENT, "")], "put off until they are back, not lost"


def test_who_comes_back_early_has_the_mail_then(office: Office, server: Mailbox) -> None:
    person = office.hire(1)[0]
    given(office)
    office.work()
    office.change(person, away_from=office.today, away_until=office.today + timedelta(days=30))
    office.deliver(server.url)
    assert states(office, person) == [(WAITING, AWAY)]
    office.change(person, away_from=None, away_until=None)
    office.forward(minutes=1)
    office.deliver(server.url)
    assert states(office, person) == [(SENT, "")]


def test_at_night_and_on_sunday_a_first_mail_waits_for_monday_morning(office: Office, server: Mailbox) -> None:
    person = office.hire(1)[0]
    with office.database.writing() as session:
        settle(session, office.company, working_days="01234", quiet_from=20, quiet_until=7)
    given(office)
    office.work()
    office.deliver(server.url)
    assert states(office, person) == [(WAITING, "")], "it was a Saturday"
    assert office.mails(person)[0].due == datetime(2026, 11, 23, 6, tzinfo=UTC), "seven in Copenhagen"
    office.forward(days=2)
    office.deliver(server.url)
    assert states(office, person) == [(SENT, "")]


def test_a_corrected_address_is_used(office: Office, server: Mailbox) -> None:
    person = office.hire(1)[0]
    given(office)
    office.work()
    office.change(person, email="mended@company.example")
    office.deliver(server.url)
    assert len(server.to("mended@company.example")) == 1


def test_a_refused_address_fails_alone_and_at_once(office: Office, server: Mailbox) -> None:
    bad, good = office.hire(2)
    server.answers[bad.email] = "550 no such mailbox"
    given(office)
    office.work()
    office.deliver(server.url)
    assert states(office, bad) == [(FAILED, REFUSED)]
    assert states(office, good) == [(SENT, "")]


def test_an_address_that_is_none_fails_alone(office: Office, server: Mailbox) -> None:
    bad, good = office.person(email="two words\r\nBcc: all@example.org"), office.hire(1)[0]
    given(office)
    office.work()
    office.deliver(server.url)
    assert (states(office, bad), states(office, good)) == ([(FAILED, REFUSED)], [(SENT, "")])


def test_a_domain_of_other_letters_is_written_as_every_server_reads_it(office: Office, server: Mailbox) -> None:
    person = office.person(email="asa@blåbær.example", language="sv")
    given(office)
    office.work()
    office.deliver(server.url)
    (mail,) = server.to("asa@xn--blbr-roah.example")
    assert (states(office, person), mail["Content-Language"]) == ([(SENT, "")], "sv")


def test_not_now_is_tried_later_and_later_for_thirty_hours(office: Office, server: Mailbox) -> None:
    person = office.hire(1)[0]
    server.answers[person.email] = "451 greylisted"
    given(office)
    office.work()
    for minutes in (1, 4, 16, 64, 256, 360, 360, 360, 360):
        _once_more(office, server)
        assert states(office, person) == [(WAITING, NO_ANSWER)]
        assert office.mails(person)[0].due == office.now + timedelta(minutes=minutes)
        office.forward(minutes=minutes)
    _once_more(office, server)
    assert states(office, person) == [(FAILED, NO_ANSWER)]
    assert office.mails(person)[0].attempts == TRIES
    assert len([said for said in server.commands if person.email in said]) == TRIES


def _once_more(office: Office, server: Mailbox) -> None:
    """Hand over what is due, though another test has had this minute's run."""
    with office.database.writing() as session:
        ledger.enqueue(session, delivering.NAME, now=office.now)
    office.deliver(server.url)


def test_a_server_that_is_away_for_a_day_loses_nothing(office: Office) -> None:
    office.hire(2)
    given(office)
    office.work()
    with mail_server(Mailbox()) as server:
        pass
    for _hour in range(24):
        office.deliver(server.url)
        assert set(states(office)) == {(WAITING, SERVER)}
        office.forward(hours=1)
    with mail_server(server):
        office.deliver(server.url)
    assert (set(states(office)), len(server.mails)) == ({(SENT, "")}, 3)


def test_a_sender_the_server_does_not_take_is_no_fault_of_the_mails(office: Office, server: Mailbox) -> None:
    given(office)
    office.work()
    server.sender = "550 not from you"
    office.deliver(server.url)
    assert states(office) == [(WAITING, SERVER)]


def test_killed_between_the_servers_yes_and_our_mark_it_goes_twice_with_one_message_id(
    office: Office, server: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(office)
    office.work()
    real = outbox.mark_gone

    def killed(*_: Any) -> bool:
        raise SystemExit

    monkeypatch.setattr(outbox, "mark_gone", killed)
    with pytest.raises(SystemExit):
        office.deliver(server.url)
    monkeypatch.setattr(outbox, "mark_gone", real)
    assert states(office) == [(SENDING, "")]
    office.forward(minutes=11)
    office.deliver(server.url)
    assert states(office) == [(SENT, "")]
    assert len(server.mails) == 2
    assert len({mail["Message-ID"] for mail in server.mails}) == 1


def test_a_mark_of_a_worker_that_slept_is_refused(office: Office) -> None:
    given(office)
    office.work()
    with office.database.writing() as session:
        (slept,) = claiming.claim(session, office.now, 50)
    office.forward(minutes=11)
    with office.database.writing() as session:
        (awake,) = claiming.claim(session, office.now, 50)
        assert not outbox.mark_refused(session, slept)
        assert outbox.mark_gone(session, awake, SENT, office.now)
        assert not outbox.put_off(session, slept, office.now)


def test_without_a_server_they_are_written_for_the_owners_eyes(office: Office) -> None:
    person = office.hire(1)[0]
    given(office)
    office.work()
    office.deliver()
    (mail,) = office.mails(person)
    folder = office.company.installation.config.data / "mail"
    file = folder / f"{mail.created_at:%Y-%m-%d}-{mail.id}.eml"
    assert mail.message_id.encode() in file.read_bytes()
    assert (file.stat().st_mode & 0o077, folder.stat().st_mode & 0o077, mail.state) == (0, 0, WRITTEN)
    assert [each.name for each in folder.iterdir() if each.name.startswith(".")] == []


def test_a_long_run_lets_other_work_have_its_turn_and_has_itself_gone_on_with(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.hire(3)
    given(office)
    office.work()
    moments = iter([0.0, 1.0, 2.0, *[delivering.SECONDS + 1] * 3])
    monkeypatch.setattr(delivering, "monotonic", lambda: next(moments, 0.0))
    assert office.deliver() >= 2, "it began anew"
    assert set(states(office)) == {(WRITTEN, "")}
    assert {mail.attempts for mail in office.mails()} == {1}, "what was given back was not a try"
