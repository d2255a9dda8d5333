"""Many mails of many organisations: taken in turn, found by an index, so many a minute; nothing waits for a server."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Select, func, select, text, update

from lms.kernel import claiming, delivering, outbox
from lms.kernel.jobs import Worker, declared
from lms.kernel.outbox import FAILED, NOT_SENT, SENDING, SENT, WAITING, Letter, Mail, Verdict
from lms.kernel.post import Post
from lms.people.models import Person
from tests.support.company import Company
from tests.support.installation import Installation
from tests.support.smtp_server import Taker, smtp_server

MANY = 100_000 if os.environ.get("LMS_SOAK") == "1" else 4_000
KIND = "test-of-turns"
DAYS = count(1_000)  # further than any other test goes


@pytest.fixture(autouse=True)
def _only_ours(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Send mails of this kind wherever they are to go, settle what other tests have left, and put the clock back."""
    monkeypatch.setitem(outbox._checks, KIND, lambda _session, mails, _now: {m.id: Verdict(to=m.to) for m in mails})
    with installation.database.writing() as session:
        session.execute(update(Mail).where(Mail.state.in_((WAITING, SENDING))).values(state=NOT_SENT))
    began = installation.clock.at
    installation.clock.at = began + timedelta(days=next(DAYS))  # the minute's run of each test is its own
    yield
    installation.clock.at = began


def plan(company: Company, number: int, **settings: Any) -> Person:
    """Write so many mails to one person of a company."""
    person, there = company.person(), company.installation
    of = (company.organisation.id, person.id, KIND)
    for begin in range(0, number, 2_000):
        letters = [
            Letter(*of, f"{person.id} {n}", None, f"p{n}@{company.marker}.example", "Soon due", ".\n", "en")
            for n in range(begin, min(begin + 2_000, number))
        ]
        with there.database.writing() as session:
            outbox.plan(session, letters, "localhost", there.clock.now(), **settings)
    return person


def deliver(installation: Installation, url: str, **settings: Any) -> int:
    """Do what the post does when it is due; return how many jobs that were."""
    post = Post.of(replace(installation.config, smtp_url=f"smtp://{url}", **settings))
    own = {delivering.NAME: declared()[delivering.NAME]}
    return Worker(installation.database, installation.clock, own, post).run_due()


def states(company: Company) -> Counter[str]:
    """Return how many of a company's mails are in each state."""
    with company.installation.database.reading() as session:
        found = select(Mail.state, func.count()).where(Mail.organisation_id == company.organisation.id)
        return Counter(dict(session.execute(found.group_by(Mail.state)).all()))


def claimed(installation: Installation, most: int, first: int) -> list[UUID]:
    """Return the organisations of the mails that are claimed when the turn begins there."""
    with installation.database.writing() as session:
        taken = claiming.claim(session, installation.clock.now(), most, lambda number: first % number)
        return [mail.organisation_id for mail in taken]


def test_the_one_mail_of_a_small_organisation_goes_with_the_first_of_a_large_one(
    installation: Installation, company: Company, other_company: Company
) -> None:
    plan(company, 300)
    installation.clock.forward(seconds=30)
    plan(other_company, 1)
    took = Counter(claimed(installation, 50, 0))
    assert took == {company.organisation.id: 25, other_company.organisation.id: 1}


def test_of_more_organisations_than_a_portion_holds_each_has_its_turn(installation: Installation) -> None:
    companies = [Company(installation) for _ in range(5)]
    for each in companies:
        plan(each, 9)
    first, second = claimed(installation, 3, 0), claimed(installation, 3, 3)
    assert sorted([*first, *second[:2]]) == sorted(each.organisation.id for each in companies)
    assert [len(set(turn)) for turn in (first, second)] == [3, 3]


def test_nobodys_turn_comes_before_their_mails_are_due(
    installation: Installation, company: Company, other_company: Company
) -> None:
    plan(company, 3)
    plan(other_company, 3, due=installation.clock.now() + timedelta(hours=1))
    assert set(claimed(installation, 50, 0)) == {company.organisation.id}


def test_so_many_a_minute_are_the_most(installation: Installation, company: Company) -> None:
    plan(company, 25)
    taker = Taker()
    with smtp_server(taker) as at:
        for sent in (10, 20, 25, 25):
            installation.clock.forward(minutes=1)
            deliver(installation, at, mail_per_minute=10)
            assert len(taker.mails) == sent
            assert deliver(installation, at, mail_per_minute=10) == 0, "not twice in one minute"


