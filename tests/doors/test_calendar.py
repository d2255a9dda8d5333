"""Due dates and meetings in people's own calendars: what they say, and when they change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from lms.assigning.assignments.models import Assigned, AssignmentRun
from lms.assigning.cohorts.models import Cohort, CohortMeeting
from lms.kernel.clock import SetClock
from lms.people.models import Account, Organisation, Person
from tests.doors.somebody_due import Manager
from tests.doors.subscribed import subscribe
from tests.support.company import Company

pytestmark = pytest.mark.usefixtures("clock")


def test_a_due_date_is_a_whole_day_under_an_id_that_stays(manager: Manager) -> None:
    event = manager.subscribe().events()["Due: First steps"]
    assert (event["dtstart"].dt, event["dtend"].dt) == (manager.due, manager.due + timedelta(days=1))
    assert event["uid"] == f"due-{manager.assigned}@localhost"
    assert (event["status"], event["sequence"], event["transp"]) == ("CONFIRMED", 0, "TRANSPARENT")
    assert str(event["url"]).startswith("http://localhost/learn/curricula/")


def test_the_way_it_leads_to_opens(manager: Manager) -> None:
    path = str(manager.subscribe().events()["Due: First steps"]["url"]).removeprefix("http://localhost")
    assert "First steps" in manager.browser.get(path).text


def test_a_date_that_moves_is_told_under_a_higher_number_and_asking_again_changes_nothing(
    manager: Manager, clock: SetClock
) -> None:
    calendar = manager.subscribe()
    before = calendar.ask().data
    clock.forward(days=1)
    assert calendar.ask().data == before
    moved = manager.due + timedelta(days=14)
    manager.change(Assigned, manager.assigned, due=moved)
    event = calendar.events()["Due: First steps"]
    assert (event["dtstart"].dt, event["sequence"], event["last-modified"].dt) == (moved, 1, manager.now)
    manager.change(Assigned, manager.assigned, due=manager.due)
    assert [calendar.events()["Due: First steps"]["sequence"] for _ in range(2)] == [2, 2]


def test_what_is_done_or_taken_back_is_cancelled_for_a_month_and_then_gone(manager: Manager, clock: SetClock) -> None:
    calendar, sequence = manager.subscribe(), 0
    for state in ("completed", "withdrawn", "exempt"):
        manager.change(Assigned, manager.assigned, state=state)
        (event,) = calendar.events().values()
        assert (event["status"], event["sequence"]) == ("CANCELLED", sequence + 1)
        assert (event["summary"], event["uid"]) == ("No longer due", f"due-{manager.assigned}@localhost")
        clock.forward(days=31)
        assert calendar.events() == {}
        manager.change(Assigned, manager.assigned, state="open", due=manager.due)
        sequence += 2
        assert calendar.events()["Due: First steps"]["sequence"] == sequence


def test_a_run_that_was_undone_or_not_yet_carried_out_is_in_nobodys_calendar(manager: Manager) -> None:
    with manager.company.installation.database.reading() as session:
        run = session.get_one(Assigned, manager.assigned).run_id
    manager.change(AssignmentRun, run, state="staging")
    calendar = manager.subscribe()
    assert calendar.events() == {}
    manager.change(AssignmentRun, run, state="applied")
    assert list(calendar.events()) == ["Due: First steps"]
    manager.change(AssignmentRun, run, state="undone", undone_at=manager.now)
    assert list(calendar.events()) == ["No longer due"]


ZONES = [
    ("Europe/Copenhagen", datetime(2027, 3, 27, 8, tzinfo=UTC), "20270327T090000"),
    ("Europe/Copenhagen", datetime(2027, 3, 28, 8, tzinfo=UTC), "20270328T100000"),
    ("Europe/Copenhagen", datetime(2027, 10, 31, 8, tzinfo=UTC), "20271031T090000"),
    ("America/New_York", datetime(2027, 3, 14, 13, tzinfo=UTC), "20270314T090000"),
    ("Asia/Kolkata", datetime(2027, 1, 4, 3, 30, tzinfo=UTC), "20270104T090000"),
    ("Australia/Lord_Howe", datetime(2027, 4, 3, 22, tzinfo=UTC), "20270404T083000"),
    ("America/Sao_Paulo", datetime(2027, 6, 1, 12, tzinfo=UTC), "20270601T090000"),
]


def test_a_meeting_stands_at_the_hour_of_the_persons_own_clock(manager: Manager) -> None:
    meeting, calendar = manager.meet(manager.now), manager.subscribe()
    for zone, at, written in ZONES:
        manager.change(Person, manager.person.id, time_zone=zone)
        manager.change(CohortMeeting, meeting, begins_at=at)
        assert f"DTSTART;TZID={zone}:{written}" in calendar.ask().text
        event = calendar.events()["Kick-off"]
        assert (event["dtstart"].dt, event["dtend"].dt) == (at, at + timedelta(minutes=90))
        ours = next(each for each in calendar.calendar().walk("VTIMEZONE") if each["tzid"] == zone)
        rules = ours.to_tz(lookup_tzid=False)
        for day in (date(2026, 12, 1), at.date(), date(2027, 7, 1), date(2027, 12, 1)):
            there = datetime(day.year, day.month, day.day, 12)  # noqa: DTZ001 - by the wall clock of either
            assert rules.utcoffset(there) == there.replace(tzinfo=ZoneInfo(zone)).utcoffset(), (zone, day)


def test_a_meeting_across_the_night_the_clock_changes_lasts_as_long_as_it_is_planned(manager: Manager) -> None:
    manager.meet(datetime(2027, 3, 28, 0, 30, tzinfo=UTC), minutes=60)
    text = manager.subscribe().ask().text
    assert "DTSTART;TZID=Europe/Copenhagen:20270328T013000" in text
    assert "DTEND;TZID=Europe/Copenhagen:20270328T033000" in text


def test_a_meeting_that_is_called_off_is_cancelled_and_can_take_place_after_all(manager: Manager) -> None:
    meeting = manager.meet(manager.now + timedelta(days=7))
    calendar = manager.subscribe()
    manager.change(CohortMeeting, meeting, cancelled=True)
    event = calendar.events()["Kick-off"]
    assert (event["status"], event["sequence"]) == ("CANCELLED", 1)
    manager.change(CohortMeeting, meeting, cancelled=False)
    event = calendar.events()["Kick-off"]
    assert (event["status"], event["sequence"]) == ("CONFIRMED", 2)


def test_who_leads_a_cohort_has_its_meetings_too(manager: Manager, company: Company) -> None:
    leader = company.person()
    manager.change(Cohort, manager.cohort, facilitator_id=leader.id)
    manager.meet(manager.now + timedelta(days=7))
    assert list(subscribe(company, leader).events()) == ["Kick-off"]


def test_it_is_written_in_the_readers_language_whatever_the_program_asks_for(manager: Manager) -> None:
    manager.change(Account, manager.person.account_id, language="en")
    asked = manager.subscribe().ask(**{"Accept-Language": "sv"})
    assert "SUMMARY:Due: First steps" in asked.text


def test_titles_and_days_are_all_it_says(manager: Manager) -> None:
    manager.meet(manager.now + timedelta(days=7), place="https://meet.example/secret-room")
    text = manager.subscribe().ask().text.replace("\r\n ", "")
    for private in (manager.company.marker, manager.person.email, "secret-room", str(manager.person.id)):
        assert private not in text


def test_a_title_adds_no_line_of_its_own(manager: Manager) -> None:
    nasty = "Ends here\r\nEND:VEVENT\r\nATTACH:http://evil.example, ; \\"
    manager.meet(manager.now + timedelta(days=7), title=nasty)
    (event,) = [each for name, each in manager.subscribe().events().items() if name.startswith("Ends here")]
    assert "attach" not in event
    assert not [line for line in manager.subscribe().ask().text.splitlines() if line.startswith("ATTACH")]


def test_one_date_is_a_file_with_the_same_id_as_in_the_feed_and_moves_with_it(manager: Manager) -> None:
    in_feed = manager.subscribe().events()["Due: First steps"]
    manager.change(Assigned, manager.assigned, due=manager.due + timedelta(days=7))
    path = f"/me/calendar/due/{manager.assigned}.ics"
    (event,) = Calendar.from_ical(manager.browser.get(path).data).walk("VEVENT")
    assert (event["uid"], event["sequence"]) == (in_feed["uid"], 1)
    assert event["dtstart"].dt == manager.due + timedelta(days=7)


def test_a_meeting_as_a_file_says_where_for_who_is_signed_in(manager: Manager) -> None:
    meeting = manager.meet(manager.now + timedelta(days=7), place="Room 4, Aarhus")
    asked = manager.browser.get(f"/me/calendar/meeting/{meeting}.ics")
    (event,) = Calendar.from_ical(asked.data).walk("VEVENT")
    assert event["location"] == "Room 4, Aarhus"
    assert asked.headers["Content-Disposition"] == 'attachment; filename="meeting.ics"'
    page = manager.browser.get(f"/learn/cohorts/{manager.cohort}").text
    assert f"/me/calendar/meeting/{meeting}.ics" in page


def test_the_curriculum_offers_its_due_date(manager: Manager) -> None:
    path = str(manager.subscribe().events()["Due: First steps"]["url"]).removeprefix("http://localhost")
    assert f"/me/calendar/due/{manager.assigned}.ics" in manager.browser.get(path).text


def test_the_organisations_zone_counts_where_a_person_has_none_and_utc_where_it_is_not_known(manager: Manager) -> None:
    at = datetime(2027, 1, 4, 8, tzinfo=UTC)
    manager.meet(at)
    manager.change(Organisation, manager.company.organisation.id, time_zone="Europe/Helsinki")
    calendar = manager.subscribe()
    assert "DTSTART;TZID=Europe/Helsinki:20270104T100000" in calendar.ask().text
    manager.change(Organisation, manager.company.organisation.id, time_zone="Nowhere/At_All")
    assert "DTSTART:20270104T080000Z" in calendar.ask().text
