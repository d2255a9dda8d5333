"""An hour of reminders for 1,000, 10,000 and 100,000 people: the first look, a look with nothing new, asking again."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bench.large import Large, known, organisation_of
from bench.outcome import Outcome
from bench.reports import give_everybody
from bench.site import DATABASES, Site, site
from lms.assigning.assignments.models import OPEN, Assigned
from lms.assigning.reminding import planning
from lms.assigning.reminding.calendars import AT_ONCE
from lms.assigning.reminding.models import MailRule, Reminder
from lms.kernel import claiming, ledger, outbox
from lms.kernel.clock import SetClock, SystemClock
from lms.kernel.jobs import Worker, declared
from lms.kernel.outbox import Mail
from lms.kernel.post import Post

SIZES = (1_000, 10_000, 100_000)
BATCH = 50
ASKED = 20
"""Portions of mails that are asked about and then put back."""
MOST_SECONDS = 120.0
WEDNESDAY = 2


def measure() -> Iterator[Outcome]:
    """Yield what planning and asking again cost on each database."""
    for kind in DATABASES:
        with site(kind) as place:
            larges = {size: organisation_of(place, size) for size in SIZES}
            yield _outcome(place, kind, larges)


def _outcome(place: Site, kind: str, larges: dict[int, Large]) -> Outcome:
    figures: dict[str, Any] = {}
    references: dict[str, Any] = {}
    for size, large in larges.items():
        give_everybody(place, large)
        key = f"{size:,} people"
        with place.database.reading() as session:
            references[key] = {"who is due in three days, plain SQL, ms": _plain(session, large)}
        figures[key] = _figures(place, large)
    return Outcome(
        name=f"an hour of reminders, {kind}",
        unit="s",
        figures=figures,
        target="at most two minutes an hour, far below the hour; nobody's save waits for it",
        met=all(each["first look"] <= MOST_SECONDS for each in figures.values()),
        references=references,
        note="two thirds open, all of it due in fourteen days: one reminder each, written in one hour with its text",
    )


def _figures(place: Site, large: Large) -> dict[str, Any]:
    clock = SetClock(_wednesday(SystemClock().now()))
    _due_together(place, large.organisation, clock.now())
    first = _planned(place, clock, large.organisation)
    with place.database.reading() as session:
        own = Reminder.organisation_id == large.organisation
        said = session.scalar(select(func.count()).where(own)) or 0
    clock.forward(hours=1)
    again = _planned(place, clock, large.organisation)
    with place.database.reading() as session:
        assert said == session.scalar(select(func.count()).where(own)), "the second look said something anew"
    return {
        "first look": first,
        "reminders written": said,
        "a look with nothing new": again,
        "asking again, ms a mail": _asked(place, large.organisation, clock.now()),
    }


def _wednesday(now: datetime) -> datetime:
    """Return nine in the morning of the Wednesday to come, on which mails may go."""
    day = now + timedelta(days=(WEDNESDAY - now.weekday()) % 7 or 7)
    return day.replace(hour=9, minute=0, second=0, microsecond=0)


def _due_together(place: Site, organisation: UUID, now: datetime) -> None:
    """Let everything open be due in fourteen days, and reminded of as it is due: the largest hour there can be."""
    due = now.date() + timedelta(days=14)
    dates = {"due": due, "late_after": due, "available_from": now.date() - timedelta(days=90)}
    ours = (Assigned.organisation_id == organisation, Assigned.state == OPEN)
    with place.database.writing() as session:
        session.execute(update(Assigned).where(*ours).values(dates))
        session.add(MailRule(organisation_id=organisation, digest_day=AT_ONCE, changed_at=now))
    known(place)


def _planned(place: Site, clock: SetClock, organisation: UUID) -> float:
    with place.database.writing() as session:
        ledger.enqueue(session, planning.OF_ONE, {"organisation": str(organisation)}, now=clock.now())
    names = {planning.OF_ONE: declared()[planning.OF_ONE]}
    begun = time.perf_counter()
    Worker(place.database, clock, names, Post.of(place.config)).run_due()
    return round(time.perf_counter() - begun, 2)


def _asked(place: Site, organisation: UUID, now: datetime) -> float:
    """Return how long a mail takes to be asked about and written anew, on a day on which all may go."""
    with place.database.writing() as session:
        session.execute(update(Mail).where(Mail.organisation_id == organisation).values(due=now))
    seconds, number = 0.0, 0
    for _portion in range(ASKED):
        with place.database.writing() as session:
            session.info[outbox.POST] = Post.of(place.config)
            begun = time.perf_counter()
            number += len(claiming.claim(session, now, BATCH))
            seconds += time.perf_counter() - begun
    assert number, "no mail could be taken"
    return round(seconds * 1000 / number, 2)


def _plain(session: Session, large: Large) -> float:
    """Return the milliseconds of one plain query of what is due in three days."""
    day = SystemClock().now().date() + timedelta(days=3)
    due = (Assigned.organisation_id == large.organisation, Assigned.state == OPEN, Assigned.due == day)
    begun = time.perf_counter()
    session.execute(select(Assigned.id, Assigned.person_id).where(*due)).all()
    return round((time.perf_counter() - begun) * 1000, 1)
