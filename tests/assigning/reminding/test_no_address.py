"""Who has no mail address gets no mail of any kind: none is planned, sent or tried again; HR sees why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import literal, select

from lms.assigning.reminding import by_hand, digest, footing
from lms.assigning.reminding.contexts import context_of
from lms.assigning.reminding.kinds import ESCALATION
from lms.kernel import claiming, outbox
from lms.kernel.addresses import NOWHERE, is_reachable, made_up, reachable
from lms.kernel.outbox import NO_ADDRESS, NOT_SENT, SENT, Letter, Mail, Verdict
from lms.kernel.permissions import Role
from lms.kernel.post import Post
from lms.people.models import Person
from tests.assigning.assignments.mailing import given, states
from tests.assigning.reminding.desk import Desk
from tests.support.mailbox import Mailbox

WHERE = ("a@no-address.invalid", "b@sign-on.invalid", "c@host.invalid", "d@E.INVALID", "")
THERE = ("a@company.example", "invalid@company.example", "a@invalid.example", "no-address.invalid@company.dk")


def _silent(desk: Desk, **details: Any) -> Person:
    return desk.person(email=made_up(), **details)


@pytest.mark.parametrize("address", WHERE)
def test_what_only_stands_in_for_an_address_is_none(desk: Desk, address: str) -> None:
    assert not is_reachable(address)
    with desk.database.reading() as session:
        assert session.scalar(select(reachable(literal(address.lower())))) in (False, 0)


@pytest.mark.parametrize("address", THERE)
def test_an_address_is_one(desk: Desk, address: str) -> None:
    assert is_reachable(address)
    with desk.database.reading() as session:
        assert session.scalar(select(reachable(literal(address)))) in (True, 1)


def test_nothing_is_planned_for_them_of_any_kind(desk: Desk, server: Mailbox) -> None:
    silent = _silent(desk)
    manager = _silent(desk)
    late, reached = desk.person(manager_id=manager.id), desk.person()
    given(desk)
    desk.work()
    assert {mail.person_id for mail in desk.mails()} == {late.id, reached.id, desk.school.hr.id}
    desk.given(desk.today - timedelta(days=20), silent, late, curriculum=desk.school.publish(title="Second"))
    for _day in range(3):
        desk.a_day(server.url)
    assert desk.mails(silent, manager) == []
    assert [mail for mail in desk.letters() if mail.kind == ESCALATION] == []
    with desk.database.reading() as session:
        names, _more = by_hand.names(session, desk.company.organisation.id, desk.now, None, everybody=True)
    assert {each.person_id for each in names} == {late.id}
    assert {mail["To"] for mail in server.mails} <= {late.email, reached.email, desk.school.hr.email}
    assert server.mails


def test_who_loses_the_address_meanwhile_is_not_sent_one_and_it_says_why_once(desk: Desk, server: Mailbox) -> None:
    (person,) = desk.hire(1)
    given(desk)
    desk.work()
    desk.change(person, email=made_up())
    desk.deliver(server.url)
    (mail,) = desk.mails(person)
    assert (mail.state, mail.why, mail.attempts) == (NOT_SENT, NO_ADDRESS, 0)
    for _hour in range(3):
        desk.forward(hours=7)
        desk.send(server.url)
    (later,) = desk.mails(person)
    assert (later.state, later.fence) == (mail.state, mail.fence), "it is not taken up again"
    assert person.email not in {each["To"] for each in server.mails}
    page = desk.company.browser(desk.school.hr).get("/assign/mail?show=not-sent").text
    assert "no mail address" in page
    assert NOWHERE not in page
    admin = desk.company.browser(desk.company.person(Role.ADMIN))
    assert NOWHERE not in admin.get("/admin/mail").text


def test_without_the_check_it_would_be_handed_over(
    desk: Desk, server: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in (claiming, footing):
        monkeypatch.setattr(room, "is_reachable", bool)
    (person,) = desk.hire(1)
    given(desk)
    desk.work()
    desk.change(person, email=made_up())
    desk.deliver(server.url)
    assert states(desk, person) == [(SENT, "")]
    assert sum(each["To"].endswith(NOWHERE) for each in server.mails) == 1


def test_a_room_that_does_not_ask_cannot_send_there_either(desk: Desk, server: Mailbox) -> None:
    def careless(_session: Any, mails: Sequence[Mail], _now: datetime) -> Mapping[UUID, Verdict]:
        return {mail.id: Verdict(to=mail.to) for mail in mails}

    (person,) = desk.hire(1)
    letter = Letter(person.organisation_id, person.id, "careless", "1", None, made_up(), "Hello", "Hello.\n", "en")
    try:
        outbox.still_wanted("careless")(careless)
        with desk.database.writing() as session:
            outbox.plan(session, [letter, replace(letter, key="2", to=person.email)], "localhost", desk.now)
        desk.send(server.url)
    finally:
        outbox._checks.pop("careless", None)
    assert sorted((mail.key, mail.state, mail.why) for mail in desk.mails(person)) == [
        ("1", NOT_SENT, NO_ADDRESS),
        ("2", SENT, ""),
    ]
    assert [each["To"] for each in server.mails] == [person.email]


def test_hr_sees_who_has_none_and_what_to_do(desk: Desk) -> None:
    silent = _silent(desk, name="Silent Person")
    desk.given(desk.today, silent)
    hr = desk.school.browser
    page = hr.get(f"/assign/people/{silent.id}").text
    assert "so no mail is sent to them" in page
    assert "this one is made up" in page
    assert f'href="mailto:{silent.email}"' not in page
    assert "Silent Person" in hr.get("/assign/exceptions?kind=unreachable").text
    desk.change(silent, email=f"silent@{desk.company.marker}.example")
    page = hr.get(f"/assign/people/{silent.id}").text
    assert "so no mail is sent to them" not in page
    assert "mailto:silent@" in page


def test_their_own_pages_say_so_too(desk: Desk) -> None:
    silent, other = _silent(desk), desk.company.person()
    notice = "No mail address of yours is known here"
    browser = desk.company.browser(silent)
    assert notice in browser.get("/me/mail").text
    assert "no mail address" in browser.get("/me").text
    assert NOWHERE not in browser.get("/me").text
    assert notice not in desk.company.browser(other).get("/me/mail").text


def test_the_weekly_mail_passes_them_over(desk: Desk) -> None:
    silent, other = _silent(desk), desk.company.person()
    monday = desk.on(2026, 11, 23)
    with desk.database.reading() as session:
        context = context_of(session, desk.company.organisation.id, Post.of(desk.company.installation.config))
        found = digest._whose_day_it_is(session, context, [silent.id, other.id], monday)
    assert found == [other.id]
