"""Asking for more time: a day, a reason of the list, one wish at a time; granted or declined by who may."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from lms.assigning.assignments import reading, wishing
from lms.assigning.assignments.dues import Due, Kind
from lms.assigning.assignments.models import ASKED, DECLINED, GRANTED, TAKEN_BACK, ExtensionWish
from lms.assigning.assignments.refusals import Refused
from lms.kernel.permissions import NotFound
from lms.people.models import Person
from tests.assigning.assignments.office import Office

DAY = timedelta(days=1)


def _ask(office: Office, person: Person, days: int = 14, reason: str = "workload") -> ExtensionWish:
    row = office.row(person)
    with office.database.writing() as session:
        return wishing.ask(
            session, office.company.actor(person), row.id, (row.due or date.max) + days * DAY, reason, office.now
        )


def _decide(office: Office, who: Person, wish: ExtensionWish, verb: Any = wishing.grant, **more: Any) -> ExtensionWish:
    with office.database.writing() as session:
        return verb(session, office.company.actor(who), wish.id, office.now, **more)  # type: ignore[no-any-return]


@pytest.fixture
def people(office: Office) -> list[Person]:
    """Return a manager and somebody who reports to them, both with thirty days for a curriculum."""
    manager = office.person()
    report = office.person(manager_id=manager.id)
    office.give(due=Due(Kind.ASSIGNED, days=30))
    return [manager, report]


def test_the_line_manager_grants_it_and_the_date_moves(office: Office, people: list[Person]) -> None:
    manager, report = people
    wish = _ask(office, report)
    with office.database.reading() as session:
        waiting, _ = reading.wishes(session, office.company.actor(manager))
        assert [each.wish.id for each in waiting] == [wish.id]
    decided = _decide(office, manager, wish)
    assert (decided.state, decided.decided_by) == (GRANTED, manager.id)
    assert office.row(report).due == office.today + 44 * DAY


def test_hr_grants_another_day_or_declines(office: Office, people: list[Person]) -> None:
    report = people[1]
    _decide(office, office.school.hr, _ask(office, report), until=office.today + 35 * DAY)
    assert office.row(report).due == office.today + 35 * DAY
    declined = _decide(office, office.school.hr, _ask(office, report), wishing.decline)
    assert (declined.state, office.row(report).due) == (DECLINED, office.today + 35 * DAY)


def test_decided_twice_is_decided_once(office: Office, people: list[Person]) -> None:
    wish = _ask(office, people[1])
    _decide(office, people[0], wish)
    assert _decide(office, office.school.hr, wish, wishing.decline).state == GRANTED
    _decide(office, people[0], wish)
    assert office.row(people[1]).due == office.today + 44 * DAY


def test_nobody_decides_their_own_wish_and_a_stranger_finds_none(office: Office, people: list[Person]) -> None:
    wish, stranger = _ask(office, people[1]), office.person()
    for who in (people[1], stranger):
        with pytest.raises(NotFound):
            _decide(office, who, wish)
    with office.database.reading() as session:
        assert reading.wishes(session, office.company.actor(people[1]))[0] == []


def test_one_wish_waits_at_a_time(office: Office, people: list[Person]) -> None:
    _ask(office, people[1])
    with pytest.raises(Refused, match=r"^$"):
        _ask(office, people[1])


@pytest.mark.parametrize(
    ("days", "reason", "field"), [(0, "project", "wanted"), (181, "project", "wanted"), (7, "ill", "reason")]
)
def test_what_cannot_be_asked_is_refused(
    office: Office, people: list[Person], days: int, reason: str, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        _ask(office, people[1], days, reason)
    assert refused.value.field == field


def test_somebody_elses_curriculum_is_not_there_to_ask_for(office: Office, people: list[Person]) -> None:
    row = office.row(people[1])
    with office.database.writing() as session, pytest.raises(NotFound):
        wishing.ask(session, office.company.actor(people[0]), row.id, office.today + 40 * DAY, "project", office.now)


def test_a_wish_is_taken_back_while_nobody_has_decided_it(office: Office, people: list[Person]) -> None:
    wish = _ask(office, people[1])
    assert _decide(office, people[1], wish, wishing.take_back).state == TAKEN_BACK
    later = _ask(office, people[1])
    assert later.state == ASKED
    _decide(office, people[0], later)
    assert _decide(office, people[1], later, wishing.take_back).state == GRANTED
