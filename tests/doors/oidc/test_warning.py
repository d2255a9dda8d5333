"""Mails before a client secret ends: to administrators, in their language, once for each step and date."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from lms.doors.oidc import warning
from lms.doors.oidc.warning import KIND, NAME, WORDS
from lms.kernel import ledger, outbox
from lms.kernel.outbox import Mail
from lms.kernel.permissions import Role
from lms.people.models import Account, Person
from tests.doors.oidc.joined import Joined
from tests.support.working import do_jobs

pytestmark = pytest.mark.usefixtures("clock")


def _look(joined: Joined) -> list[Mail]:
    """Let the daily job look; return the mails there are by now."""
    there = joined.company.installation
    with there.database.writing() as session:
        ledger.enqueue(session, NAME, now=there.clock.now())
    do_jobs(there, NAME)
    with there.database.reading() as session:
        mine = (Mail.organisation_id == joined.company.organisation.id, Mail.kind == KIND)
        return list(session.scalars(select(Mail).where(*mine).order_by(Mail.id)))


def _ends_in(joined: Joined, days: int) -> None:
    joined.set(secret_ends=joined.company.installation.clock.now().date() + timedelta(days=days))


def _people(joined: Joined) -> tuple[Person, Person]:
    """Leave the company two administrators, one who reads Danish and one who reads Swedish."""
    company = joined.company
    people = company.person(Role.ADMIN), company.person(Role.ADMIN)
    company.person(Role.HR)
    ids = {each.id for each in people}
    with company.installation.database.writing() as session:
        for each in session.scalars(select(Person).where(Person.organisation_id == company.organisation.id)):
            each.active = each.active and (each.id in ids or Role.ADMIN not in each.roles)
        for each, language in zip(people, ("da", "sv"), strict=True):
            found = session.get_one(Person, each.id)
            found.language = language
            session.get_one(Account, found.account_id).language = language
    return people


def test_every_administrator_gets_one_mail_a_step(joined: Joined, clock: Any) -> None:
    people = _people(joined)
    _ends_in(joined, 31)
    assert _look(joined) == []
    clock.forward(days=1)
    first = _look(joined)
    assert sorted(each.person_id for each in first) == sorted(each.id for each in people)
    clock.forward(days=1)
    assert len(_look(joined)) == 2
    clock.forward(days=22)
    assert len(_look(joined)) == 4
    clock.forward(days=20)
    assert len(_look(joined)) == 4, "it is over: the settings say so"


def test_it_says_what_ends_when_and_where_to_type_the_new_one(joined: Joined) -> None:
    people = _people(joined)
    _ends_in(joined, 7)
    mails = {each.person_id: each for each in _look(joined)}
    danish, swedish = (mails[each.id] for each in people)
    assert (danish.language, swedish.language) == ("da", "sv")
    for mail in (danish, swedish):
        assert "Contoso" in mail.subject
        assert joined.company.organisation.name in mail.body
        assert f"/admin/doors/oidc/{joined.connection}/settings" in mail.body
        assert joined.provider.secret not in mail.body
    assert "udløber" in danish.subject
    assert "upphör" in swedish.subject
    assert {frozenset(words) for words in WORDS.values()} == {frozenset(WORDS["en"])}


def test_a_new_date_begins_anew_and_what_was_written_is_not_sent(joined: Joined) -> None:
    people = _people(joined)
    _ends_in(joined, 20)
    old = _look(joined)
    assert len(old) == len(people)
    assert {each.why for each in _verdicts(joined, old)} == {""}
    _ends_in(joined, 25)
    assert {each.why for each in _verdicts(joined, old)} == {outbox.DONE}


def test_who_is_no_administrator_any_more_is_not_written_to(joined: Joined) -> None:
    first, second = _people(joined)
    _ends_in(joined, 20)
    mails = _look(joined)
    with joined.company.installation.database.writing() as session:
        session.get_one(Person, first.id).roles = frozenset({Role.LEARNER})
        session.get_one(Person, second.id).active = False
    assert {each.why for each in _verdicts(joined, mails)} == {outbox.NO_RIGHT, outbox.LEFT}


def test_a_connection_that_is_off_worries_nobody(joined: Joined) -> None:
    _people(joined)
    _ends_in(joined, 3)
    joined.set(active=False)
    assert _look(joined) == []


def _verdicts(joined: Joined, mails: list[Mail]) -> list[outbox.Verdict]:
    there = joined.company.installation
    with there.database.reading() as session:
        return list(warning.verdicts(session, mails, there.clock.now()).values())
