"""What partners are told: once, the newest, for three days, and never at the cost of anybody else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from lms.doors.partners import deliveries
from lms.doors.partners.deliveries import QUIET, TRIED_FOR
from lms.doors.partners.models import DONE, FAILED, REFUSED, WAITING, Delivery, Exchange
from lms.doors.partners.registry import Outcome, Parcel, PartnerDown
from lms.kernel.permissions import Role
from lms.people.erasing import erase
from lms.people.models import Person
from tests.doors.partners.partnered import Partner, told_by_a_partner
from tests.support.company import Company


@pytest.fixture
def partner(company: Company) -> Iterator[Partner]:
    """Return a partner that takes everything."""
    found = Partner(company)
    yield found
    found.close()


@pytest.fixture
def other(company: Company) -> Iterator[Partner]:
    """Return a second one."""
    found = Partner(company)
    yield found
    found.close()


def test_what_is_wanted_goes_once_and_its_words_are_dropped(partner: Partner) -> None:
    assert partner.want("a", "first") == 1
    assert partner.want("a", "again") == 0
    partner.deliver()
    partner.deliver()
    assert partner.had == [("a", "first")]
    row = partner.rows()["a"]
    assert (row.state, row.payload, row.status, row.attempts) == (DONE, "", 200, 1)


def test_the_newest_is_what_counts(partner: Partner) -> None:
    for sequence in (3, 5, 4):
        partner.want("a", f"number {sequence}", sequence)
    partner.deliver()
    assert partner.had == [("a", "number 5")]
    assert partner.want("a", "number 5", 5) == 0
    assert partner.want("a", "number 6", 6) == 1
    partner.deliver()
    assert partner.had[1:] == [("a", "number 6")]


def test_what_becomes_newer_on_the_way_goes_right_after(partner: Partner) -> None:
    def newer_meanwhile(parcel: Parcel) -> Outcome:
        if parcel.sequence == 1:
            partner.want("a", "second", 2)
        return Outcome.done()

    partner.answers = newer_meanwhile
    partner.want("a", "first", 1)
    partner.deliver()
    assert partner.had == [("a", "first"), ("a", "second")]
    assert partner.rows()["a"].state == DONE


def test_what_is_not_taken_is_tried_less_and_less_often_and_given_up_after_three_days(partner: Partner) -> None:
    partner.answers = lambda _parcel: Outcome.later("It is full.", 503)
    partner.want("a")
    clock, begin, pauses = partner.installation.clock, partner.installation.clock.now(), list[timedelta]()
    while (row := partner.rows()["a"]).state == WAITING:
        pauses.append(row.due - clock.now())
        clock.at = row.due
        partner.deliver()
    assert row.state == FAILED
    assert (row.told, row.status) == ("It is full.", 503)
    assert pauses[1:5] == [timedelta(seconds=each) for each in (10, 20, 40, 80)]
    assert TRIED_FOR - timedelta(hours=2) < clock.now() - begin <= TRIED_FOR
    partner.want("a", "new", 1)
    partner.answers = lambda _parcel: Outcome.done()
    partner.deliver()
    assert partner.rows()["a"].state == DONE


def test_a_no_for_good_waits_for_the_administrator(partner: Partner) -> None:
    partner.answers = lambda _parcel: Outcome.refused("Nobody here has that name.", 404)
    partner.want("a")
    partner.deliver()
    partner.installation.clock.forward(days=1)
    partner.deliver()
    assert len(partner.had) == 1
    assert partner.rows()["a"].state == REFUSED
    with partner.installation.database.writing() as session:
        now = partner.installation.clock.now()
        assert deliveries.try_again(session, Delivery.partner_id == partner.id, now) == 1
    partner.answers = lambda _parcel: Outcome.done()
    partner.deliver()
    assert partner.rows()["a"].state == DONE


def test_a_partner_that_is_down_is_asked_every_half_minute_and_loses_nothing(partner: Partner) -> None:
    tries = list[int]()

    def down(_parcel: Parcel) -> Outcome:
        tries.append(1)
        raise PartnerDown("Nobody answers.")

    partner.answers = down
    for key in "abc":
        partner.want(key)
    for _ in range(5):
        partner.deliver()
    assert len(tries) == 1
    state = partner.state()
    assert state is not None
    assert state.quiet_until == partner.installation.clock.now() + QUIET
    assert [row.attempts for _key, row in sorted(partner.rows().items())] == [1, 0, 0]
    partner.installation.clock.at += QUIET
    partner.deliver()
    assert len(tries) == 2
    partner.answers = lambda _parcel: Outcome.done()
    partner.installation.clock.at += QUIET
    partner.deliver()
    assert {row.state for row in partner.rows().values()} == {DONE}
    state = partner.state()
    assert state is not None
    assert (state.failing_since, state.quiet_until) == (None, None)


def test_even_a_partner_that_never_answers_is_given_up(partner: Partner) -> None:
    def down(_parcel: Parcel) -> Outcome:
        raise PartnerDown("Nobody answers.")

    partner.answers = down
    partner.want("a")
    clock = partner.installation.clock
    begin = clock.now()
    while partner.rows()["a"].state == WAITING:
        clock.at = max(clock.at + QUIET, partner.rows()["a"].due)
        partner.deliver()
    assert partner.rows()["a"].state == FAILED
    assert TRIED_FOR - timedelta(hours=2) < clock.now() - begin <= TRIED_FOR + timedelta(hours=1)


def test_one_thing_that_brings_a_partner_down_keeps_no_other_from_going(partner: Partner) -> None:
    def down(parcel: Parcel) -> Outcome:
        if parcel.key == "a":
            raise PartnerDown("It broke on this one.")
        return Outcome.done()

    partner.answers = down
    for key in "abc":
        partner.want(key)
    for _ in range(2):
        partner.deliver()
        partner.installation.clock.at += QUIET
    states = {key: row.state for key, row in partner.rows().items()}
    assert (states["b"], states["c"]) == (DONE, DONE)
    assert states["a"] != FAILED


def test_what_was_never_tried_is_not_given_up(partner: Partner) -> None:
    partner.want("a")
    partner.installation.clock.at += TRIED_FOR * 2
    partner.answers = lambda _parcel: Outcome.later("It is full.", 503)
    partner.deliver()
    assert partner.rows()["a"].state == WAITING


def test_a_fault_of_a_door_is_tried_again_and_stops_no_other(partner: Partner, other: Partner) -> None:
    def broken(_parcel: Parcel) -> Outcome:
        raise ZeroDivisionError

    partner.answers = broken
    partner.want("a")
    other.want("b")
    partner.deliver()
    assert other.had == [("b", "said")]
    row = partner.rows()["a"]
    assert (row.state, row.attempts) == (WAITING, 1)
    assert "log" in row.told


def test_a_slow_partner_holds_up_no_other(partner: Partner, other: Partner) -> None:
    """The slow one ends only when the other has been served; one after the other, this would wait for ever."""
    served = threading.Event()

    def slow(_parcel: Parcel) -> Outcome:
        assert served.wait(30)
        return Outcome.done()

    def quick(_parcel: Parcel) -> Outcome:
        served.set()
        return Outcome.done()

    partner.answers, other.answers = slow, quick
    for each in (partner, other):
        each.want("a")
    partner.deliver()
    assert (partner.rows()["a"].state, other.rows()["a"].state) == (DONE, DONE)


def test_what_a_dead_process_had_is_taken_again_and_its_mark_is_refused(partner: Partner) -> None:
    partner.want("a")
    database, clock = partner.installation.database, partner.installation.clock
    with database.writing() as session:
        taken = deliveries.claim(session, partner.id, 10, clock.now())
    partner.deliver()
    assert partner.had == []
    clock.at += deliveries.LEASE + timedelta(seconds=1)
    with database.writing() as session:
        again = deliveries.claim(session, partner.id, 10, clock.now())
        assert deliveries.settle(session, taken, {taken[0][0].id: Outcome.done()}, clock.now()) == 1
        assert deliveries.settle(session, again, {again[0][0].id: Outcome.done()}, clock.now()) == 0
    assert partner.rows()["a"].state == DONE


def test_somebody_erased_is_told_of_no_more(company: Company, partner: Partner) -> None:
    person = company.person()
    partner.want("a", person=person)
    told_by_a_partner(company, person, DONE)
    with company.installation.database.writing() as session:
        erase(session, session.get_one(Person, person.id), company.installation.clock.now())
    partner.deliver()
    assert partner.had == []
    assert partner.rows() == {}
    with company.installation.database.reading() as session:
        kept = session.query(Exchange).filter_by(organisation_id=company.organisation.id).all()
    assert kept == [], "what the log said of them goes with them"


def test_an_administrator_sees_what_waits_and_tries_again(company: Company) -> None:
    person, admin = company.person(name="Ingrid Vester"), company.person(Role.ADMIN)
    delivery = told_by_a_partner(company, person, REFUSED)
    browser = company.browser(admin)
    assert "Ingrid Vester" in browser.get("/admin/doors/log").text
    assert browser.get("/admin/doors").status_code == 200
    assert browser.get("/admin/doors/log?outcome=failed").status_code == 200
    assert browser.post(f"/admin/doors/log/{delivery}").status_code == 303
    assert browser.post(f"/admin/doors/log/{delivery}").status_code == 404
    with company.installation.database.reading() as session:
        assert session.get_one(Delivery, delivery).state == WAITING


def test_nobody_else_sees_or_tries(company: Company) -> None:
    delivery = told_by_a_partner(company, company.person(), REFUSED)
    stranger = Company(company.installation)
    assert stranger.browser(stranger.person(Role.ADMIN)).post(f"/admin/doors/log/{delivery}").status_code == 404
    for role in (Role.LEARNER, Role.HR, Role.TRAINER):
        browser = company.browser(company.person(role))
        assert browser.get("/admin/doors").status_code == 403
        assert browser.post(f"/admin/doors/log/{delivery}").status_code == 403
