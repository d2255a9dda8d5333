"""Dates as calendars read them (RFC 5545; RFC 7986 for the name and how often to ask again)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from icalendar import Calendar, Event, vDuration, vText

from lms.doors.calendar.dates import DUE, Dated
from lms.doors.calendar.models import CalendarEntry
from lms.doors.calendar.telling import Entries, is_told
from lms.web.languages import local

AGAIN: Final = timedelta(hours=6)
"""How often a calendar is asked to look again; most look when they like."""
PRODUCT: Final = "-//Outside-In//lms//EN"


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom dates are written. `base_url`: what addresses begin with; `host`: the right-hand side of their ids.

    `zone`: where they live. `places`: whether it is said where they meet, which only who is signed in is told.
    """

    base_url: str
    host: str
    zone: tzinfo
    places: bool


def feed(reader: Reader, dates: Sequence[Dated], entries: Entries, now: datetime) -> bytes:
    """Return all dates as one calendar, in the language of the request; what is gone is cancelled for a while."""
    there = {each.key for each in dates}
    gone = [entry for key, entry in sorted(entries.items()) if key not in there and is_told(entry, now)]
    events = [*(_event(reader, each, entries[each.key]) for each in dates), *(_gone(reader, each) for each in gone)]
    calendar = _calendar(reader, events, _moments(dates, gone))
    calendar.add("name", _("My learning"))
    calendar.add("x-wr-calname", _("My learning"))
    calendar.add("refresh-interval", vDuration(AGAIN), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(AGAIN))
    return bytes(calendar.to_ical())


def file(reader: Reader, dated: Dated, entry: CalendarEntry) -> bytes:
    """Return one date as a file of its own; opened again after it moved, it moves in the calendar."""
    return bytes(_calendar(reader, [_event(reader, dated, entry)], _moments([dated], [])).to_ical())


def _calendar(reader: Reader, events: Sequence[Event], moments: Sequence[datetime]) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for event in events:
        calendar.add_component(event)
    if moments and isinstance(reader.zone, ZoneInfo):  # else all moments are in UTC
        first, last = min(moments).year, max(moments).year
        calendar.add_missing_timezones(date(first - 1, 1, 1), date(last + 2, 1, 1))
    return calendar


def _event(reader: Reader, dated: Dated, entry: CalendarEntry) -> Event:
    title = local(dated.title)
    event = _base(reader, entry, _("Due: %(title)s", title=title) if dated.kind == DUE else title)
    event.add("status", "CANCELLED" if dated.called_off else "CONFIRMED")
    event.add("url", reader.base_url + dated.path)
    event.add("description", reader.base_url + dated.path)
    if dated.place and reader.places:
        event.add("location", dated.place)
    return event


def _gone(reader: Reader, entry: CalendarEntry) -> Event:
    event = _base(reader, entry, _("No longer due") if entry.kind == DUE else _("Does not take place"))
    event.add("status", "CANCELLED")
    return event


def _base(reader: Reader, entry: CalendarEntry, summary: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.kind}-{entry.source}@{reader.host}")
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("sequence", entry.sequence)
    event.add("summary", vText(summary))
    event.add("class", "PRIVATE")
    if entry.day is not None:
        event.add("dtstart", entry.day)
        if entry.day < date.max:  # without an end a day lasts that day (RFC 5545, 3.6.1)
            event.add("dtend", entry.day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    elif entry.begins_at is not None:
        event.add("dtstart", _there(entry.begins_at, reader.zone))
        event.add("dtend", _there(entry.begins_at + timedelta(minutes=entry.minutes), reader.zone))
        event.add("transp", "TRANSPARENT" if entry.cancelled else "OPAQUE")
    return event


def _there(at: datetime, zone: tzinfo) -> datetime:
    return at.astimezone(zone if isinstance(zone, ZoneInfo) else UTC)


def _moments(dates: Iterable[Dated], gone: Iterable[CalendarEntry]) -> list[datetime]:
    begins = [*(each.begins_at for each in dates), *(each.begins_at for each in gone)]
    return [each for each in begins if each is not None]
