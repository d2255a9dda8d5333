"""Loading the demo company: the same people and the same two years every time, dated from the day it is loaded."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.demo import (
    board,
    colleague,
    curriculum,
    deciding,
    drafts,
    groups,
    history,
    kept_lists,
    kept_reports,
    reminding,
    rollout,
    tool_shelf,
    visits,
)
from lms.demo.course import Course, first_course
from lms.demo.days import YEARS, morning, today_in
from lms.demo.managers import Invited, managers
from lms.kernel.clock import Clock
from lms.kernel.database import Database
from lms.kernel.permissions import Actor, Role
from lms.learning import progress
from lms.people import words
from lms.people.models import Organisation, Person
from lms.people.operations import create_account, create_organisation, join
from lms.tools.scenarios.sharing import note_look

PASSWORD = "outside-in-demo"  # noqa: S105  - printed at start, and only in demo data
SIGN_INS = {
    "manager@demo.example": "a manager who has not begun",
    "colleague@demo.example": "a manager two years in",
    "hr@demo.example": "HR",
    "trainer@demo.example": "a trainer",
    "admin@demo.example": "an administrator",
}
COMPANY: Final = "Nordstrøm Energi"
SEED: Final = 20261121
FROM_THE_START: Final = {
    "admin@demo.example": ("Helle Administrator", Role.ADMIN),
    "hr@demo.example": ("Hanne HR", Role.HR),
    "trainer@demo.example": ("Troels Trainer", Role.TRAINER),
}
HIRED_DAYS_AGO, INVITED_DAYS_AGO, DAYS_LEFT = 47, 19, 9
"""Of the manager who has not begun."""


def load(database: Database, clock: Clock, secret: bytes) -> bool:
    """Load the company when the database holds no organisation; return whether it was loaded.

    `secret` is the installation's key: what the colleague wrote is sealed like everybody's.
    """
    with database.reading() as session:
        if session.scalar(select(Organisation.id).limit(1)) is not None:
            return False
    now = clock.now()
    with database.writing() as session:
        looking = _load(session, now, secret)
    if looking is not None:
        note_look(database, *looking, tool_shelf.looked_at(now))
    return True


def _load(session: Session, now: datetime, secret: bytes) -> tuple[Actor, UUID] | None:
    """Return who will look at which scenario that is shared with them; None where the library has no such tool."""
    today = today_in(now)
    begun = morning(today - YEARS) - timedelta(days=3)
    company = create_organisation(session, name=COMPANY, now=begun, language="da", currency="DKK", demo=True)
    office = {
        email: _from_the_start(session, company, email, name, role, begun)
        for email, (name, role) in FROM_THE_START.items()
    }
    director = office["admin@demo.example"]
    invited = managers(session, company, director.id, today, Random(SEED))  # noqa: S311  - the same company every time
    newcomer, forerunner = invited[0], colleague.chosen_from(invited)
    _signs_in(session, newcomer.person, "manager@demo.example")
    _signs_in(session, forerunner.person, "colleague@demo.example")
    words.rewrite(session, [each.person.id for each in invited])
    course = first_course(session, history.actor_of(director))
    if course is not None:
        others = [each for each in invited if each not in (newcomer, forerunner)]
        _invite(session, newcomer, course, now)
        enrolled = history.write(session, others, course, today, now, SEED)
        visits.make(session, enrolled, course, now, SEED)
        deciding.decide(session, others, course, SEED)
        colleague.live(session, forerunner, course, secret, now)
    personnel = history.actor_of(office["hr@demo.example"])
    groups.make(session, personnel, [each.person.id for each in invited], now)
    kept_lists.keep(session, personnel, now)
    taught = curriculum.publish(session, personnel, company.language, now)
    if taught is not None:
        given = rollout.roll_out(session, personnel, taught, now)
        reminding.remind(session, personnel, given, now)
    board.show(session, personnel, now)
    drafts.write(session, history.actor_of(office["trainer@demo.example"]), now)
    kept_reports.keep(session, personnel, now)
    tool_shelf.approve_figures(session, history.actor_of(director), now)
    shelving = tool_shelf.Shelving(session, history.actor_of(forerunner.person), secret, now)
    shared = shelving.fill(newcomer.person)
    return None if shared is None else (history.actor_of(newcomer.person), shared)


def _from_the_start(
    session: Session, company: Organisation, email: str, name: str, role: Role, begun: datetime
) -> Person:
    account = create_account(session, email=email, password=PASSWORD, now=begun)
    roles, hired = frozenset({Role.LEARNER, role}), today_in(begun)
    return join(session, company, name=name, email=email, account=account, roles=roles, hire_date=hired, now=begun)


def _signs_in(session: Session, person: Person, email: str) -> None:
    """Give one of the managers an account. They read in whichever language their browser asks for."""
    person.account_id = create_account(session, email=email, password=PASSWORD, now=person.created_at).id
    person.email, person.language = email, None
    session.flush()


def _invite(session: Session, newcomer: Invited, course: Course, now: datetime) -> None:
    """Invite the one who has not begun: hired lately, and the module is due soon."""
    person, today = newcomer.person, today_in(now)
    at = morning(today - timedelta(days=INVITED_DAYS_AGO))
    person.hire_date, person.created_at = today - timedelta(days=HIRED_DAYS_AGO), at - timedelta(hours=16)
    due = today + timedelta(days=DAYS_LEFT)
    terms = progress.Terms(due=due, required=True)
    progress.enrol(session, history.actor_of(person), course.hand, at, terms)
