"""Which day it is where somebody lives: a due date ends at midnight there, by their own time zone or their company's.

At any moment the world has two days, or three: it is only ever a few zones that have another day than the
organisation's. So the day of a person is one CASE over their zone, with the zones of each other day listed.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import cast
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy import ColumnElement, Date, and_, case, false, func, literal

from lms.assigning.assignments.models import OPEN, Assigned
from lms.people.models import Person


def local_day(now: datetime, zone: str | None, organisation_zone: str) -> date:
    """Return the day it is at `now` in `zone`, or in the organisation's where that is None or not a zone we know."""
    return now.astimezone(_zone(zone) or _zone(organisation_zone) or UTC).date()


def today_there(now: datetime, organisation_zone: str) -> ColumnElement[date]:
    """Return the day it is for the `Person` of a query, as SQL; the world has three days at most at one moment."""
    here = local_day(now, None, organisation_zone)
    others = {day: zones for day, zones in _days(_quarter(now)).items() if day != here}
    if not others:
        return literal(here, Date)
    whens = [(Person.time_zone.in_(zones), literal(day, Date)) for day, zones in sorted(others.items())]
    return cast(ColumnElement[date], case(*whens, else_=literal(here, Date)))


def late_condition(now: datetime, organisation_zone: str) -> ColumnElement[bool]:
    """Return the condition that an `Assigned` joined with its `Person` is late.

    It is open, past its last day where the person lives, and they are active and not away today. The bound on
    `late_after` that needs no person is what an index serves.
    """
    latest = max(_days(_quarter(now)))
    past = and_(Assigned.late_after < latest, Assigned.late_after < today_there(now, organisation_zone))
    return and_(Assigned.state == OPEN, past, Person.active, ~away_condition(now, organisation_zone))


def away_condition(now: datetime, organisation_zone: str) -> ColumnElement[bool]:
    """Return the condition that the `Person` of a query is away today; never unknown, so it can be turned round."""
    return func.coalesce(today_there(now, organisation_zone).between(Person.away_from, Person.away_until), false())


def _zone(name: str | None) -> ZoneInfo | None:
    return _zones().get(name or "")


@lru_cache(maxsize=1)
def _zones() -> dict[str, ZoneInfo]:
    """Return every zone by name, read once: `ZoneInfo` keeps only a few."""
    return {name: ZoneInfo(name) for name in sorted(available_timezones())}


def _quarter(now: datetime) -> datetime:
    """Return the beginning of the quarter of an hour: no zone's day begins inside one."""
    return now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0)


@lru_cache(maxsize=64)
def _days(moment: datetime) -> dict[date, list[str]]:
    """Return {day: the zones in which it is that day}, for every zone there is."""
    found: dict[date, list[str]] = {}
    for name, zone in _zones().items():
        found.setdefault(moment.astimezone(zone).date(), []).append(name)
    return found
