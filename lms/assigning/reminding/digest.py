"""The weekly mail: what rooms add to it, and a mail of its own for whoever has only that to read.

Everything that reminds somebody and can wait for their weekday is already in a letter for that day (`timing.goes`);
what is added is written when the letter goes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.assigning.reminding.calendars import AT_ONCE, MONDAY, Calendar
from lms.assigning.reminding.contexts import Context, Reader, context_of, readers_of
from lms.assigning.reminding.footing import refused
from lms.assigning.reminding.kinds import DIGEST
from lms.assigning.reminding.rendering import unsaid
from lms.assigning.reminding.timing import Going, moment_to_go, weekly_mail
from lms.kernel import addresses, outbox
from lms.kernel.digests import Contribution, Part, contributions
from lms.kernel.jobs import Work
from lms.kernel.outbox import NOT_SENT, SENT, WRITTEN, Letter, Mail
from lms.kernel.pace import of_rows
from lms.kernel.zones import zone_of
from lms.people.models import Organisation, Person

ONE_DAY = timedelta(days=1)


def parts_of(
    session: Session, mails: Sequence[Mail], readers: Mapping[UUID, Reader], now: datetime
) -> Mapping[UUID, Sequence[Part]]:
    """Return what rooms add to these mails now: to a weekly one all of it, to one of a kind of its own only that."""
    found: dict[UUID, list[Part]] = {}
    by_organisation: dict[UUID, list[Mail]] = {}
    for mail in mails:
        by_organisation.setdefault(mail.organisation_id, []).append(mail)
    for organisation_id, own in by_organisation.items():
        today = _today(session, organisation_id, now)
        for each in contributions():
            asked = [mail for mail in own if mail.kind in (DIGEST, each.kind)]
            languages = {mail.person_id: readers[mail.person_id].language for mail in asked}
            had = _had_today(session, each.kind, [mail.person_id for mail in asked if mail.kind == DIGEST], now)
            languages = {
                id: said for id, said in languages.items() if each.kind not in readers[id].wish.ended and id not in had
            }
            parts = each.write(session, organisation_id, languages, today) if languages else {}
            for mail in asked:
                if mail.person_id in parts:
                    found.setdefault(mail.id, []).append(parts[mail.person_id])
    return found


def _had_today(session: Session, kind: str, people: Sequence[UUID], now: datetime) -> set[UUID]:
    """Return those of these people to whom a mail of a kind of its own went since yesterday: it is not said again."""
    gone = (
        Mail.person_id.in_(people),
        Mail.kind == kind,
        Mail.state.in_((SENT, WRITTEN)),
        Mail.sent_at > now - ONE_DAY,
    )
    return set(session.scalars(select(Mail.person_id).where(*gone))) if people else set()


def plan(work: Work, organisation_id: UUID) -> int:
    """Write the weekly mails of those who have nothing else in one this week; return how many are new."""
    new = 0
    for each in contributions():
        with work.reading() as session:
            context = context_of(session, organisation_id, work.post)
            people = each.waiting(session, organisation_id, _today(session, organisation_id, work.now()))
            ids = _whose_day_it_is(session, context, people, work.now())
        pace = of_rows()
        for portion in pace.portions(ids):
            with work.reading() as session:
                letters = _letters(session, context, each, portion, work.now())
            with work.writing() as session, pace.timed(len(portion)):
                new += outbox.plan(session, letters, work.post.host, work.now())
    return new


def _whose_day_it_is(session: Session, context: Context, people: Collection[UUID], now: datetime) -> list[UUID]:
    """Return those of these people for whom it is a day on which some weekly mail goes, by wish or by the rule."""
    wanted = set(people)
    if not wanted:
        return []
    own = (Person.organisation_id == context.organisation.id, Person.active, addresses.reachable(Person.email))
    zones = session.execute(select(Person.id, Person.time_zone).where(*own))
    open_zones: dict[str | None, bool] = {}
    found = []
    for row in zones:
        if row.id not in wanted:
            continue
        if row.time_zone not in open_zones:
            calendar = context.calendar(row.time_zone)
            open_zones[row.time_zone] = calendar.is_working(calendar.today(now))
        if open_zones[row.time_zone]:
            found.append(row.id)
    return sorted(found)


def _letters(
    session: Session, context: Context, each: Contribution, people: Sequence[UUID], now: datetime
) -> list[Letter]:
    """Return the mails that hold only what one room adds, for those of these people whose weekly mail goes today."""
    readers = readers_of(session, people)
    days = {id: context.calendar(reader.zone) for id, reader in readers.items() if not refused(reader, each.kind)}
    todays = {id: calendar.today(now) for id, calendar in days.items()}
    whose = [id for id in todays if _is_its_day(context, readers[id], todays[id], days[id])]
    keys = {id: f"{id}:{todays[id]}" for id in whose}
    told = _told(session, each.kind, keys, now)
    languages = {id: readers[id].language for id in whose if id not in told}
    if not languages:
        return []
    parts = each.write(session, context.organisation.id, languages, _today(session, context.organisation.id, now))
    return [
        _letter(context, readers[id], each.kind, keys[id], moment_to_go(Going(todays[id]), days[id], now))
        for id in parts
    ]


def _is_its_day(context: Context, reader: Reader, today: date, calendar: Calendar) -> bool:
    """Return whether somebody's weekly mail goes today; who has each mail at once has this one on the rule's day."""
    day = reader.wish.day(context.rule)
    if day == AT_ONCE:
        day = context.rule.digest_day if context.rule.digest_day != AT_ONCE else MONDAY
    return calendar.is_working(today) and weekly_mail(today, day, calendar) == today


def _told(session: Session, kind: str, keys: Mapping[UUID, str], now: datetime) -> set[UUID]:
    """Return who has this mail already, or a weekly one of about today that says it too."""
    same = select(Mail.person_id).where(Mail.kind == kind, Mail.key.in_(keys.values()))
    about_today = Mail.due.between(now - ONE_DAY, now + ONE_DAY)
    weekly = select(Mail.person_id).where(
        Mail.person_id.in_(keys), Mail.kind == DIGEST, Mail.state != NOT_SENT, about_today
    )
    return {*session.scalars(same), *session.scalars(weekly)}


def _letter(context: Context, reader: Reader, kind: str, key: str, due: datetime) -> Letter:
    """Return the mail as it is kept; what it says is written when it goes, and kept nowhere."""
    said = unsaid(context, reader, kind)
    return Letter(context.organisation.id, reader.id, kind, key, None, reader.email, *said, reader.language, due)


def _today(session: Session, organisation_id: UUID, now: datetime) -> date:
    """Return the day it is on the wall of an organisation."""
    return now.astimezone(zone_of(session.get_one(Organisation, organisation_id).time_zone)).date()
