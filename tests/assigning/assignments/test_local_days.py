"""A due date ends at midnight where somebody lives: checked against `zoneinfo`, and SQL against Python."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.assigning.assignments.local_days import away_condition, late_condition, local_day
from lms.assigning.assignments.models import Assigned
from lms.people.models import Person
from tests.assigning.assignments.office import NINETY, Office

ZONES = (
    "Asia/Kathmandu", "Pacific/Apia", "Pacific/Kiritimati", "Pacific/Niue", "America/St_Johns", "Australia/Lord_Howe",
    "Pacific/Chatham", "Pacific/Pago_Pago", "Europe/Copenhagen", "Asia/Kolkata", "Africa/Casablanca", "Australia/Eucla",
)  # fmt: skip
DAYS = (
    date(2024, 2, 28), date(2024, 2, 29), date(2025, 2, 28), date(2026, 3, 28), date(2026, 3, 29), date(2026, 3, 31),
    date(2026, 4, 4), date(2026, 4, 5), date(2026, 9, 26), date(2026, 10, 3), date(2026, 10, 24), date(2026, 10, 25),
    date(2026, 11, 1), date(2026, 12, 31), date(2027, 1, 1), date(2028, 2, 29),
)  # fmt: skip
HERE = "Europe/Copenhagen"


def _moments() -> Iterator[tuple[str, date, datetime, bool]]:
    """Yield moments around the midnights that end a day in each zone, and whether something due that day is late."""
    for zone in ZONES:
        for due in DAYS:
            midnight = datetime.combine(due + timedelta(days=1), datetime.min.time(), ZoneInfo(zone)).astimezone(UTC)
            for minutes in (-1440, -121, -61, -1, 0, 1, 59, 61, 121, 181, 1439):
                yield zone, due, midnight + timedelta(minutes=minutes), minutes >= 0


def test_a_day_ends_at_midnight_there_on_days_when_clocks_move_and_months_end() -> None:
    cases = list(_moments())
    assert len(cases) >= 2_000
    wrong = [(z, due, at) for z, due, at, late in cases if (local_day(at, z, HERE) > due) is not late]
    assert wrong == []


def test_at_one_moment_the_world_has_up_to_three_days() -> None:
    at = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
    days = {local_day(at, zone, HERE) for zone in ("Pacific/Kiritimati", HERE, "Pacific/Niue")}
    assert days == {date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 23)}


@pytest.mark.parametrize("zone", [None, "", "Atlantis/Capital", "../etc/passwd"])
def test_an_unknown_zone_is_the_organisations(zone: str | None) -> None:
    at = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert local_day(at, zone, HERE) == date(2026, 11, 23)


def test_sql_and_zoneinfo_agree_on_who_is_late(office: Office) -> None:
    people = {zone: office.person(time_zone=zone) for zone in (*ZONES, "Atlantis/Capital")}
    people[""] = office.person()
    office.give(due=NINETY)
    with office.database.writing() as session:
        rows = {row.person_id: row for row in session.scalars(select(Assigned))}
        for due in DAYS[2:10]:
            for person in people.values():
                rows[person.id].late_after = due
            session.flush()
            for hours in range(-26, 40, 6):
                at = datetime.combine(due, datetime.min.time(), UTC) + timedelta(hours=hours, minutes=15)
                expected = {p.id for zone, p in people.items() if local_day(at, zone or None, HERE) > due}
                assert _late(session, office, at) == expected, (due, at)


def _late(session: Session, office: Office, at: datetime) -> set[object]:
    mine = Assigned.organisation_id == office.company.organisation.id
    query = select(Person.id).join(Assigned, Assigned.person_id == Person.id)
    return set(session.scalars(query.where(mine, late_condition(at, HERE))))


def test_who_is_away_or_has_left_is_not_late_and_who_is_back_is(office: Office) -> None:
    away, back, left, here = office.hire(4)
    office.give(due=NINETY)
    due, at = date(2026, 11, 20), datetime(2026, 11, 22, 9, tzinfo=UTC)
    with office.database.writing() as session:
        for row in session.scalars(select(Assigned)):
            row.late_after = due
        for person, last in ((away, date(2026, 11, 22)), (back, date(2026, 11, 21))):
            kept = session.get_one(Person, person.id)
            kept.away_from, kept.away_until = date(2026, 11, 1), last
        session.get_one(Person, left.id).active = False
        session.flush()
        assert _late(session, office, at) == {back.id, here.id, office.school.hr.id}
        gone = select(Person.id).where(Person.id.in_([away.id, back.id, here.id]), away_condition(at, HERE))
        assert set(session.scalars(gone)) == {away.id}