def test_a_server_that_says_not_now_for_a_day_loses_nothing(installation: Installation, company: Company) -> None:
    plan(company, 3)
    days_off = Taker(met=lambda step, *_: "451 try later" if step.startswith("RCPT") else None)
    taker = Taker()
    with smtp_server(days_off) as at:
        for _hour in range(25):
            installation.clock.forward(hours=1)
            deliver(installation, at)
            assert states(company) == {WAITING: 3}
    with smtp_server(taker) as at:
        installation.clock.forward(hours=6)
        deliver(installation, at)
    assert (states(company), len(taker.mails)) == ({SENT: 3}, 3)


def test_while_a_server_is_slow_no_transaction_is_open_and_others_write(
    installation: Installation, company: Company
) -> None:
    plan(company, 2)
    written: list[int] = []

    def met(step: str, *_: object) -> None:
        """Write from another connection, in the midst of a mail; on SQLite one writer at a time is all there is."""
        if step == "DATA":
            with installation.database.writing() as session:
                session.execute(update(Person).where(Person.email == "nobody").values(job="none"))
            written.append(len(written))

    with smtp_server(Taker(met=met)) as at:
        installation.clock.forward(minutes=1)
        deliver(installation, at)
    assert (states(company), written) == ({SENT: 2}, [0, 1])


def test_after_a_slow_mail_other_work_has_its_turn(
    installation: Installation, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan(company, 3)
    moments = iter([0.0, 1.0, 2.0, delivering.SECONDS + 55])
    monkeypatch.setattr(delivering, "monotonic", lambda: next(moments, delivering.SECONDS + 60))
    taker = Taker()
    with smtp_server(taker) as at:
        installation.clock.forward(minutes=1)
        post = Post.of(replace(installation.config, smtp_url=f"smtp://{at}"))
        worker = Worker(installation.database, installation.clock, {delivering.NAME: declared()[delivering.NAME]}, post)
        worker._write_periods()
        worker._run_one()
    assert (len(taker.mails), states(company)) == (1, {SENT: 1, WAITING: 2})


def test_refused_for_good_fails_alone(installation: Installation, company: Company) -> None:
    plan(company, 3)
    refusing = Taker(met=lambda step, *_: "550 unknown" if step.startswith("RCPT p1@") else None)
    with smtp_server(refusing) as at:
        installation.clock.forward(minutes=1)
        deliver(installation, at)
    assert states(company) == {SENT: 2, FAILED: 1}


@pytest.mark.soak
def test_the_next_of_very_many_are_found_by_an_index(
    installation: Installation, company: Company, other_company: Company
) -> None:
    """Of a hundred thousand in `make soak`: claiming, looking, and whose turn it is, read no mail they do not take."""
    plan(company, MANY)
    plan(other_company, 1)
    now = installation.clock.now()
    if not installation.database.is_sqlite:
        with installation.database.writing() as session:
            session.execute(text("ANALYZE mail"))
    asked = {
        "turn": claiming.organisations(now),
        "next": claiming.next_of(company.organisation.id, now, 25),
        "left": claiming.left_behind(now, 50),
    }
    plans = {name: _plan(installation, query) for name, query in asked.items()}
    assert all("ix_mail_turn" in plans[name] for name in ("turn", "next")), plans
    assert "ix_mail_left" in plans["left"], plans
    sorts = ("TEMP B-TREE FOR ORDER BY", "Sort")
    lines = [line for name in ("turn", "next") for line in plans[name].splitlines()]
    walks = [line for line in lines if line.startswith("SCAN mail") and "ix_mail_turn" not in line]
    assert not [line for line in lines if "Seq Scan on mail" in line or any(sort in line for sort in sorts)], plans
    assert not walks, plans


def _plan(installation: Installation, query: Select[Any]) -> str:
    with installation.database.reading() as session:
        dialect = session.get_bind().dialect
        words = query.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
        how = "EXPLAIN QUERY PLAN" if installation.database.is_sqlite else "EXPLAIN"
        return "\n".join(str(row[-1]) for row in session.connection().exec_driver_sql(f"{how} {words}"))
