"""The demo company's assignment: its curriculum for everybody, with what is left for HR to mend and to answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final, cast
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.assigning.assignments import runs, wishing
from lms.assigning.assignments.audience import Part
from lms.assigning.assignments.drafting import Draft, save_draft
from lms.assigning.assignments.dues import Due, Kind
from lms.assigning.assignments.models import ACTIVE, OPEN, Assigned
from lms.assigning.assignments.terms import terms_of
from lms.demo.days import morning, today_in
from lms.demo.history import actor_of
from lms.kernel.jobs import Work
from lms.kernel.permissions import Actor
from lms.people.models import Person

GIVEN_DAYS_AGO: Final = 18
AFTER_HIRE, AT_LEAST = 90, 60
"""Days from the hire date; whoever came long ago gets at least two months from the day it was given."""
ASKED_DAYS_AGO, MORE_DAYS = 3, 30


def roll_out(session: Session, hr: Actor, curriculum: UUID, now: datetime) -> UUID:
    """Give the curriculum to everybody as HR did some weeks ago, and let one person ask for more time; return its id.

    Those without a hire date have no due date yet: they are the exceptions.
    """
    given = morning(today_in(now) - timedelta(days=GIVEN_DAYS_AGO))
    rule = Due(Kind.HIRE, days=AFTER_HIRE, at_least_days=AT_LEAST)
    assignment = save_draft(session, hr, Draft(curriculum, (Part("everyone"),), due=rule), given)
    run = runs.open_run(session, assignment, runs.BY_HAND, given, by_id=hr.person_id)
    assignment.state = ACTIVE
    session.flush()
    runs.stage(cast(Work, _InOneTransaction(session)), run.id, terms_of(session, assignment))
    session.flush()
    runs.activate(session, run.id, given)
    session.flush()
    _ask_for_more(session, assignment.id, now)
    return assignment.id


class _InOneTransaction:
    """The work of a job inside the transaction in which the whole company is loaded."""

    takes_turns = False

    def __init__(self, session: Session) -> None:
        self._session = session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Yield the transaction."""
        yield self._session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Yield the transaction; what is written is there for what follows."""
        yield self._session
        self._session.flush()


def _ask_for_more(session: Session, assignment: UUID, now: datetime) -> None:
    """Let the first by name who has no account of their own ask; the demo's sign-ins keep their due dates."""
    found = session.execute(
        select(Assigned, Person)
        .join(Person, Person.id == Assigned.person_id)
        .where(Assigned.assignment_id == assignment, Assigned.state == OPEN, Assigned.due.is_not(None))
        .where(Person.account_id.is_(None))
        .order_by(Person.name, Person.id)
        .limit(1)
    ).first()
    if found is not None and found[0].due is not None:
        row, person = found
        at = morning(today_in(now) - timedelta(days=ASKED_DAYS_AGO))
        wishing.ask(session, actor_of(person), row.id, found[0].due + timedelta(days=MORE_DAYS), "project", at)
