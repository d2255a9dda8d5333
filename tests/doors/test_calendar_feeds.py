"""Private addresses that calendars read: made, renewed, ended, guessed at, asked too often."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from lms.assigning.assignments.models import Assigned
from lms.doors.calendar import feeds, telling
from lms.doors.calendar.dates import dates_of
from lms.doors.calendar.models import CalendarEntry, CalendarFeed
from lms.kernel.clock import SetClock
from lms.kernel.jobs import Worker, declared
from lms.people.models import Person
from tests.doors.somebody_due import Manager
from tests.doors.subscribed import Subscription, subscribe
from tests.support.company import Company

SERIAL = re.compile(r'content="[^"]{60,}"|[0-9a-f]{12,}|[\w.-]{80,}')
"""What differs on each page: its form token and the number of the request."""
pytestmark = pytest.mark.usefixtures("clock")


def test_it_says_how_often_to_ask_and_an_unchanged_calendar_costs_no_body(manager: Manager, clock: SetClock) -> None:
    calendar = manager.subscribe()
    asked = calendar.ask()
    assert asked.content_type == "text/calendar; charset=utf-8"
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT6H" in asked.text
    assert asked.headers["Cache-Control"] == "private, max-age=900"
    assert "Set-Cookie" not in asked.headers
    clock.forward(hours=6)
    again = calendar.ask(**{"If-None-Match": asked.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    manager.change(Assigned, manager.assigned, due=manager.due + timedelta(days=1))
    assert calendar.ask(**{"If-None-Match": asked.headers["ETag"]}).status_code == 200


def test_unknown_removed_renewed_and_of_one_who_left_are_answered_alike(manager: Manager, company: Company) -> None:
    first = manager.subscribe()
    second = manager.subscribe()
    gone = subscribe(company, company.person())
    assert second.ask().status_code == 200
    manager.browser.post("/me/calendar/removal")
    leaver = company.person()
    left = subscribe(company, leaver)
    manager.change(Person, leaver.id, active=False)
    unknown = Subscription(company, f"/calendar/{'x' * 32}.ics")
    gone.company.browser(company.person())
    asked = (first, second, left, unknown, Subscription(company, "/calendar/short.ics"))
    answers = [(each.path, each.ask()) for each in asked]
    assert {answer.status_code for _path, answer in answers} == {404}
    assert len({SERIAL.sub("", answer.text.replace(path, "")) for path, answer in answers}) == 1
    assert gone.ask().status_code == 200


def test_who_guesses_addresses_learns_nothing_after_thirty_and_a_true_one_is_still_answered(manager: Manager) -> None:
    calendar = manager.subscribe()
    guesses = [Subscription(manager.company, f"/calendar/{n:032d}.ics").ask().status_code for n in range(35)]
    assert (set(guesses[:25]), guesses[-1]) == ({404}, 429)
    assert calendar.ask().status_code == 200


def test_who_asks_all_the_time_is_told_to_wait_and_only_they(manager: Manager, company: Company) -> None:
    calendar, other = manager.subscribe(), subscribe(company, company.person())
    assert 429 in {calendar.ask().status_code for _ in range(40)}
    assert other.ask().status_code == 200


def test_the_address_is_kept_as_a_hash_and_holds_192_bits(manager: Manager) -> None:
    calendar = manager.subscribe()
    with manager.company.installation.database.reading() as session:
        kept = session.scalars(select(CalendarFeed).where(CalendarFeed.person_id == manager.person.id)).one()
    assert feeds.BYTES * 8 >= 128
    assert calendar.path[10:42] not in repr(vars(kept))


def test_the_page_shows_the_address_once_and_what_whoever_has_it_sees(manager: Manager) -> None:
    assert "Make my private address" in manager.browser.get("/me/calendar").text
    path = manager.subscribe().path
    page = manager.browser.get("/me/calendar").text
    assert path not in page
    assert "Due: First steps" in page
    assert "Last read by a calendar" in page
    assert "/me/calendar" in manager.browser.get("/me").text


def test_what_is_anothers_is_not_there(manager: Manager, company: Company, other_company: Company) -> None:
    meeting = manager.meet(manager.now + timedelta(days=7))
    hr, stranger = manager.school.browser, other_company.browser(other_company.person())
    for path in (f"due/{manager.assigned}", f"meeting/{meeting}", f"due/{uuid4()}", f"meeting/{manager.assigned}"):
        for browser in (hr, stranger, company.browser(company.person())):
            assert browser.get(f"/me/calendar/{path}.ics").status_code == 404


def test_two_calendars_that_ask_at_once_agree(manager: Manager) -> None:
    manager.subscribe()
    database, at = manager.company.installation.database, manager.now
    with database.writing() as session:
        person = session.get_one(Person, manager.person.id)
        found = dates_of(session, person, at)
        telling.tell(session, person, found, at)
        telling.tell(session, person, found, at)
        mine = select(func.count()).where(CalendarEntry.person_id == person.id)
        assert session.scalar(mine) == len(found) == 1


def test_what_calendars_were_told_is_forgotten_when_it_is_long_over(manager: Manager, clock: SetClock) -> None:
    manager.subscribe()
    mine = select(func.count()).where(CalendarEntry.person_id == manager.person.id)
    for days, left in ((29, 1), (92, 0)):
        clock.forward(days=days)
        forgotten(manager)
        with manager.company.installation.database.reading() as session:
            assert session.scalar(mine) == left


def forgotten(manager: Manager) -> None:
    """Do what is done each night."""
    there, name = manager.company.installation, "calendar.forget"
    Worker(there.database, there.clock, {name: declared()[name]}).run_due()


def test_another_site_makes_and_ends_no_address(manager: Manager) -> None:
    calendar = manager.subscribe()
    for path in ("/me/calendar", "/me/calendar/removal"):
        assert manager.browser.client.post(path).status_code in (400, 403)
        forged = {"Origin": "https://evil.example"}
        assert manager.browser.post(path, headers=forged).status_code in (400, 403)
    assert calendar.ask().status_code == 200


def test_a_due_date_at_the_end_of_all_years_breaks_nobodys_calendar(manager: Manager) -> None:
    calendar = manager.subscribe()
    manager.change(Assigned, manager.assigned, due=date.max)
    assert any("First steps" in title for title in calendar.events())
    assert manager.browser.get(f"/me/calendar/due/{manager.assigned}.ics").status_code == 200
