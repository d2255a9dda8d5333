"""What is found for an LRS: everything once, late rows too, and nothing that is no longer to be told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from lms.doors.partners.models import Delivery
from lms.doors.xapi import operations, telling
from lms.doors.xapi.models import XapiConnection
from lms.learning import happenings
from lms.learning.models import Enrolment
from lms.people.erasing import erase
from lms.people.models import Person
from tests.doors.xapi.record_store import Ralph
from tests.doors.xapi.told import Teller, asked
from tests.support.company import Company

pytestmark = pytest.mark.usefixtures("clock")


def keys(teller: Teller) -> list[str]:
    """Return the kinds that stand in the outbox, sorted."""
    return sorted(each.kind for each in teller.deliveries())


def move_begin(teller: Teller, person: object, back: timedelta) -> None:
    """Say that somebody began so long ago, in a row that is committed only now."""
    at = teller.installation.clock.now() - back
    with teller.installation.database.writing() as session:
        session.execute(update(Enrolment).where(Enrolment.person_id == person).values(started_at=at))


def test_looking_again_finds_nothing_twice(teller: Teller) -> None:
    teller.graduate()
    for _ in range(3):
        teller.find()
    assert keys(teller) == ["module-begun", "module-completed", "questions-passed"]


def test_portions_meet_without_a_gap_even_where_all_happened_at_one_moment(
    teller: Teller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "PORTION", 3)
    people = teller.beginners(10)
    teller.find()
    assert {each.person_id for each in teller.deliveries()} == {each.person.id for each in people}
    assert len(teller.deliveries()) == 10


def test_a_row_that_is_committed_late_is_found(teller: Teller) -> None:
    teller.beginners(1)
    teller.find()
    late = teller.beginners(1)[0]
    move_begin(teller, late.person.id, timedelta(minutes=10))
    teller.find()
    assert late.person.id in {each.person_id for each in teller.deliveries()}


def test_without_looking_back_a_late_row_would_be_lost(teller: Teller, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    monkeypatch.setattr(happenings, "LATE", timedelta(0))
    teller.beginners(1)
    teller.find()
    late = teller.beginners(1)[0]
    move_begin(teller, late.person.id, timedelta(minutes=10))
    teller.find()
    assert late.person.id not in {each.person_id for each in teller.deliveries()}


def test_only_what_happened_since_the_first_day_is_told(company: Company, ralph: Ralph) -> None:
    today = company.installation.clock.now().date()
    teller = Teller.on(company, ralph.endpoint, since=today + timedelta(days=1))
    teller.beginners(1)
    teller.find()
    assert teller.deliveries() == []
    teller.installation.clock.forward(days=1)
    after = teller.beginners(1)[0]
    teller.find()
    assert [each.person_id for each in teller.deliveries()] == [after.person.id]


def test_only_chosen_kinds_are_told_and_one_that_is_added_is_told_from_the_first_day(
    company: Company, ralph: Ralph
) -> None:
    teller = Teller.on(company, ralph.endpoint, kinds=["module-completed"])
    teller.graduate()
    teller.tell()
    assert keys(teller) == ["module-completed"]
    with company.installation.database.writing() as session:
        found = session.get_one(XapiConnection, teller.connection)
        wanted = asked(ralph.endpoint, kinds=["module-begun", "module-completed"], secret=None)
        operations.change(session, found, wanted, b"")
    teller.find()
    assert keys(teller) == ["module-begun", "module-completed"]


def test_what_waits_of_a_kind_that_is_no_longer_told_goes(teller: Teller, ralph: Ralph) -> None:
    learner = teller.graduate()
    teller.find()
    with teller.installation.database.writing() as session:
        found = session.get_one(XapiConnection, teller.connection)
        operations.change(session, found, asked(ralph.endpoint, kinds=["module-begun"], secret=None), b"")
    teller.tell()
    assert keys(teller) == ["module-begun"]
    assert len(ralph.stored(learner.person.id)) == 1


def test_switched_off_nothing_is_told_and_on_again_all_of_it_once(teller: Teller, ralph: Ralph) -> None:
    before = teller.beginners(1)[0]
    teller.tell()
    waiting = teller.beginners(1)[0]
    teller.find()
    with teller.installation.database.writing() as session:
        operations.switch(session, session.get_one(XapiConnection, teller.connection), on=False)
    meanwhile = teller.beginners(1)[0]
    teller.tell()
    assert ralph.stored(waiting.person.id, meanwhile.person.id) == []
    with teller.installation.database.writing() as session:
        operations.switch(session, session.get_one(XapiConnection, teller.connection), on=True)
    teller.tell()
    told = [len(ralph.stored(each.person.id)) for each in (before, waiting, meanwhile)]
    assert told == [1, 1, 1]


def test_who_is_erased_is_told_of_no_more(teller: Teller, ralph: Ralph) -> None:
    gone, stays = teller.beginners(2)
    teller.find()
    with teller.installation.database.writing() as session:
        erase(session, session.get_one(Person, gone.person.id), teller.installation.clock.now())
    teller.tell()
    assert (ralph.stored(gone.person.id), len(ralph.stored(stays.person.id))) == ([], 1)
    assert [each.person_id for each in teller.deliveries()] == [stays.person.id]


def test_what_is_gone_before_it_was_sent_is_not_told_and_not_counted_as_sent(teller: Teller, ralph: Ralph) -> None:
    learner = teller.beginners(1)[0]
    teller.find()
    with teller.installation.database.writing() as session:
        session.execute(update(Enrolment).where(Enrolment.person_id == learner.person.id).values(started_at=None))
    teller.send()
    assert ralph.stored(learner.person.id) == []
    assert [(each.state, each.status) for each in teller.deliveries()] == [("done", None)]


def test_the_outbox_holds_no_word_of_a_statement(teller: Teller) -> None:
    learner = teller.graduate()
    teller.find()
    payloads = " ".join(each.payload for each in teller.deliveries())
    for private in (learner.person.email, str(learner.person.id), "http"):
        assert private not in payloads
    teller.send()
    assert [each.payload for each in teller.deliveries()] == ["", "", ""]


def test_another_companys_people_are_told_to_nobody(teller: Teller, other_company: Company, ralph: Ralph) -> None:
    stranger = Teller(other_company, teller.connection).beginners(1)[0]
    teller.tell()
    assert ralph.stored(stranger.person.id) == []
    with teller.installation.database.reading() as session:
        about = session.scalars(select(Delivery).where(Delivery.person_id == stranger.person.id)).all()
    assert list(about) == []


def test_two_record_stores_hear_the_same_statement(teller: Teller, ralph: Ralph) -> None:
    second = Teller.on(teller.company, ralph.endpoint, name="Another")
    learner = teller.beginners(1)[0]
    teller.tell()
    assert (teller.states(), second.states()) == (["done"], ["done"])
    assert len(ralph.stored(learner.person.id)) == 1  # the same id and words: the LRS keeps one
