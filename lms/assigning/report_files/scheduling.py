"""When a kept report is mailed, and to whom: set, put to rest, taken up again, ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from lms.assigning.report_files.models import KeptReport
from lms.assigning.report_files.rhythm import Rhythm, read_time
from lms.kernel.zones import zone_of
from lms.people.models import Organisation, Person


def rhythm_of(kept: KeptReport) -> Rhythm | None:
    """Return when a report is mailed, None where it is not."""
    at = read_time(kept.at)
    return Rhythm(kept.every, kept.weekday, at) if kept.every and at is not None else None


def next_of(session: Session, kept: KeptReport, now: datetime) -> datetime | None:
    """Return the next moment after `now` by the owner's clock; None where it is not mailed, or rests."""
    rhythm = rhythm_of(kept)
    if rhythm is None or kept.paused:
        return None
    owner = session.get_one(Person, kept.person_id)
    company = session.get_one(Organisation, kept.organisation_id)
    return rhythm.next_after(now, zone_of(owner.time_zone, company.time_zone))


def schedule(session: Session, kept: KeptReport, rhythm: Rhythm, to: Sequence[Person], now: datetime) -> None:
    """Have a report mailed in this rhythm to its owner and these people; it rests no more."""
    kept.every, kept.weekday, kept.at = rhythm.every, rhythm.weekday, f"{rhythm.at:%H:%M}"
    kept.to_ids = [str(each.id) for each in to if each.id != kept.person_id]
    kept.paused = False
    kept.next_at = next_of(session, kept, now)


def rest(session: Session, kept: KeptReport, paused: bool, now: datetime) -> None:
    """Let its mails rest, or go on with the next occasion; what fell into the pause is not made up for."""
    kept.paused = paused
    kept.next_at = next_of(session, kept, now)


def end(kept: KeptReport) -> None:
    """Have it mailed no more."""
    kept.every, kept.to_ids, kept.paused, kept.next_at = "", [], False, None


def remove(kept: KeptReport, now: datetime) -> None:
    """Put a kept report away; `restore` brings it back, its mails too."""
    kept.removed_at, kept.next_at = now, None


def restore(session: Session, kept: KeptReport, now: datetime) -> None:
    """Bring a removed report back."""
    kept.removed_at = None
    kept.next_at = next_of(session, kept, now)
